from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_app.domain.cells import FORMULAS, harmless, meant


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-5", "@SUM(A1)", "\tx", "\rx", "'quoted"])
def test_what_looks_like_a_formula_is_written_harmless(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Bakery", "1-1", " =1", "Rent =", "été"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


@given(st.text(), st.sampled_from(("", *FORMULAS)))
def test_every_text_is_read_back_as_it_was(text: str, start: str) -> None:
    typed = start + text
    assert meant(harmless(typed)) == typed
    assert not harmless(typed).startswith(FORMULAS[:-1])
