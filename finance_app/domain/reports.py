"""A report: the dashboard of a period written out, as charts and tables of text.

Arithmetic is in `domain.dashboard` and `domain.worth`; how it becomes a file in `adapters.reports`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from finance_app.domain import charts, report_bridge, report_rates
from finance_app.domain.formatting import (
    count_text,
    day_text,
    known_text,
    lines_text,
    money_text,
    month_text,
    percent_text,
)
from finance_app.domain.report_parts import Chart, Headline, Line, Report, Table
from finance_app.domain.steps import Step

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from finance_app.domain.dashboard import CategorySum, Dashboard, PayeeSum
    from finance_app.domain.flows import Flow, Missing
    from finance_app.domain.money import Money
    from finance_app.domain.periods import Period

NONE = "–"


def report(found: Dashboard, region: str, today: date) -> Report:
    """Write a dashboard out."""
    rates = report_rates.basis_text(found.valuation, region)
    return Report(
        title=days(found.period, region),
        region=region,
        made_on=day_text(today, region),
        headlines=tuple(_headlines(found, region)),
        charts=_charts(found, region),
        tables=tuple(table for table in _tables(found, region) if table.lines),
        gaps=tuple(gaps(found, region)),
        notes=tuple(filter(None, (rates, *notes(found, region, today)))),
    )


def days(period: Period, region: str) -> str:
    """Write a period as its first and last day."""
    return f"{day_text(period.start, region)} – {day_text(period.last, region)}"


def notes(found: Dashboard, region: str, today: date) -> Iterator[str]:
    """Say what has not happened yet."""
    if found.upcoming is not None:
        flow, last = found.upcoming.flow, day_text(found.upcoming.period.last, region)
        income = charts.flow_text(flow.known_income, flow.missing_income, region)
        spending = charts.flow_text(flow.known_spending, flow.missing_spending, region)
        parts = [f"{income} of income"] if flow.income_count else []
        parts += [f"{spending} of spending"] if flow.spending_count else []
        yield f"Upcoming until {last}, not counted yet: {', '.join(parts) or 'transfers'}."
    elif found.period.start > today and found.has_entries:
        yield "All of this is still to come; the figures count what is entered for these days."


def gaps(found: Dashboard, region: str) -> Iterator[str]:
    """Say what is not in the figures, because there is no rate for it."""
    for name, missing in (
        ("Income", found.flow.missing_income),
        ("Spending", found.flow.missing_spending),
    ):
        if missing:
            yield f"{name} leaves out {_listed(missing, region)}: no rate is known for their days."
    now = found.worth.now
    if now.missing:
        amounts = ", ".join(money_text(amount, region) for amount in now.missing)
        yield f"Net worth leaves out {amounts}: no rate is known for {day_text(now.day, region)}."


def _listed(missing: tuple[Missing, ...], region: str) -> str:
    return ", ".join(
        f"{money_text(one.amount, region)} ({lines_text(one.count, region)})" for one in missing
    )


def _headlines(found: Dashboard, region: str) -> Iterator[Headline]:
    flow, before, worth = found.flow, found.before, found.worth

    stretch = days(found.previous, region) if found.previous else ""

    def headline(label: str, now: Money | None, was: Money | None, when: str = stretch) -> Headline:
        known = money_text(was, region) if was else ""
        return Headline(label, known_text(now, region), known, when)

    then, day = (worth.before.known, worth.before.day) if worth.before else (None, None)
    yield headline("Net worth", worth.now.known, then, day_text(day, region) if day else "")
    yield headline("Income", flow.known_income, before.known_income if before else None)
    yield headline("Spending", flow.known_spending, before.known_spending if before else None)
    was = _share(before.saved, region) if before and before.saved is not None else ""
    yield Headline("Saved", _share(flow.saved, region), was, stretch)


def _share(share: Decimal | None, region: str) -> str:
    return NONE if share is None else percent_text(share, region)


def _charts(found: Dashboard, region: str) -> tuple[Chart, ...]:
    flow = found.flow
    return (
        Chart(
            "worth",
            "Net worth",
            known_text(found.worth.now.known, region),
            charts.net_worth(found.worth.series, region, nowhere, step=found.worth.step),
        ),
        *report_bridge.charts(found.bridge, found.valuation, region),
        Chart(
            "flow",
            flow_title(found),
            known_text(flow.known_net, region, plus=True),
            charts.cash_flow(found.steps, region, nowhere, step=found.step),
            charts.came_and_went(flow, region),
        ),
        Chart(
            "spending",
            "Spending by category",
            known_text(flow.known_spending, region),
            charts.spending(found.spending, region, nowhere, period=str(found.counted)),
        ),
    )


def nowhere(**_filters: str) -> str:
    """Lead nowhere: a file has no server behind it."""
    return ""


def _tables(found: Dashboard, region: str) -> Iterator[Table]:
    yield _by_step(found, region)
    yield _by_day(found, region)
    flow = found.flow
    yield _by_category("Spending by category", found.spending, flow.known_spending, region)
    yield _by_category("Income by category", found.income, flow.known_income, region)
    yield _payees(found, region)
    if found.bridge:
        yield from report_bridge.tables(found.bridge, found.valuation, region)
    yield _accounts(found, region)
    yield report_rates.made(found, region)
    yield report_rates.rates(found, region)


def flow_title(found: Dashboard) -> str:
    """Say by what cash flow is shown: `Cash flow by month`."""
    return f"Cash flow by {found.step}"


def _by_step(found: Dashboard, region: str) -> Table:
    lines = tuple(
        Line((_step(one.start, found.step, region), *_amounts(one.flow, region)))
        for one in found.steps
        if one.inside
    )
    headings = (found.step.word, "Income", "Spending", "Net")
    return Table(flow_title(found), headings, lines, ("Total", *_amounts(found.flow, region)))


def _step(day: date, step: Step, region: str) -> str:
    return month_text(day, region) if step is Step.MONTH else step.label(day, region)


def _amounts(flow: Flow, region: str) -> tuple[str, str, str]:
    return (
        known_text(flow.known_income, region),
        known_text(flow.known_spending, region),
        known_text(flow.known_net, region, plus=True),
    )


def _by_day(found: Dashboard, region: str) -> Table:
    lines = tuple(
        Line((day_text(worth.day, region), charts.worth_text(worth, region)))
        for worth in found.worth.series
    )
    return Table("Net worth", ("Day", "Worth"), lines)


def _by_category(
    title: str, groups: tuple[CategorySum, ...], total: Money | None, region: str
) -> Table:
    whole = sum(group.amount.amount for group in groups)

    def cells(one: CategorySum) -> tuple[str, ...]:
        share = Decimal(one.amount.amount) / whole if whole > 0 and one.known else None
        amount = _partial(known_text(one.known, region), one, region)
        return one.name, count_text(one.count, region), _share(share, region), amount

    lines = []
    for group in groups:
        lines.append(Line(cells(group)))
        parts = [member for member in group.members if member.id != group.id or group.members[1:]]
        lines += [Line(cells(member), 1) for member in parts]
    foot = ("Total", "", "", known_text(total, region))
    return Table(title, ("Category", "Lines", "Share", "Amount"), tuple(lines), foot)


def _payees(found: Dashboard, region: str) -> Table:
    lines = tuple(
        Line((one.name, count_text(one.count, region), _partial(spent, one, region)))
        for one in found.payees
        for spent in [money_text(one.amount, region)]
    )
    missing = ", ".join(one.amount.currency for one in found.flow.missing_spending)
    note = f"Without what was paid in {missing}, which has no rate." if missing else ""
    return Table("Largest payees", ("Payee", "Lines", "Spent"), lines, note=note)


def _partial(amount: str, of: CategorySum | PayeeSum, region: str) -> str:
    """Mark an amount that some lines are not in."""
    if not of.missing_count or of.missing_count == of.count:
        return amount
    return f"{amount}, without {lines_text(of.missing_count, region)}"


def _accounts(found: Dashboard, region: str) -> Table:
    now = found.worth.now
    lines = []
    for standing in found.worth.accounts:
        converted = standing.converted
        worth = money_text(converted.amount, region) if converted else "no rate known"
        lines.append(Line((standing.account.name, money_text(standing.balance, region), worth)))
    return Table(
        f"Accounts on {day_text(now.day, region)}",
        ("Account", "Balance", f"In {found.currency}"),
        tuple(lines),
        ("Total", "", known_text(now.known, region)),
    )
