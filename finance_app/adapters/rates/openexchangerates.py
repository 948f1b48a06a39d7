"""Open Exchange Rates: with a key, some 170 currencies, the latest and any day since 1999.

One question a day that is missing, `historical/YYYY-MM-DD.json`, and `latest.json` once a day: a
free key allows 1,000 questions a month. What it said today of today is kept, not asked for again.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from finance_app.adapters import outbound
from finance_app.adapters.rates.answers import (
    Answer,
    moment,
    part,
    read_json,
    refused,
    take_all,
    telling,
)
from finance_app.domain.rate_feeds import Reading
from finance_app.errors import OutboundError

if TYPE_CHECKING:
    from finance_app.adapters.outbound import Address
    from finance_app.adapters.rates.answers import Wanted

BASE = "USD"
URL = "https://openexchangerates.org/api"
GAP = 31  # days back that are filled
_WRONG_KEY = frozenset({401, 403})


def fetch(address: Address, wanted: Wanted) -> Answer:
    """Return the days of the last month that are missing, today among them."""
    reading = Reading(BASE, wanted.today)
    back = (wanted.today - timedelta(days=n) for n in range(GAP + 1))
    missing = [day for day in back if day not in wanted.days]
    for place, day in enumerate(missing):
        try:
            _ask(address, reading, day, wanted)
        except OutboundError as error:
            if not reading.quotes:
                raise
            return Answer(reading, trouble=error)
        wanted.progress(100 * (place + 1) // len(missing))
    return Answer(reading, is_unchanged=not missing)


def _ask(address: Address, reading: Reading, day: date, wanted: Wanted) -> None:
    is_past = day < wanted.today
    path = f"/historical/{day}.json" if is_past else "/latest.json"
    try:
        response = outbound.get(address, path, {"app_id": wanted.key, "prettyprint": "false"})
    except OutboundError as error:
        if error.status in _WRONG_KEY:
            message = "does not accept the key in FINANCE_OPENEXCHANGERATES_KEY"
            raise refused(address, message) from error
        raise
    found = read_json(address, response)
    said = moment(address, found, "timestamp").date()
    with telling(address):
        reading.require_base(part(address, found, "base", str))
        of_day = reading.require_day(said)
        if is_past and abs(said - day) > timedelta(days=1):
            raise refused(address, "answered with another day than the one asked for")
        take_all(reading, day if is_past else of_day, part(address, found, "rates", dict))
