"""Writing the chosen rows of a bank's file into the ledger: a part of `services.imports.commit`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.domain.entries import Source, Status, folded
from finance_app.domain.import_previews import NOTHING
from finance_app.errors import NotFoundError
from finance_app.models.columns import new_keys
from finance_app.queries import accounts as account_queries
from finance_app.services import accounts, payees

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from finance_app.domain.import_plans import Place
    from finance_app.domain.import_previews import ImportGroup, Preview
    from finance_app.domain.imports import ImportRow
    from finance_app.services.changes import Recorder
    from finance_app.services.ledger import Row

AT_ONCE = 5000  # entries written between two reports of progress


def write(
    record: Recorder, shown: Preview, group: ImportGroup, account_id: int, places: Sequence[int]
) -> Iterator[int]:
    """Write a group's rows in pieces; yield how many each had."""
    names = {group.rows[at].payee for at in places}
    made = payees.found_or_made(record, names)
    who = {name: made[folded(name)] if name else None for name in names}
    what = {name: shown.usual.get(name, NOTHING).id for name in names}
    chosen = {row: shown.category(group, row).id for at, row in _said(shown) if at == group.place}
    common = {
        "account_id": account_id,
        "currency": group.unit,
        "status": Status.CLEARED.value,
        "source": Source.IMPORT.value,
        "import_id": shown.id,
        "version": 1,
    }
    for start in range(0, len(places), AT_ONCE):
        piece = places[start : start + AT_ONCE]
        keys = new_keys(2 * len(piece))
        entries, lines = [], []
        for place, key, line_key in zip(piece, keys[::2], keys[1::2], strict=True):
            row = group.rows[place]
            category_id = chosen.get(place, what[row.payee]) if chosen else what[row.payee]
            entries.append(_entry(row, key, who[row.payee], common))
            lines.append(_line(row, line_key, key, category_id))
        record.add_entries(entries, lines)
        yield len(piece)


def _said(shown: Preview) -> list[Place]:
    """Return the rows whose category was chosen, as far as the file has them."""
    sizes = [len(group.rows) for group in shown.groups]
    return [place for place in shown.plan.categories if place[1] < sum(sizes[place[0] :][:1])]


def account(record: Recorder, group: ImportGroup) -> int:
    """Return the group's account, opened where it is new."""
    if group.draft is not None:
        return accounts.opened(record, group.draft.checked())
    found = account_queries.one(record.session, record.actor.book_id, group.account_id or 0)
    if found is None:
        raise NotFoundError
    if group.number and not found.bank_number:
        accounts.number(record, found.id, group.number)
    return found.id


def _entry(row: ImportRow, key: int, payee_id: int | None, common: Row) -> Row:
    return {
        **common,
        "id": key,
        "day": row.day,
        "amount": row.amount,
        "payee_id": payee_id,
        "note": row.note,
        "import_key": row.key,
    }


def _line(row: ImportRow, key: int, entry_id: int, category_id: int | None) -> Row:
    return {
        "id": key,
        "entry_id": entry_id,
        "position": 0,
        "amount": row.amount,
        "memo": "",
        "category_id": category_id,
    }
