from __future__ import annotations

import pytest

from finance_app.errors import StatementError
from finance_app.services.statements import inspect


def test_a_file_is_told_as_plain_text_values() -> None:
    content = (
        b"id,Date,Name,Notes,Amount,Currency\n"
        b"t1,2024-01-15,Shop,Bread,-1.20,EUR\n"
        b"t2,2024-01-16,Shop,,abc,EUR\n"
    )
    assert inspect(content, region="en_US") == {
        "transactions": [
            {
                "date": "2024-01-15",
                "amount": "-1.20",
                "currency": "EUR",
                "payee": "Shop",
                "memo": "Bread",
                "id": "t1",
            }
        ],
        "skipped": [{"line": 3, "why": '"abc" is not an amount.'}],
    }


def test_a_file_that_is_no_statement_is_refused_in_one_sentence() -> None:
    with pytest.raises(StatementError, match="is a PDF; download the statement as OFX or CSV"):
        inspect(b"%PDF-1.7", region="en_US")
