from __future__ import annotations

import base64
import hashlib
import re
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text as sql

from finance_app.domain.accounts import AccountDraft, AccountKind
from finance_app.domain.categories import CategoryKind
from finance_app.domain.entries import EntryDraft, LineDraft
from finance_app.domain.periods import Period
from finance_app.domain.valuation import Basis
from finance_app.errors import InvalidInputError
from finance_app.services import accounts, categories, entries, reports
from tests.conftest import an_account
from tests.services.books import know_rates

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

YEAR = Period.between(date(2026, 1, 1), date(2026, 12, 31))
LARGEST = 1_600_000  # bytes
HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!--<script>",
    "\u2028alert(1)//",
    "{{ 7 * 7 }}",
    "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)',
    "&lt;b&gt;",
    "javascript:alert(1)",
)


class Page(HTMLParser):
    """What a browser would see: the elements with their attributes, the text of the scripts."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.text = ""
        self.open = ""
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.open = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self.open = "" if tag == self.open else self.open

    def handle_data(self, data: str) -> None:
        if self.open == "script":
            self.scripts[-1] += data
        elif self.open != "style":
            self.text += data


@pytest.fixture
def book(session: Session, actor: Actor) -> Actor:
    """Spending in two currencies, one without a rate, everything named by somebody hostile."""
    know_rates(session, USD="1.25")
    for place, name in enumerate(HOSTILE):
        currency = ("EUR", "USD", "KWD")[place % 3]
        opening = AccountDraft(name, AccountKind.CHECKING, currency, date(2026, 1, 1), 100)
        account = accounts.open_account(session, actor, opening)
        category = categories.add(session, actor, name, CategoryKind.EXPENSE, None)
        line = LineDraft(-1_234 - place, category)
        spent = EntryDraft(account, date(2026, 10, 20), line.amount, name, lines=(line,))
        entries.add(session, actor, spent)
    return actor


def test_the_same_book_and_day_give_the_same_bytes(session: Session, book: Actor) -> None:
    first, second = (reports.report(session, book, YEAR) for _ in range(2))
    assert first == second
    assert len(first) < LARGEST


def test_nothing_is_fetched_and_no_other_script_runs(session: Session, book: Actor) -> None:
    page = Page(reports.report(session, book, YEAR))
    for _, attributes in page.elements:
        assert not {"src", "href", "action", "srcset", "data", "ping"} & set(attributes)
        assert not [name for name in attributes if name.startswith("on")]
    policy = next(
        attributes["content"] or ""
        for tag, attributes in page.elements
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    hashes = {
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for script in page.scripts[2:]
    }
    assert hashes == set(re.findall("'sha256-([^']+)'", policy))
    assert [tag for tag, _ in page.elements].count("script") == len(page.scripts) == 4


def test_what_people_typed_is_text(session: Session, book: Actor) -> None:
    page = Page(reports.report(session, book, YEAR))
    for name in HOSTILE:
        shown = name if "\u2028" not in name else "alert(1)//"
        assert shown in page.text
    for data in page.scripts[:2]:
        assert not set(data) & set("<>&\u2028\u2029")


def test_tables_say_it_all_without_a_script(session: Session, book: Actor) -> None:
    text = Page(reports.report(session, book, YEAR)).text
    for part in (
        "Jan 1, 2026 – Dec 31, 2026",
        "Made on Nov 23, 2026",
        "Cash flow by month",
        "October 2026",
        "Spending by category",
        "Accounts on Nov 23, 2026",
        "12.34 EUR",
        "1\u00a0USD\u00a0=\u00a00.80\u00a0EUR",
        "European Central Bank",
        "no rate known",
        "Spending leaves out 3.717 KWD (3 lines): no rate is known for their days.",
    ):
        assert part in text, part


def test_a_report_of_nothing_is_a_report(session: Session, actor: Actor) -> None:
    an_account(session, actor)
    text = Page(reports.report(session, actor, YEAR)).text
    assert "0.00 EUR" in text
    assert "Largest payees" not in text


def test_the_file_is_named_by_its_days(session: Session, actor: Actor) -> None:
    name, content = reports.file(session, actor, "2026-Q3")
    assert name == "finance-2026-07-01-to-2026-09-30.html"
    assert content.startswith(b"<!doctype html>")
    with pytest.raises(InvalidInputError):
        reports.file(session, actor, "soon")


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        (Basis.ENTRY, "converted at the rate of each entry’s own day."),
        (Basis.END, "converted at the rates of Nov 23, 2026."),
        (Basis.TODAY, "converted at the rates of Nov 23, 2026."),
        (Basis.BANK, "converted at the bank’s own rate, else that of the day."),
    ],
)
def test_it_says_at_which_rates_it_is_and_what_figures_are_made_of(
    session: Session, book: Actor, basis: Basis, said: str
) -> None:
    text = Page(reports.report(session, book, YEAR, basis)).text
    assert said in text
    assert "What figures are made of" in text
    dollars = r"not in it: no rate" if basis.of_one_day else r"[\d.,]+ EUR"  # 35 days old
    assert re.search(rf"Spending\s+\d+ lines\s+[\d.,]+ USD\s+{dollars}", text)
    assert re.search(r"Spending\s+\d+ lines\s+[\d.,]+ KWD\s+not in it: no rate", text)
    assert ("European Central Bank" in text) == (basis is not Basis.TODAY)
    unranked = "KWD, USD" if basis.of_one_day else "KWD"
    assert f"Without what was paid in {unranked}, which has no rate." in text


def test_a_rate_that_converts_every_month_is_written_once(session: Session, book: Actor) -> None:
    for code, value in (("USD", "1.25"), ("KWD", "0.4")):
        known = f"INSERT INTO rate VALUES ('ecb', '{code}', '2026-11-20', '{value}', :at)"  # noqa: S608  made here
        session.execute(sql(known), {"at": "2026-11-20 15:00:00"})
    text = Page(reports.report(session, book, YEAR, Basis.TODAY)).text.replace("\u00a0", " ")
    for code in ("USD", "KWD"):
        assert len(re.findall(rf"1 {code} = [\d.]+ EUR", text)) == 1
    assert re.search(r"Income and spending; Net worth on \d+ days from \w+ \d+, \d+ to", text)


def test_a_book_of_one_currency_says_nothing_of_rates(
    session: Session, actor: Actor, account_id: int
) -> None:
    entries.add(session, actor, EntryDraft(account_id, date(2026, 10, 20), -500))
    text = Page(reports.report(session, actor, YEAR)).text
    for word in ("converted", "What figures are made of", "Rates"):
        assert word not in text
