"""The kinds of accounts in words, in the order in which every screen has them."""

from __future__ import annotations

from finance_app.domain.accounts import AccountKind
from finance_app.ui.components.values import Option

KINDS = {
    AccountKind.CHECKING: ("Checking", "Checking"),
    AccountKind.SAVINGS: ("Savings", "Savings"),
    AccountKind.CASH: ("Cash", "Cash"),
    AccountKind.CARD: ("Card", "Cards"),
    AccountKind.INVESTMENT: ("Investment", "Investments"),
    AccountKind.PROPERTY: ("Property", "Property"),
    AccountKind.LOAN: ("Loan", "Loans"),
    AccountKind.OTHER: ("Other", "Other"),
}
"""One account of a kind, and several of them."""

KIND_OPTIONS = [Option(kind, one) for kind, (one, _) in KINDS.items()]


def kind_heading(kind: AccountKind) -> str:
    """Head the accounts of a kind."""
    return KINDS[kind][1]
