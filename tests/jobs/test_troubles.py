"""Jobs that keep failing, or find something: administrators are told once, and once it is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from finance_app import db
from finance_app.domain.jobs import Outcome, Result
from finance_app.domain.schedules import Every
from finance_app.errors import InvalidInputError
from finance_app.jobs.runs import Job, Run, perform
from finance_app.jobs.schedule import VERIFY, schedule
from finance_app.models import tables
from finance_app.services import jobs
from tests.services.administrators import administrator

pytestmark = pytest.mark.usefixtures("administered")


@pytest.fixture
def administered(database: str) -> None:  # noqa: ARG001  it must be there
    with db.write() as session:
        administrator(session)


def run(what: Result | Exception, *, is_urgent: bool = True) -> Outcome | None:
    def work(_: Run) -> Result:
        if isinstance(what, Exception):
            raise what
        return what

    job = Job("test", "Proof", "Tests.", Every(1), work, is_urgent=is_urgent)
    with db.write() as session:
        held = jobs.claim(session, job.name, job.rule, "the test", anyway=True)
    assert held is not None
    return perform(job, held)


def told() -> list[str]:
    with db.read() as session:
        mail = tables.mail
        return list(session.scalars(select(mail.c.template).order_by(mail.c.id)))


def test_what_needs_attention_is_told_at_once_and_once_until_it_is_fine() -> None:
    for _ in range(3):
        assert run(Result("2 things do not fit.", is_fine=False)) is Outcome.ATTENTION
    assert told() == ["trouble"]
    assert run(Result("Everything fits.")) is Outcome.DONE
    assert told() == ["trouble", "trouble-over"]


def test_what_is_not_urgent_is_told_by_nobody_here() -> None:
    """A publisher of rates that did not answer once is no news; its own notice waits a day."""
    for _ in range(2):
        found = Result("The bank does not answer.", is_fine=False)
        assert run(found, is_urgent=False) is Outcome.ATTENTION
    assert told() == []


def test_only_the_proof_is_urgent() -> None:
    assert [one.name for one in schedule() if one.is_urgent] == [VERIFY]


def test_a_failure_is_told_once_it_has_lasted_a_day() -> None:
    run(InvalidInputError("The disk is full."))
    assert told() == []
    with db.write() as session:
        since = session.execute(select(tables.trouble.c.since)).scalar_one()
        session.execute(update(tables.trouble).values(since=since - timedelta(days=1)))
    run(InvalidInputError("The disk is full."))
    assert told() == ["trouble"]


def test_a_failure_that_passes_is_not_told() -> None:
    run(InvalidInputError("The disk is full."))
    run(Result())
    assert told() == []
