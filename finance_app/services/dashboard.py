"""The figures of a period, from totals: no entry is read but those of months that it cuts.

What only a hidden card would show is not read at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.domain import dashboard, flows
from finance_app.domain.cards import Card
from finance_app.domain.categories import CategoryKind
from finance_app.domain.dashboard import Against
from finance_app.domain.periods import Kind, Period
from finance_app.domain.steps import step_of
from finance_app.domain.valuation import Basis
from finance_app.queries import categories as category_queries
from finance_app.queries import dashboard as queries
from finance_app.services.dashboard_reading import Reader, has_entries

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.dashboard import Dashboard

EVERY = frozenset(Card)


def chosen(session: Session, actor: Actor, text: str) -> Period:
    """Return the period that a text such as `2026-11` or `all` means in the actor's book.

    Nothing is the last twelve months, or the year of the newest entry where these have none.

    Raises:
        InvalidInputError: the text is not a period.
    """
    whole = queries.span(session, actor.book_id)
    period = Period.parse(text, today=actor.today, whole=whole)
    newest = None if text else queries.newest(session, actor.book_id)
    if newest is None or has_entries(session, actor, period):
        return period
    return Period.of(Kind.YEAR, newest)


def shown(
    session: Session,
    actor: Actor,
    text: str,
    against: Against = Against.BEFORE,
    cards: Collection[Card] = EVERY,
    basis: Basis = Basis.ENTRY,
) -> Dashboard:
    """Return the figures of the period that a text means, of those that some cards show.

    Raises:
        InvalidInputError: the text is not a period.
    """
    period = chosen(session, actor, text)
    return figures(session, actor, period, against=against, cards=cards, basis=basis)


def figures(
    session: Session,
    actor: Actor,
    period: Period,
    *,
    against: Against = Against.BEFORE,
    cards: Collection[Card] = EVERY,
    basis: Basis = Basis.ENTRY,
) -> Dashboard:
    """Return the figures of a period, each with that of the period before or of last year."""
    tree, shown = category_queries.everything(session, actor.book_id), actor.shown_currency
    kinds, step, span = flows.kinds(tree), step_of(period), queries.span(session, actor.book_id)
    reader = Reader(session, actor, kinds, frozenset(cards), against, span, step, basis)
    book, (counted, later, previous) = reader.begun_with(period)
    valuation, kept, then = book.valuation(counted), book.shown(counted), book.compared(previous)
    net_worth, totals = book.net_worth(period, previous), valuation.valued(kept, kinds)
    return dashboard.Dashboard(
        period=period,
        counted=counted,
        previous=previous,
        currency=shown,
        flow=flows.flow(totals, kinds, shown),
        before=flows.flow(then, kinds, shown) if previous else None,
        steps=book.steps(counted, totals),
        step=step,
        spending=dashboard.by_category(totals, tree, shown, CategoryKind.EXPENSE),
        income=dashboard.by_category(totals, tree, shown, CategoryKind.INCOME),
        payees=book.payees(counted, kept),
        worth=net_worth,
        valuation=valuation,
        recent=book.recent(counted),
        is_empty=span is None,
        has_entries=has_entries(session, actor, period),
        newest=queries.newest(session, actor.book_id),
        upcoming=book.upcoming(later) if later else None,
        coming=book.coming(period),
        against=against,
        last_year=book.last_year(counted, previous, then),
        bridge=book.bridge(counted, period, net_worth, kept),
        then=book.valuation(previous) if previous else None,
    )
