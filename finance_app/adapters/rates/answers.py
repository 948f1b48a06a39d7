"""What providers are asked for and what they answer, and reading JSON without trusting it."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from finance_app.adapters.outbound import Seen
from finance_app.errors import InvalidInputError, OutboundError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from finance_app.adapters.outbound import Address, Response
    from finance_app.domain.rate_feeds import Reading

_PAGES = (b"<!doctype html", b"<html")
_SECONDS = 100_000_000_000  # after the year 5000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a provider is asked for.

    Args:
        newest: the newest day stored of each currency that books use, None where there is none.
        newest_day: the newest day stored of any currency.
        days: which days of the last weeks are stored.
        document: which of its files `seen` is about.
        progress: is called with the percentage that is done.
    """

    today: date
    newest: Mapping[str, date | None]
    newest_day: date | None = None
    days: frozenset[date] = frozenset()
    document: str = ""
    seen: Seen = field(default_factory=Seen)
    key: str = ""
    progress: Callable[[int], None] = lambda _percent: None

    def seen_of(self, document: str) -> Seen | None:
        """Return what was said about a file, where the last one asked for was the same."""
        return self.seen if document == self.document else None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider published.

    Args:
        document: which of its files was read, and what was said about it.
        is_unchanged: it has nothing that it had not sent before.
        next_at: it asks not to be asked before.
        trouble: why the rest is missing, where it answered only some questions.
    """

    reading: Reading
    document: str = ""
    seen: Seen = field(default_factory=Seen)
    is_unchanged: bool = False
    next_at: datetime | None = None
    trouble: OutboundError | None = None


class Written(str):
    """A number as it stands in JSON, digit for digit; a text is none."""

    __slots__ = ()


def read_json(address: Address, response: Response) -> Any:
    """Return what a JSON answer holds, its numbers as they are written.

    Raises:
        OutboundError: it is a web page, or no JSON, or only half of it.
    """
    refuse_page(address, response.body)
    try:
        return json.loads(
            response.body, parse_float=Written, parse_int=Written, parse_constant=Written
        )
    except (ValueError, RecursionError) as error:
        raise refused(address, "answered with something that cannot be read") from error


def refuse_page(address: Address, body: bytes) -> None:
    """Refuse a web page, such as a hotel's that wants a password first.

    Raises:
        OutboundError: it is one.
    """
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:20].lower().startswith(_PAGES):
        raise refused(address, "answered with a web page instead of rates")


def refused(address: Address, what: str) -> OutboundError:
    """Return the error that names who answered and what was wrong."""
    return OutboundError(f"{address.title} {what}.")


@contextmanager
def telling(address: Address) -> Iterator[None]:
    """Name who answered in what the domain says about the answer."""
    try:
        yield
    except InvalidInputError as error:
        raise refused(address, error.message) from error


def part(address: Address, found: Any, name: str, kind: type[Any]) -> Any:
    """Return a part of a JSON object.

    Raises:
        OutboundError: it is no object, or the part is missing or of another kind.
    """
    value = found.get(name) if isinstance(found, dict) else None
    if type(value) is not kind:
        raise refused(address, f"answered without “{name}”")
    return value


def moment(address: Address, found: Any, name: str) -> datetime:
    """Return a part of a JSON object that counts seconds since 1970.

    Raises:
        OutboundError: it is missing or no such number.
    """
    text = part(address, found, name, Written)
    if not text.isascii() or not text.isdecimal() or not 0 < int(text[:20]) < _SECONDS:
        raise refused(address, f"answered with a “{name}” that is no moment")
    return datetime.fromtimestamp(int(text), UTC)


def take_all(reading: Reading, day: date, rates: Mapping[str, Any]) -> None:
    """Take the values of a JSON object in, by currency."""
    for currency, value in rates.items():
        reading.add(currency, day, value if isinstance(value, Written) else f"“{value}”")
