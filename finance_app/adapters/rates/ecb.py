"""The European Central Bank's reference rates: of the last day, of 90 days, or all since 1999.

Its XML is read event by event, without a document type and so without entities. It publishes at
about 16:00 in Frankfurt on the days of TARGET, and asks to be named as the source.
"""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from typing import TYPE_CHECKING
from xml.parsers import expat

from finance_app.adapters import outbound
from finance_app.adapters.rates.answers import Answer, refuse_page, refused, telling
from finance_app.adapters.rates.ecb_csv import rows
from finance_app.domain.rate_feeds import Reading
from finance_app.domain.rate_times import is_banking_day

if TYPE_CHECKING:
    from finance_app.adapters.outbound import Address
    from finance_app.adapters.rates.answers import Wanted

BASE = "EUR"
URL = "https://www.ecb.europa.eu/stats/eurofxref"
DAILY, QUARTER, HISTORY = "eurofxref-daily.xml", "eurofxref-hist-90d.xml", "eurofxref-hist.zip"
LONGEST_QUARTER = timedelta(days=85)  # it holds 90 days, and it may be late
LARGEST_CSV = 32 * 1024 * 1024  # bytes
_SECOND_LOOK = 4  # Fridays, so that corrections of the last weeks come in

_ENVELOPE = "http://www.gesmes.org/xml/2002-08-01 Envelope"
_CUBE = "http://www.ecb.int/vocabulary/2002-08-01/eurofxref Cube"


def fetch(address: Address, wanted: Wanted) -> Answer:
    """Return the smallest of its files that closes the gap."""
    document = chosen(wanted.newest_day, wanted.today)
    response = outbound.get(address, f"/{document}", seen=wanted.seen_of(document))
    reading = Reading(BASE, wanted.today)
    if response.is_unchanged:
        return Answer(reading, document, wanted.seen, is_unchanged=True)
    wanted.progress(50)
    read = _read_zip if document == HISTORY else _read_xml
    read(address, response.body, reading)
    if not reading.quotes and not reading.refusals:
        raise refused(address, "answered without any rates")
    return Answer(reading, document, response.seen)


def chosen(newest: date | None, today: date) -> str:
    """Return the file that has every day after the newest one stored."""
    if newest is None or today - newest > LONGEST_QUARTER:
        return HISTORY
    between = (newest + timedelta(days=n) for n in range(1, (today - newest).days))
    if any(map(is_banking_day, between)) or today.weekday() == _SECOND_LOOK:
        return QUARTER
    return DAILY


def _read_xml(address: Address, body: bytes, reading: Reading) -> None:
    refuse_page(address, body)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = _Cubes(address, reading).start
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        with telling(address):
            parser.Parse(body, True)  # noqa: FBT003  its only signature
    except (expat.ExpatError, ValueError) as error:
        raise refused(address, "answered with XML that cannot be read") from error


def _refuse_doctype(*_: object) -> None:
    raise ValueError("a document type can define entities")


class _Cubes:
    """Reads cubes: one of a day around those of its currencies."""

    def __init__(self, address: Address, reading: Reading) -> None:
        self.address = address
        self.reading = reading
        self.is_known = False
        self.day: date | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take an element in."""
        if not self.is_known and name != _ENVELOPE:
            raise refused(self.address, "answered with XML that holds no rates")
        self.is_known = True
        if name != _CUBE:
            return
        if "time" in attributes:
            self.day = self.reading.day(attributes["time"])
        elif "currency" in attributes and self.day:
            _add(self.reading, attributes["currency"], self.day, attributes.get("rate", ""))


def _read_zip(address: Address, body: bytes, reading: Reading) -> None:
    refuse_page(address, body)
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive, archive.open(archive.namelist()[0]) as f:
            text = f.read(LARGEST_CSV + 1)
    except (zipfile.BadZipFile, IndexError, EOFError, OSError, RuntimeError, ValueError) as error:
        raise refused(address, "answered with an archive that cannot be read") from error
    if len(text) > LARGEST_CSV:
        raise refused(address, "answered with an archive that holds too much")
    days: dict[str, date] = {}
    with telling(address):
        for currency, day, per_base in rows(text):
            if day not in days:
                days[day] = reading.day(day)
            _add(reading, currency, days[day], per_base)


def _add(reading: Reading, currency: str, day: date, per_base: str) -> None:
    """Take a value in; the euro is never among its own rates, but it is among another's."""
    if currency == BASE:
        reading.require_base("")
    reading.add(currency, day, per_base)
