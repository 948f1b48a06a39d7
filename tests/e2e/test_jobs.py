"""What recurs, as an administrator follows it: by keys, live, and with a thumb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import text, update

from finance_app.domain.jobs import Outcome, Result
from finance_app.jobs.schedule import find
from finance_app.models import tables
from finance_app.services import jobs
from tests.e2e.books import findings, opened
from tests.e2e.conftest import serving, watched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page
    from sqlalchemy.orm import Session

    from tests.e2e.conftest import Server

PHONE = {"width": 390, "height": 844}
SOON = 15_000  # milliseconds


@pytest.fixture(scope="module")
def server(
    built: None,  # noqa: ARG001  it must be there
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Server]:
    """A server of this module's own, which does its jobs."""
    with serving(tmp_path_factory.mktemp("data")) as running:
        yield running


def make_admin(session: Session, actor: Any) -> None:
    mine = tables.user.c.id == actor.user_id
    session.execute(update(tables.user).where(mine).values(is_admin=True))


def job(page: Page, title: str) -> Locator:
    """Return where a job is told of."""
    return page.locator(".switches > li").filter(has=page.get_by_role("heading", name=title))


def fail(session: Session, _actor: Any) -> None:
    """Have the proof fail, in the way that the app writes it down."""
    one = find("verify")
    held = jobs.claim(session, one.name, one.rule, "here, process 1", anyway=True)
    assert held is not None
    jobs.finish(session, held, one.rule, outcome=Outcome.FAILED, error="It is ill.", event="abc123")
    session.execute(text("UPDATE job SET failures = 0, retry_at = NULL"))


def ran(session: Session, _actor: Any) -> None:
    jobs.note(session, "verify", Result("All is well."), "here, process 1", jobs.now(session))


def test_a_job_is_run_by_keys_and_the_page_follows(browser: Browser, server: Server) -> None:
    with (
        browser.new_context(base_url=server.url, locale="en-GB") as context,
        opened(server, context, "root@example.org") as book,
    ):
        book.do(make_admin)
        page = context.new_page()
        troubles = watched(page)
        page.goto("/admin?show=jobs")
        expect(job(page, "Tidying").get_by_text("Every 15 minutes")).to_be_visible()
        expect(job(page, "Tidying").get_by_text("Done", exact=True)).to_be_visible(timeout=SOON)
        proof = job(page, "Proof")
        expect(proof.get_by_text("Not run yet")).to_be_visible()
        page.get_by_role("button", name="Run Proof now").press("Enter")
        expect(proof.get_by_text("Everything fits together.")).to_be_visible(timeout=2 * SOON)
        expect(page.get_by_role("button", name="Run Proof now")).to_be_focused()
        assert findings(page) == []
        book.do(fail)
        expect(proof.get_by_text("It is ill. The log has the reason under abc123.")).to_be_visible()
        assert findings(page) == []
        proof.get_by_role("link", name="Runs of Proof").press("Enter")
        runs = page.get_by_role("list", name="Runs that ended")
        expect(runs.get_by_role("listitem")).to_have_count(2)
        assert findings(page) == []
        page.get_by_role("link", name="All jobs").press("Enter")
        expect(job(page, "Mail")).to_be_visible()
        page.goto("/admin?show=health")
        page.get_by_role("link", name="Show Proof of the books").press("Enter")
        expect(runs).to_be_visible()
        assert troubles == []


def test_it_fits_a_phone(browser: Browser, server: Server) -> None:
    with (
        browser.new_context(
            base_url=server.url,
            viewport=PHONE,  # type: ignore[arg-type]  # a size
            has_touch=True,
        ) as context,
        opened(server, context, "thumb@example.org") as book,
    ):
        book.do(make_admin)
        book.do(ran)
        page = context.new_page()
        for address in ("/admin?show=jobs", "/admin?show=jobs&job=verify"):
            page.goto(address)
            expect(job(page, "Proof")).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
            assert findings(page) == []
        page.goto("/admin?show=jobs")
        page.get_by_role("button", name="Run Tidying now").tap()
        expect(page.get_by_text("Tidying: it runs in a moment.")).to_be_visible()
