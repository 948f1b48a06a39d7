"""Where webhooks may lead, what keeps them from it, and when nothing is told at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finance_app import db
from finance_app.config import settings
from finance_app.domain.flags import WEBHOOKS
from finance_app.errors import ConflictError
from finance_app.services import webhook_deliveries, webhooks
from tests import rate_server
from tests.conftest import NOW
from tests.flags import switch_now
from tests.rate_server import status
from tests.services.webhook_hooks import ada, asked, changed, deliver, hook, receiver, told

if TYPE_CHECKING:
    from finance_app.domain.actors import Actor
    from tests.rate_server import RateServer

pytestmark = pytest.mark.usefixtures("database")
__all__ = ["ada", "receiver"]  # fixtures


def test_a_redirect_is_not_followed(ada: Actor, receiver: RateServer) -> None:
    receiver.replies["/hook"] = status(302, Location=f"{receiver.url}/inside")
    key = hook(ada, f"{receiver.url}/hook")
    delivery = asked(ada, key)
    deliver()
    assert receiver.paths == ["/hook"]
    assert told(ada, key, delivery).status == 302


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "169.254.169.254", "[::1]", "2130706433", "10.0.0.1"]
)
def test_nothing_inside_the_network_is_reached(ada: Actor, host: str) -> None:
    with rate_server.serving() as inside:
        key = hook(ada, f"https://{host}:{inside.port}/hook")
        delivery = asked(ada, key)
        assert deliver() == 0
        assert inside.asked == []
    assert told(ada, key, delivery).trouble.endswith("is at an address inside this network.")


def test_a_host_named_by_the_operator_opens_no_other(
    ada: Actor, receiver: RateServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = hook(ada, f"{receiver.url}/hook")
    delivery = asked(ada, key)
    monkeypatch.delenv("FINANCE_WEBHOOK_HOSTS")
    settings.cache_clear()
    deliver()
    assert receiver.asked == []
    assert "not allowed" in told(ada, key, delivery).trouble


def test_a_secret_that_cannot_be_read_is_said(
    ada: Actor, receiver: RateServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = hook(ada, f"{receiver.url}/hook")
    delivery = asked(ada, key)
    monkeypatch.setattr(webhooks, "secret_keys", lambda: ("another",))
    deliver()
    assert receiver.asked == []
    assert told(ada, key, delivery).trouble == webhook_deliveries.UNREADABLE


def test_nothing_is_told_where_webhooks_are_switched_off(ada: Actor, receiver: RateServer) -> None:
    key = hook(ada, f"{receiver.url}/hook")
    changed(ada, key)
    switch_now(WEBHOOKS, value=False)
    with pytest.raises(ConflictError, match="switched webhooks off"):
        asked(ada, key)
    with db.read() as session:
        assert not webhook_deliveries.is_due(session, NOW)
    assert deliver() == 0
    assert receiver.asked == []
    switch_now(WEBHOOKS, value=True)
    assert deliver() == 1
