from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_app.domain.entries import Cursor, EntryDraft, LineDraft, folded
from finance_app.domain.money import LIMIT
from finance_app.errors import InvalidInputError

DAY = date(2026, 11, 20)


def test_a_draft_without_lines_gets_one_of_its_amount() -> None:
    wanted = EntryDraft(1, DAY, -5, "  Corner \t Bakery ", " rye ").checked()
    assert wanted.lines == (LineDraft(-5),)
    assert (wanted.payee, wanted.note) == ("Corner Bakery", "rye")


def test_what_no_database_keeps_is_dropped_from_texts() -> None:
    lines = (LineDraft(-5, memo="m\x00emo"),)
    wanted = EntryDraft(1, DAY, -5, "Bak\ud800ery", "\x00rye", lines).checked()
    assert (wanted.payee, wanted.note, wanted.lines[0].memo) == ("Bakery", "rye", "memo")


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (EntryDraft(1, date(1899, 12, 31), 1), "day"),
        (EntryDraft(1, date(2200, 1, 1), 1), "day"),
        (EntryDraft(1, DAY, LIMIT + 1), "amount"),
        (EntryDraft(1, DAY, 1, "x" * 201), "payee"),
        (EntryDraft(1, DAY, 1, note="x" * 1001), "note"),
        (EntryDraft(1, DAY, 1, lines=(LineDraft(1, memo="x" * 1001),)), "memo"),
        (EntryDraft(1, DAY, 1, lines=(LineDraft(2),)), "lines"),
        (EntryDraft(1, DAY, 0, lines=(LineDraft(0),) * 101), "lines"),
        (EntryDraft(1, DAY, 0, lines=(LineDraft(LIMIT + 1), LineDraft(-LIMIT - 1))), "amount"),
        (EntryDraft(1, DAY, 1, original_amount=LIMIT + 1, original_currency="JPY"), "amount"),
        (EntryDraft(1, DAY, 1, original_amount=5), "original"),
        (EntryDraft(1, DAY, 1, original_amount=5, original_currency="XXX"), "currency"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(draft: EntryDraft, field: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        draft.checked()
    assert caught.value.field == field


@given(st.dates(), st.integers(0, 2**63 - 1))
def test_a_place_in_a_list_is_read_back_from_its_text(day: date, key: int) -> None:
    assert Cursor.parse(str(Cursor(day, key))) == Cursor(day, key)


@pytest.mark.parametrize(
    "text",
    ["", ".", "2026-11-23", "2026-11-23.", ".5", "2026-11-23.-5", "2026-11-23.５", "x.5",
     "2026-13-01.5", "2026-11-23." + "9" * 30, "2026-11-23.5.5", "2026-11-23." + str(2**63)],
)  # fmt: skip
def test_nonsense_is_no_place(text: str) -> None:
    assert Cursor.parse(text) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("Bakery", "BAKERY"), ("Corner  Bakery", " corner bakery"), ("Straße", "STRASSE")],
)
def test_names_are_compared_without_case_and_spaces(one: str, other: str) -> None:
    assert folded(one) == folded(other)
