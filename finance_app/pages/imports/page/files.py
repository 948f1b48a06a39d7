"""Where a file is dropped, the last ones, what a file is, and what came of it."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.imports.rows.files import ImportLine, SpanText
from finance_app.pages.imports.state.files import ImportState
from finance_app.pages.imports.state.layouts import LayoutState
from finance_app.ui import links
from finance_app.ui.components.button import button, link_button
from finance_app.ui.components.card import card, stack, toolbar
from finance_app.ui.components.chip import chip
from finance_app.ui.components.drop_zone import drop_zone
from finance_app.ui.components.empty import empty
from finance_app.ui.components.link import text_link
from finance_app.ui.components.rows import row, row_main, row_side, rows
from finance_app.ui.components.values import Text


def drop() -> rx.Component:
    """Take a file; list the last ones."""
    return stack(
        rx.cond(
            ImportState.can_edit,
            drop_zone(
                "Drop a bank file here, or choose one",
                "OFX, QFX or CSV. Nothing is stored in your book before you have looked at it.",
                action=links.UPLOAD,
                accept=".ofx,.qfx,.csv,.txt",
            ),
            card(empty("You may look at this book but not import into it.", icon_name="upload")),
        ),
        rx.cond(
            ImportState.imports,
            card(
                rows(rx.foreach(ImportState.imports, _line), label="Last imports"),
                title="Last imports",
                flush=True,
            ),
            rx.fragment(),
        ),
    )


def about() -> rx.Component:
    """Say what the file is; list what was skipped in it."""
    shown = ImportState.file
    change = button("Change", kind="plain", on_click=LayoutState.reopen)
    read = toolbar(
        rx.el.span(
            "Its columns are read as you confirmed them for files of this kind.",
            class_name="quiet",
        ),
        rx.cond(ImportState.can_edit, change, rx.fragment()),
    )
    discard = button("Discard", kind="plain", on_click=ImportState.discard(ImportState.batch))
    return card(
        rx.cond(ImportState.remembered & shown.laid_out, read, rx.fragment()),
        rx.cond(shown.left != "", _skipped(), rx.fragment()),
        title=shown.name,
        note=shown.note,
        actions=[rx.cond(ImportState.can_edit, discard, rx.fragment())],
    )


def came_in() -> rx.Component:
    """Say what came of the file, and lead there."""
    shown = ImportState.done
    return stack(
        card(
            rx.el.div(
                rx.el.p(shown.sentence, role="status"),
                rx.foreach(shown.spans, _span),
                rx.el.div(*_afterwards(), class_name="buttons"),
                class_name="stack",
            ),
            title=ImportState.file.name,
        )
    )


def _afterwards() -> tuple[rx.Component, ...]:
    undo = button(
        _undo_label(ImportState.batch),
        icon_name="undo",
        busy=ImportState.undoing != "",
        on_click=ImportState.take_back(ImportState.batch),
    )
    done = ImportState.done
    show = link_button("Show the entries", done.href, kind="primary")
    back = link_button("Finish setting up", links.welcome("done"), kind="primary")
    return (
        rx.cond(ImportState.welcoming, back, rx.cond(done.href != "", show, rx.fragment())),
        link_button(
            "Import another file",
            links.IMPORT,
            kind=rx.cond(done.href != "", "quiet", "primary"),
        ),
        rx.cond(done.undoable & ImportState.can_edit, undo, rx.fragment()),
    )


def _undo_label(key: Text) -> Text:
    undoing = f"Undoing · {ImportState.undone_percent} %"
    return rx.cond(ImportState.undoing == key, undoing, "Undo")


def _skipped() -> rx.Component:
    return rx.el.details(
        rx.el.summary(ImportState.file.left, class_name="text-link"),
        rx.el.ul(rx.foreach(ImportState.file.skipped, rx.el.li), class_name="prose quiet"),
    )


def _span(found: SpanText) -> rx.Component:
    return rx.el.p(text_link(found.text, found.href))


def _line(found: ImportLine) -> rx.Component:
    return row(
        row_main(found.filename, chip(found.state, found.tone), href=found.href),
        row_side(found.note, phone=True),
        rx.el.div(
            rx.cond(
                found.undoable & ImportState.can_edit,
                button(
                    _undo_label(found.key),
                    kind="plain",
                    busy=ImportState.undoing != "",
                    on_click=ImportState.take_back(found.key),
                ),
                rx.fragment(),
            ),
            rx.cond(
                found.waiting & ImportState.can_edit,
                button("Discard", kind="plain", on_click=ImportState.discard(found.key)),
                rx.fragment(),
            ),
            class_name="row-amount",
        ),
        key=found.key,
    )
