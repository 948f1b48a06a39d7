"""Webhooks and what they were told as the page shows them: text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finance_app.domain.change_kinds import Topic
from finance_app.domain.formatting import count_text
from finance_app.domain.webhooks import TEST, DeliveryState
from finance_app.ui import links
from finance_app.ui.moments import moment
from finance_app.ui.topics import WORDS

if TYPE_CHECKING:
    from finance_app.domain.actors import Actor
    from finance_app.services.webhook_logs import DeliveryView, Log
    from finance_app.services.webhooks import WebhookView

STATES = {
    DeliveryState.WAITING: ("Waiting", ""),
    DeliveryState.DELIVERED: ("Delivered", "income"),
    DeliveryState.GIVEN_UP: ("Given up", "trouble"),
}


@dataclass(frozen=True)
class WebhookRow:
    """A webhook.

    Args:
        told_of: the topics, as a sentence's part.
        mark: how it stands, in a word; nothing where all is well.
        about: whose it is, and how the last delivery went.
        trouble: why nothing arrives, in a sentence.
        secret: where its secret is fetched.
    """

    key: str = ""
    url: str = ""
    told_of: str = ""
    mark: str = ""
    tone: str = ""
    about: str = ""
    trouble: str = ""
    href: str = ""
    secret: str = ""
    is_paused: bool = False
    can_try: bool = False


@dataclass(frozen=True)
class TopicRow:
    """What a webhook can be told of."""

    key: str = ""
    label: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class DeliveryRow:
    """What a webhook was told.

    Args:
        title: of what, in the words of the change set.
        told: when, and when it is tried next.
        trouble: why it did not arrive.
        body: what is sent, to the letter.
        can_resend: it was tried.
    """

    key: str = ""
    title: str = ""
    kind: str = ""
    mark: str = ""
    tone: str = ""
    told: str = ""
    trouble: str = ""
    body: str = ""
    can_resend: bool = False


def webhook(one: WebhookView, actor: Actor) -> WebhookRow:
    """Write a webhook out."""
    mark, tone = _mark(one)
    return WebhookRow(
        key=str(one.id),
        url=one.url,
        told_of=told_of(one.topics),
        mark=mark,
        tone=tone,
        about=_about(one, actor),
        trouble=_trouble(one),
        href=links.webhook(str(one.id)),
        secret=links.webhook_secret(str(one.id)),
        is_paused=one.is_paused,
        can_try=one.listens and not one.is_paused,
    )


def told_of(topics: tuple[Topic, ...]) -> str:
    """Say what a webhook is told of."""
    if set(topics) == set(Topic):
        return "Told of everything"
    return "Told of: " + ", ".join(WORDS[one].lower() for one in topics)


def topics(chosen: tuple[Topic, ...]) -> list[TopicRow]:
    """Return all that it can be told of."""
    return [TopicRow(one, said, one in chosen) for one, said in WORDS.items()]


def delivery(one: DeliveryView, actor: Actor) -> DeliveryRow:
    """Write out what was told."""
    mark, tone = STATES[one.state]
    if one.state is DeliveryState.WAITING and one.failures:
        mark, tone = "Failed", "doubt"
    return DeliveryRow(
        key=str(one.id),
        title=json.loads(one.body)["data"]["summary"],
        kind="A test" if one.kind == TEST else one.kind,
        mark=mark,
        tone=tone,
        told=_told(one, actor),
        trouble=one.trouble,
        can_resend=one.state is not DeliveryState.WAITING or one.failures > 0,
        body=json.dumps(json.loads(one.body), indent=2, ensure_ascii=False),
    )


def older(found: Log, key: int) -> str:
    """Return the address of the deliveries before; nothing where there are none."""
    return links.webhook(str(key), before=str(found.older)) if found.older else ""


def tried(one: DeliveryView) -> tuple[str, bool]:
    """Say what became of a test, and whether it went well."""
    if one.state is DeliveryState.DELIVERED:
        return f"It arrived: the receiver answered with {one.status}.", True
    if one.trouble:
        return f"It did not arrive: {one.trouble}", False
    return "It still waits; load the page again in a moment.", False


def _mark(one: WebhookView) -> tuple[str, str]:
    if not one.listens:
        return "Stopped", "trouble"
    if one.is_paused:
        return "Paused", ""
    if one.trouble:
        return "Failing", "doubt"
    return "", ""


def _trouble(one: WebhookView) -> str:
    if not one.listens:
        return f"{one.by} does not own this book any more, so this webhook is told nothing."
    return one.trouble


def _about(one: WebhookView, actor: Actor) -> str:
    parts = [f"Added by {'you' if one.by == actor.email else one.by}"]
    if one.held_until and one.waiting and one.held_until > actor.now:
        parts.append(f"next try {moment(one.held_until, actor)}")
    if one.delivered_at:
        parts.append(f"last told {moment(one.delivered_at, actor)}")
    elif not one.trouble:
        parts.append("told nothing yet")
    if one.waiting:
        parts.append(f"{count_text(one.waiting, actor.region)} waiting")
    return " · ".join(parts)


def _told(one: DeliveryView, actor: Actor) -> str:
    said = moment(one.created_at, actor)
    if one.state is DeliveryState.WAITING and one.due_at > actor.now:
        return f"{said} · next try {moment(one.due_at, actor)}"
    return said
