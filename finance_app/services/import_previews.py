"""Looking at a staged file: what each of its rows is to the entries already there.

Nothing is written here; what the user decides is kept by `services.imports`, how the file is read
is in `services.import_readings`.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from finance_app.adapters import statements
from finance_app.domain.categories import offered_ids
from finance_app.domain.currencies import DECIMALS, known_customs
from finance_app.domain.entries import folded
from finance_app.domain.import_plans import NEW_ACCOUNT, Outcome, Plan
from finance_app.domain.import_previews import (
    LONGEST_NUMBER,
    ImportGroup,
    Preview,
    Proposed,
    SampleLine,
    new_account,
)
from finance_app.domain.imports import ImportStatus, judge
from finance_app.domain.labels import LabelKind
from finance_app.errors import ConflictError, NotFoundError, StatementError
from finance_app.queries import accounts as account_queries
from finance_app.queries import categories as category_queries
from finance_app.queries import imports as queries
from finance_app.queries import labels as label_queries
from finance_app.queries import payees as payee_queries
from finance_app.services import import_readings as readings
from finance_app.services.import_readings import FileKey, Judged
from finance_app.services.progress import ignore

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

    from finance_app.domain.accounts import AccountView
    from finance_app.domain.actors import Actor
    from finance_app.domain.imports import Judgement
    from finance_app.services.import_readings import Part, Reading
    from finance_app.services.progress import Progress

READ, JUDGED = 15, 30  # percent of the work, roughly
SAMPLED = 5  # rows shown beside what a layout makes of them
COMPARED = 1000  # rows looked up on each account


def preview(
    session: Session,
    actor: Actor,
    import_id: int,
    *,
    progress: Progress = ignore,
) -> Preview:
    """Read a staged file and say what each of its rows is to the entries already there.

    Raises:
        NotFoundError: the book has no such import.
        StatementError: the layout is not that of the file.
    """
    found = queries.one(session, actor.book_id, import_id)
    if found is None:
        raise NotFoundError("There is no such file here; it may be another book's.")
    status = ImportStatus(found.status)
    shown = Preview(found.id, found.filename, status, Plan(), change_set_id=found.change_set_id)
    if status is not ImportStatus.STAGED:
        return replace(shown, outcome=Outcome.parse(found.plan))
    plan = Plan.parse(found.plan)
    known = account_queries.everything(session, actor.book_id)
    reading = readings.read(
        file_key(actor, found.digest, plan),
        partial(content_of, session, actor, import_id),
        plan.layout,
        partial(_unit, actor, plan, known),
        lambda percent: progress(percent * READ // 100),
    )
    filled = _filled(session, actor, replace(shown, plan=plan), reading, known)
    progress(JUDGED)
    return filled


def sample(session: Session, actor: Actor, import_id: int) -> list[SampleLine]:
    """Return a CSV file's first rows, each with what the plan's layout makes of it.

    Raises:
        NotFoundError: the book has no such import.
        ConflictError: it is committed or discarded.
    """
    found = queries.one(session, actor.book_id, import_id)
    if found is None:
        raise NotFoundError
    layout = Plan.parse(found.plan).layout
    if layout is None:
        return []
    rows = statements.sample_rows(content_of(session, actor, import_id), layout, count=SAMPLED)
    return [SampleLine(row.cells, row.read) for row in rows]


def file_key(actor: Actor, digest: str, plan: Plan) -> FileKey:
    """Return what a file's reading is remembered by."""
    layout = plan.layout.as_json() if plan.layout else ""
    return FileKey(actor.book_id, digest, layout, actor.region, known_customs())


def content_of(session: Session, actor: Actor, import_id: int) -> bytes:
    """Return a staged file's bytes.

    Raises:
        ConflictError: it is committed or discarded.
    """
    packed = queries.content(session, actor.book_id, import_id)
    if packed is None:
        raise ConflictError("This file was imported or discarded already.")
    return zlib.decompress(packed)


def first_plan(session: Session, actor: Actor, digest: str, content: bytes, plan: Plan) -> Plan:
    """Read a file that is not kept yet; return its plan, with the accounts that have its lines.

    Raises:
        StatementError: it cannot be read, or there is nothing in it.
    """
    known = account_queries.everything(session, actor.book_id)
    unit = partial(_unit, actor, plan, known)
    reading = readings.read(file_key(actor, digest, plan), lambda: content, plan.layout, unit)
    if not reading.size:
        raise _nothing_in(reading)
    for place, part in enumerate(reading.parts):
        if not _numbered(known, part.statement.account.number, part.currency):
            account_id = _with_most(session, actor, part, known)
            plan = plan.aimed(place, account_id) if account_id else plan
    return plan


def _nothing_in(reading: Reading) -> StatementError:
    if not reading.skipped:
        return StatementError("No transactions were found in this file; choose another period.")
    first = reading.skipped[0]
    return StatementError(f"No transaction in this file can be read: {first.why}", line=first.line)


def _with_most(
    session: Session, actor: Actor, part: Part, known: Sequence[AccountView]
) -> int | None:
    """Return the account that has most of a part's lines already; None where none has any."""
    step = max(1, len(part.rows) // COMPARED)
    keys = {row.key for row in part.rows[::step]}
    fitting = [
        each
        for each in known
        if part.currency in ("", each.currency) and DECIMALS[each.currency] == DECIMALS[part.unit]
    ]
    counts = {each.id: queries.known(session, actor.book_id, each.id, keys) for each in fitting}
    most = max(counts, key=counts.__getitem__, default=0)
    return most if counts.get(most) else None


def _unit(
    actor: Actor, plan: Plan, known: Sequence[AccountView], place: int, number: str, currency: str
) -> str:
    """Return in which currency the amounts of a part are."""
    account = _target(plan, place, known, number, currency)
    opening = plan.openings.get(place)
    chosen = account.currency if account else opening.currency if opening else ""
    return currency or chosen or actor.base_currency


def _filled(
    session: Session, actor: Actor, shown: Preview, reading: Reading, known: Sequence[AccountView]
) -> Preview:
    targets = [
        _target(shown.plan, place, known, part.statement.account.number, part.currency)
        for place, part in enumerate(reading.parts)
    ]
    judged = _judged(session, actor, reading, targets)
    groups = [
        _group(place, part, account, judged)
        for place, (part, account) in enumerate(zip(reading.parts, targets, strict=True))
    ]
    shown = replace(
        shown,
        format=reading.format,
        groups=tuple(groups),
        skipped=reading.skipped,
        questions=reading.questions,
        proposed=reading.proposed,
        usual=judged.usual,
        names=judged.names,
    )
    return replace(shown, groups=_with_drafts(shown, reading, known))


def _target(
    plan: Plan, place: int, known: Sequence[AccountView], number: str, currency: str
) -> AccountView | None:
    """Return the account that was chosen, else the one with the bank's number, else None."""
    chosen = plan.targets.get(place)
    if chosen == NEW_ACCOUNT:
        return None
    found = next((each for each in known if each.id == chosen), None)
    return found or _numbered(known, number, currency)


def _numbered(known: Sequence[AccountView], number: str, currency: str) -> AccountView | None:
    """Return the account that has the bank's number and fits the currency, if any."""
    named = [each for each in known if number and each.bank_number == number[:LONGEST_NUMBER]]
    return next((each for each in named if currency in ("", each.currency)), None)


def _judged(
    session: Session, actor: Actor, reading: Reading, targets: Sequence[AccountView | None]
) -> Judged:
    """Judge a file's rows, unless nothing in the book changed since they were judged last."""
    head = queries.head(session, actor.book_id)
    accounts = tuple(each.id if each else None for each in targets)
    last = reading.judged
    if last is not None and (last.head, last.accounts) == (head, accounts):
        return last
    tree = category_queries.everything(session, actor.book_id)
    names, offered = {each.id: each.name for each in tree}, offered_ids(tree)
    reading.judged = Judged(
        head=head,
        accounts=accounts,
        judgements=tuple(_judgements(session, actor, reading.parts, targets)),
        usual=_usual(session, actor, reading.parts, {key: names[key] for key in offered}),
        names=names,
    )
    return reading.judged


def _judgements(
    session: Session,
    actor: Actor,
    parts: Sequence[Part],
    targets: Sequence[AccountView | None],
) -> Iterator[list[Judgement]]:
    """Judge each part; a row that stands twice for one account is known the second time."""
    earlier: dict[int, set[str]] = defaultdict(set)
    for part, account in zip(parts, targets, strict=True):
        if account is None or _refusal(part, account):
            yield judge(part.rows, (), part.unit)
            continue
        days = [row.day for row in part.rows]
        existing = queries.existing(session, actor.book_id, account.id, min(days), max(days))
        yield judge(part.rows, existing, part.unit, earlier[account.id])
        earlier[account.id].update(row.key for row in part.rows)


def _usual(
    session: Session, actor: Actor, parts: Sequence[Part], names: Mapping[int, str]
) -> dict[str, Proposed]:
    """Return for the payees that the book knows the category they had last, if it is offered."""
    keys = {payee: folded(payee) for part in parts for payee in {row.payee for row in part.rows}}
    known = label_queries.ids_by_key(
        session, actor.book_id, LabelKind.PAYEE, set(keys.values()) - {""}
    )
    last = payee_queries.last_categories(session, actor.book_id, known.values())
    usual = {}
    for payee, key in keys.items():
        category_id = last.get(known.get(key, 0), 0)
        if category_id in names:
            reason = f"as {payee} had before"
            usual[payee] = Proposed(category_id, names[category_id], reason)
    return usual


def _refusal(part: Part, account: AccountView) -> str:
    if part.currency in ("", account.currency):
        return ""
    return (
        f"These rows are in {part.currency}, but {account.name} is in {account.currency}; "
        f"choose an account in {part.currency} or open a new one."
    )


def _group(place: int, part: Part, account: AccountView | None, judged: Judged) -> ImportGroup:
    number = part.statement.account.number[:LONGEST_NUMBER]
    judgements = judged.judgements[place]
    return ImportGroup(
        place=place,
        number=number,
        currency=part.currency,
        unit=part.unit,
        rows=part.rows,
        judgements=judgements,
        account_id=account.id if account else None,
        account=account.name if account else "",
        matched=account is not None and bool(number) and account.bank_number == number,
        refusal=_refusal(part, account) if account else "",
        counts=Counter(each.verdict for each in judgements),
    )


def _with_drafts(
    shown: Preview, reading: Reading, known: Sequence[AccountView]
) -> tuple[ImportGroup, ...]:
    """Return the groups, each without an account with the one it would open."""
    taken = {each.name.casefold() for each in known}
    groups = []
    for group, part in zip(shown.groups, reading.parts, strict=True):
        if group.account_id is not None:
            groups.append(group)
            continue
        draft = new_account(part.statement, part.unit, part.rows, shown.wanted(group))
        opening = shown.plan.openings.get(group.place)
        if opening is not None:
            draft = replace(draft, name=opening.name, kind=opening.kind)
        else:
            draft = replace(draft, name=_free_name(draft.name, taken))
        taken.add(draft.name.casefold())
        groups.append(replace(group, draft=draft))
    return tuple(groups)


def _free_name(name: str, taken: Collection[str]) -> str:
    numbered = (f"{name} {place}" for place in range(2, len(taken) + 3))
    return next(each for each in (name, *numbered) if each.casefold() not in taken)
