from __future__ import annotations

from datetime import timedelta

import pytest

from finance_app.domain import api_tokens
from finance_app.domain.api_tokens import Scope
from finance_app.errors import InvalidInputError


def test_a_scope_includes_those_before_it() -> None:
    includes = {(one, other) for one in Scope for other in Scope if one.includes(other)}
    assert includes == {
        (Scope.READ, Scope.READ),
        (Scope.WRITE, Scope.READ),
        (Scope.WRITE, Scope.WRITE),
        *((Scope.ADMIN, other) for other in Scope),
    }


def test_no_two_tokens_are_the_same_and_all_look_like_one() -> None:
    made = {api_tokens.new() for _ in range(100)}
    assert len(made) == 100
    assert all(api_tokens.is_token(one) for one in made)


@pytest.mark.parametrize("text", ["", "fin_", "fin_" + "a" * 42, "x" * 47, "fin_" + "é" * 43])
def test_what_is_no_token_is_known_by_its_looks(text: str) -> None:
    assert not api_tokens.is_token(text)


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "two\nlines", "hidden\u202e"])
def test_a_name_can_be_read(name: str) -> None:
    with pytest.raises(InvalidInputError, match="at most 60 characters") as refused:
        api_tokens.require_name(name)
    assert refused.value.field == "name"


@pytest.mark.parametrize("days", [-1, 3651, 10**30])
def test_a_token_lasts_at_most_ten_years_or_without_end(days: int) -> None:
    with pytest.raises(InvalidInputError, match="from 1 to 3650 days"):
        api_tokens.require_lasting(days)
    assert api_tokens.require_lasting(0) is None
    assert api_tokens.require_lasting(30) == timedelta(days=30)


def test_a_scope_is_one_of_three() -> None:
    with pytest.raises(InvalidInputError, match="one of read, write, admin"):
        api_tokens.require_scope("root")
