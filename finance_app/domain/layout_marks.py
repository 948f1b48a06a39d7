"""What a table proves about the order of its days and the decimal mark of its amounts.

Where it proves nothing, a guess is made and a question is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError

from finance_app.domain.column_names import is_english, roles_of
from finance_app.domain.written_amounts import mark_evidence
from finance_app.domain.written_days import DAY_ORDERS, DayOrder, read_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from finance_app.domain.layout_tables import Table

_MANY_DAYS = 4
_MONTH_FIRST = frozenset({"USD", "CAD", "PHP"})


@dataclass(frozen=True, slots=True)
class Question:
    """Something a file leaves open, for a person to answer.

    Args:
        about: the layout's field: "day_order", "decimal_mark", "negated" or "currency_code".
        text: one sentence.
        choices: the possible values, the proposed one first; () for free choice.
    """

    about: str
    text: str
    choices: tuple[str, ...] = ()


def locale_of(region: str) -> Locale:
    """The locale of a region such as `en_US`, that of the United States when it is unknown."""
    try:
        return Locale.parse(region.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale("en", "US")


def day_order(
    table: Table, column: int, region: str, currency: str
) -> tuple[DayOrder, Question | None]:
    """The order of the days in a column, and a question when more than one is possible.

    Args:
        table: where the rows are.
        column: the one with the days.
        region: whose habit decides in the end.
        currency: that of most rows, "" for unknown: who pays in pounds writes the day first.
    """
    texts = [row[column] for row in table.rows if row[column].strip()]
    read = {order: [read_day(each, order) for each in texts] for order in DAY_ORDERS}
    counts = {order: sum(map(bool, days)) for order, days in read.items()}
    best = [order for order in DAY_ORDERS if counts[order] == max(counts.values())]
    if len(best) > 1 and any(read[each] != read[best[0]] for each in best):
        best = [each for each in best if each != "ymd"]
    ordered = [order for order in best if _is_sorted(read[order])]
    certain = best if read[best[0]] == read[best[-1]] else ordered
    if len(certain) == 1 or (certain and certain is best):
        return certain[0], None
    if "dmy" in best and sum("." in each for each in texts) > len(texts) / 2:
        return "dmy", None
    guess: DayOrder = _likely_order(table, read, region, currency)
    other: DayOrder = "mdy" if guess == "dmy" else "dmy"
    pairs = zip(texts, read["dmy"], read["mdy"], strict=True)
    text = next(text for text, one, two in pairs if one != two)
    spoken = f"Is {text.strip()} {_spoken(text, guess)} or {_spoken(text, other)}?"
    return guess, Question("day_order", spoken, (guess, other))


def decimal_mark(table: Table, money: Sequence[int], region: str) -> tuple[str, Question | None]:
    """The decimal mark in the columns of money; asks when every amount could be read both ways."""
    texts = [row[each] for row in table.rows for each in money]
    votes = mark_evidence(texts)
    if votes["."] or votes[","]:
        return ("." if votes["."] >= votes[","] else ","), None
    if not votes["?"]:
        return _usual_mark(table, region), None
    text = next(each for each in texts if mark_evidence([each])["?"]).strip()
    mark, other = (".", ",") if "," in text else (",", ".")
    spoken = f"Is {text} more than a thousand, or less with three decimals?"
    return mark, Question("decimal_mark", spoken, (mark, other))


def _is_sorted(days: Sequence[date | None]) -> bool:
    known = [each for each in days if each]
    return len(set(known)) > 1 and known in (sorted(known), sorted(known, reverse=True))


def _likely_order(
    table: Table, read: dict[DayOrder, list[date | None]], region: str, currency: str
) -> DayOrder:
    """The order that language, currency, the closeness of days or else the region suggests."""
    if _is_foreign(table) or (currency and currency not in _MONTH_FIRST):
        return "dmy"
    months = {order: {each.replace(day=1) for each in days if each} for order, days in read.items()}
    distinct = len({each for each in read["dmy"] if each})
    if distinct >= _MANY_DAYS:
        if len(months["mdy"]) == 1 and len(months["dmy"]) == distinct:
            return "mdy"
        if len(months["dmy"]) == 1 and len(months["mdy"]) == distinct:
            return "dmy"
    pattern = str(locale_of(region).date_formats["short"].pattern).lower()
    return "mdy" if pattern.find("m") < pattern.find("d") and pattern[0] != "y" else "dmy"


def _is_foreign(table: Table) -> bool:
    """Whether the names of the columns are in another language than English."""
    known = [each for each in table.names if roles_of(each)]
    return bool(known) and not all(is_english(each) for each in known)


def _usual_mark(table: Table, region: str) -> str:
    if table.known and not _is_foreign(table):
        return "."
    return "," if locale_of(region).number_symbols["latn"]["decimal"] == "," else "."


def _spoken(text: str, order: DayOrder) -> str:
    day = read_day(text, order)
    return f"{day.day} {day:%B} {day.year}" if day else "no day"
