"""From the form's answers to the use cases, each in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from finance_app.domain.accounts import AccountView
from finance_app.domain.actors import Actor
from finance_app.domain.categories import CategoryView
from finance_app.domain.entries import EntryDraft, EntryView
from finance_app.domain.formatting import money_text
from finance_app.domain.labels import LabelKind
from finance_app.domain.transfers import TransferView
from finance_app.domain.valuation import Basis, Valued
from finance_app.errors import StaleError, Wrong
from finance_app.pages.entries.rows import form, stale
from finance_app.pages.entries.rows.stale import Difference, Names
from finance_app.pages.entries.state import answers, moving
from finance_app.pages.entries.state.answers import Sent
from finance_app.services import (
    accounts,
    categories,
    entries,
    history,
    labels,
    payees,
    transfers,
    valuations,
)

TAGS = 100  # that the form offers


@dataclass(frozen=True)
class Opened:
    """What the form offers, and the entry that it is about; None for a new one.

    Args:
        recent: payees of the last entries.
        transfer: both sides, where the entry is one of a transfer that the form can change.
        valued: what the entry is worth, where it is in another currency than the one shown.
    """

    accounts: list[AccountView]
    tree: list[CategoryView]
    payees: list[str]
    recent: list[str]
    tags: list[str]
    entry: EntryView | None = None
    transfer: TransferView | None = None
    valued: Valued | None = None


@dataclass(frozen=True)
class Saved:
    """What was written: the entry, the change set, and how people call it."""

    key: int
    set_id: int
    name: str
    day: date


@dataclass(frozen=True)
class Compared:
    """What somebody else made of the entry meanwhile: as it is, who did it, and what differs."""

    entry: EntryView
    transfer: TransferView | None
    who: str
    differences: list[Difference]


def opened(session: Session, actor: Actor, key: int | None) -> Opened:
    """Read what the form needs.

    Raises:
        NotFoundError: there is no such entry.
    """
    entry = entries.get(session, actor, key) if key is not None else None
    return Opened(
        accounts.everything(session, actor),
        categories.everything(session, actor),
        payees.names(session, actor),
        payees.recent(session, actor),
        labels.names(session, actor, LabelKind.TAG, TAGS),
        entry,
        transfers.find(session, actor, entry) if entry else None,
        _valued(session, actor, entry) if entry else None,
    )


def _valued(session: Session, actor: Actor, entry: EntryView) -> Valued | None:
    valuation = valuations.of(session, actor, Basis.ENTRY, entry.day)
    return valuations.of_entries(session, actor, valuation, [entry]).get(entry.id)


def added(session: Session, actor: Actor, sent: Sent) -> Saved:
    """Add an entry or a transfer.

    Raises:
        InvalidInputError: something about it cannot be; the error names the field.
    """
    known = {one.id: one for one in accounts.everything(session, actor)}
    if sent.side == form.TRANSFER:
        key = transfers.add(session, actor, moving.transfer(sent, known, actor))
    else:
        key = entries.add(session, actor, answers.entry(sent, known, actor))
    return _saved(session, actor, key)


def changed(
    session: Session, actor: Actor, before: EntryView, other: TransferView | None, sent: Sent
) -> Saved:
    """Change an entry, or both sides of a transfer; where its lines are fixed, what is said of it.

    Args:
        before: the entry as the form was opened with.
        other: the transfer that it is a side of.
        sent: what was typed.

    Raises:
        StaleError: it was changed since.
        InvalidInputError: something about it cannot be; the error names the field.
    """
    known = {one.id: one for one in accounts.everything(session, actor)}
    if other is not None:
        transfers.edit(session, actor, other, moving.transfer(sent, known, actor))
    elif form.kind(before) == form.TRANSFER:
        said = answers.described(EntryDraft(before.account_id, before.day, 0), sent, Wrong())
        entries.describe(session, actor, before.id, before.version, said)
    else:
        draft = answers.kept(answers.entry(sent, known, actor), before)
        entries.edit(session, actor, before.id, before.version, draft)
    return _saved(session, actor, before.id)


def compared(
    session: Session, actor: Actor, before: EntryView, other: TransferView | None, sent: Sent
) -> Compared:
    """Return the entry as it is by now, and where it differs from what was typed.

    Raises:
        NotFoundError: it was deleted.
        StaleError: it became something that is asked for in another form.
        InvalidInputError: something that was typed cannot be; the error names the field.
    """
    entry = entries.get(session, actor, before.id)
    transfer = transfers.find(session, actor, entry)
    if form.kind(entry) != form.kind(before) and form.TRANSFER in (
        form.kind(entry),
        form.kind(before),
    ):
        raise StaleError
    known = {one.id: one for one in accounts.everything(session, actor)}
    names = Names(
        {one.id: one.name for one in known.values()},
        {one.id: one.currency for one in known.values()},
        {one.id: one.name for one in categories.everything(session, actor)},
    )
    if transfer is not None and other is not None:
        theirs = stale.of_transfer(transfer, names, actor)
        typed = moving.transfer(sent, known, actor)
        mine = stale.of_transfer_draft(typed, names, actor)
    else:
        theirs = stale.of_entry(entry, actor)
        mine = stale.of_draft(answers.entry(sent, known, actor).checked(), names, actor)
    change = history.get(session, actor, history.of_entry(session, actor, before.id))
    differences = stale.differences(theirs, mine)
    return Compared(entry, transfer, stale.who(change, actor), differences)


def _saved(session: Session, actor: Actor, key: int) -> Saved:
    entry = entries.get(session, actor, key)
    name = f"{entry.title} {money_text(entry.amount, actor.region)}"
    return Saved(key, history.of_entry(session, actor, key), name, entry.day)
