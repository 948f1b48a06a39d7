from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from finance_app.domain.currencies import CustomCurrency, register
from finance_app.domain.layout_proposals import Proposal, propose
from finance_app.domain.layout_rows import RowReader
from finance_app.domain.layouts import Layout, layout_from_dict
from finance_app.domain.statements import Skipped, StatementTransaction
from finance_app.errors import InvalidInputError

LAYOUT = Layout(
    delimiter=";",
    header=("Datum", "Name", "Betrag"),
    width=3,
    day=0,
    day_order="dmy",
    decimal_mark=",",
    amount=2,
    payee=(1,),
)


def proposed(text: str, region: str = "en_US") -> Proposal:
    rows = [line.split(";") for line in text.splitlines()]
    proposal = propose(rows, delimiter=";", encoding="", region=region)
    assert proposal is not None
    return proposal


def asked(proposal: Proposal) -> dict[str, tuple[str, ...]]:
    return {each.about: each.choices for each in proposal.questions}


def test_a_layout_comes_back_from_its_json_unchanged() -> None:
    assert layout_from_dict(json.loads(LAYOUT.as_json())) == LAYOUT


def test_the_same_layout_is_always_the_same_text() -> None:
    again = layout_from_dict(dict(reversed(LAYOUT.as_dict().items())))
    assert again.as_json() == LAYOUT.as_json()


@pytest.mark.parametrize(
    "change",
    [
        {"surprise": 1},
        {"day": "0"},
        {"day": True},
        {"day": -1},
        {"amount": 3},
        {"amount": 0},
        {"amount": None},
        {"debit": 1},
        {"delimiter": "x"},
        {"day_order": "ydm"},
        {"decimal_mark": "'"},
        {"header": "Datum"},
        {"header": ["a" * 2_000]},
        {"payee": [1, "2"]},
        {"negated": ["memo"]},
        {"direction": 1},
        {"currency_code": "XXXX"},
        {"encoding": "rot13"},
        {"width": 10_000},
    ],
)
def test_a_layout_that_cannot_be_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(InvalidInputError):
        layout_from_dict({**LAYOUT.as_dict(), **change})


def test_a_layout_lacking_what_it_needs_is_refused() -> None:
    with pytest.raises(InvalidInputError):
        layout_from_dict({"delimiter": ","})


def test_files_with_the_same_columns_share_a_fingerprint() -> None:
    assert replace(LAYOUT, day_order="mdy", negated=("amount",)).fingerprint == LAYOUT.fingerprint
    assert replace(LAYOUT, header=("DATUM ", "name", "Betrag")).fingerprint == LAYOUT.fingerprint
    assert replace(LAYOUT, header=("Datum", "Wer", "Betrag")).fingerprint != LAYOUT.fingerprint


def test_days_that_can_be_read_both_ways_are_asked_about() -> None:
    text = "Date;Description;Amount\n03/04/2024;Shop;-1.00\n"
    assert asked(proposed(text, "en_US"))["day_order"] == ("mdy", "dmy")
    assert asked(proposed(text, "en_GB"))["day_order"] == ("dmy", "mdy")


def test_one_day_above_twelve_settles_their_order() -> None:
    proposal = proposed("Date;Description;Amount\n03/04/2024;A;-1.00\n13/04/2024;B;-1.00\n")
    assert proposal.layout.day_order == "dmy"
    assert "day_order" not in asked(proposal)


def test_names_in_a_language_that_writes_the_day_first_outweigh_the_region() -> None:
    proposal = proposed("Fecha;Concepto;Importe\n03/04/2024;A;-1,00\n", "en_US")
    assert proposal.layout.day_order == "dmy"


def test_thousands_or_decimals_are_asked_about_when_nothing_tells() -> None:
    proposal = proposed("Date;Description;Amount\n2024-04-13;A;-1,234\n")
    assert asked(proposal)["decimal_mark"] == (".", ",")


def test_amounts_without_any_sign_are_asked_about() -> None:
    assert "negated" in asked(proposed("Date;Description;Amount\n2024-04-13;A;1.00\n"))


def test_a_file_without_a_currency_is_asked_about() -> None:
    text = "Date;Description;Amount\n2024-04-13;A;-1.00\n"
    assert asked(proposed(text))["currency_code"] == ()
    assert "currency_code" not in asked(proposed(text.replace("Amount", "Amount (EUR)")))


def test_a_code_that_nobody_knows_leaves_the_column_one_of_currencies() -> None:
    rows = "2026-03-01;Tea;-10.50;GBP\n2026-03-02;Odd;-4.00;QQQ\n"
    found = proposed(f"Date;Details;Amount;Currency\n{rows}").layout
    assert (found.currency, found.currency_code) == (3, "")
    assert proposed(f"Date;Details;Amount;Kind\n{rows}").layout.currency is None


def test_a_dollar_is_that_of_the_region() -> None:
    text = "Date;Description;Amount\n2024-04-13;A;-$1.00\n"
    assert proposed(text, "en_US").layout.currency_code == "USD"
    assert proposed(text, "en_CA").layout.currency_code == "CAD"
    assert proposed(text, "de_DE").layout.currency_code == "USD"


@pytest.mark.parametrize("written", ["{} M12", "M12 {}", "{}M12"])
def test_a_currency_of_a_books_own_is_seen_beside_each_amount(written: str) -> None:
    register([CustomCurrency("M12", "Miles", 0), CustomCurrency("B2X", "Bonus", 2)])
    cells = [written.format(amount) for amount in ("-1,250", "-7", "900")]
    rows = [f"2024-04-13;Flight;{cell}\n" for cell in cells]
    proposal = proposed("Date;Description;Amount\n" + "".join(rows))
    assert proposal.layout.currency_code == "M12"
    assert "currency_code" not in asked(proposal)
    reader = RowReader(replace(LAYOUT, currency_code="EUR", decimal_mark="."))
    read = [reader.read(["15.01.2024", "Flight", cell], 1) for cell in (*cells, "7 B2X", "-7")]
    found = [
        (one.currency, int(one.amount)) for one in read if isinstance(one, StatementTransaction)
    ]
    assert found == [("M12", -1250), ("M12", -7), ("M12", 900), ("B2X", 7), ("EUR", -7)]


def test_purchases_are_turned_only_on_evidence() -> None:
    rows = "Date;Description;Amount\n2024-04-13;Shop;10.00\n2024-04-14;{};-20.00\n"
    assert proposed(rows.format("PAYMENT RECEIVED, THANK YOU")).layout.negated == ("amount",)
    assert proposed(rows.format("Bakery")).layout.negated == ()


def test_rows_without_days_and_amounts_propose_nothing() -> None:
    assert propose([["Date", "Amount"]], delimiter=",", encoding="", region="en_US") is None
    assert propose([], delimiter=",", encoding="", region="en_US") is None


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["", "Shop", "-1,00"], "It has no day."),
        (["32.01.2024", "Shop", "-1,00"], '"32.01.2024" is not a day.'),
        (["15.01.2024", "Shop", ""], "It has no amount."),
        (["15.01.2024", "Shop"], "It has no amount."),
        (["15.01.2024", "Shop", "NaN"], '"NaN" is not an amount.'),
        (["15.01.2024", "Shop", "-1,00", "x"], "It has 4 columns instead of 3."),
        (["15.01.2024", "Endsaldo", "5,00"], '"Endsaldo" states a balance, not a movement.'),
    ],
)
def test_a_row_that_is_no_transaction_says_why(row: list[str], why: str) -> None:
    assert RowReader(LAYOUT).read(row, 7) == Skipped(7, why)


def test_shops_named_like_a_total_are_kept() -> None:
    for name in ("Total Energies", "Balance Yoga Studio", "Saldo Bar"):
        row = RowReader(LAYOUT).read(["15.01.2024", name, "-1,00"], 1)
        assert not isinstance(row, Skipped)
