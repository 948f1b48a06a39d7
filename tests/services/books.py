"""What the tests of services put into books."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import text

from finance_app.models.columns import new_key
from finance_app.services import changes

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
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
