from __future__ import annotations

import pytest

from finance_app.errors import (
    ConflictError,
    InvalidAmountError,
    InvalidFormError,
    InvalidInputError,
    NotFoundError,
    Wrong,
)


def test_nothing_wrong_is_nothing_told() -> None:
    wrong = Wrong()
    with wrong:
        amount = 5
    wrong.tell()
    assert amount == 5


def test_one_thing_wrong_is_told_as_it_is() -> None:
    wrong = Wrong()
    with wrong:
        raise InvalidAmountError("Enter an amount.", field="amount")
    with pytest.raises(InvalidAmountError, match=r"Enter an amount\."):
        wrong.tell()


def test_several_are_told_at_once_and_each_field_once() -> None:
    inner, wrong = Wrong(), Wrong()
    with inner:
        raise InvalidInputError("Choose a day.", field="day")
    with inner:
        raise InvalidAmountError("Enter an amount.", field="amount")
    with wrong:
        raise NotFoundError("Choose one of your accounts.", field="account")
    with wrong:
        inner.tell()
    with wrong:
        raise InvalidInputError("That day again.", field="day")
    with pytest.raises(InvalidFormError) as caught:
        wrong.tell()
    assert [part.field for part in caught.value.parts] == ["account", "day", "amount"]
    assert caught.value.field == "account"
    assert caught.value.message == "Choose one of your accounts. Choose a day. Enter an amount."


def test_what_belongs_to_no_field_is_told_at_once() -> None:
    wrong = Wrong()
    with pytest.raises(ConflictError), wrong:
        raise ConflictError
