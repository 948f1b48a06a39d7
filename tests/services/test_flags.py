from __future__ import annotations

import ast
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DatabaseError

from finance_app import config, db
from finance_app.config import Settings, settings
from finance_app.domain import flags as table
from finance_app.domain.flags import (
    DEMO_BOOKS,
    EVERY,
    FLAGS,
    PASSWORD_RESET,
    RATE_FETCHING,
    SIGN_UP,
    Source,
)
from finance_app.errors import (
    ConfigurationError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
)
from finance_app.models import tables
from finance_app.services import (
    audit,
    books,
    credentials,
    flags,
    rate_feeds,
    signup,
)
from tests import rate_server
from tests.conftest import NOW, forget_settings, somebody
from tests.flags import each_way, switch, switch_now
from tests.rate_server import ecb_xml, ok
from tests.services.administrators import administrator, done
from tests.services.books import know_rates
from tests.services.mailbox import posted

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

TESTS = Path(__file__).parents[1]


@each_way(DEMO_BOOKS)
def test_a_demo_book_is_made_where_that_is_wanted(
    session: Session,
    actor: Actor,
    monkeypatch: pytest.MonkeyPatch,
    switched: bool,  # noqa: FBT001  pytest hands it over
) -> None:
    monkeypatch.setattr(books, "DEMO_ENTRIES", 20)
    know_rates(session, USD="1.1172", JPY="175.68", GBP="0.87")
    switch(session, DEMO_BOOKS, switched)
    if not switched:
        with pytest.raises(ForbiddenError, match="switched them off"):
            books.add_demo(session, actor)
        assert len(books.everything(session, actor)) == 1
        return
    books.add_demo(session, actor)
    switch(session, DEMO_BOOKS, value=False)
    books.add_demo(session, actor)  # the one that there is stays
    assert len(books.everything(session, actor)) == 2


@each_way(RATE_FETCHING)
@pytest.mark.usefixtures("database")
def test_publishers_of_rates_are_asked_where_that_is_wanted(
    monkeypatch: pytest.MonkeyPatch,
    switched: bool,  # noqa: FBT001  pytest hands it over
) -> None:
    with rate_server.serving() as running:
        monkeypatch.setenv("FINANCE_RATE_PROVIDERS", f"ecb={running.url}")
        forget_settings()
        running.replies["/eurofxref-hist-90d.xml"] = ok(ecb_xml({str(NOW.date()): {"USD": "1.1"}}))
        switch_now(RATE_FETCHING, switched)
        with db.read() as session:
            assert any(one.is_on for one in rate_feeds.status(session, NOW)) is switched
        done = rate_feeds.refresh(NOW, anyway=True)
        assert done.asked == (("ecb",) if switched else ())
        assert bool(running.asked) is switched


@each_way(PASSWORD_RESET)
def test_a_forgotten_password_is_reset_by_mail_where_that_is_wanted(
    session: Session,
    actor: Actor,
    switched: bool,  # noqa: FBT001  pytest hands it over
) -> None:
    credentials.forgotten(session, actor.email, NOW)
    link = posted(session)[0].token
    switch(session, PASSWORD_RESET, switched)
    if switched:
        assert credentials.reset(session, link, "another hash", NOW) == actor.email
        return
    with pytest.raises(ForbiddenError, match="ask the administrator"):
        credentials.forgotten(session, actor.email, NOW)
    with pytest.raises(ForbiddenError, match="ask the administrator"):
        credentials.reset(session, link, "another hash", NOW)


@each_way(SIGN_UP)
def test_who_may_sign_up_is_chosen(session: Session, switched: str) -> None:
    switch(session, SIGN_UP, switched)
    assert signup.is_open(session) is (switched != "closed")
    somebody(session)
    assert signup.is_open(session) is (switched == "open")


def test_every_flag_is_tested_each_way() -> None:
    """By a test that is run with each value, and whose outcome depends on it."""
    names = {name: one for name, one in vars(table).items() if one in EVERY and name.isupper()}
    tested = set()
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            read = {
                each.id
                for part in node.body
                for each in ast.walk(part)
                if isinstance(each, ast.Name)
            }
            for mark in map(ast.unparse, node.decorator_list):
                if mark.startswith("each_way(") and "switched" in read:
                    tested.add(mark.removeprefix("each_way(").rstrip(")").rpartition(".")[2])
    assert set(names) - tested == set(), "decorate a test of them with each_way(…)"


def test_every_flag_says_what_it_is() -> None:
    assert len({one.name for one in EVERY}) == len({one.variable for one in EVERY}) == len(EVERY)
    for one in EVERY:
        assert one.fallback.text
        assert one.does.endswith(".")
        assert one.since
        assert one.name == one.name.lower()


def test_every_mode_of_signing_up_has_words() -> None:
    assert set(config.values_of("signup")) <= {one.text for one in SIGN_UP.choices}
    assert Settings.model_fields["signup"].default == SIGN_UP.default


def held(session: Session, actor: Actor, name: str = "demo_books") -> tuple[str, Source]:
    found = next(one for one in flags.everything(session, actor) if one.flag.name == name)
    return found.now.text, found.source


def test_the_administrator_wins_over_the_environment_and_that_over_the_code(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = administrator(session)
    assert held(session, admin) == ("on", Source.CODE)
    monkeypatch.setenv("FINANCE_FLAG_DEMO_BOOKS", "false")
    assert held(session, admin) == ("off", Source.ENVIRONMENT)
    flags.choose(session, admin, "demo_books", "on")
    assert held(session, admin) == ("on", Source.ADMINISTRATOR)
    assert flags.value(session, DEMO_BOOKS) is True
    flags.choose(session, admin, "demo_books", "")
    assert held(session, admin) == ("off", Source.ENVIRONMENT)
    assert flags.value(session, DEMO_BOOKS) is False


def test_the_setting_for_signing_up_is_what_holds_where_nobody_chose(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = administrator(session)
    assert held(session, admin, "signup") == ("first", Source.CODE)
    monkeypatch.setenv("FINANCE_SIGNUP", "closed")
    settings.cache_clear()
    assert held(session, admin, "signup") == ("closed", Source.ENVIRONMENT)
    flags.choose(session, admin, "signup", "open")
    assert held(session, admin, "signup") == ("open", Source.ADMINISTRATOR)
    assert signup.is_open(session)


def said(value: str) -> str:
    return f'{{"value":"{value}"}}'


def test_every_choice_is_written_down(session: Session) -> None:
    admin = administrator(session)
    for value in ("off", "off", "on", ""):
        flags.choose(session, admin, "demo_books", value)
    found = done(session, admin)
    assert [(one.by, one.what, one.subject, one.before, one.after) for one in found] == [
        (admin.email, "flag", "demo_books", said("on"), said("on (by the code)")),
        (admin.email, "flag", "demo_books", said("off"), said("on")),
        (admin.email, "flag", "demo_books", said("on (by the code)"), said("off")),
    ]
    assert {one.at for one in found} == {NOW}


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    "statement", ["UPDATE audit_event SET after = 'on'", "DELETE FROM audit_event"]
)
def test_what_was_written_down_cannot_be_changed(statement: str) -> None:
    with db.write() as session:
        flags.choose(session, administrator(session), "demo_books", "off")
    with pytest.raises(DatabaseError, match="append-only"), db.write() as session:
        session.execute(text(statement))
    with db.read() as session:
        (kept,) = session.scalars(
            select(tables.audit_event.c.after).where(tables.audit_event.c.what == "flag")
        )
        assert kept == said("off")


def test_only_an_administrator_chooses_and_sees(session: Session, actor: Actor) -> None:
    with pytest.raises(NotFoundError):
        flags.choose(session, actor, "demo_books", "off")
    with pytest.raises(NotFoundError):
        flags.everything(session, actor)
    with pytest.raises(NotFoundError):
        audit.page(session, actor)
    assert flags.value(session, DEMO_BOOKS) is True


@pytest.mark.parametrize(
    ("name", "value"), [("demo_books", "perhaps"), ("signup", "on"), ("demo_books", "open")]
)
def test_what_a_flag_cannot_be_is_refused(session: Session, name: str, value: str) -> None:
    with pytest.raises(InvalidInputError, match="is one of"):
        flags.choose(session, administrator(session), name, value)


def test_a_flag_that_is_none_is_not_found(session: Session) -> None:
    with pytest.raises(NotFoundError):
        flags.choose(session, administrator(session), "everything", "on")


def test_a_choice_that_this_version_does_not_know_does_not_count(session: Session) -> None:
    table = tables.server_setting
    session.execute(insert(table).values(name="signup", value="by telepathy"))
    session.execute(insert(table).values(name="gone", value="on"))
    flags.forget()
    assert flags.value(session, SIGN_UP) == "first"
    assert held(session, administrator(session), "signup") == ("first", Source.CODE)


@pytest.mark.usefixtures("database")
def test_other_workers_follow_within_five_seconds() -> None:
    with db.read() as session:
        assert flags.value(session, DEMO_BOOKS) is True
    with db.write() as session:  # as another process does: this one is not told
        session.execute(insert(tables.server_setting).values(name="demo_books", value="off"))
    start = time.monotonic()
    while time.monotonic() - start < 5:
        with db.read() as session:
            if not flags.value(session, DEMO_BOOKS):
                return
        time.sleep(0.05)
    pytest.fail("it still is what it was")


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("FINANCE_FLAG_DEMOS", "on", "^FINANCE_FLAG_DEMOS is no flag; there are FINANCE_FLAG_"),
        ("FINANCE_FLAG_SIGNUP", "open", "^FINANCE_FLAG_SIGNUP is no flag"),
        ("FINANCE_FLAG_DEMO_BOOKS", "perhaps", "^FINANCE_FLAG_DEMO_BOOKS: must be one of on, off"),
        ("FINANCE_FLAG_DEMO_BOOKS", "", "^FINANCE_FLAG_DEMO_BOOKS: must be one of on, off"),
    ],
)
def test_an_environment_that_names_no_flag_or_no_value_is_refused_at_the_start(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, said: str
) -> None:
    flags.require_known()
    monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigurationError, match=said):
        flags.require_known()
    assert config.unknown() == []  # it is not only warned of


def test_flags_have_one_prefix() -> None:
    assert table.PREFIX == config.FLAG_PREFIX
    assert all(one.variable.startswith(table.PREFIX) for one in FLAGS)
