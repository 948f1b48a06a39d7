"""Webhooks and what they were told, as programs see and send them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from pydantic import Field

from finance_app.api.schemas.common import Key, Shown, Wanted
from finance_app.domain import webhooks
from finance_app.domain.change_kinds import Topic
from finance_app.domain.webhooks import DeliveryState, WebhookDraft

if TYPE_CHECKING:
    from finance_app.services.webhook_logs import DeliveryView
    from finance_app.services.webhooks import WebhookView


class Webhook(Shown):
    """An address that is told of what changes in a book."""

    id: Key
    url: str = Field(examples=["https://example.org/hook"])
    topics: tuple[Topic, ...] = Field(description="Which change sets it is told of.")
    by: str = Field(description="The address of who added it, or changed it last.")
    created_at: datetime
    is_paused: bool
    is_listening: bool = Field(description="They own the book still; else it is told nothing.")

    @classmethod
    def of(cls, view: WebhookView) -> Self:
        """Return a webhook as programs get it."""
        return cls(
            id=view.id,
            url=view.url,
            topics=view.topics,
            by=view.by,
            created_at=view.created_at,
            is_paused=view.is_paused,
            is_listening=view.listens,
        )


class WebhookStanding(Shown):
    """How it goes with a webhook."""

    waiting: int = Field(description="How many deliveries wait.")
    held_until: datetime | None = Field(description="Nothing is tried before.")
    delivered_at: datetime | None = Field(description="When one arrived last.")
    trouble: str = Field(description="Why nothing arrives at the moment.")

    @classmethod
    def of(cls, view: WebhookView) -> Self:
        """Return it as programs get it."""
        return cls(
            waiting=view.waiting,
            held_until=view.held_until,
            delivered_at=view.delivered_at,
            trouble=view.trouble,
        )


class EventData(Shown):
    """Which change set it was; the API has the rest."""

    book: Key
    change_set: Key
    topic: Topic
    summary: str = Field(examples=["Added Corner Bakery −12.30 EUR"])
    undoes: Key | None = Field(description="The change set that it took back.")


class Event(Shown):
    """What a webhook is told. A test has the type `test`, and of the data `book` and `summary`."""

    type: str = Field(description="The kind of the change set.", examples=["entry.add"])
    timestamp: datetime = Field(description="When it was.")
    data: EventData


class WantedWebhook(Wanted):
    """What a webhook is to be."""

    url: str = Field(examples=["https://example.org/hook"])
    topics: tuple[Topic, ...] = Field(default=tuple(Topic))

    def draft(self) -> WebhookDraft:
        """Return it.

        Raises:
            InvalidInputError: the address cannot be one, or nothing is to be told.
        """
        return webhooks.require_draft(self.url, self.topics)


class WebhookSecret(Shown):
    """What a webhook’s deliveries are signed with."""

    secret: str = Field(examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])


class Delivery(Shown):
    """What a webhook was told of one change set, or to try it."""

    id: Key
    kind: str = Field(examples=["entry.add"])
    body: str = Field(description="What is sent, to the letter.")
    change_set: Key | None
    created_at: datetime
    state: DeliveryState
    due_at: datetime = Field(description="When it is tried next, while it waits.")
    failures: int
    status: int | None = Field(description="What the receiver answered last.")
    trouble: str = Field(description="Why it did not arrive the last time.")
    delivered_at: datetime | None

    @classmethod
    def of(cls, view: DeliveryView) -> Self:
        """Return a delivery as programs get it."""
        return cls(
            id=view.id,
            kind=view.kind,
            body=view.body,
            change_set=view.change_set_id,
            created_at=view.created_at,
            state=view.state,
            due_at=view.due_at,
            failures=view.failures,
            status=view.status,
            trouble=view.trouble,
            delivered_at=view.delivered_at,
        )
