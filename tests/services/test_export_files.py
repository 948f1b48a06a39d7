"""What is in the file of all of a user's data: readable, whole, and true to the cent."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlmodel import SQLModel

from finance_app.domain.actors import Role
from finance_app.domain.cells import meant
from finance_app.domain.currencies import CustomCurrency
from finance_app.domain.entries import EntryDraft, LineDraft
from finance_app.domain.labels import LabelKind
from finance_app.domain.own_rates import OwnRate
from finance_app.queries import exports
from finance_app.services import (
    accounts,
    auth,
    books,
    custom_currencies,
    demo,
    entries,
    export_files,
    imports,
    invitations,
    invited,
    own_rates,
    profiles,
)
from tests.conftest import NOW, an_account, somebody
from tests.services.books import DAY, join, know_rates, label, tagged
from tests.services.exported import written
from tests.services.mailbox import posted
from tests.services.second_factors import codes_of, with_app

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

MINUS = b"Date,Payee,Amount\n2026-01-01,Mine now,1.00\n"


@pytest.fixture(autouse=True)
def some_rates(session: Session) -> None:
    know_rates(session, USD="1.1172", JPY="175.68", GBP="0.87")


def test_adding_the_entries_up_again_gives_the_balances_to_the_cent(
    session: Session, actor: Actor, tmp_path: Path
) -> None:
    demo.fill(session, actor, entries=400)
    yen = an_account(session, actor, "JPY")
    entries.add(session, actor, EntryDraft(yen, DAY, -1234))
    found = written(session, actor, tmp_path)
    sums: dict[str, Decimal] = defaultdict(Decimal)
    minor: dict[str, int] = defaultdict(int)
    for row in found.table("entries"):
        sums[row["account_id"]] += Decimal(row["amount"])
        minor[row["account_id"]] += int(row["amount_minor"])
    listed = {str(one.id): one for one in accounts.everything(session, actor)}
    rows = found.table("accounts")
    assert {row["account_id"] for row in rows} == set(listed)
    for row in rows:
        key = row["account_id"]
        assert Decimal(row["opening_balance"]) + sums[key] == Decimal(row["balance"])
        assert int(row["opening_balance_minor"]) + minor[key] == int(row["balance_minor"])
    balances = {key: one.balance.amount for key, one in listed.items()}
    assert {row["account_id"]: int(row["balance_minor"]) for row in rows} == balances


def test_entries_can_be_added_again_from_it(session: Session, actor: Actor, tmp_path: Path) -> None:
    """Into another book, entry by entry, with their parts: each account comes to the same."""
    account, dollars = an_account(session, actor), an_account(session, actor, "USD")
    parts = (LineDraft(-1000, memo="bread"), LineDraft(-250))
    entries.add(session, actor, EntryDraft(account, DAY, -1250, "Bakery", lines=parts))
    entries.add(session, actor, EntryDraft(dollars, DAY, 99, "Bank", note="interest"))
    found = written(session, actor, tmp_path)
    eve = somebody(session, "eve@example.org")
    opened = {
        row["account_id"]: an_account(session, eve, row["currency"], row["name"])
        for row in found.table("accounts")
    }
    whole: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in found.table("entries"):
        whole[row["entry_id"]].append(row)
    for rows in whole.values():
        first = rows[0]
        draft = EntryDraft(
            opened[first["account_id"]],
            date.fromisoformat(first["day"]),
            int(first["entry_amount_minor"]),
            meant(first["payee"]),
            note=meant(first["note"]),
            lines=tuple(LineDraft(int(row["amount_minor"]), memo=row["memo"]) for row in rows),
        )
        entries.add(session, eve, draft)
    again = written(session, eve, tmp_path)
    balances = [
        {row["name"]: row["balance"] for row in one.table("accounts")} for one in (found, again)
    ]
    assert balances[0] == balances[1]


def test_everything_of_a_book_is_in_it(session: Session, actor: Actor, tmp_path: Path) -> None:
    account, other = an_account(session, actor), an_account(session, actor, name="Savings")
    entry = entries.add(session, actor, EntryDraft(account, DAY, -5, "Kiosk"))
    for name in ("Trip", "=Later"):
        tagged(session, actor, entry, label(session, actor, LabelKind.TAG, name))
    own_rates.add(session, actor, OwnRate("USD", "EUR", DAY, Decimal("0.9")), confirmed=True)
    custom_currencies.add(session, actor, CustomCurrency("BTC", "Bitcoin", 8))
    imports.stage(session, actor, "../=my bank.csv", MINUS)
    found = written(session, actor, tmp_path)
    assert [row["name"] for row in found.table("accounts")] == ["Checking EUR", "Savings"]
    assert other
    (line,) = found.table("entries")
    assert (line["amount"], line["amount_minor"], line["payee"]) == ("-0.05", "-5", "Kiosk")
    assert meant(line["tags"]) in ("=Later, Trip", "Trip, =Later")
    assert [row["name"] for row in found.table("payees")] == ["Kiosk"]
    assert {meant(row["name"]) for row in found.table("tags")} == {"Trip", "=Later"}
    (rate,) = found.table("rates")
    assert (rate["day"], rate["origin"], rate["target"]) == (str(DAY), "USD", "EUR")
    assert Decimal(rate["value"]) == Decimal("0.9")
    assert found.table("currencies") == [{"code": "BTC", "name": "Bitcoin", "decimals": "8"}]
    (file,) = found.table("imports")
    folder = found.manifest["books"][0]["folder"]
    assert found.files[f"{folder}/{file['file']}"] == MINUS
    assert ".." not in file["file"].split("/")
    tree = {row["category_id"]: row for row in found.table("categories")}
    for row in tree.values():
        parent = f"{tree[row['parent_id']]['name']} / " if row["parent_id"] else ""
        assert row["path"] == parent + row["name"]
    assert "_minor" in found.text("README.txt")


def test_the_history_is_whole_and_in_order(session: Session, actor: Actor, tmp_path: Path) -> None:
    account = an_account(session, actor)
    entries.add(session, actor, EntryDraft(account, DAY, -5, "Kiosk"))
    lines = written(session, actor, tmp_path).lines()
    assert [int(one["sequence"]) for one in lines] == list(range(1, len(lines) + 1))
    assert {one["table_name"] for one in lines} >= {"category", "account", "payee", "entry", "line"}
    assert all(one["user_id"] == str(actor.user_id) for one in lines)
    assert len({one["hash"] for one in lines}) == len(lines)


def test_what_a_spreadsheet_would_compute_is_written_harmless(
    session: Session, actor: Actor, tmp_path: Path
) -> None:
    account = an_account(session, actor, name="=cmd|' /C calc'!A0")
    parts = (LineDraft(-3, memo="@SUM(A1)"), LineDraft(-2, memo="\t=1"))
    draft = EntryDraft(account, DAY, -5, "+49 30 1234", note="-note", lines=parts)
    entries.add(session, actor, draft)
    found = written(session, actor, tmp_path)
    texts = ("account", "payee", "category", "memo", "note", "tags")
    rows = found.table("entries")
    cells = {row[name] for row in rows for name in texts}
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert {meant(row["payee"]) for row in rows} == {"+49 30 1234"}
    assert {row["amount"] for row in rows} == {"-0.03", "-0.02"}  # numbers stay numbers


def test_both_sides_of_a_transfer_name_each_other(
    session: Session, actor: Actor, tmp_path: Path
) -> None:
    demo.fill(session, actor, entries=200)
    rows = {row["line_id"]: row for row in written(session, actor, tmp_path).table("entries")}
    sides = [row for row in rows.values() if row["transfer_line_id"]]
    assert sides
    for row in sides:
        assert rows[row["transfer_line_id"]]["transfer_line_id"] == row["line_id"]


def test_books_of_others_are_marked_and_what_is_not_ones_own_is_not_there(
    session: Session, actor: Actor, tmp_path: Path
) -> None:
    eve, bob = somebody(session, "eve@example.org"), somebody(session, "bob@example.org")
    for who in (actor, eve, bob):
        entries.add(session, who, EntryDraft(an_account(session, who), DAY, -5, who.email))
    join(session, eve, actor.book_id, Role.VIEWER)
    books.add_demo(session, actor)
    found = written(session, eve, tmp_path)
    told = {one["id"]: (one["role"], one["is_own"]) for one in found.manifest["books"]}
    assert told == {
        str(actor.book_id): (Role.VIEWER, False),
        str(eve.book_id): (Role.OWNER, True),
    }
    assert not [name for name, text in found.files.items() if bob.email.encode() in text]


def test_what_is_known_of_the_user_is_in_it_and_nothing_that_opens_anything(
    session: Session, actor: Actor, tmp_path: Path
) -> None:
    key = with_app(session, actor)
    codes = codes_of(session, actor)
    attempt = auth.begin(session, actor.email, "192.0.2.1", NOW)
    token = auth.finish(session, attempt, NOW, right=True)
    found = written(session, actor, tmp_path)
    ways = found.value("sign-in.json")
    assert (len(ways["app"]), len(ways["backup_code"]), ways["passkey"]) == (1, 10, [])
    assert found.value("profile.json")["email"] == actor.email
    assert found.value("profile.json")["id"] == str(actor.user_id)
    assert found.value("preferences.json")[0]["time_zone"] == "Europe/Berlin"
    (browser,) = found.value("sessions.json")["signed_in"]
    assert browser["named"] == "An unknown browser"
    whole = b"".join(found.files.values())
    for secret in (token, auth.digest(token), "no hash", key, *codes):
        assert secret.encode() not in whole


def test_no_table_that_says_something_of_a_user_is_left_out(session: Session, actor: Actor) -> None:
    of_passage = {"auth_step", "mail_link", "data_export", "audit_event"}  # the server’s own
    of_users = {
        table.name
        for table in SQLModel.metadata.sorted_tables
        if "user_id" in table.c and ("book_id" not in table.c or table.name == "preferences")
    }
    written_out = {
        "preferences": "preferences",
        "session": "auth_session",
        "device": "known_device",
        "token": "api_token",
        "app": "factor",
        "backup_code": "backup_code",
        "passkey": "passkey",
        "provider": "identity",
    }
    assert of_users - of_passage == set(written_out.values())
    assert set(exports.about(session, actor.user_id)) == {*written_out, "user", "mail"}


def test_how_far_it_is_is_told_and_can_be_ended(
    session: Session, actor: Actor, tmp_path: Path
) -> None:
    demo.fill(session, actor, entries=1200)
    told: list[int] = []
    export_files.write(session, actor.user_id, tmp_path / "a.zip", NOW, told.append)
    assert told == sorted(told)
    assert len(told) > 3
    assert max(told) <= 99

    def end(_percent: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        export_files.write(session, actor.user_id, tmp_path / "b.zip", NOW, end)


def test_a_file_is_its_owners_alone(session: Session, actor: Actor, tmp_path: Path) -> None:
    written(session, actor, tmp_path)
    assert (tmp_path / "all.zip").stat().st_mode & 0o077 == 0


def test_other_members_are_named_by_the_books_history_alone(
    session: Session, actor: Actor, tmp_path: Path
) -> None:
    eve = somebody(session, "eve@example.org")
    profiles.rename(session, eve, "Eve Everywhere")
    invitations.invite(session, actor, eve.email, Role.EDITOR)
    see = posted(session)[-1].text.partition("?see=")[2].partition("#")[0]
    invited.accept(session, eve, see)
    found = written(session, actor, tmp_path)
    named = {
        name
        for name, content in found.files.items()
        for one in ("eve@example.org", "Eve Everywhere", str(eve.user_id))
        if one.encode() in content
    }
    assert {name.rpartition("/")[2] for name in named} == {"changes.jsonl"}
    assert b"Eve Everywhere" not in b"".join(found.files.values())
