"""Books behind a running server: somebody signed in in the browser, with what they need written."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from axe_playwright_python.sync_playwright import Axe
from sqlalchemy import text

from finance_app import db
from finance_app.domain.entries import EntryDraft
from finance_app.services import auth, entries, users, welcome
from tests.conftest import an_account, forget_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, Page

    from finance_app.domain.actors import Actor
    from tests.e2e.conftest import Server

DAY = date(2026, 11, 20)
THEMES = ("light", "dark")


@dataclass(frozen=True)
class Book:
    """A user's book, written to beside the running server."""

    actor: Actor

    def do(self, use_case: Any, *args: Any, now: datetime | None = None) -> Any:
        """Run a use case as the book's owner and keep what it wrote."""
        actor = replace(self.actor, now=now) if now else self.actor
        with db.write() as session:
            return use_case(session, actor, *args)

    def account(self, currency: str = "EUR", name: str = "") -> int:
        """Open an account."""
        key: int = self.do(an_account, currency, name)
        return key

    def add(self, account: int, payee: str = "Bakery", amount: int = -1250, **more: Any) -> int:
        """Add an entry, in minor units."""
        key: int = self.do(entries.add, replace(EntryDraft(account, DAY, amount, payee), **more))
        return key


@contextmanager
def opened(server: Server, context: BrowserContext, email: str = "") -> Iterator[Book]:
    """Sign somebody new in and give their book."""
    before = os.environ.get("FINANCE_DATA_DIR")
    os.environ["FINANCE_DATA_DIR"] = str(server.data_dir)
    forget_settings()
    try:
        actor, token = _newcomer(email or f"{uuid4().hex}@example.org")
        context.add_cookies([{"name": "finance", "value": token, "url": server.url}])
        yield Book(actor)
    finally:
        forget_settings()
        if before is None:
            del os.environ["FINANCE_DATA_DIR"]
        else:
            os.environ["FINANCE_DATA_DIR"] = before


@contextmanager
def held() -> Iterator[None]:
    """Have everybody else wait who wants to write, so that what they do is at work meanwhile."""
    with db.write() as session:
        session.execute(text("SELECT 1"))
        yield


def _newcomer(email: str) -> tuple[Actor, str]:
    now = datetime.now(UTC)
    new = users.NewUser(email, "no hash", "en_US", "UTC", "EUR")
    with db.write() as session:
        actor = users.add(session, new, now, is_admin=False)
        welcome.finish(session, actor)
        attempt = auth.begin(session, email, email, now)  # from one address a hundred may come
        return actor, auth.finish(session, attempt, now, right=True)


def findings(page: Page) -> list[str]:
    """Return what axe finds on a page, in both themes."""
    found = []
    for theme in THEMES:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]  # one of them
        violations = Axe().run(page).response["violations"]
        found += [f"{theme}: {one['id']} {one['nodes'][0]['html'][:200]}" for one in violations]
    return found
