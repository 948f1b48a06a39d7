"""Imports of bank files, as programs see and decide about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from pydantic import Field

from finance_app.api.schemas.common import Amount, Key, Shown, Wanted
from finance_app.domain.accounts import AccountKind
from finance_app.domain.import_plans import Opening, Plan
from finance_app.domain.imports import ImportStatus, Verdict
from finance_app.domain.layout_choices import answered
from finance_app.domain.money import Money
from finance_app.errors import InvalidInputError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Collection

    from finance_app.domain.import_previews import ImportGroup, Preview
    from finance_app.services.imports import Committed, ImportView

MOST_SKIPPED = 100  # that are listed
MOST_DECIDED = 10_000  # rows in one request
PLACE = Field(ge=0, le=1_000_000)


class StagedFile(Shown):
    """A bank’s file that was read and waits for somebody to look at it."""

    id: Key


class Import(Shown):
    """An import of the book’s."""

    id: Key
    filename: str = Field(examples=["checking.ofx"])
    created_at: datetime
    status: ImportStatus
    imported: int
    left_out: int
    change_set: Key | None
    is_undone: bool

    @classmethod
    def of(cls, view: ImportView) -> Self:
        """Return an import as programs get it."""
        return cls(
            id=view.id,
            filename=view.filename,
            created_at=view.created_at,
            status=view.status,
            imported=view.outcome.imported,
            left_out=view.outcome.left_out,
            change_set=view.change_set_id,
            is_undone=view.undone,
        )


class WantedOpening(Wanted):
    """An account that a group of rows is to open."""

    name: str = Field(examples=["Checking"])
    kind: AccountKind = AccountKind.CHECKING
    currency: str = Field(examples=["EUR"])


class Group(Shown):
    """The rows of a file that go to one account."""

    group: int = Field(description="Its number in the file, from 0.")
    number: str = Field(description="How the bank names the account; empty where it does not say.")
    currency: str = Field(description="That its amounts are in.")
    account_id: Key | None = Field(description="Where they go; null opens an account.")
    account: str
    opens: str = Field(description="The name of the account that is opened.")
    refusal: str = Field(description="Why they cannot go there.")
    counts: dict[Verdict, int]
    wanted: int = Field(description="How many rows would come in.")

    @classmethod
    def of(cls, group: ImportGroup, preview: Preview) -> Self:
        """Return a group as programs get it."""
        return cls(
            group=group.place,
            number=group.number,
            currency=group.unit,
            account_id=group.account_id,
            account=group.account,
            opens=group.draft.name if group.draft else "",
            refusal=group.refusal,
            counts={one: group.count(one) for one in Verdict},
            wanted=len(preview.wanted(group)),
        )


class LeftOpen(Shown):
    """What a file leaves open, to be answered before it comes in."""

    about: str = Field(examples=["day_order"])
    text: str
    choices: tuple[str, ...] = Field(description="The one that is proposed first.")


class ImportPreview(Shown):
    """What an import would bring in."""

    id: Key
    filename: str
    status: ImportStatus
    format: str = Field(examples=["OFX"])
    groups: tuple[Group, ...]
    confirmed: bool = Field(description="Somebody said how it is read, or it is clear.")
    questions: tuple[LeftOpen, ...] = Field(description="That nobody answered so far.")
    skipped: tuple[str, ...] = Field(
        description=f"What is no transaction and why, the first {MOST_SKIPPED}."
    )

    @classmethod
    def of(cls, preview: Preview) -> Self:
        """Return a preview as programs get it."""
        return cls(
            id=preview.id,
            filename=preview.filename,
            status=preview.status,
            format=preview.format,
            groups=tuple(Group.of(one, preview) for one in preview.groups),
            confirmed=not preview.is_open,
            questions=tuple(
                LeftOpen(about=one.about, text=one.text, choices=one.choices)
                for one in preview.questions
                if preview.is_open and len(one.choices) > 1
            ),
            skipped=tuple(
                f"Line {one.line}: {one.why}" if one.line else one.why
                for one in preview.skipped[:MOST_SKIPPED]
            ),
        )


class Row(Shown):
    """A row of a file, and what it is to the entries already there."""

    group: int
    row: int = Field(description="Its number in the group, from 0.")
    line: int | None = Field(description="In the file.")
    day: date
    amount: Amount
    payee: str
    note: str
    verdict: Verdict
    reason: str
    match_id: Key | None = Field(description="The entry that it looks like.")
    wanted: bool = Field(description="It would come in.")
    category_id: Key | None
    category: str

    @classmethod
    def of(cls, preview: Preview, group: ImportGroup, place: int) -> Self:
        """Return a row as programs get it."""
        row, judged = group.rows[place], group.judgements[place]
        category = preview.category(group, place)
        return cls(
            group=group.place,
            row=place,
            line=row.line,
            day=row.day,
            amount=Amount.of(Money(row.amount, group.unit)),
            payee=row.payee,
            note=row.note,
            verdict=judged.verdict,
            reason=judged.reason,
            match_id=judged.match.id if judged.match else None,
            wanted=preview.wants(group, place),
            category_id=category.id,
            category=category.name,
        )


class GroupTarget(Wanted):
    """Where a group goes: to an account, or to one that is opened; one of both."""

    group: int = PLACE
    account_id: Key | None = None
    opening: WantedOpening | None = None


class RowChoice(Wanted):
    """Whether a row comes in, and what it is for; what is left out stays as proposed."""

    group: int = PLACE
    row: int = PLACE
    wanted: bool | None = None
    category_id: Key | None = Field(default=None, description="Null sent is no category.")


class Answer(Wanted):
    """An answer to a question about how the file is read."""

    about: str = Field(max_length=40, examples=["day_order"])
    choice: str = Field(max_length=40, examples=["DMY"])


class Decision(Wanted):
    """What is decided about a file; what is left out stays as it was."""

    answers: tuple[Answer, ...] = Field(
        default=(),
        max_length=20,
        description="Sent alone, since rows and accounts depend on how the file is read.",
    )
    targets: tuple[GroupTarget, ...] = Field(default=(), max_length=100)
    rows: tuple[RowChoice, ...] = Field(default=(), max_length=MOST_DECIDED)
    confirmed: bool | None = Field(
        default=None,
        description="It is read as it is now: what is not answered stays as proposed. Answers to "
        "all questions confirm it by themselves.",
    )

    def require_possible(self, seen: Preview, accounts: Collection[int]) -> None:
        """Check it against what there is.

        Args:
            seen: the file, as it is read now.
            accounts: the book's.

        Raises:
            NotFoundError: a group, a row, an account or a category is not there.
            InvalidInputError: a group is to go nowhere, or to two accounts.
        """
        if self.answers and (self.targets or self.rows):
            raise InvalidInputError("Send answers first, then targets and rows.", field="answers")
        known = {one.about: one.choices for one in seen.questions}
        for number, one in enumerate(self.answers):
            if one.choice not in known.get(one.about, ()):
                said = "This is no answer to a question of this file."
                raise InvalidInputError(said, field=f"answers.{number}")
        for number, target in enumerate(self.targets):
            place = f"targets.{number}"
            _require_group(seen, target.group, place)
            if (target.account_id is None) is (target.opening is None):
                raise InvalidInputError("Send either account_id or opening.", field=place)
            if target.account_id is not None and target.account_id not in accounts:
                said = "There is no such account in this book."
                raise NotFoundError(said, field=f"{place}.account_id")
        for number, row in enumerate(self.rows):
            place = f"rows.{number}"
            group = _require_group(seen, row.group, place)
            if row.row >= len(group.rows):
                raise NotFoundError("There is no such row in this group.", field=f"{place}.row")
            if row.category_id is not None and row.category_id not in seen.names:
                said = "There is no such category in this book."
                raise NotFoundError(said, field=f"{place}.category_id")

    def of(self, plan: Plan, seen: Preview) -> Plan:
        """Return the plan with it.

        Args:
            seen: the file, as it is read now.

        Raises:
            InvalidInputError: the file is not read by columns, or an answer is none.
        """
        plan = self._read(plan, seen)
        for target in self.targets:
            if target.opening:
                wanted = target.opening
                opening = Opening(wanted.name, wanted.kind, wanted.currency)
                plan = plan.opening(target.group, opening)
            elif target.account_id:
                plan = plan.aimed(target.group, target.account_id)
        chosen = {(one.group, one.row): one for one in self.rows}
        rows = {place: one.wanted for place, one in chosen.items() if one.wanted is not None}
        named = {
            place: one.category_id or 0
            for place, one in chosen.items()
            if "category_id" in one.model_fields_set
        }
        return replace(plan, rows={**plan.rows, **rows}, categories={**plan.categories, **named})

    def _read(self, plan: Plan, seen: Preview) -> Plan:
        """Return the plan with the file read as it is said."""
        asked = {one.about for one in seen.questions if len(one.choices) > 1}
        confirmed = self.confirmed
        if confirmed is None and asked and asked <= {one.about for one in self.answers}:
            confirmed = True
        if self.answers:
            if plan.layout is None:
                raise InvalidInputError("This file leaves nothing open.", field="answers")
            layout = plan.layout
            for one in self.answers:
                layout = answered(layout, one.about, one.choice)
            plan = plan.laid_out(layout)
        return plan if confirmed is None else replace(plan, confirmed=confirmed)


def _require_group(seen: Preview, group: int, place: str) -> ImportGroup:
    if group >= len(seen.groups):
        raise NotFoundError("There is no such group in this file.", field=f"{place}.group")
    return seen.groups[group]


class Imported(Shown):
    """What came in."""

    change_set: Key
    imported: int
    left_out: int

    @classmethod
    def of(cls, done: Committed) -> Self:
        """Return it as programs get it."""
        return cls(change_set=done.set_id, imported=done.imported, left_out=done.left_out)
