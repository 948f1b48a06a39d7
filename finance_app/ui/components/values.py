"""What components take: a plain value, or a state's var of the same type. No components here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

type Text = str | rx.Var[str]
type Flag = bool | rx.Var[bool]
type Number = float | rx.Var[int] | rx.Var[float]
type Handler = Any  # what Reflex takes as an event: a handler, a call of one, or a list of them
type Child = rx.Component | Text
type Many[T] = list[T] | tuple[T, ...] | rx.Var[list[T]]


@dataclass(frozen=True)
class Option:
    """One line of a select or of a field's proposals."""

    value: str = ""
    label: str = ""


@dataclass(frozen=True)
class Choice:
    """One link among several; `current` marks the one that is shown."""

    label: str = ""
    href: str = ""
    current: bool = False


def is_set(text: Text) -> bool | rx.Var[bool]:
    """Tell whether a text is anything but empty."""
    return text != ""


def when(flag: Flag, yes: Child, no: Child = "") -> Child:
    """Show one of two things; a plain flag is decided at once."""
    if isinstance(flag, bool):
        return yes if flag else no
    return rx.cond(flag, yes, no)
