"""What change sets are about, in words."""

from __future__ import annotations

from finance_app.domain.change_kinds import Topic

WORDS: dict[Topic, str] = {
    Topic.ENTRIES: "Entries and transfers",
    Topic.IMPORTS: "Imports",
    Topic.ACCOUNTS: "Accounts",
    Topic.CATEGORIES: "Categories",
    Topic.LABELS: "Payees and tags",
    Topic.RATES: "Rates and currencies",
    Topic.PEOPLE: "People",
    Topic.BOOK: "The book itself",
    Topic.UNDO: "Undone and redone",
}
