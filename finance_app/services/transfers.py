"""Transfers between a book's accounts: both sides are written, changed and deleted together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.domain.entries import Source, Status
from finance_app.domain.formatting import money_text
from finance_app.domain.money import Money
from finance_app.domain.transfers import Side, TransferView
from finance_app.errors import InvalidInputError, NotFoundError, StaleError
from finance_app.models import tables
from finance_app.models.columns import new_keys
from finance_app.queries import accounts as account_queries
from finance_app.queries import categories as category_queries
from finance_app.queries import changes as change_queries
from finance_app.queries import entries as queries
from finance_app.services import changes

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.accounts import AccountView
    from finance_app.domain.actors import Actor
    from finance_app.domain.entries import EntryView, LineView
    from finance_app.domain.transfers import TransferDraft
    from finance_app.services.changes import Recorder
    from finance_app.services.ledger import Row

OTHER_SHAPE = "This transfer is split; change it from its lines."


def get(session: Session, actor: Actor, entry_id: int) -> TransferView:
    """Return the transfer that an entry is one side of.

    Raises:
        NotFoundError: the book has no such entry.
        InvalidInputError: it is no transfer, or one of more lines than both sides and a fee.
    """
    found = queries.views(session, actor.book_id, [entry_id])
    if not found:
        raise NotFoundError
    one = found[0]
    other = _other_side(session, actor, one)
    paying, receiving = (one, other) if _moved(one).amount < 0 else (other, one)
    if len(receiving.lines) > 1:
        raise InvalidInputError(OTHER_SHAPE)
    fees = [line for line in paying.lines if not line.transfer_account]
    if len(fees) > 1:
        raise InvalidInputError(OTHER_SHAPE)
    return TransferView(
        _side(paying),
        _side(receiving),
        paying.note or receiving.note,
        Money(-sum(fee.amount for fee in fees), paying.amount.currency),
        fees[0].category_id if fees else None,
    )


def find(session: Session, actor: Actor, entry: EntryView) -> TransferView | None:
    """Return the transfer that an entry is one side of; None where it is none, or of another shape.

    A transfer of more lines than both sides and a fee can only be changed line by line.
    """
    if not any(line.transfer_account for line in entry.lines):
        return None
    try:
        return get(session, actor, entry.id)
    except InvalidInputError:
        return None


def add(session: Session, actor: Actor, draft: TransferDraft, came: Source = Source.TYPED) -> int:
    """Move money from one account to another; return the paying entry's key.

    Args:
        came: how, as both entries say.

    Raises:
        InvalidInputError: something about it cannot be; the error names the field.
        NotFoundError: an account or the fee's category is not the book's.
    """
    wanted = draft.checked()
    source, target = _require_parents(session, actor, wanted)
    summary = _summary("Transferred", wanted, source, target, actor)
    with changes.record(session, actor, "transfer.add", summary) as record:
        return _write(record, wanted, source, target, came)


def edit(session: Session, actor: Actor, before: TransferView, draft: TransferDraft) -> None:
    """Replace both sides of a transfer by what they are to be.

    Args:
        before: as the user saw it; the versions of both its sides count.

    Raises:
        StaleError: a side was changed since.
        InvalidInputError: something about it cannot be; the error names the field.
        NotFoundError: an account or the fee's category is not the book's.
    """
    wanted = draft.checked()
    source, target = _require_parents(session, actor, wanted)
    rows, lines, _ = _current(session, actor, before)
    summary = _summary("Changed the transfer of", wanted, source, target, actor)
    with changes.record(session, actor, "transfer.edit", summary) as record:
        keys = (before.paying.entry_id, before.receiving.entry_id)
        after = [
            {**row, **new, "version": row["version"] + 1}
            for row, new in zip(rows, _entries(wanted, *keys), strict=True)
        ]
        record.update("entry", rows, after)
        record.delete("line", lines)
        record.insert("line", _lines(wanted, *keys))


def delete(session: Session, actor: Actor, before: TransferView) -> int:
    """Delete both sides of a transfer; return the change set, whose undoing brings them back.

    Raises:
        StaleError: a side was changed since it was seen.
    """
    rows, lines, tags = _current(session, actor, before)
    amount = money_text(before.paying.amount, actor.region)
    summary = f"Deleted the transfer of {amount} to {before.receiving.account}"
    with changes.record(session, actor, "transfer.delete", summary) as record:
        record.delete("line", lines)
        record.delete("entry_tag", tags)
        record.delete("entry", rows)
    return record.set_id


def _other_side(session: Session, actor: Actor, one: EntryView) -> EntryView:
    other_id = queries.other_side(session, actor.book_id, one.id)
    if other_id is None:
        raise InvalidInputError("This entry is not a transfer.")
    (other,) = queries.views(session, actor.book_id, [other_id])
    return other


def _moved(entry: EntryView) -> LineView:
    """Return the line of an entry that points at the other side."""
    moved = [line for line in entry.lines if line.transfer_account]
    if len(moved) != 1:
        raise InvalidInputError(OTHER_SHAPE)
    return moved[0]


def _side(entry: EntryView) -> Side:
    moved = Money(abs(_moved(entry).amount), entry.amount.currency)
    return Side(entry.id, entry.version, entry.account_id, entry.account, entry.day, moved)


def _current(
    session: Session, actor: Actor, before: TransferView
) -> tuple[list[Row], list[Row], list[Row]]:
    """Return the rows of both entries, of their lines and of their tags.

    Raises:
        StaleError: one was changed since it was seen.
    """
    sides = (before.paying, before.receiving)
    keys = [side.entry_id for side in sides]
    found = change_queries.rows_of(session, tables.entry, actor.book_id, keys)
    if any(side.version != found.get(side.entry_id, {}).get("version") for side in sides):
        raise StaleError
    lines, tags = (
        change_queries.rows_under(session, table, actor.book_id, keys)
        for table in (tables.line, tables.entry_tag)
    )
    return [found[key] for key in keys], lines, tags


def _require_parents(
    session: Session, actor: Actor, wanted: TransferDraft
) -> tuple[AccountView, AccountView]:
    """Return both accounts.

    Raises:
        NotFoundError: one of them or the fee's category is not the book's.
        InvalidInputError: the amounts differ within one currency.
    """
    source = account_queries.one(session, actor.book_id, wanted.from_id)
    target = account_queries.one(session, actor.book_id, wanted.to_id)
    if source is None:
        raise NotFoundError("Choose one of your accounts.", field="account")
    if target is None:
        raise NotFoundError("Choose one of your accounts.", field="to")
    fee_for = {wanted.fee_category_id} - {None}
    if fee_for - category_queries.known(session, actor.book_id, fee_for):
        raise NotFoundError("Choose one of your categories.", field="fee_category")
    if source.currency == target.currency and wanted.sent != wanted.received:
        raise InvalidInputError(
            f"Both accounts are in {source.currency}, so what arrives is what was sent; enter what "
            "the bank kept as a fee.",
            field="received",
        )
    return source, target


def _write(
    record: Recorder,
    wanted: TransferDraft,
    source: AccountView,
    target: AccountView,
    came: Source,
) -> int:
    paying_id, receiving_id = new_keys(2)
    common = {"payee_id": None, "status": Status.CLEARED, "source": came, "version": 1}
    currencies = (source.currency, target.currency)
    entries = [
        {**common, **row, "currency": currency}
        for row, currency in zip(_entries(wanted, paying_id, receiving_id), currencies, strict=True)
    ]
    record.add_entries(entries, _lines(wanted, paying_id, receiving_id))
    return paying_id


def _entries(wanted: TransferDraft, paying_id: int, receiving_id: int) -> list[Row]:
    """Return what the draft says of the paying and the receiving entry."""
    return [
        {
            "id": paying_id,
            "account_id": wanted.from_id,
            "day": wanted.day,
            "amount": -(wanted.sent + wanted.fee),
            "note": wanted.note,
        },
        {
            "id": receiving_id,
            "account_id": wanted.to_id,
            "day": wanted.arrived,
            "amount": wanted.received,
            "note": wanted.note,
        },
    ]


def _lines(wanted: TransferDraft, paying_id: int, receiving_id: int) -> list[Row]:
    """Return both transfer lines, which point at each other, and one for the fee."""
    sent, received, kept = new_keys(3)
    lines: list[Row] = [
        {"id": sent, "entry_id": paying_id, "amount": -wanted.sent, "transfer_line_id": received},
        {
            "id": received,
            "entry_id": receiving_id,
            "amount": wanted.received,
            "transfer_line_id": sent,
        },
    ]
    if wanted.fee:
        category = wanted.fee_category_id
        fee = {"id": kept, "entry_id": paying_id, "amount": -wanted.fee, "category_id": category}
        lines.append(fee | {"position": 1})
    return [{"position": 0, "memo": "", **line} for line in lines]


def _summary(
    verb: str, wanted: TransferDraft, source: AccountView, target: AccountView, actor: Actor
) -> str:
    amount = money_text(Money(wanted.sent, source.currency), actor.region)
    return f"{verb} {amount} from {source.name} to {target.name}"
