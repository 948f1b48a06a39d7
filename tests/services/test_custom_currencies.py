from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from html import unescape
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from finance_app.domain.amounts import parse_amount
from finance_app.domain.arithmetic import reckon
from finance_app.domain.currencies import DECIMALS, CustomCurrency
from finance_app.domain.entries import EntryDraft, EntryFilter
from finance_app.domain.formatting import MINUS, money_text, number_text
from finance_app.domain.money import LARGE, Money
from finance_app.domain.own_rates import OwnRate
from finance_app.domain.periods import Period
from finance_app.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    StaleError,
    UndoRefusedError,
)
from finance_app.services import (
    accounts,
    books,
    currency_checks,
    custom_currencies,
    entries,
    history,
    imports,
    own_rates,
    preferences,
    reports,
    trash,
    users,
    verify,
)
from tests.conftest import an_account, somebody
from tests.services.bank_files import OFX
from tests.services.books import DAY, know_rates, viewer

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

MILES = CustomCurrency("MIL", "Air miles", 0)
BITCOIN = CustomCurrency("BTC", "Bitcoin", 8)


def only(session: Session, actor: Actor) -> tuple[int, int]:
    (one,) = custom_currencies.everything(session, actor)
    return one.id, one.version


def state(session: Session, actor: Actor, origin: str, target: str, value: str) -> int:
    rate = OwnRate(origin, target, DAY, Decimal(value))
    return own_rates.add(session, actor, rate, confirmed=True)


def test_one_is_added_renamed_deleted_and_all_of_it_undone(session: Session, actor: Actor) -> None:
    empty = verify.content_hash(session, actor.book_id)
    added = custom_currencies.add(session, actor, replace(MILES, code=" mil ", name=" Air  miles "))
    (one,) = custom_currencies.everything(session, actor)
    assert (one.currency, one.is_used) == (MILES, False)
    assert verify.content_hash(session, actor.book_id) != empty
    key, version = only(session, actor)
    custom_currencies.change(session, actor, key, version, "Miles", 0)
    with pytest.raises(StaleError):
        custom_currencies.change(session, actor, key, version, "Other", 0)
    deleted = custom_currencies.delete(session, actor, *only(session, actor))
    (gone,) = trash.page(session, actor).discards
    assert [(item.table, item.name) for item in gone.items] == [("custom_currency", "MIL · Miles")]
    history.undo(session, actor, deleted)
    assert custom_currencies.get(session, actor, key).currency.name == "Miles"
    with pytest.raises(UndoRefusedError), session.begin_nested():
        history.undo(session, actor, added)
    assert verify.verify(session) == ()


def test_what_cannot_be_one_is_refused_beside_its_field(session: Session, actor: Actor) -> None:
    custom_currencies.add(session, actor, MILES)
    for wrong, field in (
        (replace(BITCOIN, code="EUR"), "code"),
        (replace(BITCOIN, code="dem"), "code"),
        (replace(BITCOIN, code="XAU"), "code"),
        (replace(BITCOIN, code="1BC"), "code"),
        (replace(BITCOIN, code="BITC"), "code"),
        (replace(BITCOIN, code="ÄBC"), "code"),
        (replace(BITCOIN, code="MIL"), "code"),
        (replace(BITCOIN, name="  "), "name"),
        (replace(BITCOIN, name="B" * 61), "name"),
        (replace(BITCOIN, decimals=9), "decimals"),
        (replace(BITCOIN, decimals=-1), "decimals"),
    ):
        with pytest.raises(InvalidInputError) as refused, session.begin_nested():
            custom_currencies.add(session, actor, wrong)
        assert refused.value.field == field, wrong
    with pytest.raises(ForbiddenError):
        custom_currencies.add(session, viewer(actor), BITCOIN)
    with pytest.raises(NotFoundError):
        custom_currencies.get(session, actor, 1)


def test_what_is_in_use_stays(session: Session, actor: Actor) -> None:
    euros = an_account(session, actor)
    uses: dict[str, Callable[[], object]] = {
        "account": lambda: an_account(session, actor, "MIL", "Miles"),
        "original": lambda: entries.add(
            session,
            actor,
            EntryDraft(euros, DAY, -100, original_amount=-9, original_currency="MIL"),
        ),
        "rate": lambda: state(session, actor, "EUR", "MIL", "100"),
        "base": lambda: books.change_currency(session, actor, "MIL"),
    }
    added = custom_currencies.add(session, actor, MILES)
    for name, use in uses.items():
        with session.begin_nested() as attempt:
            use()
            there = replace(actor, base_currency="MIL") if name == "base" else actor
            (one,) = custom_currencies.everything(session, there)
            assert one.is_used, name
            with pytest.raises(ConflictError), session.begin_nested():
                custom_currencies.delete(session, there, one.id, one.version)
            if name != "base":
                with pytest.raises(UndoRefusedError), session.begin_nested():
                    history.undo(session, there, added)
            attempt.rollback()
    custom_currencies.delete(session, actor, *only(session, actor))


def test_a_book_uses_its_own_alone(session: Session, actor: Actor) -> None:
    other = somebody(session, "eve@example.org")
    custom_currencies.add(session, other, MILES)
    euros = an_account(session, actor)
    paid = EntryDraft(euros, DAY, -100, original_amount=-9, original_currency="MIL")
    for use in (
        lambda: an_account(session, actor, "MIL", "Miles"),
        lambda: entries.add(session, actor, paid),
        lambda: state(session, actor, "MIL", "EUR", "1"),
        lambda: books.change_currency(session, actor, "MIL"),
        lambda: preferences.change(session, actor, "en_US", "UTC", "MIL"),
        lambda: users.checked(users.NewUser("eve@example.org", "", "en_US", "UTC", "MIL")),
    ):
        with pytest.raises(InvalidInputError), session.begin_nested():
            use()
    an_account(session, other, "MIL", "Miles")


def test_decimals_are_the_same_in_all_books(session: Session, actor: Actor) -> None:
    custom_currencies.add(session, somebody(session, "eve@example.org"), MILES)
    with pytest.raises(InvalidInputError, match="has MIL with 0 decimals; use 0 too") as refused:
        custom_currencies.add(session, actor, replace(MILES, decimals=2))
    assert refused.value.field == "decimals"
    custom_currencies.add(session, actor, MILES)


def test_decimals_stay_once_something_was_stored(session: Session, actor: Actor) -> None:
    custom_currencies.add(session, actor, replace(BITCOIN, decimals=2))
    key, version = only(session, actor)
    custom_currencies.change(session, actor, key, version, "Bitcoin", 8)
    assert DECIMALS["BTC"] == 8
    wallet = an_account(session, actor, "BTC", "Wallet")
    with pytest.raises(InvalidInputError, match="stored with 8"), session.begin_nested():
        custom_currencies.change(session, actor, key, version + 1, "Bitcoin", 2)
    view = next(one for one in accounts.everything(session, actor) if one.id == wallet)
    removed = accounts.delete(session, actor, wallet, view.version)
    deleted = custom_currencies.delete(session, actor, key, version + 1)
    with pytest.raises(InvalidInputError, match="stored with 8"), session.begin_nested():
        custom_currencies.add(session, actor, replace(BITCOIN, decimals=2))
    with pytest.raises(UndoRefusedError, match="BTC was deleted"), session.begin_nested():
        history.undo(session, actor, removed)
    history.undo(session, actor, deleted)
    history.undo(session, actor, removed)
    assert verify.verify(session) == ()


def test_an_amount_that_was_read_with_other_decimals_is_not_stored(
    session: Session, actor: Actor
) -> None:
    custom_currencies.add(session, actor, BITCOIN)
    DECIMALS["BTC"] = 2  # as a process that has not heard of it since
    with pytest.raises(StaleError), session.begin_nested():
        an_account(session, actor, "BTC", "Wallet")
    assert DECIMALS["BTC"] == 8
    an_account(session, actor, "BTC", "Wallet")


def test_whoever_acts_knows_the_currencies_of_the_book(session: Session, actor: Actor) -> None:
    custom_currencies.add(session, actor, BITCOIN)
    del DECIMALS["BTC"]
    known = users.actor_by_email(session, actor.email, actor.now)
    assert known.currencies == (BITCOIN,)
    assert DECIMALS["BTC"] == 8
    preferences.change(session, known, "en_US", "UTC", "BTC")
    assert users.actor_by_email(session, actor.email, actor.now).display_currency == "BTC"
    custom_currencies.delete(session, known, *only(session, known))
    assert users.actor_by_email(session, actor.email, actor.now).display_currency == ""
    del DECIMALS["BTC"]
    custom_currencies.add(session, actor, BITCOIN)
    del DECIMALS["BTC"]
    currency_checks.learn_all(session)
    assert DECIMALS["BTC"] == 8


def test_only_own_rates_convert_it_and_lead_on(session: Session, actor: Actor) -> None:
    know_rates(session, USD="1.25")
    custom_currencies.add(session, actor, BITCOIN)
    wallet = an_account(session, actor, "BTC", "Wallet")
    entry = entries.add(session, actor, EntryDraft(wallet, DAY, -12_345_678, "Bakery"))
    assert entries.get(session, actor, entry).base_amount is None
    state(session, actor, "BTC", "USD", "100000")
    assert entries.get(session, actor, entry).base_amount == -987_654
    assert verify.verify(session) == ()


def test_a_book_in_one_of_its_own_converts_everything_to_it(session: Session, actor: Actor) -> None:
    know_rates(session, USD="1.25")
    custom_currencies.add(session, actor, MILES)
    books.choose_currency(session, actor, "MIL")
    there = replace(actor, base_currency="MIL")
    state(session, there, "EUR", "MIL", "1000")
    dollars, euros = (an_account(session, there, code, code) for code in ("USD", "EUR"))
    found = [
        entries.add(session, there, EntryDraft(account, DAY, -10_000, "Bakery"))
        for account in (dollars, euros)
    ]
    assert [entries.get(session, there, key).base_amount for key in found] == [-80_000, -100_000]
    assert verify.verify(session) == ()


def test_a_banks_file_may_name_one(session: Session, actor: Actor) -> None:
    file = OFX.replace(b"CURDEF>EUR", b"CURDEF>BTC").replace(b"-12.50", b"-0.00000001")
    with pytest.raises(InvalidInputError), session.begin_nested():
        imports.commit(session, actor, imports.stage(session, actor, "june.ofx", file))
    custom_currencies.add(session, actor, BITCOIN)
    imports.commit(session, actor, imports.stage(session, actor, "june.ofx", file))
    (opened,) = accounts.everything(session, actor)
    assert opened.currency == "BTC"
    found = entries.page(session, actor, EntryFilter()).entries
    assert [one.amount for one in found] == [Money(200_000_000_000, "BTC"), Money(-1, "BTC")]
    assert verify.verify(session) == ()


@pytest.mark.parametrize("currency", [MILES, BITCOIN])
@how(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    amount=st.integers(-LARGE + 1, LARGE - 1).filter(bool),
    region=st.sampled_from(["en_US", "de_DE", "de_CH"]),
)
def test_amounts_come_back_as_they_were_typed(
    session: Session, actor: Actor, currency: CustomCurrency, amount: int, region: str
) -> None:
    with session.begin_nested() as attempt:
        custom_currencies.add(session, actor, currency)
        books.choose_currency(session, actor, currency.code)
        there = replace(actor, base_currency=currency.code, region=region)
        account = an_account(session, there, currency.code, "Mine")
        typed = number_text(Money(amount, currency.code), region)
        read = parse_amount(typed, currency.code, region)
        assert read == reckon(typed, currency.code, region) == amount
        entries.add(session, there, EntryDraft(account, DAY, read))
        (listed,) = entries.page(session, there, EntryFilter()).entries
        assert listed.amount == Money(amount, currency.code)
        shown = money_text(listed.amount, region)
        assert shown.removesuffix(f" {currency.code}").replace(MINUS, "-") == typed
        report = reports.report(session, there, Period.between(DAY, DAY)).decode()
        assert money_text(abs_of(listed.amount), region) in unescape(report)
        attempt.rollback()


def abs_of(money: Money) -> Money:
    return money if money.amount > 0 else -money
