"""Who publishes rates, and how current each is, ready to show."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from finance_app.domain.actors import Actor
from finance_app.domain.formatting import count_text, day_near, day_text, time_text
from finance_app.services.rate_feeds import Refreshed, SourceStatus

SHOWN = 20  # refused values
BY_THEMSELVES = "They are refreshed by themselves, several times a day."
TOO_SOON = "Nobody was asked: the last time was less than a minute ago."
SWITCHED_OFF = "Nobody is asked; the administrator wants it so. State rates of your own."


@dataclass(frozen=True)
class FeedText:
    """A publisher.

    Args:
        newest: of which day its newest rates are, and how old that is.
        asked: when it answered last, and when it is asked next.
        mark: `Paused`, or `Not asked` where the settings do not name it.
        refused: how many of its values were refused…
        refusals: …and the newest of them.
    """

    title: str = ""
    newest: str = ""
    asked: str = ""
    mark: str = ""
    trouble: str = ""
    credit: str = ""
    site: str = ""
    refused: str = ""
    refusals: list[str] = field(default_factory=list)


def feeds(found: tuple[SourceStatus, ...], actor: Actor) -> list[FeedText]:
    """Write all publishers out."""
    return [_feed(one, actor) for one in found]


def _feed(one: SourceStatus, actor: Actor) -> FeedText:
    count = len(one.refused)
    return FeedText(
        title=one.title,
        newest=_newest(one, actor),
        asked=_asked(one, actor),
        mark="" if one.is_on and not one.is_paused else "Paused" if one.is_on else "Not asked",
        trouble=one.trouble,
        credit=one.credit,
        site=one.site,
        refused=f"{count} refused {'value' if count == 1 else 'values'}" if count else "",
        refusals=[
            f"{each.currency} of {day_text(each.day, actor.region)}, {each.per_base}: {each.reason}"
            for each in one.refused[:SHOWN]
        ],
    )


def _newest(one: SourceStatus, actor: Actor) -> str:
    if one.newest_day is None:
        return "No rates yet"
    day = day_near(one.newest_day, actor.today, actor.region)
    days = (actor.today - one.newest_day).days
    age = "" if days <= 0 else f", {days} {'day' if days == 1 else 'days'} old"
    return f"Rates up to {day}{age}"


def _asked(one: SourceStatus, actor: Actor) -> str:
    said = [f"answered {moment(one.succeeded_at, actor)}"] if one.succeeded_at else []
    if one.next_at:
        is_later = one.next_at > actor.now
        said.append(f"asked next {moment(one.next_at, actor) if is_later else 'within the hour'}")
    text = " · ".join(said)
    return text[:1].upper() + text[1:]


def moment(at: datetime, actor: Actor) -> str:
    """Write an instant where the user lives: the time alone where it is today."""
    day = at.astimezone(ZoneInfo(actor.time_zone)).date()
    time = time_text(at, actor.time_zone, actor.region)
    return time if day == actor.today else f"{day_near(day, actor.today, actor.region)}, {time}"


def came(done: Refreshed, region: str, *, asks: bool) -> str:
    """Say what came of asking, where there is anybody to ask."""
    if done.troubles:
        return " ".join(done.troubles)
    if not done.asked:
        return TOO_SOON if asks else SWITCHED_OFF
    if not done.changes:
        return "There is nothing new."
    new = f"{count_text(done.added, region)} new {'rate' if done.added == 1 else 'rates'}"
    corrected = f"{count_text(done.corrected, region)} corrected"
    parts = [text for text, count in ((new, done.added), (corrected, done.corrected)) if count]
    return f"{', '.join(parts)}."
