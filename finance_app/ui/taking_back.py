"""Taking a change set back, or bringing it back, while the page stays live."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from finance_app import db
from finance_app.domain.actors import Actor
from finance_app.domain.changes import ChangeSetView
from finance_app.services import history
from finance_app.services.history import Undone
from finance_app.ui.jobs import Job

MANY = 500  # rows: undoing more is done apart from the short writes


async def taken_back(
    actor: Actor, key: int, show: Callable[[int], Awaitable[None]]
) -> tuple[ChangeSetView, Undone]:
    """Undo a change set; return it as it was, and what became of it.

    Args:
        show: shows how far it is, in percent.
    """
    one = await db.ask(history.get, actor, key)
    tell = db.tell_long if one.rows > MANY else db.tell
    job = Job()
    undoing: Awaitable[Undone] = tell(history.undo, actor, key, progress=job.at)
    return one, await job.followed(undoing, lambda: show(job.percent))


def done_text(verb: str, undone: Undone) -> str:
    """Say what was done, `Restored`, and name what was left: `Restored, but for …`."""
    return undone.sentence.replace("Undone", verb, 1)
