"""A mail server on this machine that takes mail, or does not, as a test wants."""

from __future__ import annotations

import asyncio
import email
import socket
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.policy import default
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator
    from email.message import EmailMessage

USER, PASSWORD = "finance", "the mailbox's own"
TAKEN = "250 Taken"


@dataclass
class MailServer:
    """What it took, and what it answers.

    Args:
        to_recipients: its answer to a recipient, where it is another than yes.
        to_mails: its answers to the next mails, before it takes them again.
    """

    taken: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    to_recipients: str = ""
    to_mails: list[str] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(  # noqa: N802  aiosmtpd calls it so
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if self.to_recipients:
            return self.to_recipients
        envelope.rcpt_tos.append(address)
        return TAKEN

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  so too
        if self.to_mails:
            return self.to_mails.pop(0)
        self.raw.append(envelope.content)
        self.taken.append(email.message_from_bytes(envelope.content, policy=default))
        self.recipients += envelope.rcpt_tos
        self.encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
        return TAKEN


class _Controller(Controller):
    """Hangs up on everybody before it stops."""

    def factory(self) -> Any:
        made: Any = super().factory()  # type: ignore[no-untyped-call]  # as aiosmtpd has it
        self.__dict__.setdefault("made", []).append(made)
        return made

    def stop(self, no_assert: bool = False) -> None:  # noqa: FBT001, FBT002  aiosmtpd's signature
        asyncio.run_coroutine_threadsafe(self.hang_up(), self.loop).result()
        super().stop(no_assert)

    async def hang_up(self) -> None:
        for one in self.__dict__.get("made", []):
            if one.transport is not None:
                one.transport.abort()
        await asyncio.sleep(0.01)


@contextmanager
def serving(
    tls: ssl.SSLContext | None = None, *, at_once: bool = False, asks_who: bool = False
) -> Iterator[MailServer]:
    """Run one until the block ends.

    Args:
        tls: what it proves itself with; without it nothing is encrypted.
        at_once: encrypted from the first byte, rather than by STARTTLS.
        asks_who: takes mail of `USER` alone.
    """

    def known(*said: Any) -> AuthResult:
        given = said[-1]
        right = isinstance(given, LoginPassword) and (given.login, given.password) == (
            USER.encode(),
            PASSWORD.encode(),
        )
        return AuthResult(success=right, handled=False)

    shared = MailServer()
    more: dict[str, Any] = {"ssl_context": tls} if at_once else {"tls_context": tls}
    if asks_who:
        more |= {"authenticator": known, "auth_required": True}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        shared.port = free.getsockname()[1]
    controller = _Controller(shared, hostname="127.0.0.1", port=shared.port, **more)
    controller.start()
    try:
        yield shared
    finally:
        controller.stop()
