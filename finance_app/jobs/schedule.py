"""The jobs, a line each: name, title, what it is good for, when, and what is done.

A new one is one line here: `steps(use_case)` makes one of a use case that takes `(session, now)`
and says whether there is more to do. When it may run and what is kept of it needs nothing else.
"""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from finance_app.config import settings
from finance_app.domain.schedules import Daily, Every
from finance_app.errors import NotFoundError
from finance_app.jobs.rates import RateFeeds
from finance_app.jobs.runs import Job
from finance_app.jobs.work import prove, send_mail, steps, tell_webhooks, tidy, write_digests
from finance_app.services import mail, maintenance, rate_feeds, webhook_deliveries

if TYPE_CHECKING:
    from finance_app.jobs.runs import Work

NIGHT = time(3, 30)
VERIFY = "verify"
_RATES: Work = RateFeeds().refresh


def schedule() -> tuple[Job, ...]:
    """Return all jobs, in the order they are listed in."""
    zone = settings().time_zone
    # fmt: off
    return (
        Job("mail", "Mail", "Hands over the mail that is due.", Every(2), send_mail, mail.is_due, mail.was_due),  # noqa: E501  a line a job
        Job("rates", "Exchange rates", "Asks publishers for new rates.", Every(3600), _RATES, rate_feeds.is_due),  # noqa: E501  as above
        Job("webhooks", "Webhooks", "Tells other programs what happens in books.", Every(2), tell_webhooks, webhook_deliveries.is_due),  # noqa: E501  as above
        Job("digests", "Digests", "Mails weeks and months to those who want them.", Every(600), write_digests),  # noqa: E501  as above
        Job("tidy", "Tidying", "Drops sessions, links and files that are over.", Every(900), tidy),
        Job("purge", "Deleting for good", "Drops accounts and books whose time has passed.", Every(60), steps(maintenance.purge_some), maintenance.is_any_over),  # noqa: E501  as above
        Job(VERIFY, "Proof", "Proves that all books fit together.", Daily(NIGHT, zone), prove, is_beside=True, is_urgent=True),  # noqa: E501  as above
    )
    # fmt: on


def find(name: str) -> Job:
    """Return a job by its name.

    Raises:
        NotFoundError: there is none of that name.
    """
    found = {each.name: each for each in schedule()}
    if name not in found:
        raise NotFoundError(f"There is no job “{name[:40]}”; there are {', '.join(found)}.")
    return found[name]
