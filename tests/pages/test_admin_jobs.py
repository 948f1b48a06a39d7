"""The page about what recurs: how each job stands, running and cancelling one; health says it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from finance_app import db
from finance_app.config import settings
from finance_app.domain.jobs import JobRun, Outcome, Result
from finance_app.jobs.runs import perform
from finance_app.jobs.schedule import find, schedule
from finance_app.pages.admin.rows.jobs import took
from finance_app.pages.admin.state.jobs import JobsState
from finance_app.services import auth, jobs, users
from tests.pages.conftest import Person

if TYPE_CHECKING:
    from tests.websocket import Tab

BEGAN = datetime(2026, 11, 23, 12, tzinfo=UTC)


def row(tab: Tab, name: str) -> dict[str, Any]:
    """Return what is said of a job."""
    found: dict[str, Any] = {one["name"]: one for one in tab.vars()["jobs"]}[name]
    return found


def ran(name: str, result: Result) -> None:
    with db.write() as session:
        jobs.note(session, name, result, "here, process 1", jobs.now(session))


def claimed(name: str) -> Any:
    job = find(name)
    with db.write() as session:
        return job, jobs.claim(session, name, job.rule, "here, process 1", anyway=True)


def failed(name: str) -> None:
    job, held = claimed(name)
    with db.write() as session:
        jobs.finish(
            session, held, job.rule, outcome=Outcome.FAILED, error="It is ill.", event="abc123"
        )


async def test_all_jobs_say_when_they_run_before_any_did(person: Person) -> None:
    async with person.at("/admin?show=jobs") as tab:
        assert tab.vars()["section"] == "jobs"
        assert [one["name"] for one in tab.vars()["jobs"]] == [one.name for one in schedule()]
        assert {one["word"] for one in tab.vars()["jobs"]} == {"Not run yet"}
        assert row(tab, "tidy")["when"].startswith("Every 15 minutes. Next: ")
        assert "something to do" in row(tab, "mail")["when"]
        assert "by itself" in tab.vars()["jobs_note"]


async def test_how_each_ended_is_a_word_and_a_sentence(person: Person) -> None:
    ran("mail", Result("3 mails handed over."))
    ran("verify", Result("2 things do not fit.", ("Book 7: totals, 2",), is_fine=False))
    failed("tidy")
    async with person.at("/admin?show=jobs") as tab:
        assert (row(tab, "mail")["word"], row(tab, "mail")["tone"]) == ("Done", "income")
        assert row(tab, "mail")["last"].endswith(", under 0.1 s. 3 mails handed over.")
        proof = row(tab, "verify")
        assert (proof["word"], proof["trouble"]) == ("Needs attention", "2 things do not fit.")
        assert list(proof["more"]) == ["Book 7: totals, 2"]
        tidying = row(tab, "tidy")
        assert tidying["word"] == "Failed"
        assert tidying["trouble"] == (
            "It is ill. The log has the reason under abc123. It is tried again by itself."
        )


async def test_what_runs_shows_how_far_it_is_and_is_cancelled(person: Person) -> None:
    job, held = claimed("verify")
    async with person.at("/admin?show=jobs") as tab:
        assert row(tab, "verify")["is_running"]
        with db.write() as session:
            jobs.beat(session, held, 42)
        await tab.call(JobsState.follow_jobs)
        assert row(tab, "verify")["percent"] == 42
        assert row(tab, "verify")["doing"].endswith(": 42 %")
        await tab.call(JobsState.cancel_job, name="verify")
        assert row(tab, "verify")["word"] == "Stopping"
        assert tab.vars()["notice"] == "Proof: it stops as soon as it can."
        with db.write() as session:
            jobs.finish(session, held, job.rule, outcome=Outcome.CANCELLED)
        await tab.call(JobsState.follow_jobs)
        assert row(tab, "verify")["word"] == "Cancelled"
        await tab.call(JobsState.cancel_job, name="verify")
        assert tab.vars()["notice"] == "It has ended by now."
    async with person.at("/admin?show=audit") as tab:
        newest = tab.vars()["events"][0]
        assert (newest["said"], newest["about"]) == ("Cancelled a job", "verify")


async def test_one_is_run_at_once(person: Person) -> None:
    async with person.at("/admin?show=jobs") as tab:
        await tab.call(JobsState.run_job, name="tidy")
        assert row(tab, "tidy")["word"] == "Waiting"
        await tab.call(JobsState.run_job, name="tidy")
        assert tab.vars()["notice"] == "It runs already."
        job = find("tidy")
        with db.write() as session:
            held = jobs.claim(session, job.name, job.rule, "here, process 1")
        assert held is not None
        perform(job, held)
        await tab.call(JobsState.follow_jobs)
        assert row(tab, "tidy")["word"] == "Done"
        await tab.call(JobsState.run_job, name="tee")
        assert tab.vars()["notice"].startswith("There is no job “tee”")


async def test_the_runs_of_one_are_listed_newest_first(person: Person) -> None:
    for number in (1, 2):
        ran("mail", Result(f"{number} left."))
    async with person.at("/admin?show=jobs&job=mail") as tab:
        assert tab.vars()["job_title"] == "Mail"
        assert [one["said"] for one in tab.vars()["job_runs"]] == ["2 left.", "1 left."]
        assert tab.vars()["job_runs"][0]["by"] == "here, process 1"
    async with person.at("/admin?show=jobs&job=tee") as tab:
        assert not tab.vars().get("job_title")


async def test_it_says_where_another_process_does_them(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINANCE_JOBS", "off")
    settings.cache_clear()
    async with person.at("/admin?show=jobs") as tab:
        assert "FINANCE_JOBS is off" in tab.vars()["jobs_note"]


async def test_health_says_which_jobs_are_not_in_order_and_leads_there(person: Person) -> None:
    async with person.at("/admin?show=health") as tab:
        lines = {one["title"]: one for one in tab.vars()["health"]}
        assert (lines["Jobs"]["value"], lines["Jobs"]["word"]) == ("7 of 7 in order", "Good")
        assert lines["Proof of the books"]["value"] == "None yet"
    with db.write() as session:
        jobs.learn(session, ["tidy"])
        session.execute(
            text("UPDATE job SET since = :then"), {"then": jobs.now(session) - timedelta(hours=1)}
        )
    ran("verify", Result("2 things do not fit.", ("Book 7: totals, 2",), is_fine=False))
    async with person.at("/admin?show=health") as tab:
        lines = {one["title"]: one for one in tab.vars()["health"]}
    assert lines["Jobs"]["trouble"] == "Look at Tidying, Proof."
    assert lines["Jobs"]["href"] == "/admin?show=jobs"
    assert lines["Proof of the books"]["trouble"] == "2 things do not fit. Book 7: totals, 2."
    assert ", under 0.1 s" in lines["Proof of the books"]["value"]


async def test_others_neither_see_nor_run_any(person: Person) -> None:
    with db.write() as session:
        wanted = users.NewUser("eve@example.org", "no hash", "en_US", "Europe/Berlin", "EUR")
        actor = users.add(session, wanted, person.actor.now, is_admin=False)
        attempt = auth.begin(session, "eve@example.org", "192.0.2.1", person.actor.now)
        eve = Person(actor, auth.finish(session, attempt, person.actor.now, right=True))
    async with eve.at("/admin?show=jobs") as tab:
        for event in (JobsState.run_job, JobsState.cancel_job):
            await tab.call(event, name="tidy")
        await tab.call(JobsState.follow_jobs)
        assert not tab.vars().get("jobs")
    with db.read() as session:
        assert session.scalar(text("SELECT count(*) FROM job WHERE asked_at IS NOT NULL")) == 0


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.04, "under 0.1 s"), (2.34, "2.3 s"), (60, "1 min 0 s"), (200.9, "3 min 20 s")],
)
def test_how_long_a_run_took(seconds: float, said: str) -> None:
    ended = BEGAN + timedelta(seconds=seconds)
    run = JobRun(1, BEGAN, BEGAN, ended, Outcome.DONE, 100, "", (), "", "", 1, "")
    assert took(run) == said
