"""Keeping exchange rates current: whom to ask, what to keep of the answer, and how it went.

The network is never waited for inside a transaction: a provider is claimed in one, asked outside,
and its answer kept in another. Providers are asked in the order of the settings. The first one is
asked for all it has; a later one where a book uses a currency that those before do not have, or
where one of them failed. Converting is in `domain.rates`, handing rates out in `services.rates`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from finance_app import db
from finance_app.adapters.outbound import WHOLE, Address, Seen
from finance_app.adapters.rates import PROVIDERS, Wanted
from finance_app.config import settings
from finance_app.domain import rate_times
from finance_app.domain.currencies import CODES, ISO
from finance_app.domain.flags import RATE_FETCHING
from finance_app.domain.own_rates import OLDEST
from finance_app.domain.pegs import FIXED
from finance_app.domain.rate_feeds import judge
from finance_app.domain.rate_sources import SOURCES
from finance_app.domain.rate_times import Feed
from finance_app.errors import OutboundError
from finance_app.queries import rate_feeds as queries
from finance_app.services import flags, rate_writes, rates, troubles
from finance_app.services.progress import ignore
from finance_app.services.rate_writes import Change

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime
    from decimal import Decimal

    from sqlalchemy.orm import Session

    from finance_app.adapters.rates import Answer
    from finance_app.domain.rate_feeds import Judged, Refusal
    from finance_app.services.progress import Progress

__all__ = ["Change", "Refreshed", "SourceStatus", "refresh", "status"]

AT_LEAST = timedelta(minutes=1)  # between two questions, also where a person wants it
FRESH = timedelta(days=10)  # a source that has nothing newer does not have the currency any more
REFUSED_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What came of asking.

    Args:
        asked: the sources that were asked.
        changes: for which currencies there are other rates now, and of which days.
        unknown: how many published codes are no currency here.
        refusals: a sentence for each source that newly published what does not count.
        failed: the sources that failed.
        troubles: a sentence for each of them.
    """

    asked: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    added: int = 0
    corrected: int = 0
    unknown: int = 0
    refusals: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()

    def __add__(self, other: Refreshed) -> Refreshed:
        return Refreshed(
            self.asked + other.asked,
            self.changes + other.changes,
            self.added + other.added,
            self.corrected + other.corrected,
            self.unknown + other.unknown,
            self.refusals + other.refusals,
            self.failed + other.failed,
            self.troubles + other.troubles,
        )


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """How current a source of rates is.

    Args:
        is_on: the settings name it, and rates are fetched; else rates came from there once.
        age: days since the newest day that it has a rate of.
        next_at: when it is asked next; None where it is not.
        is_paused: it failed again and again, and is left alone until then.
        trouble: what was wrong the last time, as a sentence; "" where nothing was.
        site: where its rates are from, for people.
        credit: what that link has to say.
        refused: what it published that does not count, newest first.
    """

    source: str
    title: str
    base: str
    is_on: bool
    newest_day: date | None
    age: int | None
    succeeded_at: datetime | None
    next_at: datetime | None
    is_paused: bool
    trouble: str
    site: str
    credit: str
    refused: tuple[Refusal, ...]


def status(session: Session, now: datetime) -> tuple[SourceStatus, ...]:
    """Return how current each source is: those of the settings in order, then others with rates."""
    feeds = queries.feeds(session)
    chosen = [name for name, _ in _providers(session)]
    others = [name for name in SOURCES if name not in chosen]
    found = [
        _status(session, feeds.get(name, Feed(name)), now, is_on=name in chosen)
        for name in chosen + others
    ]
    return tuple(each for each in found if each.is_on or each.newest_day)


def _status(session: Session, feed: Feed, now: datetime, *, is_on: bool) -> SourceStatus:
    name = feed.source
    newest = _newest(session, name)
    next_at = rate_times.next_ask(feed, now) if is_on else None
    return SourceStatus(
        source=name,
        title=SOURCES[name].title,
        base=SOURCES[name].base,
        is_on=is_on,
        newest_day=newest,
        age=(now.date() - newest).days if newest else None,
        succeeded_at=feed.succeeded_at,
        next_at=next_at,
        is_paused=bool(is_on and feed.failures and feed.resumes_at and feed.resumes_at > now),
        trouble=feed.trouble,
        site=PROVIDERS[name].site,
        credit=PROVIDERS[name].credit,
        refused=queries.refused(session, name, REFUSED_SHOWN),
    )


def is_due(session: Session, now: datetime) -> bool:
    """Say whether somebody is to be asked now."""
    feeds = queries.feeds(session)
    return any(
        now >= rate_times.next_ask(feeds.get(name, Feed(name)), now)
        for name, _ in _providers(session)
    )


def refresh(
    now: datetime, *, anyway: bool = False, progress: Progress = ignore, patience: float = WHOLE
) -> Refreshed:
    """Ask whoever is due, keep what is new, and return what changed.

    It waits for the network, so it is run by `db.fetch` or by a command, outside any transaction.

    Args:
        anyway: a person wants it, so also those that are not due yet or paused.
        progress: is called with the percentage that is done.
        patience: seconds for one answer, to the last byte.
    """
    with db.read() as session:
        chosen = _providers(session)
        used = queries.used(session) & ISO
        used -= FIXED.keys()  # nobody publishes those the euro replaced
    done, covered, is_sound = Refreshed(), set[str](), True
    for place, (name, url) in enumerate(chosen):
        if place and is_sound and used <= covered:
            break
        provider = PROVIDERS[name]
        title, where = SOURCES[name].title, url or provider.url
        address = Address(title, where, is_named=bool(url), whole=patience)

        def at(percent: int, place: int = place) -> None:
            progress((100 * place + percent) // len(chosen))

        at(0)
        done += _turn(address, name, used, now, anyway=anyway, progress=at)
        with db.read() as session:
            feed = queries.feeds(session).get(name, Feed(name))
            covered |= _covered(session, name, used, now)
        is_sound &= not feed.failures
    progress(100)
    return done


def _providers(session: Session) -> tuple[tuple[str, str], ...]:
    """Return who is asked, in order: nobody where the administrator switched that off."""
    return settings().providers if flags.value(session, RATE_FETCHING) else ()


def _covered(session: Session, name: str, used: Collection[str], now: datetime) -> set[str]:
    """Return for which currencies a source is current: its base, and what it still publishes."""
    since = now.date() - FRESH
    newest = queries.newest(session, name, used)
    return {code for code, day in newest.items() if day and day >= since} | {SOURCES[name].base}


def _newest(session: Session, name: str) -> date | None:
    days = queries.newest(session, name, CODES).values()
    return max((day for day in days if day), default=None)


def _turn(
    address: Address,
    name: str,
    used: Collection[str],
    now: datetime,
    *,
    anyway: bool,
    progress: Progress,
) -> Refreshed:
    """Ask one provider, if it is due, and keep what it says."""
    with db.write() as session:
        feed = queries.feeds(session).get(name, Feed(name))
        if not _is_due(feed, now, anyway=anyway):
            return Refreshed()
        rate_writes.keep_feed(session, replace(feed, asked_at=now))
        wanted = _wanted(session, feed, used, now, progress)
    try:
        answer = PROVIDERS[name].fetch(address, wanted)
    except OutboundError as error:
        return _failed(name, now, error)
    return _kept(address, name, now, answer)


def _is_due(feed: Feed, now: datetime, *, anyway: bool) -> bool:
    if anyway:
        return feed.asked_at is None or abs(now - feed.asked_at) >= AT_LEAST
    return now >= rate_times.next_ask(feed, now)


def _wanted(
    session: Session, feed: Feed, used: Collection[str], now: datetime, progress: Progress
) -> Wanted:
    today = now.date()
    other = "USD" if SOURCES[feed.source].base == "EUR" else "EUR"
    return Wanted(
        today=today,
        newest=queries.newest(session, feed.source, used),
        newest_day=_newest(session, feed.source),
        days=queries.days(session, feed.source, other, today - 2 * OLDEST),
        document=feed.document,
        seen=Seen(feed.etag, feed.last_modified),
        key=settings().openexchangerates_key,
        progress=progress,
    )


def _failed(name: str, now: datetime, error: OutboundError) -> Refreshed:
    with db.write() as session:
        feed = queries.feeds(session).get(name, Feed(name))
        rate_writes.keep_feed(session, _after_failure(feed, now, error))
        troubles.failing(session, _job(name), error.message, now)
    return Refreshed((name,), failed=(name,), troubles=(error.message,))


def _job(name: str) -> str:
    return f"Fetching exchange rates ({SOURCES[name].title})"


def _after_failure(feed: Feed, now: datetime, error: OutboundError) -> Feed:
    failures = feed.failures + 1
    rest = max(rate_times.pause(failures), timedelta(seconds=error.wait))
    resumes_at = now + rest if rest else None
    return replace(feed, failures=failures, resumes_at=resumes_at, trouble=error.message[:300])


def _kept(address: Address, name: str, now: datetime, answer: Answer) -> Refreshed:
    """Keep what is new of an answer, and note how it went."""
    reading = answer.reading
    with db.read() as session:
        judged = _judged(session, name, answer)
    refused = reading.refusals | judged.refused
    new = rate_writes.keep(name, judged, refused, now)
    trouble = answer.trouble
    if refused and not reading.quotes:
        trouble = OutboundError(f"{address.title} answered with rates that all cannot be right.")
    with db.write() as session:
        feed = queries.feeds(session).get(name, Feed(name))
        feed = replace(feed, newest_day=_newest(session, name))
        after = _after_failure(feed, now, trouble) if trouble else _after_success(feed, now, answer)
        rate_writes.keep_feed(session, after)
        if trouble:
            troubles.failing(session, _job(name), trouble.message, now)
        else:
            troubles.over(session, _job(name), now)
    return Refreshed(
        (name,),
        rate_writes.changes(name, judged),
        len(judged.added),
        len(judged.corrected),
        len(reading.unknown),
        (_told(address, new),) if new else (),
        (name,) if trouble else (),
        (trouble.message,) if trouble else (),
    )


def _after_success(feed: Feed, now: datetime, answer: Answer) -> Feed:
    return replace(
        feed,
        succeeded_at=now,
        document=answer.document,
        etag=answer.seen.etag,
        last_modified=answer.seen.last_modified,
        failures=0,
        resumes_at=answer.next_at,
        trouble="",
    )


def _judged(session: Session, name: str, answer: Answer) -> Judged:
    quotes, today = answer.reading.quotes, answer.reading.today
    days = [day for _, day in quotes]
    if not days:
        return judge({}, {}, today)
    codes, base = {currency for currency, _ in quotes}, SOURCES[name].base
    known = queries.known(session, name, codes, min(days) - OLDEST, max(days))

    def others(currency: str, day: date) -> Decimal | None:
        found = rates.published_on(session, base, currency, day)
        return found.value if found else None

    return judge(quotes, known, today, others)


def _told(address: Address, new: Collection[Refusal]) -> str:
    first = min(new, key=lambda each: (each.currency, each.day))
    count = f"{len(new):,} rates that do" if len(new) > 1 else "a rate that does"
    return (
        f"{address.title} published {count} not count: "
        f"{first.currency} of {first.day}. {first.reason}"
    )
