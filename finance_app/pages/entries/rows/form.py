"""The form: an entry or a transfer as its fields hold it."""

from __future__ import annotations

from dataclasses import dataclass, field

from finance_app.domain.actors import Actor
from finance_app.domain.amounts import parse_amount
from finance_app.domain.arithmetic import is_beginning, reckon
from finance_app.domain.entries import EntryView, LineView, Status
from finance_app.domain.formatting import MoneyText, money_parts, money_text, number_text
from finance_app.domain.money import Money
from finance_app.domain.transfers import TransferView
from finance_app.domain.valuation import Valued
from finance_app.errors import InvalidAmountError
from finance_app.pages.entries.rows.listed import line_text, mend, no_rate_text
from finance_app.ui import explanations

IN, OUT, TRANSFER = "in", "out", "transfer"
OTHER_SHAPE = "Amounts of a transfer with several fees cannot be changed here."


@dataclass(frozen=True)
class LineText:
    """A line of an entry that is shown but not changed."""

    label: str = ""
    memo: str = ""
    hue: str = ""
    amount: MoneyText = field(default_factory=MoneyText)


@dataclass(frozen=True)
class FormText:
    """What the fields start with.

    Args:
        key: another one for each opening, so that fields start anew.
        id: the entry's; nothing for a new one.
        fixed: why amount and lines are shown only; nothing where they can be changed.
        worth: what the amount is in the currency shown, where that is another.
        no_rate: that no rate is known, where there is none…
        mend: …and where one is added.
        more: something is said in the fields that are folded away.
    """

    key: str = ""
    id: str = ""
    version: str = ""
    payee: str = ""
    amount: str = ""
    day: str = ""
    note: str = ""
    status: str = Status.CLEARED
    original: str = ""
    original_currency: str = ""
    received: str = ""
    fee: str = ""
    fee_category: str = ""
    arrived: str = ""
    fixed: str = ""
    worth: MoneyText = field(default_factory=MoneyText)
    no_rate: str = ""
    mend: str = ""
    more: bool = False
    lines: list[LineText] = field(default_factory=list)


def new(actor: Actor) -> FormText:
    """Start a new entry, today."""
    return FormText(key=actor.now.isoformat(), day=str(actor.today))


def existing(entry: EntryView, actor: Actor, valued: Valued | None, *, fixed: str = "") -> FormText:
    """Start with an entry as it is."""
    original = entry.original
    return FormText(
        key=actor.now.isoformat(),
        id=str(entry.id),
        version=str(entry.version),
        payee=entry.payee,
        amount=_number(entry.amount, actor),
        day=str(entry.day),
        note=entry.note,
        status=entry.status,
        original=_number(original, actor) if original else "",
        original_currency=original.currency if original else "",
        fixed=fixed,
        worth=explanations.of_entry(entry, valued, actor.region) if valued else MoneyText(),
        no_rate=no_rate_text(valued, actor),
        mend=mend(valued),
        more=original is not None or entry.status != Status.CLEARED,
        lines=_lines(entry, actor) if fixed else [],
    )


def transfer(found: TransferView, entry: EntryView, actor: Actor) -> FormText:
    """Start with a transfer as it is.

    Args:
        found: both sides.
        entry: the side that was opened.
        actor: for whom it is written.
    """
    paying, receiving = found.paying, found.receiving
    kept, late = found.fee.amount != 0, receiving.day != paying.day
    return FormText(
        key=actor.now.isoformat(),
        id=str(entry.id),
        version=str(entry.version),
        amount=_number(paying.amount, actor),
        day=str(paying.day),
        note=found.note,
        received=_number(receiving.amount, actor),
        fee=_number(found.fee, actor) if kept else "",
        fee_category=str(found.fee_category_id or ""),
        arrived=str(receiving.day) if late else "",
        more=kept or late,
    )


def kind(entry: EntryView) -> str:
    """Return whether money came in, went out or moved."""
    if any(line.transfer_account for line in entry.lines):
        return TRANSFER
    return IN if entry.amount.amount > 0 else OUT


def category(entry: EntryView) -> str:
    """Return the key of the one category, nothing for none or several."""
    known = entry.lines[0].category_id
    return str(known) if len(entry.lines) == 1 and known is not None else ""


def unsigned(text: str, direction: str, currency: str, region: str) -> int:
    """Return what was typed, reckoned, in minor units; without its sign where money goes out.

    Raises:
        InvalidAmountError: it is not an amount, or money in with a minus.
    """
    amount = reckon(text, currency, region)
    if direction == OUT:
        return abs(amount)
    if amount < 0:
        raise InvalidAmountError("Leave out the minus, or choose money out.", field="amount")
    return amount


def original(text: str, currency: str, direction: str, region: str) -> int | None:
    """Return what was paid in another currency, signed, in minor units; None for nothing.

    Raises:
        InvalidAmountError: it is not an amount.
    """
    if not text:
        return None
    try:
        amount = abs(parse_amount(text, currency, region))
    except InvalidAmountError as error:
        raise InvalidAmountError(error.message, field="original") from error
    return -amount if direction == OUT else amount


def echo(text: str, currency: str, region: str) -> str:
    """Write out what an amount comes to where it is reckoned, or could be read in two ways.

    Where it cannot be read, what is wrong with it; nothing while it may be a beginning.
    """
    if not currency or not text.strip():
        return ""
    try:
        amount = Money(reckon(text, currency, region), currency)
    except InvalidAmountError as error:
        return "" if is_beginning(text, currency, region) else error.message
    plain = text.strip().lstrip("-+").isdigit() or text.strip() == number_text(amount, region)
    return "" if plain else f"= {money_text(amount, region)}"


def _number(amount: Money, actor: Actor) -> str:
    return number_text(Money(abs(amount.amount), amount.currency), actor.region)


def _lines(entry: EntryView, actor: Actor) -> list[LineText]:
    return [_line(line, entry, actor) for line in entry.lines]


def _line(line: LineView, entry: EntryView, actor: Actor) -> LineText:
    amount = Money(line.amount, entry.amount.currency)
    return LineText(
        line_text(line),
        line.memo,
        str(line.hue) if line.category_id is not None else "other",
        money_parts(amount, actor.region, plus=not line.transfer_account),
    )
