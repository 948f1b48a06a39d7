from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from finance_app.domain.identities import Identity
from finance_app.models import tables
from finance_app.services import oidc, users
from tests.conftest import NOW, somebody

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

WANTED = users.NewUser("", "no hash", "de_AT", "Europe/Vienna", "EUR")
LONG = f"{'a' * 300}@example.org"


def test_what_a_provider_calls_an_address_is_cut_to_what_there_is_room_for(
    session: Session,
) -> None:
    ada = somebody(session)
    oidc.connect(session, ada, Identity("https://id.example", "4711", LONG))
    kept = select(tables.identity.c.email)
    assert session.execute(kept).scalar_one() == LONG[: users.LONGEST_EMAIL]
    for email in (LONG.replace("a", "b", 1), "", "ada@example.org"):
        known = Identity("https://id.example", "4711", email)
        assert oidc.user_of(session, known, WANTED, NOW) == ada.user_id
        assert session.execute(kept).scalar_one() == email[: users.LONGEST_EMAIL]
