"""Webhooks as owners see to them: who may, what they are told of, and what nobody is told."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from finance_app.config import settings
from finance_app.domain.actors import Role
from finance_app.domain.audit import What
from finance_app.domain.change_kinds import Topic
from finance_app.domain.entries import EntryDraft
from finance_app.domain.flags import WEBHOOKS
from finance_app.domain.webhooks import MOST, DeliveryState, WebhookDraft
from finance_app.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    TooManyAttemptsError,
)
from finance_app.models import tables
from finance_app.services import (
    audit,
    entries,
    history,
    members,
    webhook_events,
    webhook_logs,
    webhooks,
)
from finance_app.services.attempts import PER_BOOK_AND_HOUR
from tests.conftest import NOW, an_account, somebody
from tests.flags import each_way, switch
from tests.services.books import DAY, join
from tests.services.mailbox import posted

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.services.webhook_logs import DeliveryView

HOOK = WebhookDraft("https://example.org/hook?key=secret", tuple(Topic))


def told(session: Session, actor: Actor, key: int) -> list[DeliveryView]:
    return list(webhook_logs.log(session, actor, key).deliveries)


def spend(session: Session, actor: Actor, account: int = 0) -> int:
    account = account or an_account(session, actor)
    return entries.add(session, actor, EntryDraft(account, DAY, -1230, "Corner Bakery"))


def test_each_change_set_is_told_once_with_what_it_was(session: Session, actor: Actor) -> None:
    key = webhooks.add(session, actor, HOOK)
    spend(session, actor)
    newest, first = told(session, actor, key)
    assert (first.kind, newest.kind) == ("account.open", "entry.add")
    assert newest.state is DeliveryState.WAITING
    said = json.loads(newest.body)
    newest_set = history.page(session, actor)[0]
    assert said == {
        "type": "entry.add",
        "timestamp": said["timestamp"],
        "data": {
            "book": str(actor.book_id),
            "change_set": str(newest_set.id),
            "topic": "entries",
            "summary": newest_set.summary,
            "undoes": None,
        },
    }
    history.undo(session, actor, newest_set.id)
    undone = json.loads(told(session, actor, key)[0].body)
    assert (undone["type"], undone["data"]["undoes"]) == ("undo", str(newest_set.id))


def test_only_what_was_chosen_is_told(session: Session, actor: Actor) -> None:
    key = webhooks.add(session, actor, replace(HOOK, topics=(Topic.ACCOUNTS,)))
    account = an_account(session, actor)
    spend(session, actor, account)
    assert [one.kind for one in told(session, actor, key)] == ["account.open"]
    webhooks.change(session, actor, key, replace(HOOK, topics=(Topic.ENTRIES,)))
    spend(session, actor, account)
    assert [one.kind for one in told(session, actor, key)] == ["entry.add", "account.open"]


def test_what_is_rolled_back_is_told_nobody(session: Session, actor: Actor) -> None:
    key = webhooks.add(session, actor, HOOK)
    account = an_account(session, actor)
    before = len(told(session, actor, key))
    undone = session.begin_nested()
    spend(session, actor, account)
    assert len(told(session, actor, key)) == before + 1
    undone.rollback()
    assert len(told(session, actor, key)) == before


def test_a_paused_one_hears_of_nothing_until_it_is_resumed(session: Session, actor: Actor) -> None:
    key = webhooks.add(session, actor, HOOK)
    webhooks.pause(session, actor, key)
    spend(session, actor)
    assert told(session, actor, key) == []
    with pytest.raises(ConflictError, match="paused"):
        webhook_logs.test(session, actor, key)
    webhooks.resume(session, actor, key)
    webhook_logs.test(session, actor, key)
    assert [one.kind for one in told(session, actor, key)] == ["test"]


def test_another_book_is_told_nothing_and_shows_nothing(session: Session, actor: Actor) -> None:
    eve = somebody(session, "eve@example.org")
    key = webhooks.add(session, eve, HOOK)
    spend(session, actor)
    assert told(session, eve, key) == []
    assert webhooks.everything(session, actor) == []
    calls: list[Callable[[], object]] = [
        lambda: webhooks.get(session, actor, key),
        lambda: webhooks.change(session, actor, key, HOOK),
        lambda: webhooks.pause(session, actor, key),
        lambda: webhooks.resume(session, actor, key),
        lambda: webhooks.delete(session, actor, key),
        lambda: webhooks.secret(session, actor, key),
        lambda: webhook_logs.log(session, actor, key),
        lambda: webhook_logs.test(session, actor, key),
    ]
    for call in calls:
        with pytest.raises(NotFoundError):
            call()


def test_who_owns_the_book_no_more_is_told_no_more(session: Session, actor: Actor) -> None:
    eve = somebody(session, "eve@example.org")
    join(session, eve, actor.book_id, Role.OWNER)
    key = webhooks.add(session, replace(eve, book_id=actor.book_id), HOOK)
    members.change_role(session, actor, eve.user_id, Role.EDITOR)
    before = len(told(session, actor, key))
    spend(session, actor)
    assert len(told(session, actor, key)) == before
    assert not webhooks.get(session, actor, key).listens
    with pytest.raises(ConflictError, match="does not own this book any more"):
        webhook_logs.test(session, actor, key)


@pytest.mark.parametrize("url", ["http://example.org/hook", "http://10.0.0.1/"])
def test_what_could_be_read_on_its_way_is_not_sent(
    session: Session, actor: Actor, url: str
) -> None:
    with pytest.raises(InvalidInputError, match="https"):
        webhooks.add(session, actor, replace(HOOK, url=url))


def test_a_host_that_the_operator_named_may_be_unencrypted(
    session: Session, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINANCE_WEBHOOK_HOSTS", "Home.lan:8123, other.lan")
    settings.cache_clear()
    assert webhooks.add(session, actor, replace(HOOK, url="http://home.lan:8123/api"))
    assert webhooks.add(session, actor, replace(HOOK, url="http://other.lan/api"))
    for url in ("http://home.lan/api", "http://home.lan:22/", "http://other.lan:2375/"):
        with pytest.raises(InvalidInputError, match="https"):
            webhooks.add(session, actor, replace(HOOK, url=url))


def test_another_owner_who_changes_one_vouches_for_it(session: Session, actor: Actor) -> None:
    eve = somebody(session, "eve@example.org")
    join(session, eve, actor.book_id, Role.OWNER)
    there = replace(eve, book_id=actor.book_id)
    key = webhooks.add(session, actor, HOOK)
    secret = webhooks.secret(session, actor, key)
    webhooks.change(session, there, key, replace(HOOK, topics=(Topic.ENTRIES,)))
    assert webhooks.secret(session, actor, key) == secret
    webhooks.change(session, there, key, replace(HOOK, url="https://eve.example/hook"))
    assert webhooks.secret(session, actor, key) != secret
    members.remove(session, actor, eve.user_id)
    before = len(told(session, actor, key))
    spend(session, actor)
    assert len(told(session, actor, key)) == before
    assert not webhooks.get(session, actor, key).listens


def test_owners_are_told_by_mail_of_one_that_is_added_or_led_elsewhere(
    session: Session, actor: Actor
) -> None:
    eve = somebody(session, "eve@example.org")
    join(session, eve, actor.book_id, Role.OWNER)
    key = webhooks.add(session, actor, HOOK)
    letters = [one for one in posted(session) if one.template == "webhook"]
    assert {one.recipient for one in letters} == {actor.email, eve.email}
    assert all("example.org what changes" in one.text for one in letters)
    webhooks.change(session, actor, key, replace(HOOK, topics=(Topic.ENTRIES,)))
    webhooks.change(session, actor, key, replace(HOOK, url="https://other.example/"))
    assert len([one for one in posted(session) if one.template == "webhook"]) == 4
    for number in range(PER_BOOK_AND_HOUR.count - 2):
        webhooks.change(session, actor, key, replace(HOOK, url=f"https://other.example/{number}"))
    with pytest.raises(TooManyAttemptsError):
        webhooks.change(session, actor, key, HOOK)


@each_way(WEBHOOKS)
def test_none_is_added_where_they_are_switched_off(
    session: Session, actor: Actor, *, switched: bool
) -> None:
    switch(session, WEBHOOKS, switched)
    if switched:
        assert webhooks.add(session, actor, HOOK)
    else:
        with pytest.raises(ConflictError, match="switched webhooks off"):
            webhooks.add(session, actor, HOOK)


def test_a_book_has_so_many_and_no_more(session: Session, actor: Actor) -> None:
    keys = [webhooks.add(session, actor, HOOK) for _ in range(MOST)]
    with pytest.raises(ConflictError, match="at most"):
        webhooks.add(session, actor, HOOK)
    webhooks.delete(session, actor, keys[0])
    assert webhooks.add(session, actor, HOOK)


def test_its_secret_is_shown_to_owners_and_sealed_where_it_is_kept(
    session: Session, actor: Actor
) -> None:
    key = webhooks.add(session, actor, HOOK)
    secret = webhooks.secret(session, actor, key)
    kept = session.scalar(select(tables.webhook.c.secret))
    assert secret.startswith("whsec_")
    assert kept is not None
    assert secret not in kept


def test_the_audit_log_has_its_host_and_not_its_path(session: Session, actor: Actor) -> None:
    key = webhooks.add(session, actor, HOOK)
    webhooks.pause(session, actor, key)
    webhooks.delete(session, actor, key)
    audit.settle(session)
    rows = session.execute(text("SELECT what, before, after FROM audit_event ORDER BY sequence"))
    found = [row for row in rows if row.what.startswith("webhook")]
    assert [row.what for row in found] == [
        What.WEBHOOK_ADDED,
        What.WEBHOOK_CHANGED,
        What.WEBHOOK_DELETED,
    ]
    assert "example.org" in found[0].after
    assert not any("secret" in row.before + row.after for row in found)


def test_a_log_comes_in_pages(
    session: Session, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook_logs, "LISTED", 2)
    key = webhooks.add(session, actor, HOOK)
    place, said = (actor.book_id, key), {"summary": "Added Bakery"}
    keys = [webhook_events.post(session, place, "entry.add", NOW, said) for _ in range(5)]
    found: list[int] = []
    before = None
    for _ in range(3):
        page = webhook_logs.log(session, actor, key, before)
        found += [one.id for one in page.deliveries]
        before = page.older
    assert found == keys[::-1]
    assert before is None
