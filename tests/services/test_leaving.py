"""Leaving for good: who may, what is said, what is gone in the end and what is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, or_, select, update
from sqlmodel import SQLModel

from finance_app.domain.actors import Role
from finance_app.domain.devices import Browser
from finance_app.domain.entries import EntryDraft
from finance_app.domain.leaving import GRACE, BookFate, Fate
from finance_app.errors import ConflictError, InvalidInputError, SignInRequiredError
from finance_app.models import tables
from finance_app.services import (
    auth,
    books,
    credentials,
    data_exports,
    demo,
    entries,
    history,
    invitations,
    invited,
    leaving,
    members,
    purging,
    users,
    verify,
)
from tests.conftest import NOW, an_account, somebody
from tests.services.books import DAY, everything, join, know_rates
from tests.services.mailbox import posted

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

AFTER = NOW + GRACE
LAPTOP = "l" * 43


@pytest.fixture
def ada(session: Session) -> Actor:
    return somebody(session)


@pytest.fixture
def eve(session: Session) -> Actor:
    """Somebody else, with a book that must stay as it is."""
    found = somebody(session, "eve@example.org")
    entries.add(session, found, EntryDraft(an_account(session, found), DAY, -5, "Kiosk", "hers"))
    return found


def signed_in(session: Session, actor: Actor) -> str:
    attempt = auth.begin(session, actor.email, "192.0.2.1", NOW, LAPTOP)
    browser = Browser("Firefox/1", "192.0.2.1", LAPTOP)
    return auth.finish(session, attempt, NOW, right=True, device=browser)


def leave(session: Session, actor: Actor, *, shared_too: bool = False) -> None:
    leaving.ask(session, actor, f" {actor.email.upper()}", right=True, shared_too=shared_too)


def purge(session: Session) -> int:
    """Do all that is to be done a week later; return how many steps that took."""
    steps = 0
    while purging.step(session, AFTER):
        session.flush()
        steps += 1
    return steps


def left_of(session: Session, actor: Actor) -> dict[str, int]:
    """Count the rows of every table that are a user's, or of the book that was theirs."""
    known: dict[str, Any] = {"book_id": actor.book_id, "user_id": actor.user_id}
    known |= {"email": actor.email, "recipient": actor.email, "reader_id": actor.user_id}
    found = {}
    for table in SQLModel.metadata.sorted_tables:
        if table.name == "audit_event":  # holds keys for ever, and nothing that names anybody
            continue
        wanted = select(func.count()).select_from(table)
        mine: list[ColumnElement[bool]] = []
        if table.name in ("user", "book"):
            mine.append(table.c.id.in_((actor.user_id, actor.book_id)))
        for name, value in known.items():
            if name in table.c:
                mine.append(table.c[name] == value)
        if not mine:
            continue
        if count := session.execute(wanted.where(or_(*mine))).scalar_one():
            found[table.name] = count
    return found


def home(session: Session, actor: Actor) -> Actor:
    return users.actor_by_email(session, actor.email, NOW)


def test_a_week_later_nothing_of_somebody_is_left_and_everything_of_others(
    session: Session, ada: Actor, eve: Actor
) -> None:
    everything(session, ada)
    books.add_demo(session, ada)
    books.go_home(session, home(session, ada))
    token = signed_in(session, ada)
    data_exports.ask(session, ada, auth.digest(token), right=True)
    credentials.forgotten(session, ada.email, NOW)
    hers = verify.content_hash(session, eve.book_id)
    assert len(left_of(session, ada)) > 15
    leave(session, ada)
    assert purge(session) > 5
    assert left_of(session, ada) == {}
    for table in (tables.attempt, tables.known_device):
        forgotten = select(func.count()).select_from(table)
        if table is tables.attempt:
            named = (ada.email, f"mail\n{ada.email}")
            forgotten = forgotten.where(table.c.subject.in_([auth.digest(one) for one in named]))
        assert session.execute(forgotten).scalar_one() == 0
    assert session.execute(select(func.count()).select_from(tables.book)).scalar_one() == 1
    assert verify.content_hash(session, eve.book_id) == hers
    assert verify.verify(session) == ()
    assert home(session, eve).book_id == eve.book_id


def test_no_address_that_somebody_had_is_left_anywhere(
    session: Session, ada: Actor, eve: Actor
) -> None:
    invitations.invite(session, eve, ada.email, Role.EDITOR)
    see = session.execute(select(tables.invitation.c.see)).scalar_one()
    invited.accept(session, ada, see)
    members.change_role(session, eve, ada.user_id, Role.VIEWER)
    credentials.ask_address(session, ada, "newer@example.org", right=True)
    credentials.confirm_address(session, posted(session)[-1].token, NOW)
    now = users.actor_by_email(session, "newer@example.org", NOW)
    assert history.page(session, eve)[0].summary == f"Made {now.email} viewer instead of editor"
    leave(session, now)
    purge(session)
    for table in SQLModel.metadata.sorted_tables:
        columns = [one for one in table.c if one.table.name != "mail" or one.name != "text"]
        rows = str(session.execute(select(*columns)).all())
        assert "newer@" not in rows, table
        assert ada.email not in rows, table
    assert "Made somebody viewer" in str([one.summary for one in history.page(session, eve)])
    assert verify.verify(session) == ()


def test_nothing_goes_before_its_time(session: Session, ada: Actor) -> None:
    leave(session, ada)
    assert not purging.step(session, AFTER - timedelta(seconds=1))
    assert home(session, ada).user_id == ada.user_id


def test_everybody_is_signed_out_and_mailed_how_to_stop_it(session: Session, ada: Actor) -> None:
    token = signed_in(session, ada)
    leave(session, ada)
    with pytest.raises(SignInRequiredError):
        auth.actor(session, token, NOW)
    letter = posted(session)[-1]
    assert (letter.recipient, letter.template) == (ada.email, "leaving")
    assert "Nov 30, 2026" in letter.text
    assert "/login" in letter.text


def test_signing_in_again_shows_until_when_it_can_be_kept(session: Session, ada: Actor) -> None:
    leave(session, ada)
    back = auth.actor(session, signed_in(session, ada), NOW)
    assert back.delete_after == AFTER
    leaving.keep(session, back)
    assert home(session, ada).delete_after is None
    assert purge(session) == 0
    assert home(session, ada).book_id == ada.book_id


def test_it_takes_password_and_address(session: Session, ada: Actor) -> None:
    with pytest.raises(InvalidInputError, match="not your password") as wrong:
        leaving.ask(session, ada, ada.email, right=False, shared_too=True)
    assert wrong.value.field == "current_password"
    for typed in ("", "eve@example.org", "ada"):
        with pytest.raises(InvalidInputError, match="not your address") as other:
            leaving.ask(session, ada, typed, right=True, shared_too=True)
        assert other.value.field == "typed_email"
    assert home(session, ada).delete_after is None
    assert posted(session) == []


def test_what_becomes_of_each_book_is_said_precisely(
    session: Session, ada: Actor, eve: Actor
) -> None:
    bob = somebody(session, "bob@example.org")
    session.execute(
        update(tables.user).where(tables.user.c.id == bob.user_id).values(name="Bob Builder")
    )
    assert leaving.fates(session, ada) == [BookFate("My book", Fate.GOES)]
    join(session, eve, ada.book_id, Role.VIEWER)
    join(session, bob, ada.book_id, Role.EDITOR)
    join(session, ada, eve.book_id, Role.EDITOR)
    shared = BookFate("My book", Fate.IS_TAKEN, ("eve@example.org", "Bob Builder"))
    assert leaving.fates(session, ada) == [
        shared,
        BookFate("My book", Fate.STAYS, (eve.email,), Role.EDITOR, eve.email),
    ]


def test_a_book_that_others_would_lose_goes_only_where_that_is_meant(
    session: Session, ada: Actor, eve: Actor
) -> None:
    join(session, eve, ada.book_id, Role.EDITOR)
    with pytest.raises(ConflictError, match="Others would lose") as refused:
        leave(session, ada)
    assert refused.value.field == "shared_too"
    assert home(session, ada).delete_after is None
    books.switch(session, eve, ada.book_id)
    leave(session, ada, shared_too=True)
    assert home(session, eve).book_id == ada.book_id  # until then they work on
    purge(session)
    assert home(session, eve).book_id == eve.book_id
    assert left_of(session, ada) == {}
    assert verify.verify(session) == ()


def test_a_book_that_was_handed_over_stays(session: Session, ada: Actor, eve: Actor) -> None:
    account = an_account(session, ada)
    entries.add(session, ada, EntryDraft(account, DAY, -5, "Kiosk"))
    leave(session, ada)
    join(session, eve, ada.book_id, Role.OWNER)
    content = verify.content_hash(session, ada.book_id)
    purge(session)
    assert verify.content_hash(session, ada.book_id) == content
    kept = "account book book_head category change change_set entry line membership month_total"
    assert set(left_of(session, ada)) <= {*kept.split(), "payee", "payee_month_total"}
    assert verify.verify(session) == ()
    books.switch(session, eve, ada.book_id)


def test_who_has_no_other_book_gets_one(session: Session, ada: Actor, eve: Actor) -> None:
    join(session, eve, ada.book_id, Role.EDITOR)
    books.switch(session, eve, ada.book_id)
    membership = tables.membership
    session.execute(
        membership.delete().where(
            membership.c.user_id == eve.user_id, membership.c.book_id == eve.book_id
        )
    )
    leave(session, ada, shared_too=True)
    purge(session)
    fresh = home(session, eve)
    assert fresh.book_id not in (ada.book_id, eve.book_id)
    assert fresh.role is Role.OWNER


def test_a_book_on_its_way_out_is_proven_no_more_and_never_comes_back(
    session: Session, ada: Actor, eve: Actor
) -> None:
    know_rates(session, USD="1.1172", JPY="175.68", GBP="0.87")
    demo.fill(session, ada, entries=1500)
    join(session, eve, ada.book_id, Role.EDITOR)
    leave(session, ada, shared_too=True)
    for _ in range(3):
        assert purging.step(session, AFTER)
        assert verify.verify(session) == ()
    assert 0 < left_of(session, ada)["entry"] < 1500
    assert books.everything(session, eve) == [
        one for one in books.everything(session, eve) if one.id == eve.book_id
    ]
    assert books.purge(session, AFTER + timedelta(days=30)) == 0
    purge(session)
    assert left_of(session, ada) == {}


def test_the_last_administrator_is_told(session: Session, ada: Actor, eve: Actor) -> None:
    assert not leaving.is_last_administrator(session, ada)
    chief = replace(ada, is_admin=True)
    assert leaving.is_last_administrator(session, chief)
    user = tables.user
    session.execute(update(user).where(user.c.id == eve.user_id).values(is_admin=True))
    assert not leaving.is_last_administrator(session, chief)


def test_who_loses_a_book_is_told_and_told_again_when_it_stays(
    session: Session, ada: Actor, eve: Actor
) -> None:
    join(session, eve, ada.book_id, Role.EDITOR)
    leave(session, ada, shared_too=True)
    told = posted(session)[-1]
    assert (told.recipient, told.template) == (eve.email, "book-leaving")
    assert "ada@example.org asked for their account" in told.text
    leaving.keep(session, ada)
    assert posted(session)[-1][:2] == (eve.email, "book-stays")


def test_an_owner_who_leaves_does_not_count_as_one_who_stays(
    session: Session, ada: Actor, eve: Actor
) -> None:
    bob = somebody(session, "bob@example.org")
    join(session, eve, ada.book_id, Role.OWNER)
    join(session, bob, ada.book_id, Role.EDITOR)
    leave(session, ada)
    there = replace(eve, book_id=ada.book_id)
    with pytest.raises(ConflictError):
        members.leave(session, there)
    with pytest.raises(ConflictError, match="Others would lose a book"):
        leave(session, eve)
    leave(session, eve, shared_too=True)
    assert ("bob@example.org", "book-leaving") in [one[:2] for one in posted(session)]
