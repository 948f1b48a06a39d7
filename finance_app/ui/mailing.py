"""What is said of a mail that was just written down: sent, or kept as a file."""

from __future__ import annotations

import reflex as rx

from finance_app.domain.refusals import Done
from finance_app.services import mail
from finance_app.ui.components.values import Flag

FOLDER = (
    "This server sends no mail: it puts mails into the folder “outbox” in its data folder. "
    "Whoever runs it can hand them on."
)

OWN_FOLDER = (
    "This server sends no mail: it puts mails into the folder “outbox” in its data folder. "
    "Whoever runs it can hand you yours."
)
ASKED = (
    "The mail to the new address is a file in the folder “outbox”; the address is yours once you "
    "follow the link in it."
)


def kept_note(is_kept: Flag) -> rx.Component:
    """Say where one's own mail is, where none is sent."""
    return rx.fragment(rx.cond(is_kept, rx.el.p(OWN_FOLDER, class_name="quiet"), rx.fragment()))


def went_well(code: str) -> str:
    """Return the sentence of what went well, as it stands in an address; "" for nothing."""
    return ASKED if code == Done.SENT and mail.is_kept() else Done.read(code)


def on_its_way(email: str, what: str = "A mail") -> str:
    """Say where a mail to somebody is, without the end of the sentence."""
    if mail.is_kept():
        return f"{what} to {email} is a file in the folder “outbox”, to be handed on"
    return f"{what} is on its way to {email}"
