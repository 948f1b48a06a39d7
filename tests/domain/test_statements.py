from __future__ import annotations

from datetime import date
from decimal import Decimal

from finance_app.domain.statements import (
    MAX_TEXT,
    Skipped,
    Statement,
    StatementAccount,
    StatementFile,
    StatementTransaction,
    plain_text,
)


def a_transaction(line: int) -> StatementTransaction:
    return StatementTransaction(line, date(2024, 1, 15), Decimal(1), "EUR", "Shop", "", "")


def test_a_file_lists_the_transactions_of_all_its_statements_in_its_own_order() -> None:
    first = Statement(StatementAccount(number="1"), (a_transaction(2), a_transaction(5)))
    second = Statement(StatementAccount(number="2"), (a_transaction(3),))
    file = StatementFile("CSV", (first, second))
    assert [each.line for each in file.transactions] == [2, 3, 5]


def test_a_file_lists_everything_left_out_in_its_own_order() -> None:
    statement = Statement(StatementAccount(), (), (Skipped(9, "no day"), Skipped(4, "no day")))
    file = StatementFile("OFX", (statement,), (Skipped(7, "cut"),))
    assert [each.line for each in file.all_skipped] == [4, 7, 9]


def test_text_loses_control_characters_and_what_is_too_long() -> None:
    assert plain_text("  a\x00b\nc\u202ed ") == "a b c d"
    assert len(plain_text("x" * 5_000)) == MAX_TEXT


def test_script_and_formula_stay_the_text_they_are() -> None:
    assert plain_text("<script>alert(1)</script>") == "<script>alert(1)</script>"
    assert plain_text("=1+1") == "=1+1"
