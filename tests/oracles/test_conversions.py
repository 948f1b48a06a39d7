"""What converts by the shipped history, against another program that reads the same file."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Context, Decimal, localcontext
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import pytest
from currency_converter import CurrencyConverter

from finance_app.adapters.rates import shipped
from finance_app.domain.currencies import DECIMALS
from finance_app.domain.money import Money, to_minor
from finance_app.domain.pegs import FIXED
from finance_app.domain.rates import RateTable

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST, LAST = date(1999, 1, 1), date(2026, 11, 27)
COUNT = 10_000
LIMIT = 31  # days that a rate counts for
WIDE = Context(prec=200)


class Known(NamedTuple):
    """The same history three times: ours, the other program's, and the days it has."""

    ours: RateTable
    theirs: CurrencyConverter
    days: dict[str, set[date]]

    def holds(self, code: str, on: date) -> bool:
        """Whether a rate was published on the day, or not too long before."""
        near = (on - timedelta(days=days) for days in range(LIMIT + 1))
        return code == "EUR" or any(day in self.days[code] for day in near)


@pytest.fixture(scope="module")
def known() -> Known:
    ours = RateTable()
    for code, day, value in sorted(shipped.history()):
        ours.add(code, day, Decimal(value))
    theirs = CurrencyConverter(
        str(shipped._HISTORY),
        fallback_on_missing_rate=True,
        fallback_on_missing_rate_method="last_known",
        fallback_on_wrong_date=True,
        decimal=True,
    )
    return Known(ours, theirs, published())


def published() -> dict[str, set[date]]:
    """Return the days that the file has a rate of, by currency."""
    found = defaultdict(set)
    with zipfile.ZipFile(shipped._HISTORY) as archive:
        text = archive.read("eurofxref-hist.csv").decode()
    for row in csv.DictReader(io.StringIO(text)):
        for code, value in row.items():
            if code not in ("Date", "") and value not in ("N/A", ""):
                found[code].add(date.fromisoformat(row["Date"]))
    return found


def asked(codes: list[str]) -> Iterator[tuple[Money, str, date]]:
    """Yield amounts to convert: of any size, on any day on which no law sets the rate."""
    random = Random(1999)  # noqa: S311  no secret
    left = COUNT
    while left:
        origin, target = random.sample(codes, 2)
        if random.random() < 0.3:
            origin, target = random.choice((("EUR", target), (origin, "EUR")))
        day = FIRST + timedelta(days=random.randrange((LAST - FIRST).days + 1))
        if origin == target or any(replaced(code, day) for code in (origin, target)):
            continue
        left -= 1
        amount = random.randrange(-(10 ** random.randrange(1, 11)), 10 ** random.randrange(1, 11))
        yield Money(amount, origin), target, day


def replaced(code: str, day: date) -> bool:
    return code in FIXED and day >= FIXED[code].since


def converted(known: Known, money: Money, target: str, day: date) -> int:
    """Return what the other program makes of an amount, rounded once at the end."""
    with localcontext(WIDE):
        found = known.theirs.convert(money.decimal, money.currency, target, day)
        return to_minor(found.quantize(Decimal(1).scaleb(-100)), target)


def test_ten_thousand_conversions_are_another_programs(known: Known) -> None:
    codes = sorted({*known.days, "EUR"})
    assert len(codes) > 40
    assert set(codes) <= set(DECIMALS)
    seen: Counter[str] = Counter()
    for money, target, day in asked(codes):
        found = known.ours.convert(money, target, day)
        if not all(known.holds(code, day) for code in (money.currency, target)):
            assert found is None, (money, target, day)
            seen["unknown"] += 1
            continue
        assert found is not None, (money, target, day)
        assert found.amount.amount == converted(known, money, target, day), (money, target, day)
        seen.update((found.rate.path, "week-end" if day.weekday() > 4 else "week"))
        seen["aged"] += found.rate.age > 3
    assert sum(seen[path] for path in ("direct", "inverse", "cross", "unknown")) == COUNT
    assert min(seen[name] for name in ("direct", "inverse", "week-end", "unknown")) > 500, seen
    assert seen["aged"] > 20, seen


def test_a_rate_ends_a_month_after_the_last_one_published(known: Known) -> None:
    for code in sorted(known.days.keys() - FIXED.keys()):
        days = sorted(known.days[code])
        gaps = (one for one, after in pairwise(days) if (after - one).days > LIMIT)
        for end in (*gaps, days[-1]):
            last = end + timedelta(days=LIMIT)
            assert known.ours.rate("EUR", code, last) is not None, (code, last)
            assert known.ours.rate("EUR", code, last + timedelta(days=1)) is None, (code, last)
        assert known.ours.rate("EUR", code, days[0] - timedelta(days=1)) is None, code
