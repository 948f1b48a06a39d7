"""How the server is, a line each, as text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from finance_app.domain.actors import Actor
from finance_app.domain.formatting import count_text, day_near, size_text
from finance_app.domain.health import FeedHealth, Health
from finance_app.domain.jobs import Outcome
from finance_app.jobs.overview import Shown
from finance_app.jobs.schedule import VERIFY
from finance_app.pages.admin.rows.jobs import took
from finance_app.ui import links
from finance_app.ui.moments import moment

GOOD, ATTENTION = "Good", "Needs attention"


@dataclass(frozen=True)
class HealthRow:
    """A line.

    Args:
        word: whether it is good; nothing where it cannot be otherwise.
        trouble: what is wrong and what to do.
        href: where that is done.
    """

    title: str = ""
    value: str = ""
    word: str = ""
    tone: str = ""
    trouble: str = ""
    href: str = ""


def lines(found: Health, jobs: list[Shown], actor: Actor) -> list[HealthRow]:
    """Write everything out, what runs first."""
    region, troubles = actor.region, found.troubles

    def judged(name: str, title: str, value: str) -> HealthRow:
        return _row(title, value, troubles.get(name, ""))

    size, free = size_text(found.size, region), size_text(found.free, region)
    return [
        HealthRow("Version", found.version),
        HealthRow("Running for", span_text(found.seconds)),
        judged("schema", "Schema", f"Revision {found.schema}"),
        HealthRow("Database", f"{found.database}, {size}"),
        judged("free", "Free disk", free),
        judged("memory", "Memory of this process", size_text(found.memory, region)),
        judged("address", "Public address", "Set" if found.has_public_url else "Not set"),
        judged("http", "Plain http from elsewhere", "Allowed" if found.allows_http else "Refused"),
        judged("mail", "Mail that was not sent", _mail(found, region)),
        judged("work", "Converting anew", _work(found, region)),
        _jobs(jobs),
        *(_proof(one, actor) for one in jobs if one.job.name == VERIFY),
        *(_feed(one, found, actor) for one in found.feeds),
        HealthRow("Users", _users(found, region)),
        HealthRow("Books", count_text(found.books, region)),
        HealthRow("Lines of entries", count_text(found.lines, region)),
    ]


def span_text(seconds: int) -> str:
    """Write how long: `3 days, 4 hours`, `12 minutes`."""
    span = timedelta(seconds=seconds)
    hours, minutes = divmod(span.seconds // 60, 60)
    parts = [(span.days, "day"), (hours, "hour"), (minutes, "minute")]
    told = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count]
    return ", ".join(told[:2]) or "less than a minute"


def _row(title: str, value: str, trouble: str) -> HealthRow:
    if trouble:
        return HealthRow(title, value, ATTENTION, "doubt", trouble)
    return HealthRow(title, value, GOOD, "income")


def _jobs(jobs: list[Shown]) -> HealthRow:
    """Say whether what recurs does."""
    bad = [one.job.title for one in jobs if one.standing.needs_attention]
    value = f"{len(jobs) - len(bad)} of {len(jobs)} in order"
    sentence = f"Look at {', '.join(bad)}." if bad else ""
    return replace(_row("Jobs", value, sentence), href=links.admin("jobs"))


def _proof(one: Shown, actor: Actor) -> HealthRow:
    """Say what the last proof of the books came to."""
    last, title = one.standing.last, "Proof of the books"
    href = links.admin("jobs", job=one.job.name)
    if last is None:
        return HealthRow(title, "None yet", href=href)
    value = f"{moment(last.started_at, actor)}, {took(last)}"
    if last.outcome is Outcome.DONE:
        return replace(_row(title, f"{value}: {last.said}", ""), href=href)
    wrong = " ".join(f"{line}." for line in last.details)
    return replace(_row(title, value, f"{last.said or last.error} {wrong}".strip()), href=href)


def _mail(found: Health, region: str) -> str:
    counts = (found.waiting, "waiting"), (found.failed, "failed"), (found.given_up, "given up")
    return ", ".join(f"{count_text(count, region)} {what}" for count, what in counts)


def _work(found: Health, region: str) -> str:
    if not found.converting:
        return "Nothing to do"
    books = "book" if found.converting == 1 else "books"
    return f"{count_text(found.converting, region)} {books}"


def _users(found: Health, region: str) -> str:
    disabled = f", {count_text(found.disabled, region)} of them disabled" if found.disabled else ""
    return f"{count_text(found.users, region)}{disabled}"


def _feed(one: FeedHealth, found: Health, actor: Actor) -> HealthRow:
    newest = one.newest_day
    day = day_near(newest, actor.today, actor.region) if newest else ""
    rates = f"Rates up to {day}" if day else "No rates yet"
    if not one.is_asked:
        return HealthRow(one.title, f"{rates}, not asked")
    asked = f", answered {moment(one.succeeded_at, actor)}" if one.succeeded_at else ""
    return _row(one.title, rates + asked, found.trouble_of(one))
