"""What the tests of services put into books."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from sqlalchemy import insert, text

from finance_app.domain.actors import Role
from finance_app.domain.entries import EntryDraft, LineDraft
from finance_app.models import tables
from finance_app.models.columns import new_key
from finance_app.services import categories, changes, entries, labels
from tests.conftest import an_account

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.labels import LabelKind
    from finance_app.services.ledger import Row

DAY = date(2026, 10, 20)


def know_rates(session: Session, **per_euro: str) -> None:
    """Store a rate of each currency for the day before `DAY`."""
    for currency, value in per_euro.items():
        session.execute(
            text(
                "INSERT INTO rate VALUES "
                "('ecb', :code, '2026-10-19', :value, '2026-10-19 15:00:00')"
            ),
            {"code": currency, "value": value},
        )


def viewer(actor: Actor) -> Actor:
    """Return somebody who may only look at the book."""
    return replace(actor, role=Role.VIEWER)


def join(session: Session, actor: Actor, book_id: int, role: Role) -> None:
    """Let somebody into a book."""
    member = {"book_id": book_id, "user_id": actor.user_id, "role": role}
    session.execute(insert(tables.membership).values(member))


def label(session: Session, actor: Actor, kind: LabelKind, name: str) -> int:
    """Add a payee or tag; return its key."""
    labels.add(session, actor, kind, name)
    found = labels.named(session, actor, kind, name)
    return found.id if found else 0


def tagged(session: Session, actor: Actor, entry_id: int, tag_id: int) -> None:
    """Put a tag on an entry."""
    with changes.record(session, actor, "test", "Tagged") as record:
        record.insert("entry_tag", [{"id": new_key(), "entry_id": entry_id, "tag_id": tag_id}])


def transfer(session: Session, actor: Actor, *sides: tuple[int, str, int]) -> tuple[int, int]:
    """Write a transfer's two sides, account, currency and amount each; return their entries."""
    whole: list[Row] = []
    parts: list[Row] = []
    for account_id, currency, amount in sides:
        key, known = new_key(), {"note": "", "status": "cleared", "source": "typed", "version": 1}
        whole.append({"id": key, "account_id": account_id, "day": DAY, "amount": amount, **known})
        whole[-1]["currency"] = currency
        parts.append({"id": new_key(), "entry_id": key, "position": 0, "memo": ""})
        parts[-1]["amount"] = amount
    parts[0]["transfer_line_id"], parts[1]["transfer_line_id"] = parts[1]["id"], parts[0]["id"]
    with changes.record(session, actor, "test", "Moved") as record:
        record.add_entries(whole, parts)
    return whole[0]["id"], whole[1]["id"]


def everything(session: Session, actor: Actor) -> None:
    """Fill a year: currencies with and without rates, splits, refunds, groups, transfers."""
    know_rates(session, USD="1.25")
    places = {code: an_account(session, actor, code) for code in ("EUR", "USD", "KWD")}
    tree = [one.id for one in categories.everything(session, actor)]
    random = Random(5)  # noqa: S311  a seeded ledger
    for _ in range(100):
        code = random.choice(("EUR", "EUR", "USD", "KWD"))
        day = date(2025, 12, 20) + timedelta(days=random.randrange(345))
        amount = random.randrange(-9_000, 4_000)
        first = random.randrange(-5_000, 5_000)
        lines = (
            LineDraft(first, random.choice([*tree, None])),
            LineDraft(amount - first, random.choice([*tree, None])),
        )
        payee = random.choice(("", "Bakery", "Rail", "Employer", "Landlord"))
        entries.add(session, actor, EntryDraft(places[code], day, amount, payee, lines=lines))
    transfer(session, actor, (places["EUR"], "EUR", -5_000), (places["USD"], "USD", 6_000))
