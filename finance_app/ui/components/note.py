"""Sentences about a page's figures: calm ones, and warnings of what is not in them."""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from finance_app.ui.components.button import link_button
from finance_app.ui.components.card import card
from finance_app.ui.components.empty import empty
from finance_app.ui.components.icon import icon
from finance_app.ui.components.link import text_link
from finance_app.ui.components.values import Text


@dataclass(frozen=True)
class NoteText:
    """A sentence, and a link to what it is about, where there is one."""

    sentence: str = ""
    label: str = ""
    href: str = ""


def note(one: NoteText) -> rx.Component:
    """Say something."""
    more = rx.cond(one.href != "", text_link(one.label, one.href), rx.fragment())
    said = rx.el.span(one.sentence, " ", more)
    return rx.el.p(icon("info"), said, class_name="gap", data_tone="calm", role="note")


def elsewhere(one: NoteText) -> rx.Component:
    """Say that there is nothing here, and lead to where there is something."""
    more = link_button(one.label, one.href, kind="primary")
    return card(empty(one.sentence, more, icon_name="calendar"))


def gap(sentence: Text, label: str = "", href: Text = "") -> rx.Component:
    """Warn that something is missing, and lead to where that can be mended."""
    more = [" ", text_link(label, href)] if label else []
    return rx.el.p(icon("warning"), rx.el.span(sentence, *more), class_name="gap", role="note")
