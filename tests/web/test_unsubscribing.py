"""Unsubscribing: one click of a mail program, a button on a page, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from httpx import ASGITransport, AsyncClient

from finance_app import db
from finance_app.domain.mail_links import Purpose
from finance_app.domain.notices import Notice
from finance_app.services import mail_links, preferences, unsubscribing, users
from tests.mutations import mutated
from tests.websocket import HOST, browser, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp

    from finance_app.domain.actors import Actor

PATH = "/auth/unsubscribe"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
async def app(sqlite: None) -> AsyncIterator[ASGIApp]:  # noqa: ARG001  it must be there
    async with served() as served_app:
        yield served_app


@pytest.fixture
def ada(app: ASGIApp) -> Actor:  # noqa: ARG001  the database must be there
    wanted = users.NewUser("ada@example.org", "no hash", "en_US", "UTC", "EUR")
    with db.write() as session:
        return users.add(session, wanted, datetime.now(UTC), is_admin=False)


@pytest.fixture
def link(ada: Actor) -> str:
    return unsubscribing.token(Notice.EXPORT, ada.user_id, ada.email)


def program(app: ASGIApp, **headers: str) -> AsyncClient:
    """Return a client that is no browser: it names no origin."""
    return AsyncClient(transport=ASGITransport(app), base_url=f"http://{HOST}", headers=headers)


def is_wanted(ada: Actor) -> bool:
    with db.read() as session:
        return Notice.EXPORT in preferences.wanted(session, ada.user_id)


async def test_a_mail_program_needs_one_click(app: ASGIApp, ada: Actor, link: str) -> None:
    async with program(app) as client:
        for kind in ({"data": ONE_CLICK}, {"files": {"List-Unsubscribe": (None, "One-Click")}}):
            with db.write() as session:
                preferences.choose_notice(session, ada, Notice.EXPORT, is_wanted=True)
            answer = await client.post(PATH, params={"link": link}, **kind)
            assert answer.status_code == 200
            assert not is_wanted(ada)


async def test_looking_at_the_link_changes_nothing(app: ASGIApp, ada: Actor, link: str) -> None:
    async with program(app) as client:
        for method in ("GET", "HEAD"):
            answer = await client.request(method, PATH, params={"link": link})
            assert answer.status_code == 303
            assert answer.headers["location"] == f"/unsubscribe?notice=export#{link}"
    assert is_wanted(ada)


async def test_the_page_asks_and_its_button_does_it(app: ASGIApp, ada: Actor, link: str) -> None:
    async with browser(app) as client:
        answer = await client.post(PATH, data={"link": link})
    assert (answer.status_code, answer.headers["location"]) == (303, "/unsubscribe?done=export")
    assert not is_wanted(ada)


async def test_another_site_cannot_post_it_nor_anything_else(
    app: ASGIApp, ada: Actor, link: str
) -> None:
    async with program(app, origin="https://evil.example") as client:
        assert (await client.post(PATH, params={"link": link})).status_code == 403
    async with program(app) as client:
        assert (await client.post("/auth/forgot", data={"email": ada.email})).status_code == 403
        assert (await client.put(PATH, params={"link": link})).status_code == 403
    assert is_wanted(ada)


async def test_no_other_link_does_it(app: ASGIApp, ada: Actor, link: str) -> None:
    other, _ = mail_links.secret_for(Purpose.RESET)
    async with program(app) as client, browser(app) as page:
        for changed in ("", other, *mutated(link, 60)):
            if len(changed) > 300:
                continue
            answer = await client.post(PATH, params={"link": changed})
            assert answer.status_code == 422, changed
            looked = await client.get(PATH, params={"link": changed})
            assert looked.headers["location"] == "/unsubscribe?error=broken"
            answer = await page.post(PATH, data={"link": changed})
            assert answer.headers["location"] == "/unsubscribe?error=broken"
    assert is_wanted(ada)
