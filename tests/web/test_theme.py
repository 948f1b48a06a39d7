from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from finance_app.domain import cards
from finance_app.domain.actors import Actor, Role, Theme
from finance_app.domain.cards import Card, Turn
from finance_app.ui.head import head
from finance_app.web.routes import Routes
from finance_app.web.theme import ROUTES
from tests.web.asking import ask, echo

ADA = Actor(1, 1, Role.VIEWER, datetime(2026, 11, 23, tzinfo=UTC))


@pytest.mark.parametrize("theme", Theme)
async def test_a_page_is_told_what_its_reader_chose(theme: Theme) -> None:
    async def ada(_cookie: str) -> Actor | None:
        return replace(ADA, theme=theme)

    answer = await ask(Routes(echo, ROUTES, ada), "/theme.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.text.endswith(f'}})("{theme}", {{}});\n')


async def test_the_skeleton_is_told_where_its_reader_has_the_cards() -> None:
    found = cards.turned(cards.DEFAULT, Card.RECENT, Turn.BEFORE, Card.NET_WORTH)
    found = cards.turned(found, Card.PAYEES, Turn.HIDE)

    async def ada(_cookie: str) -> Actor | None:
        return replace(ADA, dashboard=cards.written(found))

    answer = await ask(Routes(echo, ROUTES, ada), "/theme.js")
    told = json.loads(answer.text.rpartition('"system", ')[2].removesuffix(");\n"))
    assert (told["--recent-order"], told["--recent-columns"]) == ("0", "6")
    assert (told["--payees-shown"], told["--income-shown"]) == ("none", "grid")


async def test_who_is_not_signed_in_keeps_what_the_browser_has() -> None:
    async def nobody(_cookie: str) -> Actor | None:
        return None

    answer = await ask(Routes(echo, ROUTES, nobody), "/theme.js")
    assert (answer.status_code, answer.text) == (200, "")


def test_the_page_waits_for_it_before_it_is_painted() -> None:
    (script,) = (each for each in head() if "/theme.js" in str(each.render()))
    assert "defer" not in str(script.render())
    assert "async" not in str(script.render())
