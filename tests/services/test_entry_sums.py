"""What a list comes to, as `EntryFilter.asks_for` reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finance_app.domain.categories import with_descendants
from finance_app.domain.entries import UNCATEGORISED, EntryFilter, EntryView, LineKind
from finance_app.services import accounts, categories, entries
from tests.services.books import everything

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor


@pytest.fixture
def book(session: Session, actor: Actor) -> Actor:
    everything(session, actor)
    return actor


def views(session: Session, actor: Actor, wanted: EntryFilter) -> list[EntryView]:
    """Return all entries of a list, page after page."""
    page = entries.page(session, actor, wanted)
    found = [*page.entries]
    while page.older:
        page = entries.page(session, actor, wanted, older_than=page.older)
        found += page.entries
    return found


def added_up(session: Session, actor: Actor, wanted: EntryFilter) -> dict[str, int]:
    """Add a list up by its views, line by line."""
    found: dict[str, int] = {}
    for entry in views(session, actor, wanted):
        some = sum(line.amount for line in entry.lines if wanted.asks_for(line))
        found[entry.amount.currency] = found.get(entry.amount.currency, 0) + some
    return found


def filters(session: Session, actor: Actor) -> list[EntryFilter]:
    tree = categories.everything(session, actor)
    some = [with_descendants(tree, node.id) for node in tree if node.parent_id is None]
    return [
        EntryFilter(),
        *(EntryFilter(kind=kind) for kind in LineKind),
        *(EntryFilter(category_ids=ids) for ids in (*some, (UNCATEGORISED,))),
        *(EntryFilter(kind=LineKind.SPENDING, category_ids=ids) for ids in some),
        *(EntryFilter(account_id=one.id) for one in accounts.everything(session, actor)),
        EntryFilter(text="bak"),
    ]


def test_a_sum_is_that_of_the_lines_that_the_list_is_about(session: Session, book: Actor) -> None:
    for wanted in filters(session, book):
        sums = entries.sums(session, book, wanted)
        assert sums
        assert {one.currency: one.amount for one in sums.currencies} == added_up(
            session, book, wanted
        )
        assert sums.count == len(views(session, book, wanted))


def test_what_has_no_rate_is_counted_apart(session: Session, book: Actor) -> None:
    sums = entries.sums(session, book, EntryFilter())
    assert sums
    everyone = views(session, book, EntryFilter())
    for one in sums.currencies:
        lines = [view for view in everyone if view.amount.currency == one.currency]
        missing = [view for view in lines if view.base_amount is None]
        assert one.missing_amount == sum(view.amount.amount for view in missing)
        assert (one.missing_count > 0) == bool(missing)
        assert one.base_amount == sum(view.base_amount or 0 for view in lines)


def test_a_list_that_is_too_long_is_not_added_up(
    session: Session, book: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries, "MOST_SUMMED", 1)
    assert entries.sums(session, book, EntryFilter()) is None
