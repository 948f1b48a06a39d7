"""Forms that the browser sends itself, for the few plain HTTP routes such as sign-in."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML  # type: ignore[import-untyped]

from finance_app.ui.components.values import Child, Text


class NativeForm(BaseHTML):
    """A plain `<form>`: Reflex's own always keeps the browser from sending it."""

    tag = "form"
    action: rx.Var[str]
    method: rx.Var[str]
    enc_type: rx.Var[str]
    no_validate: rx.Var[bool]


def native_form(*children: Child, action: Text, error: Text = "", **props: Any) -> rx.Component:
    """Ask for several things and POST them to a plain HTTP route.

    Args:
        *children: the fields, and a submitting button.
        action: the route.
        error: what was wrong with the last attempt.
        **props: such as `class_name`.
    """
    plain = isinstance(error, str) and not error
    wrong = [] if plain else [rx.el.p(error, class_name="form-error", role="alert")]
    props.setdefault("class_name", "form")
    return NativeForm.create(*wrong, *children, action=action, method="post", **props)
