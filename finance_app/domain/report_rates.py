"""What a report says about conversions: at which rates, what figures are made of, the rates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finance_app.domain.formatting import count_text, day_text, money_text
from finance_app.domain.provenance import rate_text
from finance_app.domain.rate_sources import titled
from finance_app.domain.report_bridge import as_always
from finance_app.domain.report_parts import Line, Table
from finance_app.domain.valuation import Basis

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from finance_app.domain.dashboard import Dashboard
    from finance_app.domain.made import Made
    from finance_app.domain.rates import Rate
    from finance_app.domain.valuation import Valuation


def basis_text(found: Valuation, region: str) -> str:
    """Say at which rates income and spending are converted; nothing where nothing is."""
    if not found.foreign:
        return ""
    if found.basis.of_one_day:
        return f"Income and spending are converted at the rates of {day_text(found.day, region)}."
    said = "Income and spending are converted at the rate of each entry’s own day"
    if found.basis is Basis.BANK:
        said = "Income and spending are converted at the bank’s own rate, else that of the day"
    if found.base == found.currency:
        return f"{said}."
    return f"{said} to {found.base}, and that at the rate of {day_text(found.day, region)}."


def made(found: Dashboard, region: str) -> Table:
    """Write what income, spending and net worth are made of, where anything is converted."""
    on = f"Net worth on {day_text(found.worth.now.day, region)}"
    parts = (
        ("Income", found.flow.income_made, "line"),
        ("Spending", found.flow.spending_made, "line"),
        (on, found.worth.now.made, "account"),
    )
    steps = {one.between.currency for _, some, _ in parts for one in some if one.between}
    codes = (*sorted(steps), found.currency)
    lines = [line for part in parts for line in _made(*part, codes, region)]
    headings = ("Figure", "In", "Amount", *(f"In {code}" for code in codes))
    return Table("What figures are made of", headings, tuple(lines), words=2)


def _made(
    name: str, some: Sequence[Made], unit: str, codes: Sequence[str], region: str
) -> Iterator[Line]:
    if not any(one.is_converted for one in some):
        return
    for one in some:
        became = money_text(one.converted, region) if one.converted else "not in it: no rate"
        between = money_text(one.between, region) if one.between else ""
        units = f"{count_text(one.count, region)} {unit}{'' if one.count == 1 else 's'}"
        steps = [between] * (len(codes) - 1)
        yield Line((name, units, money_text(one.original, region), *steps, became))


def rates(found: Dashboard, region: str) -> Table:
    """Write the rates that were used, a row for each currency and day, and what each converted."""
    valuation, used = found.valuation, _Used({})
    for worth in found.worth.series:
        for code, rate in worth.rates:
            used.add(code, rate, worth.day)
    for code in _codes(valuation):
        if known := valuation.rate(code):
            used.add(code, known, None)
    beside = used if valuation.base == found.currency else _Used({})
    if found.bridge and as_always(valuation):
        for worth in (found.bridge.opening, found.bridge.closing):
            for code, rate in worth.rates:
                beside.add(code, rate, worth.day)
    lines = [*used.lines(found.currency, region)]
    if beside is not used:
        lines += beside.lines(valuation.base, region)
    return Table(
        "Rates",
        ("Rate", "Published for", "Source", "Converted"),
        tuple(lines),
        note=basis_text(valuation, region),
        words=4,
    )


def _codes(found: Valuation) -> list[str]:
    """Return the currencies that one day's rates convert."""
    if not found.converts:
        return []
    codes = found.currencies if found.basis.of_one_day else {found.base}
    return sorted(codes - {found.currency})


@dataclass(frozen=True, slots=True)
class _Used:
    """Rates by currency, day and source, each with the days of net worth that it converted.

    None among these days stands for income and spending.
    """

    found: dict[tuple[str, date, str], tuple[Rate, list[date | None]]]

    def add(self, code: str, rate: Rate, day: date | None) -> None:
        self.found.setdefault((code, rate.day, rate.source), (rate, []))[1].append(day)

    def lines(self, currency: str, region: str) -> Iterator[Line]:
        for (code, day, source), (rate, days) in sorted(self.found.items(), key=lambda one: one[0]):
            said = rate_text(code, rate.value, currency, region)
            yield Line((said, day_text(day, region), titled(source), _what(days, region)))


def _what(days: Sequence[date | None], region: str) -> str:
    worth = sorted({day for day in days if day})
    said = ["Income and spending"] if None in days else []
    if len(worth) == 1:
        said.append(f"Net worth on {day_text(worth[0], region)}")
    elif worth:
        first, last = day_text(worth[0], region), day_text(worth[-1], region)
        said.append(f"Net worth on {len(worth)} days from {first} to {last}")
    return "; ".join(said)
