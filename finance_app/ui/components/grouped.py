"""A select whose choices stand in groups, such as categories."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from finance_app.ui.components.icon import icon
from finance_app.ui.components.values import Many, Option


@dataclass(frozen=True)
class OptionGroup:
    """Choices that stand together under a label."""

    label: str = ""
    options: list[Option] = field(default_factory=list)


def grouped_input(
    name: str, groups: Many[OptionGroup], *, first: Many[Option] = (), **props: Any
) -> rx.Component:
    """Take one of several things in groups.

    Args:
        name: the key of the answer in the form.
        groups: the choices.
        first: choices before all groups, such as none.
        **props: the select's own.
    """
    return rx.el.span(
        rx.el.select(
            *([rx.foreach(first, _option)] if first != () else []),
            rx.foreach(groups, _group),
            **{"name": name, "id": name, "class_name": "select"} | props,
        ),
        icon("chevron-down"),
        class_name="select-box",
    )


def _group(group: OptionGroup) -> rx.Component:
    return rx.el.optgroup(rx.foreach(group.options, _option), label=group.label)


def _option(option: Option) -> rx.Component:
    return rx.el.option(option.label, value=option.value)
