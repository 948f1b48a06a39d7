"""ExchangeRate-API's open access: the latest rates of some 160 currencies, once a day, no key.

It wants a link on the pages that show its rates, and not to be asked before it says that it has
something new; who asks too often is refused with status 429 for 20 minutes.
"""

from __future__ import annotations

from datetime import timedelta
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
URL = "https://open.er-api.com"
DOCUMENT = "/v6/latest/USD"
SPREAD = timedelta(minutes=5)  # after its next update, as it asks for
LONGEST = timedelta(days=2)  # that it is left alone because it said so
TOO_OFTEN, REST = 429, 20 * 60


def fetch(address: Address, wanted: Wanted) -> Answer:
    """Return its latest rates, of the day of its last update."""
    try:
        response = outbound.get(address, DOCUMENT, seen=wanted.seen_of(DOCUMENT))
    except OutboundError as error:
        if error.status == TOO_OFTEN:
            error.wait = max(error.wait, REST)
        raise
    reading = Reading(BASE, wanted.today)
    if response.is_unchanged:
        return Answer(reading, DOCUMENT, wanted.seen, is_unchanged=True)
    found = read_json(address, response)
    if part(address, found, "result", str) != "success":
        raise refused(address, "says that something went wrong there")
    updated = moment(address, found, "time_last_update_unix")
    following = moment(address, found, "time_next_update_unix")
    with telling(address):
        reading.require_base(part(address, found, "base_code", str))
        day = reading.require_day(updated.date())
        take_all(reading, day, part(address, found, "rates", dict))
    if not reading.quotes and not reading.refusals:
        raise refused(address, "answered without any rates")
    next_at = min(following, updated + LONGEST) + SPREAD
    return Answer(reading, DOCUMENT, response.seen, next_at=next_at)
