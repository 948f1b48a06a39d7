"""Webhooks: what one may be, how a delivery is signed, and when it is tried again.

A delivery is as https://www.standardwebhooks.com says, so that receivers have libraries for it:
`webhook-id`, `webhook-timestamp` and `webhook-signature`, an HMAC-SHA256 of `id.timestamp.body`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from finance_app.domain.change_kinds import Topic
from finance_app.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

MOST = 10  # of one book
MOST_WAITING = 1000  # deliveries to one webhook, which is paused then
LONGEST_URL = 500
PREFIX = "whsec_"
TEST = "test"  # the kind of a delivery that somebody asked for to try it
GONE = 410  # the receiver wants nothing any more
BUSY = frozenset({408, 425, 429})
LASTS = timedelta(days=3)  # in which a delivery is tried
WAITS = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
)
"""How long after each failure in a row it is tried again; the last one from then on."""

_BYTES = 32
_SERVERS = 500  # from here on: not the fault of what was sent


class DeliveryState(StrEnum):
    """How a delivery stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class WebhookDraft:
    """What a webhook is to be.

    Args:
        topics: which change sets it tells of.
    """

    url: str
    topics: tuple[Topic, ...]


def require_draft(url: str, topics: Iterable[str]) -> WebhookDraft:
    """Return what somebody wants.

    Raises:
        InvalidInputError: the address cannot be one, or nothing is to be told.
    """
    chosen = set(topics)
    if not chosen or not chosen <= set(Topic):
        raise InvalidInputError("Choose what it is told of.", field="topics")
    return WebhookDraft(require_url(url), tuple(one for one in Topic if one in chosen))


def require_url(text: str) -> str:
    """Return where deliveries go.

    Raises:
        InvalidInputError: it is no address of a web server, or holds a password.
    """
    url = text.strip()
    try:
        found = urlsplit(url)
        host, port = found.hostname, found.port
    except ValueError:
        host, port = None, None
    is_plain = url.isascii() and url.isprintable() and not {" ", "\\", ";"} & set(url)
    if not host or port == 0 or not is_plain or found.scheme not in ("https", "http"):
        said = "Give an address like https://example.org/hook."
        raise InvalidInputError(said, field="url")
    if len(url) > LONGEST_URL:
        said = f"An address has at most {LONGEST_URL} characters here."
        raise InvalidInputError(said, field="url")
    if found.username is not None or found.fragment:
        said = "Give the address without a user, a password or “#”."
        raise InvalidInputError(said, field="url")
    return url


def new_secret() -> str:
    """Return a new secret of 256 bits, as receivers' libraries take it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def written(kind: str, at: datetime, data: dict[str, Any]) -> str:
    """Return the body of a delivery.

    Args:
        kind: of the change set, such as `entry.add`.
    """
    moment = at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    said = {"type": kind, "timestamp": moment, "data": data}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def headers(secret: str, key: int, at: datetime, body: str) -> dict[str, str]:
    """Return what goes with a delivery, so that its receiver knows who sent it, and when.

    Args:
        key: of the delivery, the same each time it is tried.
        at: when it is sent.
    """
    name, moment = str(key), str(int(at.timestamp()))
    return {
        "Content-Type": "application/json",
        "webhook-id": name,
        "webhook-timestamp": moment,
        "webhook-signature": signature(secret, name, moment, body),
    }


def signature(secret: str, name: str, moment: str, body: str) -> str:
    """Return the signature of a delivery.

    Args:
        name: what the delivery is called.
        moment: when it is sent, in seconds since 1970.
    """
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = hmac.new(key, f"{name}.{moment}.{body}".encode(), hashlib.sha256)
    return f"v1,{base64.b64encode(signed.digest()).decode()}"


def wait(failures: int) -> timedelta:
    """Return how long after the so many-th failure in a row nothing is tried."""
    return WAITS[min(failures, len(WAITS)) - 1]


def is_unwell(status: int) -> bool:
    """Say whether the receiver could not take anything, rather than refuse this one delivery.

    Args:
        status: that it answered with, 0 where it did not.
    """
    return not status or status in BUSY or status >= _SERVERS
