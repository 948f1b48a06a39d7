"""Fields: a control with its label above it, a hint or what is wrong below it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from finance_app.ui.components import controls
from finance_app.ui.components.values import Child, Handler, Many, Option, Text


def field(
    label: Text,
    name: str,
    control: Callable[..., rx.Component],
    *,
    hint: Text = "",
    error: Text = "",
    **props: Any,
) -> rx.Component:
    """Ask for one thing.

    Args:
        label: what is asked.
        name: the key of the answer in the form; its id too, unless `id` is given.
        control: one of `controls`, called with the name and the rest.
        hint: a quiet line below.
        error: what was wrong and what to do; takes the hint's place.
        **props: the control's own.
    """
    key = props.setdefault("id", name)
    if _static(error) and _static(hint):
        return rx.el.div(_label(label, key), control(name, **props), class_name="field")
    props["aria_describedby"] = f"{key}-note"
    if not _static(error):
        props["aria_invalid"] = rx.cond(error != "", "true", "false")
    return rx.el.div(
        _label(label, key),
        control(name, **props),
        rx.el.p(_note(hint, error), id=f"{key}-note", class_name="field-note", aria_live="polite"),
        class_name="field",
    )


def text_field(label: Text, name: str, **props: Any) -> rx.Component:
    """Ask for a line of text."""
    return field(label, name, controls.text_input, **props)


def amount_field(label: Text, name: str, **props: Any) -> rx.Component:
    """Ask for an amount of money."""
    return field(label, name, controls.amount_input, **props)


def number_field(label: Text, name: str, **props: Any) -> rx.Component:
    """Ask for a whole number."""
    return field(label, name, controls.number_input, **props)


def day_field(label: Text, name: str, **props: Any) -> rx.Component:
    """Ask for a day."""
    return field(label, name, controls.day_input, **props)


def secret_field(label: Text, name: str, **props: Any) -> rx.Component:
    """Ask for a password."""
    return field(label, name, controls.secret_input, **props)


def note_field(label: Text, name: str, **props: Any) -> rx.Component:
    """Ask for several lines of text."""
    return field(label, name, controls.note_input, **props)


def select_field(label: Text, name: str, options: Many[Option], **props: Any) -> rx.Component:
    """Ask for one of a few things."""
    return field(label, name, controls.select_input, options=options, **props)


def combo_field(label: Text, name: str, options: Many[Option], **props: Any) -> rx.Component:
    """Ask for one of many things, or a new one."""
    return field(label, name, controls.combo_input, options=options, **props)


def form(*children: Child, on_submit: Handler, error: Text = "", **props: Any) -> rx.Component:
    """Ask for several things and send them to an event handler.

    Args:
        *children: the fields, and a submitting button.
        on_submit: gets a dict of the answers by name.
        error: what was wrong with the whole of it.
        **props: the form's own, such as `reset_on_submit`.
    """
    wrong = [] if _static(error) else [rx.el.p(error, class_name="form-error", role="alert")]
    return rx.el.form(*wrong, *children, on_submit=on_submit, class_name="form", **props)


def pair(*fields: rx.Component) -> rx.Component:
    """Put two fields side by side."""
    return rx.el.div(*fields, class_name="form-pair")


def _label(label: Text, key: str) -> rx.Component:
    return rx.el.label(label, html_for=key)


def _note(hint: Text, error: Text) -> Child:
    if _static(error):
        return hint
    return rx.cond(error != "", rx.el.span(error, class_name="field-error"), hint)


def _static(text: Text) -> bool:
    return isinstance(text, str) and not text
