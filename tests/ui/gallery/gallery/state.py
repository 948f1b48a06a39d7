"""What is open in the gallery, and what its frame shows of a session."""

from __future__ import annotations

import reflex as rx


class Gallery(rx.State):
    """Which dialog is shown, what the notice says, what was wrong."""

    email: str = "ada@example.org"
    form_mark: str = "mark"
    is_admin: bool = False
    notice: str = ""
    notice_trouble: bool = False
    notice_undo: bool = False
    notice_percent: int = -1
    shown: str = ""
    error: str = ""
    side: str = "expense"
    chosen: bool = False

    @rx.event
    def show(self, name: str) -> None:
        """Open a dialog."""
        self.shown = name

    @rx.event
    def close(self) -> None:
        """Close the dialog."""
        self.shown = ""
        self.error = ""

    @rx.event
    def save(self, answers: dict[str, str]) -> None:
        """Refuse an empty amount, else say what was saved."""
        if not answers.get("amount"):
            self.error = "Write an amount, such as 12.50."
            return
        self.shown = self.error = ""
        self.notice = f"Saved {answers['payee'] or 'the entry'}."

    @rx.event
    def delete(self) -> None:
        """Say that something is gone."""
        self.shown = ""
        self.notice, self.notice_undo, self.notice_trouble = "Deleted 3 entries.", True, False

    @rx.event
    def fail(self) -> None:
        """Say that something went wrong."""
        self.notice = "The rates could not be fetched; yesterday’s are shown."
        self.notice_undo, self.notice_trouble = False, True

    @rx.event
    def close_notice(self) -> None:
        """Say nothing."""
        self.notice = ""

    @rx.event
    def undo(self) -> None:
        """Take it back."""
        self.notice, self.notice_undo = "Taken back.", False

    @rx.event
    def choose_theme(self, theme: str) -> None:
        """Keep nothing."""

    @rx.event
    def turn(self, side: str) -> None:
        """Turn to the other kind of entry."""
        self.side = side

    @rx.event
    def choose(self, on: bool) -> None:  # noqa: FBT001  what a checkbox sends
        """Choose a row."""
        self.chosen = on

    @rx.event
    def days(self, answers: dict[str, str]) -> None:
        """Say which days were asked for."""
        self.notice = f"From {answers['start']} to {answers['last']}."
