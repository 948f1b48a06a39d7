"""Frankfurter, version 2 of its API: time series for some currencies; may be self-hosted.

`GET /v2/rates?base=EUR&quotes=USD,CHF&from=2026-10-30` answers with a list of objects that hold
`date`, `base`, `quote` and `rate`. One currency that it does not know makes it refuse the whole
question with status 422, which names the currency; then it is left out.
"""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import batched
from typing import TYPE_CHECKING, Any

from finance_app.adapters import outbound
from finance_app.adapters.rates.answers import Answer, Written, part, read_json, refused, telling
from finance_app.domain.rate_feeds import EARLIEST, Reading
from finance_app.errors import OutboundError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from finance_app.adapters.outbound import Address
    from finance_app.adapters.rates.answers import Wanted

BASE = "EUR"
URL = "https://api.frankfurter.dev"
AT_ONCE = 6  # currencies in one question, so that their whole history is no large answer
_OFTEN = "USD"  # asked for where books use nothing but the euro, so that it is known to work
_UNKNOWN = 422


def fetch(address: Address, wanted: Wanted) -> Answer:
    """Return a series for each currency, from its newest day on; a new one's from the start."""
    reading = Reading(BASE, wanted.today)
    questions = list(_questions(wanted))
    for place, (since, currencies) in enumerate(questions):
        try:
            _ask(address, reading, since, currencies)
        except OutboundError as error:
            if not reading.quotes:
                raise
            return Answer(reading, trouble=error)
        wanted.progress(100 * (place + 1) // len(questions))
    return Answer(reading)


def _questions(wanted: Wanted) -> list[tuple[date, tuple[str, ...]]]:
    """Return what is asked at once: the currencies whose gap begins on the same day."""
    known = {code: day for code, day in wanted.newest.items() if code != BASE}
    by_day: dict[date, list[str]] = {}
    for code, day in sorted((known or {_OFTEN: wanted.newest_day}).items()):
        by_day.setdefault(day or EARLIEST, []).append(code)
    latest = wanted.today - timedelta(days=7)  # what was published late comes in as well
    return [
        (min(day, latest), some)
        for day, codes in sorted(by_day.items())
        for some in batched(codes, AT_ONCE)
    ]


def _ask(address: Address, reading: Reading, since: date, currencies: Sequence[str]) -> None:
    query = {"base": BASE, "quotes": ",".join(currencies), "from": since.isoformat()}
    response = outbound.get(address, "/v2/rates", query, fine={_UNKNOWN})
    found = read_json(address, response)
    if response.status == _UNKNOWN:
        rest = _without_unknown(address, found, currencies)
        if rest:
            _ask(address, reading, since, rest)
        return
    if not isinstance(found, list):
        raise refused(address, "answered with something else than a list of rates")
    for row in found:
        _take(address, reading, row)


def _without_unknown(address: Address, found: Any, currencies: Sequence[str]) -> Sequence[str]:
    named = set(re.findall(r"\b[A-Z]{3}\b", part(address, found, "message", str)))
    if not named & set(currencies):
        raise refused(address, f"answered with status {_UNKNOWN}")
    return [code for code in currencies if code not in named]


def _take(address: Address, reading: Reading, row: Any) -> None:
    day, base, quote = (part(address, row, name, str) for name in ("date", "base", "quote"))
    rate = row.get("rate")
    with telling(address):
        reading.require_base(base)
        text = rate if isinstance(rate, Written) else f"“{rate}”"
        reading.add(quote, reading.day(day), "1" if quote == BASE and text == "1.0" else text)
