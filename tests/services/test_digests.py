"""Digests: the same figures as on the dashboard, each written once, to those who want it."""

from __future__ import annotations

import email
import re
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.policy import default
from subprocess import Popen
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select, update

from finance_app import db
from finance_app.config import settings
from finance_app.domain.actors import Role
from finance_app.domain.categories import CategoryKind
from finance_app.domain.entries import EntryDraft, LineDraft
from finance_app.domain.formatting import known_text, money_text
from finance_app.domain.money import Money
from finance_app.domain.notices import Notice
from finance_app.domain.periods import Period
from finance_app.domain.weeks import FirstDay
from finance_app.models import tables
from finance_app.services import (
    books,
    categories,
    dashboard,
    demo,
    digests,
    entries,
    mail,
    preferences,
    reports,
)
from tests.conftest import NOW, an_account, somebody
from tests.services.books import join

if TYPE_CHECKING:
    from email.message import EmailMessage

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

pytestmark = pytest.mark.usefixtures("database")
SUNDAY = datetime(2026, 11, 22, 7, tzinfo=UTC)  # weeks of en_US begin with it
FIRST = datetime(2026, 11, 1, 7, tzinfo=UTC)
WEEK, MONTH = "week-2026-11-15", "2026-10"
HOSTILE = (
    "<script>alert(1)</script>",
    "</td></tr></table><h1>paid</h1>",
    "=HYPERLINK(1)\r\nBcc: eve@example.org",
    "{{ host }}{% raw %}",
    "\u202eevil\u2066 \u2028 line",
    "🏳️‍🌈" * 30,
    '" onload="x" \'',
)


def wanting(session: Session, actor: Actor, *wanted: Notice) -> Actor:
    for one in wanted or (Notice.WEEK, Notice.MONTH):
        preferences.choose_notice(session, actor, one, is_wanted=True)
    return actor


def spend(session: Session, actor: Actor, account: int, *days: str, amount: int = -1234) -> None:
    for day in days:
        entries.add(session, actor, EntryDraft(account, date.fromisoformat(day), amount))


def spend_on(session: Session, actor: Actor, account: int, key: int, amount: int) -> None:
    draft = EntryDraft(account, date(2026, 11, 17), amount, lines=(LineDraft(amount, key),))
    entries.add(session, actor, draft)


def category(session: Session, actor: Actor, name: str) -> int:
    return categories.add(session, actor, name, CategoryKind.EXPENSE, None)


@pytest.fixture
def ada(database: str) -> Actor:
    """Somebody who wants digests, with entries in the last week, the one before and October."""
    assert database
    with db.write() as session:
        actor = wanting(session, somebody(session))
        account = an_account(session, actor)
        spend(session, actor, account, "2026-11-18", "2026-11-10", "2026-10-05", "2026-09-05")
        spend(session, actor, account, "2026-11-16", "2026-10-06", amount=300_000)
        return actor


def rows() -> list[Row[Any]]:
    with db.read() as session:
        return list(session.execute(select(tables.mail).order_by(tables.mail.c.id)))


def sent() -> list[EmailMessage]:
    paths = sorted((settings().data_dir / "outbox").glob("*.eml"))
    return [email.message_from_bytes(path.read_bytes(), policy=default) for path in paths]


def body(letter: EmailMessage, kind: str) -> str:
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content())


@pytest.mark.parametrize(("at", "period"), [(SUNDAY, WEEK), (FIRST, MONTH)])
@pytest.mark.parametrize(
    ("region", "shown"), [("en_US", ""), ("de_AT", "USD"), ("en_IN", "JPY"), ("fr_CH", "EUR")]
)
def test_its_figures_are_the_dashboards_and_the_reports_to_the_cent(
    at: datetime, period: str, region: str, shown: str
) -> None:
    if region in ("de_AT", "fr_CH") and period == WEEK:  # their weeks begin on Monday
        at, period = at + timedelta(days=1), "week-2026-11-16"
    with db.write() as session:
        actor = somebody(session)
        demo.fill(session, actor, entries=300)
        wanting(session, actor)
        preferences.change(session, actor, region, "UTC", shown)
    now = at + timedelta(hours=1)
    assert digests.write_due(now) >= 1
    actor = replace(actor, now=now, region=region, time_zone="UTC", display_currency=shown)
    with db.read() as session:
        wanted = Period.parse(period, today=actor.today)
        found = dashboard.figures(session, actor, wanted)
        report = reports.report(session, actor, wanted).decode()
    (row,) = [each for each in rows() if f"period={period}\n" in each.text]
    told = [
        known_text(found.flow.known_income, region),
        known_text(found.flow.known_spending, region),
        known_text(found.flow.known_net, region, plus=True),
        known_text(found.worth.now.known, region),
        *(known_text(one.known, region) for one in found.spending[:6]),
    ]
    assert found.flow.spending.amount > 0
    for amount in told:
        assert amount in row.text
        assert amount in row.html
        assert amount in report
    assert found.before is not None
    assert f"{known_text(found.before.known_spending, region)} the " in row.text
    assert f"/reports?period={period}" in row.html


def test_weeks_begin_with_the_day_that_their_reader_chose(ada: Actor) -> None:
    with db.write() as session:
        monday = FirstDay.MONDAY
        preferences.change(session, ada, "en_US", "Europe/Berlin", first_day=monday)
    assert digests.write_due(SUNDAY) == 0
    assert digests.write_due(SUNDAY + timedelta(days=1)) == 1


def test_each_is_written_once_however_often_it_is_run(ada: Actor) -> None:
    for later in (0, 0, 1, 24, 47):
        digests.write_due(SUNDAY + timedelta(hours=later))
    assert [row.template for row in rows()] == ["digest"]
    assert digests.write_due(SUNDAY + timedelta(days=7)) == 0  # that week nothing happened
    with db.read() as session:
        (row,) = session.execute(select(tables.digest)).all()
    assert (row.user_id, row.book_id, row.mail_id) == (ada.user_id, ada.book_id, rows()[0].id)


def test_several_at_once_write_each_once(ada: Actor) -> None:
    with db.write() as session:
        for number in range(6):
            other = wanting(session, somebody(session, f"p{number}@example.org"), Notice.WEEK)
            join(session, other, ada.book_id, Role.VIEWER)
    code = (
        "from datetime import datetime; from finance_app.services import digests;"
        f"digests.write_due(datetime.fromisoformat('{SUNDAY.isoformat()}'))"
    )
    running = [Popen([sys.executable, "-c", code]) for _ in range(3)]
    running[0].kill()
    assert [one.wait() for one in running][1:] == [0, 0]
    digests.write_due(SUNDAY)
    assert len(rows()) == 7
    assert len({row.recipient for row in rows()}) == 7


@pytest.mark.usefixtures("ada")
def test_a_mail_that_cannot_be_written_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(mail, "post", fail)
        with pytest.raises(RuntimeError):
            digests.write_due(SUNDAY)
    assert digests.write_due(SUNDAY) == 1


def test_who_does_not_want_them_gets_none_and_who_never_said_neither() -> None:
    with db.write() as session:
        actor = somebody(session)
        spend(session, actor, an_account(session, actor), "2026-11-18", "2026-10-05")
    assert digests.write_due(SUNDAY) == 0
    with db.write() as session:
        wanting(session, actor, Notice.MONTH)
    assert digests.write_due(SUNDAY) == 0
    assert digests.write_due(FIRST) == 1


@pytest.mark.usefixtures("ada")
def test_a_period_without_entries_has_none() -> None:
    assert digests.write_due(SUNDAY - timedelta(days=14)) == 0


def test_a_demo_book_has_none_and_a_shared_one_comes_to_each_as_they_like(ada: Actor) -> None:
    with db.write() as session:
        books.add_demo(session, ada)
        eve = wanting(session, somebody(session, "eve@example.org"), Notice.WEEK)
        preferences.change(session, eve, "en_US", "Europe/Berlin", "EUR")
        join(session, eve, ada.book_id, Role.VIEWER)
        join(session, somebody(session, "kim@example.org"), ada.book_id, Role.VIEWER)
    assert digests.write_due(SUNDAY) == 2
    assert [row.recipient for row in rows()] == ["ada@example.org", "eve@example.org"]
    assert "once you look at “" in rows()[1].text


def test_who_lost_the_book_meanwhile_is_told_nothing_of_it(ada: Actor) -> None:
    with db.write() as session:
        eve = wanting(session, somebody(session, "eve@example.org"), Notice.WEEK)
        join(session, eve, ada.book_id, Role.VIEWER)
    assert digests.write_due(SUNDAY) == 2
    with db.write() as session:
        mine = tables.membership.c.user_id == eve.user_id
        other = tables.membership.c.book_id == ada.book_id
        session.execute(tables.membership.delete().where(mine, other))
    assert mail.deliver(SUNDAY) == 1
    assert [letter["To"] for letter in sent()] == ["ada@example.org"]
    assert rows()[1].text == ""


def test_what_has_no_rate_is_named_and_neither_dropped_nor_taken_as_it_is(ada: Actor) -> None:
    with db.write() as session:
        account = an_account(session, ada, "ISK")
        spend(session, ada, account, "2026-11-17", amount=-99_000)
    digests.write_due(SUNDAY)
    (row,) = rows()
    lost = money_text(Money(99_000, "ISK"), "en_US")
    for said in (row.text, row.html):
        assert f"Spending leaves out {lost} (1 line): no rate is known" in said
        assert f"Net worth leaves out −{lost}: no rate is known" in said
        assert "12.34 EUR" in said
        assert "converted at the rate of each entry’s own day" in said


def test_names_break_neither_headers_nor_html(ada: Actor) -> None:
    with db.write() as session:
        account = an_account(session, ada, name="Second")
        for place, name in enumerate(HOSTILE):
            key = category(session, ada, name[:90].replace("\r\n", " "))
            spend_on(session, ada, account, key, -100 * (place + 1))
        session.execute(update(tables.book).values(name=HOSTILE[2] + HOSTILE[0]))
        session.execute(
            update(tables.category)
            .where(tables.category.c.name.like("=HYPER%"))
            .values(name=HOSTILE[2])
        )
    digests.write_due(SUNDAY)
    assert mail.deliver(SUNDAY) == 1
    (letter,) = sent()
    assert letter["Bcc"] is None
    assert set(letter.keys()) == {
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version"),
        *("List-Unsubscribe", "List-Unsubscribe-Post", "Content-Type"),
    }
    assert str(letter["Subject"]).startswith("=HYPERLINK(1) Bcc: eve@example.org<script>")
    html, text = body(letter, "html"), body(letter, "plain")
    assert "<script" not in html
    assert "<h1>paid" not in html
    assert not re.search(r"<[^>]*\bonload=", html)
    assert "{{ host }}" in html
    assert html.count("</table>") == html.count("<table")
    for bad in "\u202e\u2066\u2028":
        assert bad not in html + text
    assert "\nBcc:" not in text
    assert "http" not in re.sub(r'href="http://localhost:8000/[^"]*"', "", html)


def test_nothing_in_it_comes_from_elsewhere(ada: Actor) -> None:
    digests.write_due(SUNDAY)
    assert ada
    html = rows()[0].html
    assert not re.search(r"<(img|link|script|iframe|object|form)\b|url\(|@import", html)
    assert "prefers-color-scheme: dark" in html


def test_of_many_categories_the_largest_stand_for_themselves(ada: Actor) -> None:
    with db.write() as session:
        account = an_account(session, ada, name="Second")
        for place in range(12):
            key = category(session, ada, f"C{place:02}")
            spend_on(session, ada, account, key, -10_000 * (place + 1))
    digests.write_due(SUNDAY)
    html = rows()[0].html
    widths = [int(one) for one in re.findall(r'presentation" width="(\d+)%"', html)]
    assert widths[4:] == [56, 52, 47, 42, 37, 33, 100]
    assert "Other (7)" in html
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(tables.digest)) == 1
    assert NOW > SUNDAY
