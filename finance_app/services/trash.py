"""The trash: what somebody deleted or merged away, is not there now, and can be brought back.

It is read from the change sets, as history and undo are: bringing something back is undoing the set
that took it out, or the newest of those that did so again. What was taken back by undoing, such as
an import, is none of it: redoing that brings it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finance_app.domain.money import Money
from finance_app.domain.rate_texts import own_rate_text
from finance_app.models import tables
from finance_app.queries import changes as change_queries
from finance_app.queries import own_rates as own_rate_queries
from finance_app.queries import trash as queries
from finance_app.services.changes import TABLES
from finance_app.services.undoing import step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.changes import ChangeSetView
    from finance_app.services.ledger import Row

KINDS = (
    *("entry.delete", "transfer.delete", "account.delete"),
    *("category.delete", "category.merge"),
    *("payee.delete", "payee.merge", "tag.delete", "tag.merge"),
    *("own_rate.delete", "custom_currency.delete"),
)
"""The kinds of change sets by which something is deleted."""
THINGS = ("entry", "account", "category", "payee", "tag", "own_rate", "custom_currency")
PAGE = 50
NAMED = 20  # things of one set that are named


@dataclass(frozen=True, slots=True)
class Discarded:
    """A thing that was deleted.

    Args:
        table: what it was.
        name: its name; of an entry its payee or note, nothing where it had neither.
        account: on which an entry was; nothing where that is not there either.
        amount: an entry's.
    """

    table: str
    id: int
    name: str
    account: str = ""
    day: date | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Discard:
    """What one change set deleted.

    Args:
        items: what is not there now, some of it where it is much.
        count: how much it is.
    """

    set: ChangeSetView
    items: tuple[Discarded, ...]
    count: int


@dataclass(frozen=True, slots=True)
class TrashPage:
    """One page of the trash, newest first; the keys after and before which others follow."""

    discards: tuple[Discard, ...]
    newer: int | None = None
    older: int | None = None


def page(
    session: Session,
    actor: Actor,
    *,
    text: str = "",
    before: int | None = None,
    after: int | None = None,
) -> TrashPage:
    """Return the page of what was deleted before a change set or next after one; else the newest.

    Args:
        text: a part of what was said when it was deleted: names, amounts.
    """
    found: list[Discard] = []
    ascending, place = after is not None, after if after is not None else before
    while len(found) <= PAGE:
        turned = {"after": place} if ascending else {"before": place}
        some = queries.sets(session, actor.book_id, KINDS, limit=PAGE + 1, **turned)
        if not some:
            break
        wanted = [key for key, said in some if text.casefold() in said.casefold()]
        more = _gone(session, actor, wanted)
        found = [*more, *found] if ascending else [*found, *more]
        place = some[0][0] if ascending else some[-1][0]
    rest = len(found) > PAGE
    kept = found[-PAGE:] if ascending else found[:PAGE]
    if not kept:
        return TrashPage(())
    newer, older = (rest, True) if ascending else (before is not None, rest)
    first, last = kept[0].set.id, kept[-1].set.id
    return TrashPage(tuple(kept), first if newer else None, last if older else None)


def _gone(session: Session, actor: Actor, set_ids: list[int]) -> list[Discard]:
    """Return what sets deleted, newest first, without those of which everything is there again."""
    if not set_ids:
        return []
    sets = [one for one in change_queries.views(session, actor.book_id, set_ids) if one.stands]
    rows: dict[int, list[tuple[str, Row]]] = {one.id: [] for one in sets}
    counts = dict.fromkeys(rows, 0)
    for change in queries.deletions(session, actor.book_id, list(rows), THINGS):
        some = list(step(change, change.rows).before.values())
        rows[change.change_set_id] += [(change.table_name, row) for row in some]
        counts[change.change_set_id] += int(change.whole)
    there = _there(session, actor, rows.values())
    names = _names(session, actor, rows.values())
    found = []
    for one in sets:
        away = [(table, row) for table, row in rows[one.id] if (table, row["id"]) not in there]
        items = tuple(names.item(table, row) for table, row in away[:NAMED])
        count = counts[one.id] - (len(rows[one.id]) - len(away))
        if items:
            found.append(Discard(one, items, count))
    return found


def _there(
    session: Session, actor: Actor, sets: Iterable[list[tuple[str, Row]]]
) -> set[tuple[str, int]]:
    """Return which rows there are now."""
    keys: dict[str, list[int]] = {}
    for table, row in _all(sets):
        keys.setdefault(table, []).append(row["id"])
    return {
        (table, key)
        for table, wanted in keys.items()
        for key in change_queries.last_changes(session, TABLES[table], actor.book_id, wanted)
    }


@dataclass(frozen=True, slots=True)
class _Names:
    region: str
    accounts: Mapping[int, Row]
    payees: Mapping[int, Row]

    def item(self, table: str, row: Row) -> Discarded:
        """Return what was deleted, named as far as it can be."""
        if table == "own_rate":
            said = own_rate_text(own_rate_queries.view(row).rate, self.region)
            return Discarded(table, row["id"], said)
        if table == "custom_currency":
            return Discarded(table, row["id"], f"{row['code']} · {row['name']}")
        if table != "entry":
            return Discarded(table, row["id"], row["name"])
        account, payee = self.accounts.get(row["account_id"]), self.payees.get(row["payee_id"] or 0)
        return Discarded(
            table,
            row["id"],
            payee["name"] if payee else row["note"],
            account["name"] if account else "",
            row["day"],
            Money(row["amount"], account["currency"]) if account else None,
        )


def _names(session: Session, actor: Actor, sets: Iterable[list[tuple[str, Row]]]) -> _Names:
    entries = [row for table, row in _all(sets) if table == "entry"]
    accounts = sorted({row["account_id"] for row in entries})
    payees = sorted({row["payee_id"] for row in entries} - {None})
    return _Names(
        actor.region,
        change_queries.rows_of(session, tables.account, actor.book_id, accounts),
        change_queries.rows_of(session, tables.payee, actor.book_id, payees),
    )


def _all(sets: Iterable[list[tuple[str, Row]]]) -> Iterator[tuple[str, Row]]:
    for rows in sets:
        yield from rows
