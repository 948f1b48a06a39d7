"""From the form's answers to the use cases, each in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from finance_app.domain.accounts import AccountView
from finance_app.domain.actors import Actor
from finance_app.domain.categories import CategoryView
from finance_app.domain.entries import EntryDraft, EntryView
from finance_app.domain.formatting import money_text
from finance_app.errors import InvalidInputError, NotFoundError, Wrong
from finance_app.pages.entries.rows import form
from finance_app.services import accounts, categories, entries, history, payees
from finance_app.ui.arguments import Arguments, OptionalKey, Typed, day


class Answers(Arguments):
    """What the form sends; a form with fixed lines sends neither amount nor what it is for."""

    payee: Typed
    day: Typed
    note: Typed
    amount: Typed = ""
    account: OptionalKey = None
    category: OptionalKey = None


@dataclass(frozen=True)
class Opened:
    """What the form offers, and the entry that it is about; None for a new one."""

    accounts: list[AccountView]
    tree: list[CategoryView]
    payees: list[str]
    entry: EntryView | None


@dataclass(frozen=True)
class Saved:
    """What was written: the entry, the change set, and how people call it."""

    key: int
    set_id: int
    name: str
    day: date


def opened(session: Session, actor: Actor, key: int | None) -> Opened:
    """Read what the form needs.

    Raises:
        NotFoundError: there is no such entry.
    """
    return Opened(
        accounts.everything(session, actor),
        categories.everything(session, actor),
        payees.names(session, actor),
        entries.get(session, actor, key) if key is not None else None,
    )


def added(session: Session, actor: Actor, answers: Answers, side: str) -> Saved:
    """Add an entry.

    Raises:
        InvalidInputError: something about it cannot be; the error names the field.
    """
    return _saved(
        session, actor, entries.add(session, actor, _draft(session, actor, answers, side))
    )


def changed(
    session: Session, actor: Actor, key: int, version: int, answers: Answers, side: str
) -> Saved:
    """Change an entry; where its lines are fixed, its day, payee and note alone.

    Raises:
        StaleError: it was changed since the form was opened.
        InvalidInputError: something about it cannot be; the error names the field.
    """
    before = entries.get(session, actor, key)
    if form.why_fixed(before):
        said = _typed(EntryDraft(before.account_id, before.day, 0), answers, Wrong())
        entries.describe(session, actor, key, version, said)
    else:
        draft = _draft(session, actor, answers, side, before)
        entries.edit(session, actor, key, version, draft)
    return _saved(session, actor, key)


def _draft(
    session: Session, actor: Actor, answers: Answers, side: str, before: EntryView | None = None
) -> EntryDraft:
    wrong, currency, amount = Wrong(), actor.base_currency, 0
    with wrong:
        currency = _currency(session, actor, answers.account)
    with wrong:
        amount = form.signed(answers.amount, side, currency, actor.region)
    account = answers.account or 0
    draft = form.draft(account, actor.today, amount, answers.category, before)
    return _typed(draft, answers, wrong)


def _typed(draft: EntryDraft, answers: Answers, wrong: Wrong) -> EntryDraft:
    """Return a draft with the day, payee and note that were typed.

    Raises:
        InvalidInputError: something of it cannot be used, or was wrong before; all of it is told.
    """
    draft = replace(draft, payee=answers.payee, note=answers.note)
    with wrong:
        draft = replace(draft, day=day(answers.day, "day"))
    with wrong:
        draft.checked()
    wrong.tell()
    return draft


def _currency(session: Session, actor: Actor, account: int | None) -> str:
    sentence = "Choose one of your accounts."
    if account is None:
        raise InvalidInputError(sentence, field="account")
    try:
        return accounts.get(session, actor, account).currency
    except NotFoundError as error:
        raise NotFoundError(sentence, field="account") from error


def _saved(session: Session, actor: Actor, key: int) -> Saved:
    entry = entries.get(session, actor, key)
    name = f"{entry.title} {money_text(entry.amount, actor.region)}"
    return Saved(key, history.of_entry(session, actor, key), name, entry.day)


def usual(session: Session, actor: Actor, name: str) -> tuple[str, str]:
    """Return the category that is usual for a payee, as key and name; nothing where none is."""
    found = payees.usual_category(session, actor, name) if name else None
    return (str(found[0]), found[1]) if found else ("", "")
