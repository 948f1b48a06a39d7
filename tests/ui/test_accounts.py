"""Words for accounts: the same on every screen that asks for a kind."""

from __future__ import annotations

from pathlib import Path

from finance_app.domain.accounts import AccountKind
from finance_app.ui.accounts import KIND_OPTIONS, kind_heading

PAGES = Path(__file__).parents[2] / "finance_app" / "pages"


def test_every_kind_can_be_chosen_and_is_one_account_then() -> None:
    assert {each.value for each in KIND_OPTIONS} == set(AccountKind)
    labels = [each.label for each in KIND_OPTIONS]
    assert labels[3:7] == ["Card", "Investment", "Property", "Loan"]


def test_a_kind_heads_several_accounts() -> None:
    headings = [kind_heading(AccountKind(each.value)) for each in KIND_OPTIONS]
    assert headings[3:7] == ["Cards", "Investments", "Property", "Loans"]


def test_no_screen_has_words_of_its_own() -> None:
    texts = {path: path.read_text("utf-8") for path in PAGES.rglob("*.py")}
    assert [path.name for path, text in texts.items() if "AccountKind.CARD" in text] == []
    assert len([path for path, text in texts.items() if "KIND_OPTIONS" in text]) == 3
