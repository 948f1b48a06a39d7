"""Mail as administrators see it: a test, what was not sent, what mails look like."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import update

from finance_app import db
from finance_app.adapters import mail as adapter
from finance_app.models import tables
from finance_app.pages.admin.rows.mail import TOPICS
from finance_app.pages.admin.state.letters import LettersState
from finance_app.pages.admin.state.mail import MailState
from finance_app.services import mail

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import pytest

    from tests.pages.conftest import Person

EVE = "eve@example.org"


@asynccontextmanager
async def sending() -> AsyncIterator[None]:
    """Send what is due again and again, as the job does."""

    async def send() -> None:
        while True:
            await db.fetch(mail.deliver, datetime.now(UTC))
            await asyncio.sleep(0.05)

    task = asyncio.create_task(send())
    yield
    task.cancel()


async def test_a_test_mail_says_what_became_of_it(person: Person) -> None:
    async with person.at("/admin?show=mail") as tab, sending():
        assert "This server sends no mail." in tab.vars()["mail"]["where"]
        assert "in the folder" in tab.vars()["mail"]["none"]
        await tab.call(MailState.test)
        await tab.until_told(test_went_well=True, busy=False)
        assert f"the mail to {person.actor.email} is the file" in tab.vars()["tested"]


async def test_mail_that_failed_is_tried_again_from_the_page(person: Person) -> None:
    mail.outbox().write_text("in the way")
    person.do(lambda session, actor: mail.post(session, EVE, "known", actor.now, link="x"))
    mail.deliver(datetime.now(UTC))
    async with person.at("/admin?show=mail") as tab, sending():
        (failed,) = tab.vars()["unsent"]
        assert (failed["recipient"], failed["mark"]) == (EVE, "Failed")
        assert failed["trouble"]
        await tab.call(MailState.retry, key=failed["id"])
        await tab.until_told(notice_trouble=True)
        assert tab.vars()["notice"].startswith("It failed again")
        mail.outbox().unlink()
        await tab.call(MailState.retry, key=failed["id"])
        await tab.until_told(notice="Sent.")
        assert tab.vars()["unsent"] == []


async def test_where_no_worker_sends_mail_trying_again_says_so(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("finance_app.pages.admin.state.mail.LOOKS", 1)
    monkeypatch.setattr("finance_app.services.outbox.SHOWN", 2)
    for name in "abc":
        posted = partial(mail.post, recipient=f"{name}@example.org", template="known", link="x")
        key = person.do(lambda session, actor, posted=posted: posted(session, now=actor.now))
    with db.write() as session:
        gone = {"given_up_at": datetime.now(UTC), "failures": 31, "trouble": "No (554)."}
        session.execute(update(tables.mail).values(gone))
    async with person.at("/admin?show=mail") as tab:
        assert [one["mark"] for one in tab.vars()["unsent"]] == ["Given up"] * 2
        assert tab.vars()["mail"]["again"] == "Try all 3 again"
        more = tab.vars()["mail"]["more"]
        await tab.call(MailState.retry, key=str(key))
        await tab.until_told(notice="It still waits; look under Jobs whether mail is sent.")
        await tab.call(MailState.retry_all)
        assert tab.vars()["notice"] == "2 mails are tried again."
        assert {one["mark"] for one in tab.vars()["unsent"]} == {"Waiting"}
    async with person.at(more) as tab:
        assert len(tab.vars()["unsent"]) == 2  # what was given up before it is none any more


def test_each_mail_is_called_by_what_it_is_about() -> None:
    assert set(adapter.names()) == TOPICS.keys()


async def test_mails_are_shown_as_they_look(person: Person) -> None:
    async with person.at("/admin?show=mail") as tab:
        assert tab.vars()["letter"]["subject"]
        await tab.call(LettersState.show_letter, value="digest")
        letter = tab.vars()["letter"]
        assert "Spending by category" in letter["text"]
        assert letter["light"] != letter["dark"]
        assert (tab.vars()["letter_look"], tab.vars()["letter_width"]) == ("light", "desk")
        await tab.call(LettersState.choose_look, value="text")
        await tab.call(LettersState.choose_width, value="phone")
        await tab.call(LettersState.choose_look, value="blue")
        assert (tab.vars()["letter_look"], tab.vars()["letter_width"]) == ("text", "phone")
        await tab.call(LettersState.show_letter, value="../../letter")
        assert tab.vars()["notice"] == "Choose one of the mails in the list."
        assert tab.vars()["letter"] == letter
