"""What is drawn as one bar leads to exactly its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import text

from finance_app.domain import charts
from finance_app.domain.categories import CategoryKind
from finance_app.domain.entries import EntryDraft, EntryFilter, LineDraft, LineKind
from finance_app.domain.labels import LabelKind
from finance_app.pages.entries.rows import filters, readings
from finance_app.queries import entry_lines
from finance_app.services import accounts, categories, entries, labels
from finance_app.ui import links
from finance_app.ui.figures import figures as four
from tests.conftest import an_account, somebody
from tests.services.books import DAY, everything, transfer
from tests.services.test_dashboard import category, figures

PERIODS = ("all", "2026-10", "2026-08-10..2026-10-05")

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor


@pytest.fixture
def book(session: Session, actor: Actor) -> Actor:
    everything(session, actor)
    return actor


def wanted(session: Session, actor: Actor, address: str) -> EntryFilter:
    """Return what the entries page reads in an address."""
    asked = filters.given(dict(parse_qsl(urlsplit(address).query)))
    known = readings.Known(
        accounts.everything(session, actor),
        categories.everything(session, actor),
        _payee(session, actor, int(asked["payee"])) if "payee" in asked else "",
        "",
        actor.today,
        actor.region,
        actor.first_weekday,
    )
    reading = readings.read(asked, known)
    assert not reading.unusable
    return reading.wanted


def _payee(session: Session, actor: Actor, key: int) -> str:
    return labels.get(session, actor, LabelKind.PAYEE, key).name


def listed(session: Session, actor: Actor, asked: EntryFilter) -> list[int]:
    """Return the keys of all entries of a list, page after page."""
    page = entries.page(session, actor, asked)
    found = [entry.id for entry in page.entries]
    while page.older:
        page = entries.page(session, actor, asked, older_than=page.older)
        found += [entry.id for entry in page.entries]
    assert len(found) == len(set(found))
    return found


def kind_of(amount: int, category_kind: str | None, transfer_line: int | None) -> LineKind:
    if transfer_line is not None:
        return LineKind.TRANSFER
    if category_kind is None:
        return LineKind.INCOME if amount > 0 else LineKind.SPENDING
    earned = category_kind == CategoryKind.INCOME
    return LineKind.INCOME if earned else LineKind.SPENDING


def lines_of(
    session: Session, actor: Actor, asked: EntryFilter, keys: Iterable[int] | None = None
) -> tuple[int, int]:
    """Return sum in the base currency and count of the lines asked for, of all or some entries."""
    rows = session.execute(
        text(
            "SELECT l.entry_id, l.amount, l.base_amount, l.category_id, c.kind, l.transfer_line_id,"
            " e.day, e.payee_id, e.account_id "
            "FROM line l JOIN entry e ON e.book_id = l.book_id AND e.id = l.entry_id "
            "LEFT JOIN category c ON c.book_id = l.book_id AND c.id = l.category_id "
            "WHERE l.book_id = :book"
        ),
        {"book": actor.book_id},
    ).all()
    some = None if keys is None else set(keys)
    found = [
        row.base_amount or 0
        for row in rows
        if (some is None or row.entry_id in some)
        and (
            asked.kind is None or kind_of(row.amount, row.kind, row.transfer_line_id) is asked.kind
        )
        and (
            asked.category_ids is None
            or ((row.category_id or 0) in asked.category_ids and row.transfer_line_id is None)
        )
        and (asked.payee_id is None or row.payee_id == asked.payee_id)
        and (asked.account_id is None or row.account_id == asked.account_id)
        and (asked.start is None or str(asked.start) <= str(row.day))
        and (asked.last is None or str(row.day) <= str(asked.last))
    ]
    return sum(found), len(found)


def led_to(session: Session, actor: Actor, address: str) -> tuple[int, int]:
    """Return sum and count of the lines asked for in the entries that an address lists."""
    asked = wanted(session, actor, address)
    keys = listed(session, actor, asked)
    found = lines_of(session, actor, asked, keys)
    assert found == lines_of(session, actor, asked), address
    assert bool(keys) == bool(found[1]), address
    return found


@pytest.mark.parametrize("period", PERIODS)
def test_a_month_leads_to_its_income_and_its_spending(
    session: Session, book: Actor, period: str
) -> None:
    found = figures(session, book, period)
    income, spending, _ = charts.cash_flow(found.steps, "en_US", links.entries)["data"]
    for place, month in enumerate(found.steps):
        came, _ = led_to(session, book, income["customdata"][place][0])
        went, _ = led_to(session, book, spending["customdata"][place][0])
        assert (came, -went) == (month.flow.income.amount, month.flow.spending.amount)


@pytest.mark.parametrize("period", PERIODS)
def test_figures_and_payees_lead_to_their_lines(session: Session, book: Actor, period: str) -> None:
    found = figures(session, book, period)
    _, income, spending, _ = four(found, book)
    flow = found.flow
    assert led_to(session, book, income.href) == (flow.income.amount, flow.income_count)
    assert led_to(session, book, spending.href) == (-flow.spending.amount, flow.spending_count)
    for payee in found.payees:
        address = links.entries(
            period=str(found.counted), payee=str(payee.id), kind=LineKind.SPENDING
        )
        assert led_to(session, book, address) == (-payee.amount.amount, payee.count)


@pytest.mark.parametrize("period", PERIODS)
def test_groups_and_what_is_on_a_group_itself_lead_to_their_lines(
    session: Session, book: Actor, period: str
) -> None:
    found = figures(session, book, period)
    parts = [part for group in found.spending for part in group.members]
    assert any(part.is_part for part in parts) or period != "all"
    for drawn in (found.spending, parts):
        figure = charts.spending(drawn, "en_US", links.entries, period=str(found.counted))
        for one, (address, *_) in zip(drawn, figure["data"][0]["customdata"], strict=True):
            assert led_to(session, book, address) == (-one.amount.amount, one.count), one.name


@pytest.mark.parametrize("kind", LineKind)
def test_a_kind_goes_with_every_other_filter(
    session: Session, book: Actor, kind: LineKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = {one.currency: one.id for one in accounts.everything(session, book)}
    food = category(session, book, "Food")
    asked = [
        EntryFilter(kind=kind),
        EntryFilter(kind=kind, account_id=places["EUR"]),
        EntryFilter(kind=kind, category_ids=(food, 0)),
        EntryFilter(kind=kind, account_id=places["USD"], category_ids=(food,)),
        EntryFilter(kind=kind, start=DAY, last=DAY),
    ]
    sums = []
    for one in asked:
        keys = listed(session, book, one)
        sums.append(lines_of(session, book, one, keys))
        assert sums[-1] == lines_of(session, book, one), one
    assert sums[0][1] > 0
    monkeypatch.setattr(entry_lines, "MOST_STREAMS", 1)
    assert [lines_of(session, book, one, listed(session, book, one)) for one in asked] == sums


def test_each_line_is_of_one_kind(session: Session, book: Actor) -> None:
    counts = [lines_of(session, book, EntryFilter(kind=kind))[1] for kind in LineKind]
    assert sum(counts) == lines_of(session, book, EntryFilter())[1]


def test_the_lines_of_an_entry_say_their_kind(session: Session, book: Actor) -> None:
    for kind in LineKind:
        asked, counted = EntryFilter(kind=kind), 0
        page = entries.page(session, book, asked)
        while True:
            counted += sum(asked.asks_for(line) for entry in page.entries for line in entry.lines)
            if page.older is None:
                break
            page = entries.page(session, book, asked, older_than=page.older)
        assert counted == lines_of(session, book, asked)[1]


def test_a_transfer_is_neither_income_nor_spending_but_its_fee_is(
    session: Session, actor: Actor
) -> None:
    places = [(an_account(session, actor, name=name), "EUR") for name in ("One", "Two")]
    sent, got = transfer(session, actor, (*places[0], -500), (*places[1], 500))
    entries.add(session, actor, EntryDraft(places[0][0], DAY, -2, lines=(LineDraft(-2),)))
    assert set(listed(session, actor, EntryFilter(kind=LineKind.TRANSFER))) == {sent, got}
    assert listed(session, actor, EntryFilter(kind=LineKind.INCOME)) == []
    assert len(listed(session, actor, EntryFilter(kind=LineKind.SPENDING))) == 1


def test_nobody_lists_another_books_entries_by_kind(session: Session, book: Actor) -> None:
    other = somebody(session, "eve@example.org")
    for kind in LineKind:
        assert listed(session, book, EntryFilter(kind=kind))
        assert listed(session, other, EntryFilter(kind=kind)) == []
