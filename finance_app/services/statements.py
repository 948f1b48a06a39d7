"""Looking into a bank's file without storing anything; bringing it into a book is `imports`."""

from __future__ import annotations

from typing import Any

from finance_app.adapters import statements


def inspect(content: bytes, *, region: str) -> dict[str, Any]:
    """What a bank's file says, as plain text values.

    Args:
        content: the whole file.
        region: whose habits decide where a CSV file proves nothing, such as `en_US`.

    Returns:
        transactions with date (ISO), amount (decimal text), currency, payee, memo and id; what
        was skipped with its line and why.

    Raises:
        StatementError: when it cannot be read.
    """
    found = statements.read(content, region=region)
    return {
        "transactions": [
            {
                "date": each.day.isoformat(),
                "amount": f"{each.amount + 0:f}",  # −0 is 0
                "currency": each.currency,
                "payee": each.payee,
                "memo": each.memo,
                "id": each.bank_id,
            }
            for each in found.transactions
        ],
        "skipped": [{"line": each.line, "why": each.why} for each in found.all_skipped],
    }


def open_questions(content: bytes, *, region: str) -> list[str]:
    """What a file does not prove, so that it was read as the region would; each one sentence.

    Raises:
        StatementError: when it cannot be read.
    """
    proposal = statements.propose_layout(content, region=region)
    return [question.text for question in proposal.questions] if proposal else []
