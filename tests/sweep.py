"""Who and what the sweep calls with: a book full of rows, and everybody else."""

from __future__ import annotations

import inspect
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any

from reflex_base.registry import RegistrationContext
from sqlalchemy import insert, select, update
from sqlmodel import SQLModel

import finance_app
from finance_app import db
from finance_app import finance_app as root
from finance_app.domain.actors import Role
from finance_app.domain.categories import CategoryKind
from finance_app.domain.change_kinds import Topic
from finance_app.domain.currencies import CustomCurrency
from finance_app.domain.entries import EntryDraft, LineDraft
from finance_app.domain.labels import LabelKind
from finance_app.domain.own_rates import OwnRate
from finance_app.domain.webhooks import WebhookDraft
from finance_app.models import tables
from finance_app.services import (
    accounts,
    auth,
    callers,
    categories,
    entries,
    imports,
    invitations,
    own_rates,
    users,
    webhook_logs,
    webhooks,
)
from finance_app.services import custom_currencies as customs
from finance_app.ui.handlers import declared
from tests.conftest import an_account
from tests.services.books import label as new_label
from tests.services.books import tagged
from tests.services.second_factors import with_app
from tests.sweep_arguments import ARGUMENTS, BODIES, KEY, NAMED, QUERY
from tests.websocket import Tab, browser, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from reflex_base.event import EventHandler
    from starlette.types import ASGIApp

    from finance_app.domain.actors import Actor
    from finance_app.web.routes import Route


@dataclass(frozen=True)
class Caller:
    """Who calls: with a session's token or without; `may_look` at the owner's book or not."""

    name: str
    token: str = ""
    may_look: bool = False
    is_known: bool = False


@dataclass(frozen=True)
class World:
    """An owner's book and everybody else."""

    app: ASGIApp
    owner: Actor
    token: str
    kinds: dict[str, str]
    strangers: tuple[Caller, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The key of a row of each table that has one, and the book's own first."""
        return tuple(self.kinds.values())

    def queries(self, keys: tuple[str, ...]) -> list[str]:
        """Return what addresses ask for: each key by all names at once, each name by its kind."""
        at_once = ["&".join(f"{name}={key}" for name in QUERY) for key in keys]
        return at_once + [f"{name}={self.kinds[kind]}" for name, kind in QUERY.items()]

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return everything the owner has, but for signs of life."""
        found = {}
        with db.read() as session:
            for table in SQLModel.metadata.sorted_tables:
                if "book_id" in table.c and table.name != "preferences":
                    mine = table.c.book_id == self.owner.book_id
                elif table.name in ("user", "book"):
                    mine = table.c.id.in_((self.owner.user_id, self.owner.book_id))
                elif "user_id" in table.c:
                    mine = table.c.user_id == self.owner.user_id
                else:
                    continue
                columns = [each for each in table.c if each.name != "seen_at"]
                found[table.name] = sorted(
                    map(tuple, session.execute(select(*columns).where(mine)))
                )
        return found


def handlers() -> dict[str, EventHandler]:
    """Return every event handler of the app and of the framework by its full name."""
    for module in walk_packages(finance_app.__path__, "finance_app."):
        if module.name != "finance_app.__main__":
            import_module(module.name)
    return {
        name: registered.handler
        for name, registered in RegistrationContext.get().event_handlers.items()
        if registered.handler.state is not None
        and registered.handler.state.__module__.partition(".")[0] in ("finance_app", "reflex")
    }


def own_handlers() -> dict[str, EventHandler]:
    """Return the handlers that the app itself declares, by full name.

    Those that lead to another book come last: what follows them would be called there.
    """
    own = {name: found for name, found in handlers().items() if declared(found.fn) is not None}
    away = ("BooksState.", "NewBookState.")
    return dict(sorted(own.items(), key=lambda each: label(each[1]).startswith(away)))


def label(handler: EventHandler) -> str:
    return f"{handler.state.__name__}.{handler.fn.__name__}"  # type: ignore[union-attr]  # it has one


def taken(handler: EventHandler) -> list[str]:
    return list(inspect.signature(handler.fn).parameters)[1:]


def arguments(handler: EventHandler) -> dict[str, Any]:
    """Return what a handler is called with."""
    known = ARGUMENTS.get(label(handler), NAMED)
    return {name: known.get(name, KEY) for name in taken(handler)}


def with_key(value: Any, key: str) -> Any:
    """Return arguments with a key in the place of `KEY`."""
    if isinstance(value, dict):
        return {name: with_key(each, key) for name, each in value.items()}
    return key if value is KEY else value


def fill(session: Any, owner: Actor) -> None:
    """Give the owner one of everything."""
    account_id = an_account(session, owner, name="Under the mattress")
    other = an_account(session, owner, "USD", name="Checking of Zanzibar")
    category_id = categories.add(session, owner, "Lighthouses", CategoryKind.EXPENSE, None)
    draft = EntryDraft(account_id, date(2026, 11, 20), -1250, "Zanzibar Bakery")
    entries.add(session, owner, draft)
    noted = EntryDraft(
        other,
        date(2026, 11, 21),
        -99,
        "Zanzibar Lighthouse",
        note="a note of mine",
        lines=(LineDraft(-99, category_id),),
    )
    entry_id = entries.add(session, owner, noted)
    tagged(session, owner, entry_id, new_label(session, owner, LabelKind.TAG, "Zanzibar trip"))
    stated = OwnRate("USD", "EUR", date(2026, 11, 20), Decimal("0.9"))
    own_rates.add(session, owner, stated, confirmed=True)
    customs.add(session, owner, CustomCurrency("ZAN", "Zanzibar miles", 0))
    content = (Path(__file__).parent / "fixtures" / "checking.ofx").read_bytes()
    imports.stage(session, owner, "Zanzibar.ofx", content)
    hook = WebhookDraft("https://zanzibar.example/hook", tuple(Topic))
    webhook_logs.test(session, owner, webhooks.add(session, owner, hook))
    invitations.invite(session, owner, "somebody@zanzibar.example", Role.EDITOR)
    assert accounts.everything(session, owner)


def join_as_viewer(session: Any, email: str, book_id: int, role: str = "viewer") -> None:
    """Let a user into a book and have them look at it."""
    user_id = users.actor_by_email(session, email, datetime.now(UTC)).user_id
    session.execute(insert(tables.membership).values(book_id=book_id, user_id=user_id, role=role))
    chosen = tables.preferences.c.user_id == user_id
    session.execute(update(tables.preferences).where(chosen).values(book_id=book_id))


def owned_keys(session: Any, book_id: int) -> dict[str, str]:
    """Return the book's own key and one of each kind of row in it, by the table's name."""
    found = {"book": str(book_id)}
    for table in SQLModel.metadata.sorted_tables:
        if {"book_id", "id"} <= set(table.c.keys()):
            newest = select(table.c.id).where(table.c.book_id == book_id)
            key = session.execute(newest.order_by(table.c.id.desc()).limit(1)).scalar()
            found |= {table.name: str(key)} if key else {}
    return found


async def call_everything(
    tab: Tab, world: World, keys: tuple[str, ...]
) -> list[list[dict[str, Any]]]:
    """Open every page with each key in its address, call every handler with each key."""
    on_load = "reflex___state____state.reflex___state____on_load_internal_state.on_load_internal"
    answers = [await tab.load()]
    for screen in root.SCREENS:
        tab.page = screen.route
        for query in world.queries(keys):
            tab.query = f"?{query}"
            answers.append(await tab.send(on_load, {}))
    for key in keys:
        for name, handler in own_handlers().items():
            given = arguments(handler)
            if key == keys[0] or with_key(given, key) != given:
                answers.append(await tab.send(name, with_key(given, key)))
    return answers


def paths(world: World, route: Route) -> list[str]:
    """Return the addresses of a route, with each key in its path or its query."""
    start, inside, _ = route.path.partition("{")
    if route.method != "GET":
        return [start + world.keys[0] if inside else start]
    filled = [start + key for key in world.keys] if inside else [start]
    return filled + [f"{filled[0]}?{query}" for query in world.queries(world.keys)]


async def ask(world: World, route: Route, token: str, **headers: str) -> list[Any]:
    """Return a route's answers for each of its addresses."""
    async with browser(world.app, token) as client:
        client.headers.update(headers)
        body = BODIES[route.path] if route.method == "POST" else {}
        return [await client.request(route.method, path, **body) for path in paths(world, route)]


@asynccontextmanager
async def a_world() -> AsyncIterator[World]:
    """Serve an app with a book full of secrets, its owner, and all who must not get at it."""
    callers.forget_all()
    with db.write() as session:
        now = datetime.now(UTC)

        def somebody(email: str) -> Actor:
            wanted = users.NewUser(email, "no hash", "en_US", "UTC", "EUR")
            return users.add(session, wanted, now, is_admin=False)

        def token(email: str) -> str:
            attempt = auth.begin(session, email, "192.0.2.1", now)
            return auth.finish(session, attempt, now, right=True)

        owner = somebody("ada@example.org")
        fill(session, owner)
        for name in ("eve", "vic", "dora", "rita"):
            somebody(f"{name}@example.org")
        with_app(session, somebody("pia@example.org"))
        tokens = {
            name: token(f"{name}@example.org")
            for name in ("ada", "eve", "vic", "dora", "rita", "pia")
        }
        join_as_viewer(session, "vic@example.org", owner.book_id)
        for name in ("dora", "rita", "pia"):
            join_as_viewer(session, f"{name}@example.org", owner.book_id, role="owner")
        disabled = tables.user.c.email == "dora@example.org"
        session.execute(update(tables.user).where(disabled).values(disabled_at=now))
        auth.sign_out(session, tokens["rita"], datetime.now(UTC))
        kinds = owned_keys(session, owner.book_id)
    strangers = (
        Caller("nobody"),
        Caller("disabled", tokens["dora"]),
        Caller("revoked", tokens["rita"]),
        Caller("pending", tokens["pia"]),
        Caller("other", tokens["eve"], is_known=True),
        Caller("viewer", tokens["vic"], may_look=True, is_known=True),
    )
    async with served() as app:
        yield World(app, owner, tokens["ada"], kinds, strangers)
