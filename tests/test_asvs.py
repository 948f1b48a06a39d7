"""The table of OWASP ASVS 5.0: every requirement up to level 2, and that what shows it is there.

What each row says was read by people; here is checked that tests and paragraphs are there, and that
what is open is known to be.
"""

from __future__ import annotations

import ast
import csv
import re
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "docs" / "asvs.csv"

REQUIREMENTS = """
1.1 1-2; 1.2 1-9; 1.3 1-11; 1.4 1-3; 1.5 1-2; 2.1 1-3; 2.2 1-3; 2.3 1-4; 2.4 1; 3.2 1-2;
3.3 1-4; 3.4 1-6; 3.5 1-5; 3.7 1-2; 4.1 1-3; 4.2 1; 4.3 1-2; 4.4 1-4; 5.1 1; 5.2 1-3;
5.3 1-2; 5.4 1-3; 6.1 1-3; 6.2 1-12; 6.3 1-4; 6.4 1-4; 6.5 1-5; 6.6 1-3; 6.8 1-4; 7.1 1-3;
7.2 1-4; 7.3 1-2; 7.4 1-5; 7.5 1-2; 7.6 1-2; 8.1 1-2; 8.2 1-3; 8.3 1; 8.4 1; 9.1 1-3;
9.2 1-4; 10.1 1-2; 10.2 1-2; 10.3 1-4; 10.4 1-11; 10.5 1-5; 10.6 1-2; 10.7 1-3; 11.1 1-2;
11.2 1-3; 11.3 1-3; 11.4 1-4; 11.5 1; 11.6 1; 12.1 1-3; 12.2 1-2; 12.3 1-4; 13.1 1;
13.2 1-5; 13.3 1-2; 13.4 1-5; 14.1 1-2; 14.2 1-4; 14.3 1-3; 15.1 1-3; 15.2 1-3; 15.3 1-7;
16.1 1; 16.2 1-5; 16.3 1-4; 16.4 1-3; 16.5 1-3; 17.1 1; 17.2 1-4; 17.3 1-2
"""
"""The numbers of level 1 and 2, by section."""

OPEN: set[str] = set()
"""What is not met yet: exactly these rows say so, and what is missing."""

KINDS = {"T": "a test", "D": "a document", "O": "the operator, told by a document", "N": "nothing"}


class Row(NamedTuple):
    id: str
    level: str
    kind: str
    topic: str
    how: str
    evidence: str


@cache
def rows() -> tuple[Row, ...]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        header, *found = csv.reader(file)
    assert header == ["id", "level", "class", "topic", "how it is met", "evidence"]
    return tuple(Row(*each) for each in found)


def required() -> list[str]:
    """Return every number, in the standard's order."""
    found = []
    for section in " ".join(REQUIREMENTS.split()).split("; "):
        name, _, spans = section.partition(" ")
        for span in spans.split(","):
            first, _, last = span.partition("-")
            found += [f"{name}.{number}" for number in range(int(first), int(last or first) + 1)]
    return found


@cache
def known_in(path: str) -> dict[str, str]:
    """Return the tests of a file with their text, decorators included."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {
        node.name: ast.unparse(node)
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name[:5] == "test_"
    }


@cache
def headings_in(path: str) -> set[str]:
    """Return where a document can be linked to, as GitHub names it."""
    headings = re.findall(r"^#+ (.+)$", (ROOT / path).read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.casefold()).replace(" ", "-") for one in headings}


def shown_by(row: Row) -> list[str]:
    return [one for one in row.evidence.split() if "::" in one]


def written_in(row: Row) -> list[str]:
    return [one for one in row.evidence.split() if "#" in one]


def test_every_requirement_has_one_row_in_order() -> None:
    assert len(required()) == 253
    assert [one.id for one in rows()] == required()


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)
def test_a_row_is_whole(row: Row) -> None:
    assert row.level in ("1", "2")
    assert row.kind in KINDS
    assert all(part.strip() == part and part for part in row)
    assert len(row.topic) <= 40


def test_what_is_open_is_known_and_says_what_is_missing() -> None:
    found = {one.id: one.evidence for one in rows() if one.evidence.startswith("open: ")}
    assert found.keys() == OPEN
    assert all(len(text) > len("open: ") for text in found.values())


def test_what_a_test_has_to_show_names_one() -> None:
    bare = [one.id for one in rows() if one.kind == "T" and not shown_by(one)]
    assert set(bare) == OPEN


def test_what_a_document_has_to_say_names_the_paragraph() -> None:
    assert [one.id for one in rows() if one.kind in "DO" and not written_in(one)] == []


def test_what_does_not_apply_names_neither() -> None:
    assert [one.id for one in rows() if one.kind == "N" and re.search("::|#", one.evidence)] == []


def test_every_test_that_is_named_is_there_and_runs() -> None:
    for named in sorted(set(chain.from_iterable(map(shown_by, rows())))):
        path, _, name = named.partition("::")
        assert (ROOT / path).is_file(), named
        assert name in known_in(path), named
        assert not re.search(r"mark\.(skip|xfail)|pytest\.(skip|xfail)", known_in(path)[name]), (
            named
        )


def test_every_paragraph_that_is_named_is_there() -> None:
    for named in sorted(set(chain.from_iterable(map(written_in, rows())))):
        path, _, anchor = named.partition("#")
        assert anchor in headings_in(path), named


def test_what_differs_is_a_row_of_the_table() -> None:
    text = (ROOT / "docs" / "security.md").read_text("utf-8")
    told = re.findall(r"^\| (\d+\.\d+\.\d+) \|", text, re.MULTILINE)
    assert told
    assert set(told) <= {one.id for one in rows() if one.kind in "TD"} - OPEN
