"""Jobs, as administrators' programs see them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from pydantic import Field

from finance_app.api.schemas.common import Shown
from finance_app.domain.jobs import Outcome

if TYPE_CHECKING:
    from finance_app.jobs.overview import Shown as Standing


class Job(Shown):
    """What the server does again and again, and how that stands."""

    name: str = Field(examples=["rates"])
    title: str
    about: str
    is_running: bool
    last_at: datetime | None
    last_outcome: Outcome | None
    next_at: datetime
    failures: int = Field(description="In a row.")
    is_asked: bool = Field(description="Somebody wants it to run now.")
    is_late: bool

    @classmethod
    def of(cls, shown: Standing) -> Self:
        """Return a job as programs get it."""
        standing = shown.standing
        last = standing.last
        return cls(
            name=shown.job.name,
            title=shown.job.title,
            about=shown.job.does,
            is_running=standing.running is not None,
            last_at=last.finished_at if last else None,
            last_outcome=last.outcome if last else None,
            next_at=standing.next_at,
            failures=standing.failures,
            is_asked=standing.is_asked,
            is_late=standing.is_late,
        )
