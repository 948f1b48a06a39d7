"""Who may do a run, until when; each moment once, whatever processes and clocks do."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from finance_app import db
from finance_app.domain.jobs import LATE, Claim, Outcome, Result, Standing
from finance_app.domain.schedules import LATEST, SOONEST, Daily, Every
from finance_app.errors import ConflictError, LeaseLostError, NotFoundError
from finance_app.queries import clock
from finance_app.services import job_views, jobs
from finance_app.services.jobs import LEASE, MOST_TRIES
from tests.conftest import somebody
from tests.services.administrators import administrator

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.schedules import Rule

NAME, HOUR, SECOND = "test", timedelta(hours=1), timedelta(seconds=1)
MINUTE = Every(60)
NIGHTLY = Daily(time(2, 30), "Europe/Vienna")

pytestmark = pytest.mark.usefixtures("database")


class Clock:
    """The database's clock, which goes as the test wants."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 12, tzinfo=UTC)

    def now(self, _session: Session) -> datetime:
        return self.at


@pytest.fixture
def at(database: str, monkeypatch: pytest.MonkeyPatch) -> Clock:  # noqa: ARG001  it must be there
    made = Clock()
    monkeypatch.setattr(clock, "now", made.now)
    with db.write() as session:
        jobs.learn(session, [NAME])
    return made


def told[T](use_case: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    with db.write() as session:
        return use_case(session, *args, **kwargs)


def claim(rule: Rule = MINUTE, worker: str = "one", *, anyway: bool = False) -> Claim | None:
    return told(jobs.claim, NAME, rule, worker, anyway=anyway)


def taken(rule: Rule = MINUTE, worker: str = "one") -> Claim:
    found = claim(rule, worker)
    assert found is not None
    return found


def end(held: Claim, rule: Rule = MINUTE, result: Result | None = None) -> None:
    told(jobs.finish, held, rule, result or Result("Done."))


def fail(held: Claim, rule: Rule = MINUTE) -> None:
    told(jobs.finish, held, rule, outcome=Outcome.FAILED, error="It is ill.", event="abc")


def due(rule: Rule = MINUTE) -> bool:
    with db.read() as session:
        return NAME in jobs.due(session, {NAME: rule})


def standing(rule: Rule = MINUTE) -> Standing:
    with db.read() as session:
        return job_views.standing(session, NAME, rule)


def count() -> int:
    with db.read() as session:
        return session.scalar(text("SELECT count(*) FROM job_run")) or 0


def test_the_databases_clock_is_about_right() -> None:
    with db.read() as session:
        assert abs(jobs.now(session) - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_moment_has_one_run(at: Clock) -> None:
    held = taken()
    assert (held.scheduled_for, claim(worker="two"), due()) == (at.at, None, False)
    end(held)
    assert (claim(), due()) == (None, False)
    at.at += 60 * SECOND
    assert due()
    assert taken(worker="two").scheduled_for == held.scheduled_for + 60 * SECOND


def test_what_was_missed_is_caught_up_once(at: Clock) -> None:
    end(taken())
    at.at += 100 * HOUR + 5 * SECOND
    held = taken()
    assert held.scheduled_for == at.at - 5 * SECOND
    end(held)
    assert claim() is None
    assert count() == 2


def test_a_night_is_caught_up_once_and_not_for_times_before_it_was_known(at: Clock) -> None:
    assert claim(NIGHTLY) is None
    at.at += timedelta(days=3)
    held = taken(NIGHTLY)
    assert held.scheduled_for == datetime(2026, 11, 26, 1, 30, tzinfo=UTC)
    end(held, NIGHTLY)
    assert claim(NIGHTLY) is None


def test_whose_lease_is_over_is_refused_and_another_goes_on(at: Clock) -> None:
    old = taken()
    at.at += LEASE
    with pytest.raises(LeaseLostError):
        told(jobs.require, old)  # though nobody else has it yet
    new = taken(worker="two")
    assert (new.run_id, new.scheduled_for) == (old.run_id, old.scheduled_for)
    assert new.fence > old.fence
    for refused in (jobs.require, lambda session, held: jobs.beat(session, held, 5)):
        with pytest.raises(LeaseLostError):
            told(refused, old)
    with pytest.raises(LeaseLostError):
        end(old)
    told(jobs.release, old)
    assert told(jobs.require, new) == at.at
    end(new)
    assert count() == 1


def test_what_a_refused_process_wrote_is_not_there(at: Clock) -> None:
    old = taken()

    def effect(session: Session) -> None:
        session.execute(text("UPDATE job_run SET said = 'twice'"))
        jobs.finish(session, old, MINUTE, Result("twice"))

    at.at += LEASE
    taken(worker="two")
    with pytest.raises(LeaseLostError):
        told(effect)
    with db.read() as session:
        assert session.scalar(text("SELECT said FROM job_run")) == ""


def test_a_sign_of_life_prolongs_the_lease(at: Clock) -> None:
    held = taken()
    for percent in (10, 20, 30):
        at.at += LEASE - SECOND
        told(jobs.beat, held, percent)
        assert claim(worker="two") is None
    running = standing().running
    assert running is not None
    assert (running.percent, running.worker, running.tries) == (30, "one", 1)


def test_released_it_goes_on_at_once(at: Clock) -> None:
    held = taken()
    told(jobs.release, held)
    assert due()
    with pytest.raises(LeaseLostError):
        told(jobs.require, held)
    assert taken(worker="two").run_id == held.run_id
    assert at.at


def test_a_run_that_its_processes_die_of_has_failed(at: Clock) -> None:
    for _ in range(MOST_TRIES):
        taken()
        at.at += LEASE
    assert claim() is None
    last = standing().last
    assert last is not None
    assert (last.outcome, last.tries) == (Outcome.FAILED, MOST_TRIES + 1)
    assert "ended on the way" in last.error


def test_a_failure_is_kept_and_tried_again_ever_later(at: Clock) -> None:
    fail(taken())
    found = standing()
    assert found.last is not None
    assert (found.last.error, found.last.event, found.failures) == ("It is ill.", "abc", 1)
    assert (found.next_at, found.needs_attention) == (at.at + SOONEST, True)
    assert claim() is None
    at.at += SOONEST
    fail(taken())
    assert standing().next_at == at.at + 2 * SOONEST
    at.at += 2 * SOONEST
    end(taken())
    assert (standing().failures, standing().needs_attention) == (0, False)
    at.at += 60 * SECOND
    assert due()


def test_a_clock_put_forward_and_back_neither_repeats_nor_stalls(at: Clock) -> None:
    begun = at.at
    end(taken())
    at.at = begun + 1000 * HOUR
    ahead = taken()
    at.at = begun + 5 * SECOND
    assert claim(worker="two") is None  # this shortens the lease from the future
    at.at += LEASE
    assert taken(worker="two").run_id == ahead.run_id
    at.at = begun + 1000 * HOUR
    last = taken(worker="three")
    fail(last)
    at.at = begun + 50 * SECOND
    end(taken())  # not when the clock that was ahead would have tried again
    at.at = begun + 10 * SECOND
    assert claim() is None  # that minute had its run
    at.at = begun + 60 * SECOND
    end(taken())
    at.at = begun - HOUR
    end(taken())
    at.at += 60 * SECOND
    end(taken())


def test_runs_are_kept_bounded_whatever_the_clock_does(at: Clock) -> None:
    for place in range(jobs.KEPT + 20):
        at.at += 60 * SECOND if place != jobs.KEPT else -1000 * HOUR
        end(taken())
        assert claim() is None
    assert count() == jobs.KEPT


def test_on_demand_it_runs_at_once_and_says_where_it_does_already(at: Clock) -> None:
    end(taken())
    held = claim(anyway=True)
    assert held is not None
    with pytest.raises(ConflictError, match="running already"):
        claim(anyway=True)
    end(held)
    again = claim(anyway=True)  # in the same moment by the clock
    assert again is not None
    assert again.scheduled_for > at.at


def test_what_was_done_otherwise_is_kept_too(at: Clock) -> None:
    result = Result("Two things do not fit.", ("one", "two"), is_fine=False)
    told(jobs.note, NAME, result, "a command", at.at)
    last = standing().last
    assert last is not None
    assert (last.outcome, last.details) == (Outcome.ATTENTION, ("one", "two"))
    assert standing().needs_attention


def test_late_is_said_where_nobody_does_it(at: Clock) -> None:
    end(taken())
    at.at += LATE
    assert not standing().is_late
    at.at += 61 * SECOND
    assert standing().is_late
    held = taken()
    assert not standing().is_late
    fail(held)
    assert not standing().is_late
    at.at += LATEST + LATE
    assert standing().is_late


def test_late_is_said_where_what_waits_is_looked_after_by_nobody(at: Clock) -> None:
    def late(since: datetime) -> bool:
        with db.read() as session:
            return job_views.standing(session, NAME, MINUTE, lambda _, then: then >= since).is_late

    end(taken())
    begun = at.at
    at.at += LATE - SECOND
    assert not late(begun - LATE)  # nobody had time for it
    at.at += 2 * SECOND
    assert late(begun)
    assert not late(begun + 60 * SECOND)
    end(taken())
    assert not late(begun)


def test_administrators_have_it_run_and_cancel_it(at: Clock) -> None:
    with db.write() as session:
        root = administrator(session)
    end(taken())
    told(job_views.ask, root, NAME)
    assert standing().is_asked
    assert due()
    with pytest.raises(ConflictError, match="already"):
        told(job_views.ask, root, NAME)
    held = taken()
    assert not standing().is_asked
    told(job_views.cancel, root, NAME)
    with db.read() as session:
        assert jobs.is_cancelled(session, held)
    at.at += LEASE  # whoever did it is gone
    assert claim() is None
    last = standing().last
    assert last is not None
    assert last.outcome is Outcome.CANCELLED
    with pytest.raises(ConflictError, match="ended"):
        told(job_views.cancel, root, NAME)


@pytest.mark.usefixtures("at")
def test_others_do_nothing_about_jobs() -> None:
    with db.write() as session:
        eve: Actor = somebody(session)
    for verb in (job_views.ask, job_views.cancel):
        with pytest.raises(NotFoundError):
            told(verb, eve, NAME)
