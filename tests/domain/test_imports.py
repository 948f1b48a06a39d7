from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from time import process_time

import pytest

from finance_app.domain.accounts import AccountKind
from finance_app.domain.import_plans import Opening, Outcome, Plan, Span
from finance_app.domain.imports import Existing, ImportRow, Verdict, judge, rows
from finance_app.domain.layouts import Layout
from finance_app.domain.statements import StatementTransaction

DAY = date(2026, 11, 3)
LAYOUT = Layout(
    delimiter=",", header=(), width=3, day=0, day_order="ymd", decimal_mark=".", amount=1
)


def transaction(
    amount: str = "-12.50", payee: str = "Bakery", memo: str = "", line: int = 2
) -> StatementTransaction:
    return StatementTransaction(line, DAY, Decimal(amount), "", payee, memo, "")


def row(
    payee: str = "Bakery", amount: int = -1250, day: date = DAY, key: str = "CSV:1"
) -> ImportRow:
    return ImportRow(2, day, amount, payee, "", key)


def entry(
    payee: str = "Bakery", amount: int = -1250, day: date = DAY, key: str | None = None, at: int = 1
) -> Existing:
    return Existing(at, day, amount, payee, key)


def verdict(*existing: Existing) -> str:
    return judge([row()], existing, "EUR")[0].verdict


def test_equal_rows_have_keys_of_their_own_and_keep_them() -> None:
    first, _ = rows([transaction(), transaction(), transaction("-3")], "CSV", "EUR")
    again, _ = rows([transaction("-3"), transaction(), transaction()], "CSV", "EUR")
    assert len({each.key for each in first}) == 3
    assert {each.key for each in first} == {each.key for each in again}


def test_an_amount_written_with_more_zeros_is_the_same_row() -> None:
    short, _ = rows([transaction("-12.5")], "CSV", "EUR")
    long, _ = rows([transaction("-12.500")], "CSV", "EUR")
    assert short[0].key == long[0].key


@pytest.mark.parametrize(
    ("amount", "currency", "minor", "rounded"),
    [
        ("-12.50", "EUR", -1250, ""),
        ("12.345", "EUR", 1234, "12.345"),
        ("12.355", "EUR", 1236, "12.355"),
        ("12.345", "KWD", 12345, ""),
        ("12", "JPY", 12, ""),
        ("0.5", "JPY", 0, "0.5"),
    ],
)
def test_amounts_become_minor_units_and_say_where_they_are_rounded(
    amount: str, currency: str, minor: int, rounded: str
) -> None:
    made, _ = rows([transaction(amount)], "CSV", currency)
    assert (made[0].amount, made[0].rounded) == (minor, rounded)


@pytest.mark.parametrize("amount", ["90000000000000.01", "99999999999999999999", "1e300"])
def test_what_no_book_can_hold_is_skipped(amount: str) -> None:
    made, skipped = rows([transaction(amount, line=7)], "CSV", "EUR")
    assert made == []
    assert skipped[0].line == 7


@pytest.mark.parametrize(
    ("existing", "wanted"),
    [
        (entry(key="CSV:1", amount=1), Verdict.DUPLICATE),
        (entry("BAKERY  "), Verdict.DUPLICATE),
        (entry("Bakery Central Station"), Verdict.DUPLICATE),
        (entry("Kiosk"), Verdict.DOUBTFUL),
        (entry(day=DAY + timedelta(days=3)), Verdict.DOUBTFUL),
        (entry(day=DAY + timedelta(days=4)), Verdict.NEW),
        (entry(amount=-1251), Verdict.NEW),
        (entry(key="CSV:2"), Verdict.DUPLICATE),
        (entry("Kiosk", key="CSV:2"), Verdict.NEW),
        (entry("Kiosk", key="OFX:2"), Verdict.DOUBTFUL),
    ],
)
def test_a_row_is_judged_by_key_then_by_day_amount_and_payee(
    existing: Existing, wanted: Verdict
) -> None:
    assert verdict(existing) == wanted


def test_one_entry_stands_for_one_row() -> None:
    wanted = [row(key="CSV:1"), row(key="CSV:2")]
    judged = judge(wanted, [entry()], "EUR")
    assert [each.verdict for each in judged] == [Verdict.DUPLICATE, Verdict.NEW]


def test_twice_as_many_rows_of_one_day_and_amount_take_about_twice_as_long() -> None:
    def seconds(count: int) -> float:
        wanted = [row(f"Shop {at}", key=f"CSV:{at}") for at in range(count)]
        there = [entry(f"Market {at}", key=f"OFX:{at}", at=at) for at in range(count)]
        started = process_time()
        judge(wanted, there, "EUR")
        return process_time() - started

    def least(count: int) -> float:
        return min(seconds(count) for _ in range(4))  # the others also collected garbage

    assert least(8_000) < 10 * least(2_000)


def test_a_plan_is_read_back_as_it_was_written() -> None:
    plan = (
        Plan(LAYOUT)
        .aimed(0, 17)
        .opening(1, Opening("Household", AccountKind.CASH, "CHF"))
        .choosing([(0, 3), (1, 4)], wanted=False)
        .categorised((0, 3), 0)
    )
    assert Plan.parse(plan.as_json()) == plan
    assert Plan.parse("{}") == Plan()


def test_another_account_forgets_which_rows_were_ticked_for_the_first() -> None:
    plan = Plan().choosing([(0, 1), (1, 1)], wanted=True).categorised((0, 1), 5).aimed(0, 17)
    assert (plan.rows, plan.categories) == ({(1, 1): True}, {(0, 1): 5})


def test_an_outcome_is_read_back_as_it_was_written() -> None:
    outcome = Outcome(2, 1, (Span(17, "Checking", 2, "2026-11-03", "2026-11-05"),))
    assert Outcome.parse(outcome.as_json()) == outcome
    assert Outcome.parse(Plan(LAYOUT).as_json()) == Outcome()
