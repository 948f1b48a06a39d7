"""Entries, their filters and the form as text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from finance_app.domain.categories import CategoryKind, CategoryView
from finance_app.domain.entries import (
    UNCATEGORISED,
    Direction,
    EntryFilter,
    EntryView,
    LineKind,
    LineView,
)
from finance_app.domain.money import Money
from finance_app.domain.rates import RateTable
from finance_app.domain.valuation import Basis, Valuation, Valued
from finance_app.errors import InvalidAmountError
from finance_app.pages.entries.rows import choices, filters, form, listed, readings

if TYPE_CHECKING:
    from finance_app.domain.accounts import AccountView
    from finance_app.domain.actors import Actor
    from tests.pages.conftest import Person

DAY = date(2026, 11, 20)
LINE = LineView(1, -1250, "", 7, "Bread", 3, "")
ENTRY = EntryView(
    id=5,
    version=2,
    day=DAY,
    account_id=3,
    account="Checking",
    amount=Money(-1250, "EUR"),
    payee_id=4,
    payee="Bakery",
    note="rye",
    status="cleared",
    source="typed",
    original=None,
    base_amount=-1250,
    rate_day=None,
    rate_source=None,
    lines=(LINE,),
)
TREE = [
    CategoryView(6, None, CategoryKind.EXPENSE, "Food", "", 3, hidden=False, version=1),
    CategoryView(7, 6, CategoryKind.EXPENSE, "Bread", "", 3, hidden=False, version=1),
]


def known(payee: str = "", accounts: list[AccountView] | None = None) -> readings.Known:
    return readings.Known(accounts or [], TREE, payee, "", date(2026, 11, 23), "de_DE", 0)


@pytest.fixture
def actor(person: Person) -> Actor:
    return person.actor


def test_a_row_says_who_was_paid_what_for_and_how_much(actor: Actor) -> None:
    row = listed.row(ENTRY, actor, EntryFilter())
    assert (row.title, row.note, row.category, row.hue, row.amount.text) == (
        "Bakery",
        "rye",
        "Bread",
        "3",
        "−12.50 EUR",
    )
    assert (row.base.text, row.no_rate) == ("", "")


@pytest.mark.parametrize(
    ("lines", "kind", "category"),
    [
        ((LINE, LINE), "split", "Split in 2"),
        ((replace(LINE, transfer_account="Savings"),), "transfer", "→ Savings"),
        ((replace(LINE, amount=1, transfer_account="Savings"),), "transfer", "← Savings"),
        ((replace(LINE, category_id=None, category=""),), "category", "Uncategorised"),
    ],
)
def test_a_row_names_splits_transfers_and_what_is_open(
    actor: Actor, lines: tuple[LineView, ...], kind: str, category: str
) -> None:
    row = listed.row(replace(ENTRY, lines=lines), actor, EntryFilter())
    assert (row.kind, row.category) == (kind, category)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (EntryFilter(), "Split in 3"),
        (EntryFilter(text="rye"), "Split in 3"),
        (EntryFilter(category_ids=(7,)), "Split in 3, −12.50 EUR of it"),
        (EntryFilter(kind=LineKind.SPENDING), "Split in 3, −13.50 EUR of it"),
        (EntryFilter(category_ids=(UNCATEGORISED,)), "Split in 3, −1.00 EUR of it"),
        (EntryFilter(kind=LineKind.TRANSFER), "Split in 3, −50.00 EUR of it"),
    ],
)
def test_of_a_split_a_row_says_what_the_list_is_about(
    actor: Actor, wanted: EntryFilter, said: str
) -> None:
    undecided = replace(LINE, amount=-100, category_id=None, category="")
    moved = replace(undecided, amount=-5000, transfer_account="Savings", kind=LineKind.TRANSFER)
    row = listed.row(replace(ENTRY, lines=(LINE, undecided, moved)), actor, wanted)
    assert row.category == said


DOLLARS = replace(
    ENTRY,
    amount=Money(-1250, "USD"),
    base_amount=-1000,
    rate_day=date(2026, 11, 19),
    rate_source="ecb",
)


def in_currency(entry: EntryView, basis: Basis, *, shown: str = "EUR") -> Valued:
    table = RateTable()
    table.add("USD", date(2026, 11, 19), Decimal("1.25"))
    table.add("GBP", date(2026, 11, 19), Decimal("0.85"))
    return Valuation(basis, "EUR", shown, date(2026, 11, 21), table).entry(entry, table)


def test_an_amount_in_another_currency_says_its_rate(actor: Actor) -> None:
    row = listed.row(DOLLARS, actor, EntryFilter(), in_currency(DOLLARS, Basis.ENTRY))
    assert row.base.text == "−10.00 EUR"
    assert row.base.how.replace("\N{NO-BREAK SPACE}", " ").split("\n") == [
        "Amount\t−12.50 USD",
        "Rate\t1 USD = 0.80 EUR",
        "Published for\tNov 19, 2026, 1 day before Nov 20, 2026",
        "Source\tEuropean Central Bank",
        "Turned round\t1 EUR = 1.25 USD",
    ]


def test_an_amount_without_a_rate_says_so(actor: Actor) -> None:
    none = replace(DOLLARS, base_amount=None, rate_day=None)
    row = listed.row(none, actor, EntryFilter(), in_currency(none, Basis.ENTRY))
    assert row.base.text == ""
    assert row.no_rate == "No rate for USD on Nov 20, 2026; totals in EUR leave it out."


@pytest.mark.parametrize(
    ("entry", "basis", "shown", "said", "pair"),
    [
        (DOLLARS, Basis.ENTRY, "EUR", "USD on Nov 20, 2026", "origin=USD&target=EUR"),
        (DOLLARS, Basis.ENTRY, "JPY", "USD on Nov 20, 2026", "origin=USD&target=EUR"),
        (DOLLARS, Basis.TODAY, "JPY", "USD on Nov 21, 2026", "origin=USD&target=JPY"),
        (ENTRY, Basis.ENTRY, "JPY", "EUR on Nov 21, 2026", "origin=EUR&target=JPY"),
    ],
)
def test_the_rate_that_is_missing_is_named_and_can_be_added(
    actor: Actor, entry: EntryView, basis: Basis, shown: str, said: str, pair: str
) -> None:
    bare = replace(entry, base_amount=None, rate_day=None)
    valuation = Valuation(basis, "EUR", shown, date(2026, 11, 21), RateTable())
    row = listed.row(bare, actor, EntryFilter(), valuation.entry(bare, RateTable()))
    assert row.no_rate.startswith(f"No rate for {said};")
    day = "2026-11-20" if entry is DOLLARS and basis is Basis.ENTRY else "2026-11-21"
    assert row.mend == f"/rates?{pair}&new={day}"


def test_what_the_bank_said_is_named_as_its_own(actor: Actor) -> None:
    said = replace(DOLLARS, original=Money(-1100, "EUR"))
    row = listed.row(said, actor, EntryFilter(), in_currency(said, Basis.BANK))
    assert row.base.text == "−11.00 EUR"
    assert "Source\tthe bank’s own" in row.base.how
    usual = listed.row(said, actor, EntryFilter(), in_currency(said, Basis.ENTRY))
    assert usual.base.text == "−10.00 EUR"


def test_a_rate_that_was_corrected_since_is_named_so(actor: Actor) -> None:
    older = replace(DOLLARS, rate_day=date(2026, 11, 18))
    row = listed.row(older, actor, EntryFilter(), in_currency(older, Basis.ENTRY))
    assert row.base.text == "−10.00 EUR"
    assert "Nov 18, 2026, corrected since" in row.base.how


def test_in_another_currency_both_steps_are_said(actor: Actor) -> None:
    euros = in_currency(ENTRY, Basis.ENTRY, shown="USD")
    assert listed.row(ENTRY, actor, EntryFilter(), euros).base.text == "−15.62 USD"
    pounds = in_currency(DOLLARS, Basis.ENTRY, shown="GBP")
    rows = listed.row(DOLLARS, actor, EntryFilter(), pounds).base.how.split("\n")
    assert [row.partition("\t")[0] for row in rows].count("Rate") == 2
    assert rows.index("Makes\t−10.00 EUR") < rows.index(
        "Rate\t1\u00a0EUR\u00a0=\u00a00.85\u00a0GBP"
    )


def test_every_filter_is_read_and_said_and_can_be_left_out() -> None:
    asked = filters.given(
        {
            "period": "2026-11",
            "category": "6",
            "payee": "4",
            "text": "rye",
            "least": "12.50",
            "most": "1000",
            "direction": "out",
            "kind": "spending",
            "before": "2026-11-20.5",
        }
    )
    reading = readings.read(asked, known("Bakery"))
    assert reading.wanted == EntryFilter(
        start=date(2026, 11, 1),
        last=date(2026, 11, 30),
        category_ids=(6, 7),
        payee_id=4,
        text="rye",
        least=Decimal("12.50"),
        most=Decimal(1000),
        direction=Direction.OUT,
        kind=LineKind.SPENDING,
    )
    chips = filters.chips(asked, reading)
    assert [chip.label for chip in chips] == [
        "November 2026",
        "All of Food",
        "Spending",
        "Bakery",
        "“rye”",
        "At least 12,5",
        "At most 1.000",
        "Money out",
    ]
    assert chips[1].href == (
        "/entries?period=2026-11&kind=spending&payee=4&text=rye&least=12.50&most=1000&direction=out"
    )


def test_uncategorised_is_a_filter_too() -> None:
    reading = readings.read({"category": "none"}, known())
    assert reading.wanted.category_ids == (UNCATEGORISED,)
    assert reading.words == {"category": "Uncategorised"}


def test_what_is_on_a_group_alone_is_a_filter_too() -> None:
    reading = readings.read({"category": "own-6"}, known())
    assert reading.wanted.category_ids == (6,)
    assert reading.words == {"category": "Only Food"}
    (group,) = choices.categories(TREE, all_of="All of ")
    assert [(one.value, one.label) for one in group.options] == [
        ("6", "All of Food"),
        ("own-6", "Only Food"),
        ("7", "Bread"),
    ]
    (group,) = choices.categories(TREE)
    assert [one.value for one in group.options] == ["6", "7"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("period", "yesterday"),
        ("account", "1"),
        ("category", "x"),
        ("category", "9" * 30),
        ("payee", "4"),
        ("least", "1e9"),
        ("most", "-1"),
        ("direction", "up"),
        ("kind", "expense"),
        ("category", "own-"),
        ("category", "own-9"),
    ],
)
def test_a_filter_that_means_nothing_is_named_and_does_not_count(name: str, text: str) -> None:
    reading = readings.read({name: text}, known())
    assert reading.wanted == EntryFilter()
    (chip,) = filters.chips({name: text}, reading)
    assert chip.unusable
    assert text in chip.label


@pytest.mark.parametrize(
    ("text", "side", "amount"),
    [("12.50", "out", 1250), ("-12.50", "out", 1250), ("2*6.25", "in", 1250)],
)
def test_the_side_decides_about_the_sign(text: str, side: str, amount: int) -> None:
    assert form.unsigned(text, side, "EUR", "en_US") == amount


def test_money_in_with_a_minus_is_refused() -> None:
    with pytest.raises(InvalidAmountError) as caught:
        form.unsigned("-1", "in", "EUR", "en_US")
    assert caught.value.field == "amount"


def test_what_is_hidden_is_offered_only_where_it_is_chosen_already() -> None:
    def offered(*hidden: int, also: str = "") -> list[list[str]]:
        tree = [replace(node, hidden=node.id in hidden) for node in TREE]
        return [
            [one.value for one in group.options] for group in choices.categories(tree, also=also)
        ]

    assert offered() == [["6", "7"]]
    assert offered(7) == [["6"]]
    assert offered(7, also="7") == [["6", "7"]]
    assert offered(6) == []
    assert offered(6, also="7") == [["6", "7"]]
