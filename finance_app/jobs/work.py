"""What jobs do: use cases, and how each is made a run's work."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from finance_app import db
from finance_app.domain.jobs import Result
from finance_app.services import (
    data_exports,
    digests,
    mail,
    maintenance,
    verify,
    webhook_deliveries,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from finance_app.jobs.runs import Run, Work

    type Step = Callable[[Session, datetime], bool]

PAUSE = 0.05  # seconds between two steps, in which whoever waits may write
FITS = "Everything fits together."


def steps(use_case: Step) -> Work:
    """Make a use case a job that does a little at a time and says whether there is more.

    Each step is a transaction that a process which lost the run cannot commit; the last one ends
    the run as well, so that whatever it wrote is there once.
    """

    def work(run: Run) -> Result:
        more = True
        while more:
            with run.write() as session:
                more = use_case(session, run.moment)
                if not more:
                    run.finish(session, Result())
            time.sleep(PAUSE if more else 0)
        return Result()

    return work


def send_mail(run: Run) -> Result:
    """Hand over whatever mail is due."""
    count = sent = mail.deliver(run.now(), run.at)
    while sent:
        sent = mail.deliver(run.now(), run.at)
        count += sent
    return Result(f"{count} {'mail' if count == 1 else 'mails'} handed over.")


def tell_webhooks(run: Run) -> Result:
    """Tell webhooks whatever is due."""
    count = webhook_deliveries.deliver(run.now, run.check)
    return Result(f"{count} {'delivery' if count == 1 else 'deliveries'} arrived.")


def tidy(run: Run) -> Result:
    """Drop what is over: sessions, links, requests, files."""
    data_exports.tidy(run.now())
    return steps(maintenance.forget)(run) or Result()


def write_digests(run: Run) -> Result:
    """Write the digests whose time has come, each in a transaction of its own."""

    def going() -> bool:
        run.check()
        return True

    count = digests.write_due(run.now(), going)
    return Result(f"{count} {'digest' if count == 1 else 'digests'} written.")


def prove(run: Run) -> Result:
    """Prove that books fit together."""
    with db.read() as session:
        return proven(verify.verify(session, progress=run.at))


def proven(findings: tuple[verify.Finding, ...]) -> Result:
    """Say what a proof came to, without what stands in books."""
    if not findings:
        return Result(FITS)
    count = len(findings)
    said = f"{count} {'thing does' if count == 1 else 'things do'} not fit."
    return Result(said, verify.summary(findings), is_fine=False)
