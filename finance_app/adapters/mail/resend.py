"""The transport by way of Resend: one POST a mail, which it takes once however often it is sent."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from finance_app.adapters import outbound
from finance_app.adapters.outbound import Address
from finance_app.errors import MailError, OutboundError

if TYPE_CHECKING:
    from finance_app.adapters.mail import Letter

PLACE = Address("Resend", "https://api.resend.com/emails", whole=45.0)
_FINAL = frozenset({400, 413, 422})  # what it cannot be asked to take again


def deliver(letter: Letter, key: str, place: Address = PLACE) -> None:
    """Hand a mail to Resend; slow.

    Args:
        key: the API key of the account there.

    Raises:
        MailError: it was not taken; the message names neither address nor key.
    """
    said = {
        "from": letter.sender,
        "to": [letter.recipient],
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "headers": letter.headers,
    }
    headers = {
        "Authorization": f"Bearer {key}",
        "Content-Type": "application/json",
        "Idempotency-Key": str(letter.key),
    }
    try:
        outbound.post(place, json.dumps(said), headers)
    except OutboundError as error:
        raise MailError(error.message, is_final=error.status in _FINAL) from error
