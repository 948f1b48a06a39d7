"""The European Central Bank's three files, and what they should never hold."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from finance_app.adapters.outbound import Seen
from finance_app.adapters.rates import ecb, shipped
from finance_app.errors import OutboundError
from tests.adapters.providers import TODAY, asked, rates
from tests.rate_server import ecb_xml, ok

if TYPE_CHECKING:
    from tests.rate_server import RateServer

DAILY, QUARTER, HISTORY = (f"/{name}" for name in (ecb.DAILY, ecb.QUARTER, ecb.HISTORY))


def archive(text: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("eurofxref-hist.csv", text)
    return file.getvalue()


def test_the_central_banks_last_day(server: RateServer) -> None:
    body = ecb_xml({"2026-11-25": {"USD": "1.1172", "JPY": "175.60", "XYZ": "7"}})
    server.replies[DAILY] = ok(body, ETag='"a"', Last_Modified="now")
    answer = asked(server, "ecb")
    assert rates(answer) == {("USD", "2026-11-25"): "1.1172", ("JPY", "2026-11-25"): "175.6"}
    assert answer.reading.unknown == {"XYZ"}
    assert (answer.document, answer.seen) == (ecb.DAILY, Seen('"a"', "now"))


def test_what_the_central_bank_sent_is_not_sent_again(server: RateServer) -> None:
    server.replies[DAILY] = ok(ecb_xml({}), ETag='"a"')
    answer = asked(server, "ecb", document=ecb.DAILY, seen=Seen('"a"'))
    assert (answer.is_unchanged, answer.seen) == (True, Seen('"a"'))
    with pytest.raises(OutboundError, match="without any rates"):
        asked(server, "ecb", document=ecb.QUARTER, seen=Seen('"a"'))


@pytest.mark.parametrize(
    ("newest", "today", "document"),
    [
        ("2026-11-24", "2026-11-25", ecb.DAILY),
        ("2026-11-25", "2026-11-25", ecb.DAILY),
        ("2026-11-20", "2026-11-23", ecb.DAILY),  # a weekend between
        ("2026-12-24", "2026-12-28", ecb.DAILY),  # Christmas as well
        ("2026-11-20", "2026-11-24", ecb.QUARTER),
        ("2026-11-26", "2026-11-27", ecb.QUARTER),  # Fridays, for corrections
        ("2026-09-02", "2026-11-25", ecb.QUARTER),
        ("2026-08-31", "2026-11-25", ecb.HISTORY),
        ("", "2026-11-25", ecb.HISTORY),
    ],
)
def test_the_smallest_file_that_closes_the_gap(newest: str, today: str, document: str) -> None:
    known = date.fromisoformat(newest) if newest else None
    assert ecb.chosen(known, date.fromisoformat(today)) == document


def test_the_central_banks_ninety_days(server: RateServer) -> None:
    body = ecb_xml({"2026-11-25": {"USD": "1.2"}, "2026-11-24": {"USD": "1.1", "DKK": "7.4735"}})
    server.replies[QUARTER] = ok(body)
    answer = asked(server, "ecb", newest_day=TODAY - timedelta(days=9))
    assert set(rates(answer)) == {
        ("USD", "2026-11-25"),
        ("USD", "2026-11-24"),
        ("DKK", "2026-11-24"),
    }


def test_the_central_banks_history(server: RateServer) -> None:
    text = "Date,USD,JPY,CYP,\n2026-11-25,1.1172,175.68,N/A,\n1999-01-04,1.1789,133.73,0.58231,\n"
    server.replies[HISTORY] = ok(archive(text))
    answer = asked(server, "ecb", newest_day=None)
    assert len(rates(answer)) == 5
    assert rates(answer)["CYP", "1999-01-04"] == "0.58231"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"no archive", "an archive that cannot be read"),
        (archive("")[:-30], "an archive that cannot be read"),
        (archive(""), "a table that cannot be read"),
        (archive("Day;USD\n"), "a table that holds no rates"),
        (archive("Date,USD,\n1850-01-01,1.1,\n"), "rates of 1850-01-01, which cannot be"),
        (archive("Date,EUR,\n2026-11-25,0.9,\n"), "not for one EUR"),
        (archive("Date,USD,\n"), "without any rates"),
        (archive(" " * (ecb.LARGEST_CSV + 1)), "an archive that holds too much"),
        (b"<!DOCTYPE html><html>", "a web page instead of rates"),
    ],
)
def test_a_history_that_cannot_be_is_refused(server: RateServer, body: bytes, said: str) -> None:
    server.replies[HISTORY] = ok(body)
    with pytest.raises(OutboundError, match=said):
        asked(server, "ecb", newest_day=None)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (ecb_xml({"1850-01-01": {"USD": "1.1"}}), "rates of 1850-01-01, which cannot be"),
        (ecb_xml({"2026-12-24": {"USD": "1.1"}}), "rates of 2026-12-24, which cannot be"),
        (ecb_xml({"soon": {"USD": "1.1"}}), "a day that is none"),
        (ecb_xml({"2026-11-25": {"EUR": "1"}}), "not for one EUR"),
        (ecb_xml({}), "without any rates"),
        (ecb_xml({"2026-11-25": {"USD": "1.1"}})[:-40], "XML that cannot be read"),
        ("<rates/>", "XML that holds no rates"),
        ("<!DOCTYPE r [<!ENTITY a 'b'>]><r>&a;</r>", "XML that cannot be read"),
        ("", "XML that cannot be read"),
    ],
)
def test_xml_that_cannot_be_is_refused(server: RateServer, body: str, said: str) -> None:
    server.replies[DAILY] = ok(body)
    with pytest.raises(OutboundError, match=said):
        asked(server, "ecb")


def test_the_history_that_ships_says_its_newest_day_without_being_read() -> None:
    days = [day for _, day, _ in shipped.history()]
    assert shipped.newest_day() == max(days)
    assert min(days) == date(1999, 1, 4)
