"""What users choose for themselves: how numbers and days are written, themes, cards.

What a deployment chooses is in `config`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from finance_app.domain import cards, notices
from finance_app.domain.notices import QuietHours
from finance_app.domain.regions import require_region
from finance_app.domain.weeks import FirstDay
from finance_app.errors import InvalidInputError, Wrong
from finance_app.models import tables
from finance_app.queries import users as queries
from finance_app.services import users

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor, Theme
    from finance_app.domain.cards import Arrangement, Card, Turn
    from finance_app.domain.notices import Notice


def change(
    session: Session,
    actor: Actor,
    region: str,
    time_zone: str,
    display_currency: str | None = "",
    first_day: FirstDay = FirstDay.REGION,
) -> None:
    """Keep another region, time zone, currency and first day of the week for the actor.

    Args:
        display_currency: to show figures in; nothing is the book's, whichever is looked at, and
            None leaves what was chosen, which may be another book's own.

    Raises:
        InvalidInputError: there is no such region, zone or currency; the error names the field.
    """
    wrong = Wrong()
    with wrong:
        require_region(region)
    with wrong:
        require_zone(time_zone)
    if display_currency and not actor.has_currency(display_currency):
        with wrong:
            raise InvalidInputError(
                "Choose one of the currencies in the list.", field="display_currency"
            )
    wrong.tell()
    chosen = {"region": region, "time_zone": time_zone, "first_day": first_day}
    if display_currency is not None:
        chosen["display_currency"] = display_currency
    _keep(session, actor.user_id, **chosen)


def choose_theme(session: Session, actor: Actor, theme: Theme) -> None:
    """Keep how the screens look for the actor, in whichever browser."""
    _keep(session, actor.user_id, theme=theme)


def arrange(
    session: Session, actor: Actor, card: Card, turn: Turn, target: Card | None = None
) -> Arrangement:
    """Keep another arrangement of the dashboard's cards for the actor, and return it.

    Args:
        target: beside which card it goes, where it was dropped.

    Raises:
        InvalidInputError: it was dropped beside itself.
    """
    kept = queries.dashboard(session, actor.user_id)
    found = cards.turned(cards.read(kept), card, turn, target)
    _keep(session, actor.user_id, dashboard=cards.written(found))
    return found


def reset_dashboard(session: Session, actor: Actor) -> Arrangement:
    """Arrange the dashboard's cards as they are for everybody, and return how."""
    _keep(session, actor.user_id, dashboard="")
    return cards.DEFAULT


def wanted(session: Session, user_id: int) -> frozenset[Notice]:
    """Return the mails that a user wants of those that one can do without."""
    return notices.wanted(queries.notices(session, user_id))


def choose_notice(session: Session, actor: Actor, notice: Notice, *, is_wanted: bool) -> None:
    """Keep whether the actor wants a mail that they can do without."""
    others = wanted(session, actor.user_id) - {notice}
    keep_notices(session, actor.user_id, {*others, notice} if is_wanted else others)


def keep_notices(session: Session, user_id: int, wanted: Collection[Notice]) -> None:
    """Keep which mails a user wants."""
    _keep(session, user_id, notices=notices.written(wanted))


def quiet_hours(session: Session, actor: Actor) -> QuietHours | None:
    """Return when no notice arrives for the actor, None where any hour will do."""
    return QuietHours.parse(queries.quiet_hours(session, actor.user_id))


def choose_quiet_hours(session: Session, actor: Actor, quiet: QuietHours | None) -> None:
    """Keep when no notice arrives for the actor: it waits until these hours are over."""
    _keep(session, actor.user_id, quiet_hours=str(quiet or ""))


def require_zone(name: str) -> str:
    """Return a time zone that is known here.

    Raises:
        InvalidInputError: it is not.
    """
    if name not in users.zones():
        raise InvalidInputError("Choose one of the time zones in the list.", field="time_zone")
    return name


def _keep(session: Session, user_id: int, **chosen: str) -> None:
    table = tables.preferences
    session.execute(update(table).where(table.c.user_id == user_id).values(chosen))
