from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from finance_app.domain.entries import EntryDraft
from finance_app.domain.own_rates import OLDEST, OwnRate
from finance_app.errors import (
    ForbiddenError,
    InvalidFormError,
    InvalidInputError,
    NotFoundError,
    StaleError,
    UndoRefusedError,
    UnusualRateError,
)
from finance_app.services import entries, history, own_rates, trash, verify
from tests.conftest import an_account, somebody
from tests.services.books import DAY, know_rates, viewer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor


def rate(value: str = "0.9", **more: object) -> OwnRate:
    return replace(OwnRate("USD", "EUR", DAY, Decimal(value)), **more)  # type: ignore[arg-type]


def spent(session: Session, actor: Actor, currency: str, day: date = DAY) -> int:
    account = an_account(session, actor, currency, f"{currency} {day}")
    return entries.add(session, actor, EntryDraft(account, day, -10_000, "Bakery"))


def base(session: Session, actor: Actor, entry_id: int) -> int | None:
    return entries.get(session, actor, entry_id).base_amount


def only(session: Session, actor: Actor) -> tuple[int, int]:
    (one,) = own_rates.everything(session, actor)
    return one.id, one.version


def test_entries_follow_a_rate_that_is_added_changed_deleted_and_brought_back(
    session: Session, actor: Actor
) -> None:
    know_rates(session, USD="1.25")
    entry = spent(session, actor, "USD")
    assert base(session, actor, entry) == -8_000
    added = own_rates.add(session, actor, rate("0.9"))
    assert base(session, actor, entry) == -9_000
    own_rates.change(session, actor, *only(session, actor), rate("0.85"))
    assert base(session, actor, entry) == -8_500
    deleted = own_rates.delete(session, actor, *only(session, actor))
    assert base(session, actor, entry) == -8_000
    history.undo(session, actor, deleted)
    assert base(session, actor, entry) == -8_500
    assert verify.verify(session) == ()
    with pytest.raises(UndoRefusedError), session.begin_nested():
        history.undo(session, actor, added)


def test_a_rate_counts_from_its_day_as_long_as_it_holds(session: Session, actor: Actor) -> None:
    days = [DAY - timedelta(days=1), DAY, DAY + timedelta(days=5), DAY + timedelta(days=6)]
    made = [spent(session, actor, "ARS", day) for day in days]
    own_rates.add(session, actor, rate(origin="ARS", until=days[2]))
    assert [base(session, actor, each) for each in made] == [None, -9_000, -9_000, None]
    own_rates.change(session, actor, *only(session, actor), rate(origin="ARS"))
    assert base(session, actor, made[3]) == -9_000
    late = spent(session, actor, "ARS", DAY + OLDEST + timedelta(days=1))
    assert base(session, actor, late) is None
    assert verify.verify(session) == ()


def test_a_rate_of_the_base_currency_leads_on_to_others(session: Session, actor: Actor) -> None:
    know_rates(session, USD="1.25")
    entry = spent(session, actor, "ARS")
    set_id = own_rates.add(session, actor, rate("1000", origin="USD", target="ARS"))
    assert base(session, actor, entry) == -8
    history.undo(session, actor, set_id)
    assert base(session, actor, entry) is None
    assert verify.verify(session) == ()


def test_what_cannot_be_true_is_refused_beside_its_field(session: Session, actor: Actor) -> None:
    for wrong, field in (
        (rate(origin="XXX"), "origin"),
        (rate(origin="usd"), "origin"),
        (rate(target="EURO"), "target"),
        (rate(target="USD"), "target"),
        (rate("0"), "rate"),
        (rate("-1"), "rate"),
        (rate("1e308"), "rate"),
        (rate(f"1.{'1' * 40}"), "rate"),
        (rate(day=date(1850, 1, 1)), "day"),
        (rate(day=actor.today + timedelta(days=1)), "day"),
        (rate(until=DAY - timedelta(days=1)), "until"),
        (rate(until=date(2100, 1, 1)), "until"),
    ):
        with pytest.raises(InvalidInputError) as refused:
            own_rates.add(session, actor, wrong)
        assert refused.value.field == field, wrong
    with pytest.raises(InvalidFormError) as all_of_it:
        own_rates.add(session, actor, rate("0", day=date(1850, 1, 1)))
    assert [part.field for part in all_of_it.value.parts] == ["day", "rate"]
    assert own_rates.everything(session, actor) == []


def test_a_rate_far_from_what_is_known_has_to_be_confirmed(session: Session, actor: Actor) -> None:
    know_rates(session, USD="1.25")
    with pytest.raises(UnusualRateError) as doubted:
        own_rates.add(session, actor, rate("80"))
    assert doubted.value.message == (
        "1 USD = 80.0000 EUR is far from 0.8000, which is known for that day. "
        "If it is right, confirm it."
    )
    own_rates.add(session, actor, rate("80"), confirmed=True)
    with pytest.raises(UnusualRateError):
        own_rates.change(session, actor, *only(session, actor), rate("8"))
    own_rates.change(session, actor, *only(session, actor), rate("0.8"))
    own_rates.add(session, actor, rate("1000", origin="EUR", target="ARS"))


def test_a_pair_has_one_rate_of_a_day(session: Session, actor: Actor) -> None:
    own_rates.add(session, actor, rate())
    own_rates.add(session, actor, rate("1.1", origin="EUR", target="USD"))
    with pytest.raises(InvalidInputError, match="already; change that"):
        own_rates.add(session, actor, rate("0.95"))
    other = own_rates.add(session, actor, rate(day=DAY + timedelta(days=1)))
    one = own_rates.everything(session, actor)[-1]
    with pytest.raises(InvalidInputError, match="already"):
        own_rates.change(session, actor, one.id, one.version, rate())
    history.undo(session, actor, other)
    assert len(own_rates.everything(session, actor)) == 2


def test_one_that_takes_the_place_of_a_deleted_one_stays(session: Session, actor: Actor) -> None:
    own_rates.add(session, actor, rate())
    deleted = own_rates.delete(session, actor, *only(session, actor))
    own_rates.add(session, actor, rate("0.95"))
    refused = pytest.raises(UndoRefusedError, match="another rate of USD in EUR from 2026-10-20")
    with refused, session.begin_nested():
        history.undo(session, actor, deleted)
    assert verify.verify(session) == ()


def test_a_stale_edit_and_somebody_elses_rate_are_refused(session: Session, actor: Actor) -> None:
    own_rates.add(session, actor, rate())
    key, version = only(session, actor)
    own_rates.change(session, actor, key, version, rate("0.91"))
    with pytest.raises(StaleError):
        own_rates.change(session, actor, key, version, rate("0.92"))
    with pytest.raises(StaleError):
        own_rates.delete(session, actor, key, version)
    other = somebody(session, "bob@example.org")
    for refused in (
        lambda: own_rates.get(session, other, key),
        lambda: own_rates.delete(session, other, key, 2),
        lambda: own_rates.change(session, other, key, 2, rate()),
    ):
        with pytest.raises(NotFoundError):
            refused()
    with pytest.raises(ForbiddenError):
        own_rates.delete(session, viewer(actor), key, 2)


def test_many_are_added_at_once_in_place_of_those_of_the_same_days(
    session: Session, actor: Actor
) -> None:
    entry = spent(session, actor, "USD")
    own_rates.add(session, actor, rate("0.9"))
    some = [rate("0.95"), *(rate(day=DAY - timedelta(days=back)) for back in range(1, 1200))]
    assert own_rates.replaced(session, actor, some) == {
        ("USD", "EUR", DAY): only(session, actor)[0]
    }
    set_id = own_rates.add_all(session, actor, some)
    assert base(session, actor, entry) == -9_500
    assert len(own_rates.everything(session, actor)) == 1200
    with pytest.raises(InvalidInputError, match="there already"):
        own_rates.add_all(session, actor, some)
    with pytest.raises(InvalidInputError, match="two rates of one day"):
        own_rates.add_all(session, actor, [rate(), rate("0.91")])
    history.undo(session, actor, set_id)
    assert base(session, actor, entry) == -9_000
    assert verify.verify(session) == ()


def test_they_are_listed_by_pair_page_by_page(session: Session, actor: Actor) -> None:
    some = [rate(day=DAY - timedelta(days=back)) for back in range(own_rates.PAGE)]
    some += [rate(origin=code) for code in ("CHF", "GBP")]
    own_rates.add_all(session, actor, some)
    first = own_rates.page(session, actor)
    assert (first.earlier, len(first.rates)) == (None, own_rates.PAGE)
    assert [one.rate.origin for one in first.rates[:3]] == ["CHF", "GBP", "USD"]
    assert first.rates[2].rate.day == DAY
    second = own_rates.page(session, actor, after=first.later)
    assert (second.later, len(second.rates)) == (None, 2)
    assert own_rates.page(session, actor, before=second.earlier) == first
    other = somebody(session, "bob@example.org")
    assert own_rates.page(session, other).rates == ()


def test_a_rate_at_which_an_amount_cannot_be_held_is_the_rates_fault(
    session: Session, actor: Actor
) -> None:
    account = an_account(session, actor, "ARS")
    entries.add(session, actor, EntryDraft(account, DAY, -(10**14), "Bakery"))
    with pytest.raises(InvalidInputError) as refused, session.begin_nested():
        own_rates.add(session, actor, rate("100000", origin="ARS"))
    assert refused.value.field == "rate"
    assert verify.verify(session) == ()


def test_a_deleted_rate_is_in_the_trash_with_what_it_said(session: Session, actor: Actor) -> None:
    own_rates.add(session, actor, rate())
    own_rates.delete(session, actor, *only(session, actor))
    (discard,) = trash.page(session, actor).discards
    assert discard.items[0].name == "1 USD = 0.9000 EUR from Oct 20, 2026"
