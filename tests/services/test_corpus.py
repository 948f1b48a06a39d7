"""What hostile people type is kept as typed or refused in a sentence, and is text wherever it goes.

Every text of `tests.corpus` through every field takes minutes and is for `--soak`; else each field
gets a few of them, other ones each, and one book carries all.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from email import message_from_bytes
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import String
from sqlmodel import SQLModel

from finance_app.adapters import mail
from finance_app.adapters.mail import Letter
from finance_app.domain.cells import FORMULAS, MARK, meant
from finance_app.domain.digests import Due
from finance_app.domain.entries import EntryFilter
from finance_app.domain.notices import DigestKind
from finance_app.domain.periods import Kind, Period
from finance_app.domain.texts import on_a_line, storable
from finance_app.errors import ConflictError, InvalidInputError
from finance_app.models import tables
from finance_app.services import digests, entries, history, reports
from tests.conftest import NOW
from tests.corpus import COMPUTED, CORPUS, NEVER, Read, words
from tests.hostile_book import fill
from tests.services.corpus_fields import ALTERED, DAY, MADE, STRICT, TYPED, Writer, stored
from tests.services.exported import Exported, written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

FEW = 7  # of the texts, for each way in
LONGEST = 50  # characters: a tag's
WAYS = [(field, write) for field, writers in TYPED.items() for write in writers]
COMPUTES = tuple(one for one in FORMULAS if one != MARK)
DIGEST = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "a",
        "br",
        "div",
        "h1",
        "h2",
        "p",
        "span",
        "table",
        "tr",
        "td",
    ]
)
TELLING = 8  # characters: shorter ones stand in a log by chance
TABLES = frozenset({"table", "thead", "tbody", "tr", "th", "td", "ul", "li"})
LINKS = frozenset({"link", "reset", "address", "url", "href"})
PARTS = 3  # of a mail: around, as text, as HTML
HEADERS = {
    *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"),
    *("MIME-Version", "Content-Type"),
}
NUMBERS = {"amount", "minor", "balance", "day", "hue"}


def test_there_are_enough_of_them() -> None:
    assert len(CORPUS) >= 60
    assert len(set(CORPUS.values())) == len(CORPUS)


def test_every_text_that_is_stored_has_a_case_or_a_reason() -> None:
    columns = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if isinstance(getattr(column.type, "impl", column.type), String)
    }
    made = {name for listed in MADE.values() for name in listed.split()}
    assert not made & set(TYPED)
    assert columns == made | set(TYPED)


def test_a_field_keeps_a_text_or_refuses_it(
    session: Session, actor: Actor, pytestconfig: pytest.Config
) -> None:
    texts = list(CORPUS.values())
    for place, (field, write) in enumerate(WAYS):
        first = place * FEW
        few = [texts[(first + each) % len(texts)] for each in range(FEW)]
        for text in texts if pytestconfig.getoption("--soak") else few:
            inside = session.begin_nested()
            _check_field(session, actor, field, write, text)
            inside.rollback()


def _check_field(session: Session, actor: Actor, field: str, write: Writer, text: str) -> None:
    table, _, name = field.partition(".")
    column = getattr(tables, table).c[name]
    before, refused = stored(session, column), None
    try:
        write(session, actor, text)
    except (InvalidInputError, ConflictError) as error:
        refused = error
    if refused:
        assert field in STRICT or len(text) > LONGEST or not words(text), (field, text)
        assert refused.message.endswith(".")
        return
    after = Counter(stored(session, column)) - Counter(before)
    assert field in ALTERED or words(text) in {words(one) for one in after}, (field, text)
    assert not any(NEVER.search(one) for one in after)


def test_a_book_full_of_them_is_text_in_files_reports_searches_and_history(
    session: Session,
    actor: Actor,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    pytestconfig: pytest.Config,
) -> None:
    caplog.set_level("INFO")

    def do(use_case: Any, *args: Any) -> Any:
        return use_case(session, actor, *args)

    named = fill(do, DAY, whole=bool(pytestconfig.getoption("--soak")))
    _check_files(written(session, actor, tmp_path), named)
    _check_report(session, actor, named)
    _check_digest(session, actor, named)
    for text in named["payees"]:
        found = entries.page(session, actor, EntryFilter(text=text)).entries
        assert found, text
        for one in found:
            said = " ".join([one.payee, words(one.note), *(line.memo for line in one.lines)])
            assert text.casefold() in said.casefold()
    assert all(one.summary == on_a_line(one.summary) for one in history.page(session, actor))
    assert not [text for text in CORPUS.values() if len(text) > TELLING and text in caplog.text]


def _check_files(found: Exported, named: dict[str, list[str]]) -> None:
    """No cell computes, and read back each text is what was typed."""
    found.check()
    assert not [name for name in found.files if ".." in name or name.startswith(("/", "\\"))]
    for name in ("accounts", "categories", "entries", "payees", "tags"):
        for row in found.table(name):
            for column, cell in row.items():
                is_number = NUMBERS & set(column.split("_"))
                assert is_number or not cell.startswith(COMPUTES), (column, cell)
    for kind in ("accounts", "categories", "payees"):
        assert set(named[kind]) <= {meant(row["name"]) for row in found.table(kind)}
    assert set(named["notes"]) == {words(meant(row["note"])) for row in found.table("entries")}
    assert set(named["accounts"]) == {words(meant(row["memo"])) for row in found.table("entries")}


def _check_report(session: Session, actor: Actor, named: dict[str, list[str]]) -> None:
    """It says all names and is made of none of them."""
    year, before = (Period.between(date(one, 1, 1), date(one, 12, 31)) for one in (2026, 2025))
    plain = frozenset(Read(reports.report(session, actor, before).decode()).tags)
    page = Read(reports.report(session, actor, year).decode())
    assert page.hits(plain | TABLES) == []
    assert COMPUTED not in page.text
    said = " ".join(page.text.split())
    for text in named["accounts"]:
        assert text in said


def _check_digest(session: Session, actor: Actor, named: dict[str, list[str]]) -> None:
    """A mail about the book is made of none of its names, its own included."""
    due = Due(DigestKind.MONTH, Period.of(Kind.MONTH, DAY))
    for name in (named["accounts"][0], CORPUS["script"], CORPUS["encoded word"]):
        values = digests.values(session, actor, due, name, is_one_of_many=True)
        subject, _ = mail.written("digest", host="money.example", **values)
        html = mail.page("digest", subject, "", host="money.example", **values)
        assert Read(html).hits(frozenset(DIGEST)) == []
        assert COMPUTED not in html


@pytest.mark.parametrize("template", [one for one in mail.names() if one != "digest"])
def test_a_mail_holds_them_as_text(template: str, pytestconfig: pytest.Config) -> None:
    texts = list(CORPUS.values())
    if not pytestconfig.getoption("--soak"):
        texts = texts[mail.names().index(template) % 8 :: 8]
    plain = frozenset(Read(_letter(template, "x").html).tags)
    for text in texts:
        letter = _letter(template, text)
        assert Read(letter.html).hits(plain) == [], text
        assert COMPUTED not in letter.html
        message = message_from_bytes(letter.message.as_bytes())
        assert set(message) == HEADERS
        assert message.get_all("To") == ["ada@example.org"]
        assert len(list(message.walk())) == PARTS


class Anything(str):
    """A text that is also whatever else a template takes it for."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        """Be one's own parts."""
        if name.startswith("_"):
            raise AttributeError(name)
        return Anything("https://money.example/") if name in LINKS else self

    def __iter__(self) -> Iterator[Any]:
        """Be a list of oneself."""
        return iter([self])


def _letter(template: str, text: str) -> Letter:
    hostile, own = Anything(storable(text)), "https://money.example/"
    values = {name: own if name in LINKS else hostile for name in mail.variables(template)}
    subject, body = mail.written(template, **values)
    html = mail.page(template, subject, "", **values)
    label = mail.action(template)
    return Letter(1, "a@money.example", "ada@example.org", subject, body, NOW, label, html)
