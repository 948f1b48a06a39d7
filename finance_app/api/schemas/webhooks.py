"""Webhooks and what they were told, as programs see and send them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from pydantic import Field

from finance_app.api.schemas.common import Key, Shown, Wanted
from finance_app.domain import webhooks
from finance_app.domain.change_kinds import Topic
from finance_app.domain.webhooks import DeliveryState, Draft

if TYPE_CHECKING:
    from finance_app.services.webhook_logs import DeliveryView
    from finance_app.services.webhooks import WebhookView


class Webhook(Shown):
    """An address that is told of what changes in a book."""

    id: Key
    url: str = Field(examples=["https://example.org/hook"])
    topics: tuple[Topic, ...] = Field(description="Which change sets it is told of.")
    by: str = Field(description="The address of who made it.")
    created_at: datetime
    paused: bool
    listens: bool = Field(description="Who made it owns the book still; else it is told nothing.")
    waiting: int = Field(description="How many deliveries wait.")
    delivered_at: datetime | None = Field(description="When the last one arrived that was tried.")
    trouble: str = Field(description="Why that did not arrive.")

    @classmethod
    def of(cls, view: WebhookView) -> Self:
        """Return a webhook as programs get it."""
        return cls(
            id=view.id,
            url=view.url,
            topics=view.topics,
            by=view.by,
            created_at=view.created_at,
            paused=view.is_paused,
            listens=view.listens,
            waiting=view.waiting,
            delivered_at=view.delivered_at,
            trouble=view.trouble,
        )


class WantedWebhook(Wanted):
    """What a webhook is to be."""

    url: str = Field(examples=["https://example.org/hook"])
    topics: tuple[Topic, ...] = Field(default=tuple(Topic))

    def draft(self) -> Draft:
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
