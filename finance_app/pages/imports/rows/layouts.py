"""How a CSV file is read, as text: its columns, its marks, and its first rows by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from finance_app.domain.formatting import MINUS, MoneyText, day_text, decimal_text
from finance_app.domain.import_previews import Preview, SampleLine
from finance_app.domain.layout_choices import Role, role
from finance_app.domain.layout_marks import Question
from finance_app.domain.layouts import Layout
from finance_app.domain.statements import Skipped
from finance_app.ui.components.values import Choice, Option

LONGEST_EXAMPLE = 60
ROLES = {
    Role.NONE: "Not used",
    Role.DAY: "Day",
    Role.AMOUNT: "Amount",
    Role.DEBIT: "Money out",
    Role.CREDIT: "Money in",
    Role.DIRECTION: "Word for out or in",
    Role.PAYEE: "Payee",
    Role.MEMO: "Note",
    Role.CURRENCY: "Currency",
    Role.ACCOUNT: "Own account",
    Role.BANK_ID: "The bank's number of the row",
    Role.STATUS: "Booked or not",
    Role.BALANCE: "Balance after the row",
}
ROLE_OPTIONS = [Option(value.value, label) for value, label in ROLES.items()]
ORDERS = {"dmy": "Day, month, year", "mdy": "Month, day, year", "ymd": "Year, month, day"}
ORDER_OPTIONS = [Option(value, label) for value, label in ORDERS.items()]
MARKS = {".": "A point: 1,234.50", ",": "A comma: 1.234,50"}
MARK_OPTIONS = [Option(value, label) for value, label in MARKS.items()]
SIGNS = {"": "Minus is money out", "amount": "Plus is money out"}
PAIR_SIGNS = {"debit": "Money out has no minus", "": "Money out has a minus"}
ANSWERS = {
    "day_order": {"dmy": "Day first", "mdy": "Month first", "ymd": "Year first"},
    "decimal_mark": {".": "The point is the decimal mark", ",": "The comma is the decimal mark"},
    "negated": {"": "Money in", "amount": "Money out"},
}


@dataclass(frozen=True)
class ColumnText:
    """A column of the file, and what it is taken for."""

    index: str = ""
    name: str = ""
    example: str = ""
    role: str = ""


@dataclass(frozen=True)
class SampleText:
    """What one of the first rows is read as; `why` says that it is skipped."""

    day: str = ""
    payee: str = ""
    note: str = ""
    amount: MoneyText = field(default_factory=MoneyText)
    why: str = ""


@dataclass(frozen=True)
class QuestionText:
    """Something that the file leaves open; each choice's `href` is the value it stands for."""

    about: str = ""
    text: str = ""
    choices: list[Choice] = field(default_factory=list)


@dataclass(frozen=True)
class MarksText:
    """How days, amounts and their signs are written; `signs` are the possible conventions."""

    order: str = ""
    mark: str = ""
    sign: str = ""
    signs: list[Option] = field(default_factory=list)
    code: str = ""
    asks_code: bool = False


def columns(layout: Layout, sample: Sequence[SampleLine]) -> list[ColumnText]:
    """Show each column with its first text and what it is taken for."""
    return [
        ColumnText(
            index=str(index),
            name=_name(layout, index),
            example=_example(sample, index),
            role=role(layout, index).value,
        )
        for index in range(layout.width)
    ]


def read_as(sample: Sequence[SampleLine], region: str) -> list[SampleText]:
    """Show what the first rows are read as."""
    return [_read(line, region) for line in sample]


def questions(shown: Preview) -> list[QuestionText]:
    """Show what the file leaves open and one of two choices answers."""
    layout = shown.plan.layout
    if layout is None:
        return []
    return [_question(each, layout) for each in shown.questions if each.about in ANSWERS]


def marks(layout: Layout) -> MarksText:
    """Show how days, amounts and signs are read."""
    labels = SIGNS if layout.amount is not None else PAIR_SIGNS
    return MarksText(
        order=layout.day_order,
        mark=layout.decimal_mark,
        sign=_sign(layout),
        signs=[Option(value, label) for value, label in labels.items()],
        code=layout.currency_code,
        asks_code=layout.currency is None,
    )


def _sign(layout: Layout) -> str:
    name = "amount" if layout.amount is not None else "debit"
    return name if name in layout.negated else ""


def _question(asked: Question, layout: Layout) -> QuestionText:
    held = _sign(layout) if asked.about == "negated" else getattr(layout, asked.about)
    choices = [Choice(ANSWERS[asked.about][value], value, value == held) for value in asked.choices]
    return QuestionText(asked.about, asked.text, choices)


def _name(layout: Layout, index: int) -> str:
    named = layout.header[index].strip() if index < len(layout.header) else ""
    return named or f"Column {index + 1}"


def _example(sample: Sequence[SampleLine], index: int) -> str:
    cells = (line.cells[index].strip() for line in sample if index < len(line.cells))
    return next((cell for cell in cells if cell), "")[:LONGEST_EXAMPLE]


def _read(line: SampleLine, region: str) -> SampleText:
    found = line.read
    if isinstance(found, Skipped):
        return SampleText(why=f"Left out: {found.why}")
    sign = MINUS if found.amount < 0 else "+" if found.amount > 0 else ""
    number = decimal_text(abs(found.amount), region)
    amount = MoneyText(
        text=f"{sign}{number}",
        sign=sign,
        whole=number,
        code=found.currency,
        tone="income" if found.amount > 0 else "",
    )
    return SampleText(day_text(found.day, region), found.payee or "No payee", found.memo, amount)
