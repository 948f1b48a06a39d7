from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from finance_app.adapters.statements import propose_layout, read
from finance_app.errors import StatementError

HEADER = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n"


def ofx(*records: str, account: str = "<BANKACCTFROM><BANKID>9<ACCTID>42</BANKACCTFROM>") -> bytes:
    body = "".join(f"<STMTTRN>\n{each}\n</STMTTRN>\n" for each in records)
    text = f"{HEADER}<OFX><STMTRS><CURDEF>EUR\n{account}<BANKTRANLIST>\n{body}</BANKTRANLIST>"
    return f"{text}</STMTRS></OFX>\n".encode("cp1252")


def record(day: str = "20240115", amount: str = "-1.50", **others: str) -> str:
    tags = {"DTPOSTED": day, "TRNAMT": amount, "FITID": "1", **others}
    return "\n".join(f"<{name}>{value}" for name, value in tags.items() if value)


def test_a_record_is_read_as_the_bank_wrote_it() -> None:
    file = read(ofx(record(NAME="Café &amp; Co", MEMO="Visit")))
    assert file.format == "OFX"
    (found,) = file.transactions
    assert (found.day, found.amount, found.currency) == (date(2024, 1, 15), Decimal("-1.50"), "EUR")
    assert (found.payee, found.memo, found.bank_id) == ("Café & Co", "Visit", "1")
    assert found.line == 9


def test_ofx_needs_no_layout() -> None:
    assert propose_layout(ofx(record())) is None


@pytest.mark.parametrize(
    "written",
    [
        "20240115",
        "20240115235959",
        "20240115235959.123[-8:PST]",
        "20240115000000[0:GMT]",
        "20240115[+14:X]",
        "2024-01-15",
        " 20240115 ",
    ],
)
def test_the_day_is_taken_as_written_whatever_zone_stands_behind(written: str) -> None:
    assert read(ofx(record(written))).transactions[0].day == date(2024, 1, 15)


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("-1,50", "-1.50"),
        ("-1.234,56", "-1234.56"),
        ("+1,234.56", "1234.56"),
        ("12", "12"),
        ("-.5", "-0.5"),
        ("1.250", "1.250"),
        ("-995.4190396554627", "-995.4190396554627"),
    ],
)
def test_amounts_have_a_point_or_a_comma(written: str, amount: str) -> None:
    assert read(ofx(record(amount=written))).transactions[0].amount == Decimal(amount)


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (record(""), "It has no day."),
        (record("20240231"), '"20240231" is not a day.'),
        (record(amount=""), "It has no amount."),
        (record(amount="1e2000000"), '"1e2000000" is not an amount.'),
        (record(amount="NaN"), '"NaN" is not an amount.'),
        (record(amount="9" * 30), f'"{"9" * 24}…" is too long for an amount.'),
    ],
)
def test_a_broken_record_is_left_out_and_the_rest_kept(broken: str, why: str) -> None:
    file = read(ofx(record(), broken, record(FITID="3")))
    assert [each.bank_id for each in file.transactions] == ["1", "3"]
    assert [each.why for each in file.all_skipped] == [why]


def test_a_missing_id_is_empty() -> None:
    assert read(ofx(record(FITID=""))).transactions[0].bank_id == ""


def test_missing_closing_tags_do_not_matter() -> None:
    content = ofx(record(), record(FITID="2")).replace(b"</STMTTRN>\n", b"")
    assert len(read(content).transactions) == 2


def test_cdata_comments_and_entities_are_text() -> None:
    name = "<![CDATA[A & <B> ]]><!-- <NAME>no --> &#233;&lt;script&gt;"
    found = read(ofx(record(NAME=name))).transactions[0]
    assert found.payee == "A & <B>  é<script>"


def test_no_entity_is_ever_defined_by_a_file() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + ofx(record(NAME="&b;"))
    assert read(bomb).transactions[0].payee == "&b;"


def test_inner_parts_do_not_leak_into_the_record() -> None:
    inner = "<BANKACCTTO><BANKID>7<ACCTID>99</BANKACCTTO><MEMO>Rent"
    assert read(ofx(record() + inner)).transactions[0].memo == "Rent"
    payee = "<PAYEE><NAME>Landlord<CITY>Rome</PAYEE><MEMO>Rent"
    found = read(ofx(record() + payee)).transactions[0]
    assert (found.payee, found.memo) == ("Landlord", "Rent")


def test_an_amount_in_another_currency_says_so_and_an_original_amount_does_not() -> None:
    other = "<CURRENCY><CURRATE>1.1<CURSYM>USD</CURRENCY>"
    original = "<ORIGCURRENCY><CURRATE>1.1<CURSYM>USD</ORIGCURRENCY>"
    found = read(ofx(record() + other, record() + original)).transactions
    assert [each.currency for each in found] == ["USD", "EUR"]


def test_each_statement_of_a_file_has_its_own_account_and_balance() -> None:
    second = (
        "<CCSTMTRS><CURDEF>USD<CCACCTFROM><ACCTID>77</CCACCTFROM><BANKTRANLIST><STMTTRN>"
        f"{record()}</STMTTRN></BANKTRANLIST><LEDGERBAL><BALAMT>-5.25<DTASOF>20240131</LEDGERBAL>"
        "<AVAILBAL><BALAMT>100<DTASOF>20240201</AVAILBAL></CCSTMTRS></OFX>"
    )
    bank, card = read(ofx(record()).replace(b"</OFX>", second.encode())).statements
    assert (bank.account.bank, bank.account.number, bank.account.currency) == ("9", "42", "EUR")
    assert (bank.account.kind, bank.balance) == ("bank", None)
    assert (card.account.kind, card.account.number, card.account.currency) == ("card", "77", "USD")
    assert (card.balance, card.balance_day) == (Decimal("-5.25"), date(2024, 1, 31))
    assert len(card.transactions) == 1


def test_bank_transactions_of_an_investment_statement_are_read_and_trades_are_not() -> None:
    content = (
        "<OFX><INVSTMTRS><CURDEF>USD<INVACCTFROM><BROKERID>x<ACCTID>1</INVACCTFROM><INVTRANLIST>"
        "<BUYSTOCK><INVBUY><INVTRAN><FITID>9<DTTRADE>20240101</INVTRAN><TOTAL>-5</INVBUY></BUYSTOCK>"
        f"<INVBANKTRAN><STMTTRN>{record()}</STMTTRN><SUBACCTFUND>CASH</INVBANKTRAN>"
        "</INVTRANLIST></INVSTMTRS></OFX>"
    )
    file = read(content.encode())
    assert file.statements[0].account.kind == "investment"
    assert [each.bank_id for each in file.transactions] == ["1"]


def test_xml_with_closing_tags_and_no_line_breaks_is_read() -> None:
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><?OFX OFXHEADER="200"?><OFX><STMTRS>'
        "<CURDEF>GBP</CURDEF>"
        "<STMTTRN><DTPOSTED>20240115</DTPOSTED><TRNAMT>5.00</TRNAMT><NAME>Noël</NAME></STMTTRN>"
        "</STMTRS></OFX>"
    )
    (found,) = read(content.encode()).transactions
    assert (found.payee, found.currency) == ("Noël", "GBP")


@pytest.mark.parametrize("end", [b"3.45", b"<STMTTRN>", b"</BANKTRANLIST>", b"</OFX>"])
def test_a_file_that_breaks_off_is_refused_with_its_line(end: bytes) -> None:
    content = ofx(record(), record(amount="-123.45"))
    with pytest.raises(StatementError, match="breaks off here; download it"):
        read(content[: content.rindex(end)])


def test_an_answer_without_a_statement_is_refused() -> None:
    with pytest.raises(StatementError, match="holds no statement"):
        read(b"<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>15500</STATUS></SONRS></OFX>")


@pytest.mark.parametrize("piece", [b"<a>", b"<", b"<NAME>", b"<!--", b"<![CDATA["])
def test_depth_and_unclosed_parts_cost_nothing(piece: bytes) -> None:
    with pytest.raises(StatementError):
        read(b"<OFX>" + piece * 300_000)
