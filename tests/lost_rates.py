"""A book in five currencies whose rates can be taken away, with amounts that can be recognised."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import text

from finance_app.domain.accounts import AccountDraft, AccountKind
from finance_app.domain.entries import EntryDraft, LineDraft
from finance_app.domain.formatting import money_text
from finance_app.domain.money import Money
from finance_app.domain.transfers import TransferDraft
from finance_app.services import accounts, categories, entries, recomputing, transfers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

QUOTED = {"USD": "1.25", "GBP": "0.8", "CHF": "0.9375", "JPY": "160"}
OPENINGS = {"EUR": 900_017, "USD": 300_043, "GBP": 200_017, "CHF": 100_019, "JPY": 500_009}
SPENT = {"EUR": 40_003, "USD": 77_113, "GBP": 66_239, "CHF": 55_517, "JPY": 77_171}
EARNED = {"EUR": 81_013, "USD": 12_349, "GBP": 31_259, "CHF": 41_257, "JPY": 92_153}
BY_BANK, SAID = 9_157, 7_333  # in USD, and what the bank said that is in EUR
ABROAD, PAID = 21_341, 23_111  # in EUR, and what was paid in USD
SENT = {"EUR": 50_021, "GBP": 8_117}
RECEIVED = {"USD": 61_051, "CHF": 9_239}
LOSSES = [*([code] for code in QUOTED), list(QUOTED)]


def fill(session: Session, actor: Actor) -> dict[str, int]:
    """Write it, three days ago at the rates of the day before; return the accounts' keys."""
    day = actor.today - timedelta(days=3)
    session.execute(
        text("INSERT INTO rate VALUES ('ecb', :code, :day, :value, '2026-10-19 15:00:00')"),
        [
            {"code": code, "day": day - timedelta(days=back), "value": value}
            for code, value in QUOTED.items()
            for back in (1, 20, 40)
        ],
    )
    begun = day - timedelta(days=30)
    keys = {
        code: accounts.open_account(
            session, actor, AccountDraft(f"Held {code}", AccountKind.CASH, code, begun, opening)
        )
        for code, opening in OPENINGS.items()
    }
    groups = [one.id for one in categories.everything(session, actor)][-2:]
    for code, amount in SPENT.items():
        parts = tuple(map(LineDraft, (1_001 - amount, -1_001), groups))
        entries.add(session, actor, EntryDraft(keys[code], day, -amount, f"At {code}", lines=parts))
        entries.add(session, actor, EntryDraft(keys[code], day, EARNED[code], f"By {code}"))
    for code, amount, said, other in (("USD", BY_BANK, SAID, "EUR"), ("EUR", ABROAD, PAID, "USD")):
        original = {"original_amount": -said, "original_currency": other}
        entries.add(session, actor, EntryDraft(keys[code], day, -amount, "Afar", **original))  # type: ignore[arg-type]
    for (one, sent), (other, received) in zip(SENT.items(), RECEIVED.items(), strict=True):
        moved = TransferDraft(keys[one], keys[other], day, sent, received)
        transfers.add(session, actor, moved)
    return keys


def lose(session: Session, actor: Actor, codes: Iterable[str]) -> None:
    """Take all rates of some currencies away, and have the book's amounts converted anew."""
    gone = set(codes)
    for code in gone:
        session.execute(text("DELETE FROM rate WHERE currency = :code"), {"code": code})
    first = actor.today - timedelta(days=60)
    recomputing.enqueue_rates(session, gone, first, actor.today, actor.now)


def balance(code: str) -> int:
    """Return what is on an account after all of it, in minor units."""
    moved = RECEIVED.get(code, 0) - SENT.get(code, 0)
    moved -= {"USD": BY_BANK, "EUR": ABROAD}.get(code, 0)
    return OPENINGS[code] + EARNED[code] - SPENT[code] + moved


def amounts(code: str) -> set[int]:
    """Return all amounts of a currency that a screen may show, without their signs."""
    parts = {SPENT[code] - 1_001, *({BY_BANK, SPENT[code] + BY_BANK} if code == "USD" else ())}
    moved = {
        *([SENT[code]] if code in SENT else ()),
        *([RECEIVED[code]] if code in RECEIVED else ()),
    }
    return {SPENT[code], EARNED[code], OPENINGS[code], abs(balance(code)), *parts, *moved}


def one_to_one(codes: Iterable[str], shown: str) -> Iterator[str]:
    """Yield what would be on a screen that took a currency's amounts for the one shown."""
    for code in codes:
        for amount in amounts(code) if code != shown else ():
            yield money_text(Money(amount, shown), "en_US")
            if code == "JPY":
                yield money_text(Money(amount * 100, shown), "en_US")


def plain(written: str) -> str:
    """Return a text with ordinary spaces and minus signs, as they are searched for."""
    for space in ("\\u00a0", "\u00a0", "\\u202f", "\u202f", "&nbsp;"):
        written = written.replace(space, " ")
    return written.replace("\u2212", "-").replace("\\u2212", "-")
