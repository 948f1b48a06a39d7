from __future__ import annotations

import pytest

from finance_app.domain import factors


@pytest.mark.parametrize("text", ["123456", " 123 456 ", "123-456", "12 34\t56"])
def test_a_code_is_read_as_people_type_it(text: str) -> None:
    assert factors.typed(text) == "123456"
    assert factors.is_app_code(factors.typed(text))


@pytest.mark.parametrize("text", ["ABCD-EFGH-JKMN", "abcd efgh jkmn", "abcd–efgh–jkmn"])
def test_a_backup_code_is_read_as_people_type_it(text: str) -> None:
    assert factors.is_backup_code(factors.typed(text))
    assert factors.grouped(factors.typed(text)) == "abcd-efgh-jkmn"


@pytest.mark.parametrize("text", ["", "12345", "1234567", "١٢٣٤٥٦", "12345a", "１２３４５６"])
def test_what_is_no_code_is_none(text: str) -> None:
    assert not factors.is_app_code(factors.typed(text))
    assert not factors.is_backup_code(factors.typed(text))


def test_backup_codes_are_ten_and_have_no_letters_that_are_mixed_up() -> None:
    codes = factors.new_backup_codes()
    assert len(set(codes)) == factors.BACKUP_CODES == 10
    assert all(factors.is_backup_code(code) for code in codes)
    assert not set("01ilo") & set("".join(codes))
