"""Kinds of change sets, gathered as people ask for them."""

from __future__ import annotations

from enum import StrEnum


class Topic(StrEnum):
    """What change sets are about."""

    ENTRIES = "entries"
    IMPORTS = "imports"
    ACCOUNTS = "accounts"
    CATEGORIES = "categories"
    LABELS = "labels"
    RATES = "rates"
    PEOPLE = "people"
    BOOK = "book"
    UNDO = "undo"


def _each(noun: str, *verbs: str) -> tuple[str, ...]:
    return tuple(f"{noun}.{verb}" for verb in verbs)


KINDS: dict[Topic, tuple[str, ...]] = {
    Topic.ENTRIES: (
        *_each("entry", "add", "edit", "delete"),
        *_each("transfer", "add", "edit", "delete"),
    ),
    Topic.IMPORTS: ("import",),
    Topic.ACCOUNTS: _each("account", "open", "edit", "delete", "move", "close", "reopen"),
    Topic.CATEGORIES: _each("category", "add", "edit", "delete", "merge", "move", "show", "plant"),
    Topic.LABELS: (
        *_each("payee", "add", "rename", "merge", "delete"),
        *_each("tag", "add", "rename", "merge", "delete"),
    ),
    Topic.RATES: (
        *_each("own_rate", "add", "edit", "delete", "add_all"),
        *_each("custom_currency", "add", "edit", "delete"),
    ),
    Topic.PEOPLE: _each("member", "invite", "withdraw", "join", "role", "remove", "leave"),
    Topic.BOOK: (*_each("book", "currency", "rename"), "demo"),
    Topic.UNDO: ("undo",),
}

TOPICS: dict[str, Topic] = {kind: topic for topic, kinds in KINDS.items() for kind in kinds}
