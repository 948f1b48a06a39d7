from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from finance_app import db
from finance_app.adapters import passwords

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def hashing(_session: Session) -> str:
    return passwords.salted("a code", passwords.new_salt())


def comparing(_session: Session) -> bool:
    return passwords.matches("a password", passwords.NOBODYS)


def connecting(_session: Session) -> None:
    socket.create_connection(("127.0.0.1", 1))


@pytest.mark.usefixtures("sqlite")
@pytest.mark.parametrize("slow", [hashing, comparing, connecting])
async def test_what_is_slow_fails_in_a_transaction_that_writes(slow: object) -> None:
    for told in (db.tell, db.tell_long):
        with pytest.raises(AssertionError, match="before the transaction"):
            await told(slow)  # type: ignore[arg-type]  # one of those above
    assert await db.compute(passwords.salted, "a code", passwords.new_salt())
