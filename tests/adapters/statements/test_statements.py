"""What is recognised, refused and bounded, whatever the format."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from decimal import Decimal
from time import perf_counter

import pytest

from finance_app.adapters.statements import delimited, limits, propose_layout, read, sample_rows
from finance_app.domain.statements import (
    MAX_BYTES,
    MAX_ROWS,
    MAX_SKIPPED,
    StatementTransaction,
)
from finance_app.errors import StatementError

CSV = b"Date,Name,Amount\n2024-01-15,Shop,-1.50\n2024-01-16,Work,20.00\n"


def a_zip(name: str, size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, "0" * size)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b" \r\n\t", "The file is empty"),
        (b"\xef\xbb\xbf\n", "The file is empty"),
        (b"x" * (MAX_BYTES + 1), "at most 64 MB are read; divide it"),
        (a_zip("a.csv", 20_000_000), "is a zip archive; unpack it"),
        (a_zip("xl/workbook.xml", 100), "is an Excel workbook; save the sheet as CSV"),
        (b"\x1f\x8b\x08\x00", "is a gzip archive; unpack it"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "is an old Excel workbook; save it as CSV"),
        (b"%PDF-1.7\n", "is a PDF; download"),
        (b"<!DOCTYPE html><html><body>Sign in</body>", "is a web page"),
        (b"\n <HTML><script>alert(1)</script></HTML>", "is a web page"),
        (b"!Type:Bank\nD1/1/24\nT-1\n^\n", "is QIF, which is not read yet"),
        (b":20:STARTUMS\n:25:123/456\n:28C:1\n", "is MT940, which is not read yet"),
        (b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">', "is CAMT"),
        (b'<?xml version="1.0"?>' + b"<a>" * 100_000, "is XML but no OFX"),
        (b'{"a": 1}', "is JSON"),
        (bytes(range(256)) * 50, "is not text"),
        (b"Date,Name,Amount\n", "No rows with a date and an amount"),
        (b"just some words\nand more of them\n", "No rows with a date and an amount"),
        (b'Date,Amount\n"' + b"a\n" * 200_000, "Line 2: A field is too long"),
        (CSV + b'2024-01-17,"Shop,-2.50\n2024-01-18,Inn,-9\n', "Line 4: A quotation mark is not"),
        (CSV + b'2024-01-17,"Shop,-2\n2024-01-18,"Inn",-9\n', "Line 4: A quotation mark is not"),
        (b"Date,Amount" + b",x" * 300 + b"\n", "Line 1: The row has more than 256 columns"),
    ],
)
def test_what_is_no_statement_is_refused_in_one_sentence(content: bytes, sentence: str) -> None:
    started = perf_counter()
    with pytest.raises(StatementError, match=sentence):
        read(content)
    assert perf_counter() - started < 2


def test_too_many_rows_are_refused() -> None:
    pace = limits.Pace(1)
    with pytest.raises(StatementError, match="more than 1,000,000 transactions; divide"):
        pace.at(1, MAX_ROWS + 1)


def test_formulas_and_scripts_are_plain_text() -> None:
    content = (
        b"Date,Description,Amount\n"
        b"2024-01-01,=cmd|' /C calc'!A0,-1.00\n"
        b"2024-01-02,<script>alert(1)</script>,-2.00\n"
    )
    payees = [each.payee for each in read(content).transactions]
    assert payees == ["=cmd|' /C calc'!A0", "<script>alert(1)</script>"]


def test_a_name_of_several_lines_is_one_name() -> None:
    found = read(CSV + b'2024-01-17,"Shop, by\nthe river",-2.50\n')
    assert found.transactions[-1].payee == "Shop, by the river"


def test_impossible_amounts_are_left_out_with_their_line() -> None:
    rows = "2024-01-16,A,1e2000000\n2024-01-17,B,NaN\n2024-01-18,C,１２\n"
    file = read(CSV + rows.encode())
    assert len(file.transactions) == 2
    assert [each.line for each in file.all_skipped] == [4, 5, 6]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_every_encoding_of_banks_is_read(encoding: str) -> None:
    text = "Datum;Empfänger;Betrag (€)\n15.01.2024;Bäckerei Süd;-1,50\n"
    (found,) = read(text.encode(encoding)).transactions
    assert (found.payee, found.currency) == ("Bäckerei Süd", "EUR")


def test_a_polish_code_page_is_known_by_the_words_of_the_header() -> None:
    text = "Data operacji;Tytuł;Kwota\n2024-01-15;ŻÓŁĆ;-1,50\n"
    assert read(text.encode("cp1250")).transactions[0].payee == "ŻÓŁĆ"


def test_a_russian_code_page_is_that_of_the_region() -> None:
    text = "Дата;Описание;Сумма\n15.01.2024;Хлеб;-1,50\n"
    assert read(text.encode("cp1251"), region="ru_RU").transactions[0].payee == "Хлеб"


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_every_line_end_is_read(end: bytes) -> None:
    found = read(CSV.replace(b"\n", end)).transactions
    assert [each.line for each in found] == [2, 3]


def test_a_table_that_breaks_off_inside_an_amount_is_refused_with_its_line() -> None:
    content = b"Date,Amount,Name\n2024-01-15,-1.50,A\n2024-01-16,-12.50,B\n2024-01-17,-2"
    with pytest.raises(StatementError, match="Line 4: The file breaks off here"):
        read(content)


def test_each_own_account_in_a_file_is_a_statement() -> None:
    content = (
        b"Account,Date,Name,Amount\nA,2024-01-15,x,-1\nB,2024-01-16,y,-2\n"
        b"A,2024-01-17,z,-3\nB,2024-01-18,z,-3\n"
    )
    file = read(content)
    assert [each.account.number for each in file.statements] == ["A", "B"]
    assert [each.line for each in file.transactions] == [2, 3, 4, 5]


def test_a_layout_is_found_again_below_another_preamble() -> None:
    proposal = propose_layout(CSV)
    assert proposal is not None
    later = b"Export of 31.01.2024\n\n" + CSV
    assert len(read(later, layout=proposal.layout).transactions) == 2


def test_a_layout_of_other_columns_is_refused() -> None:
    proposal = propose_layout(CSV)
    assert proposal is not None
    with pytest.raises(StatementError, match="not those of the layout"):
        read(CSV.replace(b"Name", b"Payee"), layout=proposal.layout)


def test_what_a_person_changes_in_a_layout_is_followed() -> None:
    proposal = propose_layout(CSV)
    assert proposal is not None
    layout = replace(proposal.layout, negated=("amount",), currency_code="CHF")
    first = read(CSV, layout=layout).transactions[0]
    assert (first.amount, first.currency) == (Decimal("1.50"), "CHF")


def test_sample_rows_stand_beside_what_is_read_from_them() -> None:
    proposal = propose_layout(CSV)
    assert proposal is not None
    first, second = sample_rows(CSV + b"2024-01-17,Late,x\n", proposal.layout, count=2)
    assert first.cells == ("2024-01-15", "Shop", "-1.50")
    assert isinstance(first.read, StatementTransaction)
    assert second.line == 3


def test_progress_goes_to_a_hundred() -> None:
    told: list[int] = []
    read(CSV + b"2024-01-17,Late,-1\n" * 10_000, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 100
    assert len(told) > 2


def test_a_long_list_of_what_was_left_out_is_cut() -> None:
    content = CSV + b"2024-01-17,Late,x\n" * 10_050
    assert len(read(content).all_skipped) == MAX_SKIPPED + 1


def test_rows_are_read_at_a_good_pace() -> None:
    rows = "".join(
        f"2024-01-{i % 28 + 1:02},Shop {i % 90},-{i % 977}.{i % 100:02}\n" for i in range(50_000)
    )
    layout = delimited.propose_layout(
        "Date,Name,Amount\n" + rows, encoding="", region="en_US"
    ).layout
    started = perf_counter()
    file = delimited.read("Date,Name,Amount\n" + rows, layout)
    assert len(file.transactions) == 50_000
    assert perf_counter() - started < 5
