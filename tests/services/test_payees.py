from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from finance_app.domain.entries import EntryDraft
from finance_app.errors import NotFoundError
from finance_app.services import entries, payees
from tests.conftest import somebody

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor


def test_a_payee_has_a_name_in_its_own_book_only(
    session: Session, actor: Actor, account_id: int
) -> None:
    key = entries.add(
        session, actor, EntryDraft(account_id, date(2026, 11, 20), -100, " The  Bakery ")
    )
    payee_id = entries.get(session, actor, key).payee_id or 0
    assert payees.name(session, actor, payee_id) == "The Bakery"
    with pytest.raises(NotFoundError):
        payees.name(session, somebody(session, "eve@example.org"), payee_id)
