"""Webhooks of a book: what they are told of, trying one, and what they were told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from finance_app.api.doors import Door, Owner
from finance_app.api.schemas.common import Key, Page
from finance_app.api.schemas.filters import KeyQuery
from finance_app.api.schemas.webhooks import (
    Delivery,
    Event,
    WantedWebhook,
    Webhook,
    WebhookSecret,
    WebhookStanding,
)
from finance_app.services import webhook_logs, webhooks

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

    type Deed = Callable[[Session, Actor, int], None]

ALL, ONE = "/books/{book}/webhooks", "/books/{book}/webhooks/{webhook}"
TOLD, DELIVERY = ONE + "/deliveries", ONE + "/deliveries/{webhook_delivery}"
router = APIRouter(tags=["Webhooks"])
told = APIRouter()


@told.post("change-set")
async def change_set(event: Event) -> None:
    """Tell a webhook of a change set: sent by this server, to the address of the webhook.

    Headers as Standard Webhooks says: `webhook-id`, `webhook-timestamp`, `webhook-signature`.
    """


@router.get(ALL, response_model=Page[Webhook])
async def list_webhooks(door: Owner, book: Key) -> Response:
    """List a book’s webhooks, the newest first."""

    def work(session: Session, actor: Actor) -> Page[Webhook]:
        found = webhooks.everything(session, actor)
        return Page[Webhook](items=tuple(map(Webhook.of, found)))

    return await door.ask(work, book)


@router.post(ALL, response_model=Webhook, status_code=201)
async def add_webhook(door: Owner, book: Key, wanted: WantedWebhook) -> Response:
    """Have an address told of what changes in the book.

    Each change set is one POST to it, signed with the webhook’s secret as Standard Webhooks says,
    so that receivers have libraries for it, and answered within ten seconds. It is tried again for
    three days until a status from 200 to 299 comes back; 410 pauses the webhook. The same delivery
    may come twice: `webhook-id` tells. All owners of the book are told by mail.
    """

    def work(session: Session, actor: Actor) -> Webhook:
        return _webhook(session, actor, webhooks.add(session, actor, wanted.draft()))

    return await door.tell(work, book, status=201)


@router.get(ONE, response_model=Webhook)
async def get_webhook(door: Owner, book: Key, webhook: Key) -> Response:
    """Get one webhook."""
    return await door.ask(lambda session, actor: _webhook(session, actor, webhook), book)


@router.put(ONE, response_model=Webhook)
async def change_webhook(door: Owner, book: Key, webhook: Key, wanted: WantedWebhook) -> Response:
    """Have a webhook told elsewhere, or of other things; If-Match says what was seen.

    With another address it has another secret.
    """

    def work(session: Session, actor: Actor) -> Webhook:
        door.require_match(_webhook(session, actor, webhook))
        webhooks.change(session, actor, webhook, wanted.draft())
        return _webhook(session, actor, webhook)

    return await door.tell(work, book)


@router.delete(ONE, status_code=204)
async def delete_webhook(door: Owner, book: Key, webhook: Key) -> Response:
    """Delete a webhook with what it was told; If-Match says what was seen."""

    def work(session: Session, actor: Actor) -> None:
        door.require_match(_webhook(session, actor, webhook))
        webhooks.delete(session, actor, webhook)

    return await door.tell(work, book)


@router.get(ONE + "/standing", response_model=WebhookStanding)
async def get_webhook_standing(door: Owner, book: Key, webhook: Key) -> Response:
    """Get how it goes with a webhook: what waits, and why."""
    return await door.ask(
        lambda session, actor: WebhookStanding.of(webhooks.get(session, actor, webhook)), book
    )


@router.get(ONE + "/secret", response_model=WebhookSecret)
async def get_webhook_secret(door: Owner, book: Key, webhook: Key) -> Response:
    """Get what its deliveries are signed with."""

    def work(session: Session, actor: Actor) -> WebhookSecret:
        return WebhookSecret(secret=webhooks.secret(session, actor, webhook))

    return await door.ask(work, book)


@router.post(ONE + "/pause", response_model=Webhook)
async def pause_webhook(door: Owner, book: Key, webhook: Key) -> Response:
    """Tell it nothing for a while; it never hears of what happens meanwhile."""
    return await _done(door, book, webhook, webhooks.pause)


@router.post(ONE + "/resume", response_model=Webhook)
async def resume_webhook(door: Owner, book: Key, webhook: Key) -> Response:
    """Tell it again what happens."""
    return await _done(door, book, webhook, webhooks.resume)


@router.post(ONE + "/test", response_model=Delivery, status_code=202)
async def try_webhook(door: Owner, book: Key, webhook: Key) -> Response:
    """Have it told something, on the way that everything else goes; get the delivery to see how."""

    def work(session: Session, actor: Actor) -> Delivery:
        key = webhook_logs.test(session, actor, webhook)
        return Delivery.of(webhook_logs.delivery(session, actor, webhook, key))

    return await door.tell(work, book, status=202)


@router.get(TOLD, response_model=Page[Delivery])
async def list_deliveries(
    door: Owner, book: Key, webhook: Key, asked: Annotated[KeyQuery, Query()]
) -> Response:
    """List what it was told in the last 30 days, the newest first."""

    def work(session: Session, actor: Actor) -> Page[Delivery]:
        found = webhook_logs.log(session, actor, webhook, asked.place())
        older = str(found.older) if found.older else None
        items = tuple(map(Delivery.of, found.deliveries))
        return Page[Delivery](items=items, next=older).only(asked.fields)

    return await door.ask(work, book)


@router.get(DELIVERY, response_model=Delivery)
async def get_delivery(door: Owner, book: Key, webhook: Key, webhook_delivery: Key) -> Response:
    """Get one delivery."""

    def work(session: Session, actor: Actor) -> Delivery:
        return Delivery.of(webhook_logs.delivery(session, actor, webhook, webhook_delivery))

    return await door.ask(work, book)


@router.post(DELIVERY + "/redeliver", response_model=Delivery, status_code=202)
async def redeliver(door: Owner, book: Key, webhook: Key, webhook_delivery: Key) -> Response:
    """Have a delivery sent once more, with the `webhook-id` that it had."""

    def work(session: Session, actor: Actor) -> Delivery:
        webhook_logs.redeliver(session, actor, webhook, webhook_delivery)
        return Delivery.of(webhook_logs.delivery(session, actor, webhook, webhook_delivery))

    return await door.tell(work, book, status=202)


async def _done(door: Door, book: int, webhook: int, deed: Deed) -> Response:
    def work(session: Session, actor: Actor) -> Webhook:
        deed(session, actor, webhook)
        return _webhook(session, actor, webhook)

    return await door.tell(work, book)


def _webhook(session: Session, actor: Actor, key: int) -> Webhook:
    return Webhook.of(webhooks.get(session, actor, key))
