"""What is said of a mail that was just written down: sent, or kept as a file."""

from __future__ import annotations

from finance_app.services import mail

FOLDER = (
    "This server sends no mail: it puts mails into the folder “outbox” in its data folder. "
    "Whoever runs it can hand them on."
)


def on_its_way(email: str, what: str = "A mail") -> str:
    """Say where a mail to somebody is, without the end of the sentence."""
    if mail.is_kept():
        return f"{what} to {email} is a file in the folder “outbox”, to be handed on"
    return f"{what} is on its way to {email}"
