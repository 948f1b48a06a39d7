"""The transport to a mail server of any provider: SMTP, encrypted unless the operator says not."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import aiosmtplib

from finance_app.errors import MailError

if TYPE_CHECKING:
    from finance_app.adapters.mail import Letter

type Security = Literal["starttls", "tls", "none"]
LASTS = 20.0  # seconds that an answer is waited for
WHOLE = 45.0  # seconds for a mail, whatever the server does
LAST_WORDS = 0.05  # seconds
_LEAST = 200  # of the codes that there are
_FOR_GOOD = 500  # and above: the server will not think again


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over.

    Args:
        user: "" where the server asks for none.
        security: `starttls` begins in the clear and insists on encryption, `tls` begins with it.
    """

    host: str
    port: int
    user: str
    password: str
    security: Security


def deliver(letter: Letter, server: Server) -> None:
    """Hand a mail to the server; slow.

    Raises:
        MailError: it was not taken; the message names neither address nor password.
    """
    try:
        asyncio.run(asyncio.wait_for(_send(letter, server), WHOLE))
    except (aiosmtplib.SMTPRecipientsRefused, aiosmtplib.SMTPRecipientRefused) as error:
        codes = _codes(error)
        message = f"The mail server does not take mail for this address ({min(codes)})."
        raise MailError(message, is_final=min(codes) >= _FOR_GOOD) from error
    except aiosmtplib.SMTPAuthenticationError as error:
        raise MailError("The mail server does not accept user and password.") from error
    except aiosmtplib.SMTPResponseException as error:
        is_final = isinstance(error, aiosmtplib.SMTPDataError) and error.code >= _FOR_GOOD
        message = f"The mail server refused the mail ({error.code})."
        if error.code < _LEAST:
            message = "The mail server answered with something that is no SMTP."
        raise MailError(message, is_final=is_final) from error
    except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
        raise MailError(f"The mail server cannot be reached ({type(error).__name__}).") from error


async def _send(letter: Letter, server: Server) -> None:
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        username=server.user or None,
        password=server.password if server.user else None,
        use_tls=server.security == "tls",
        start_tls=server.security == "starttls",
        local_hostname=letter.sender.rpartition("@")[2],
        timeout=LASTS,
    )
    try:
        async with client:
            await client.send_message(letter.message)
    finally:
        client.close()
        await asyncio.sleep(LAST_WORDS)  # the loop ends with this, and only it hangs up


def _codes(error: Exception) -> list[int]:
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return [one.code for one in error.recipients]
    return [getattr(error, "code", 0)]
