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
from finance_app.domain.money import Money

if TYPE_CHECKING:
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
    undone: bool

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
            undone=view.undone,
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
    """What a file leaves open, for a person to answer on the import’s page."""

    about: str
    text: str
    choices: tuple[str, ...]


class ImportPreview(Shown):
    """What an import would bring in."""

    id: Key
    filename: str
    status: ImportStatus
    format: str = Field(examples=["OFX"])
    groups: tuple[Group, ...]
    questions: tuple[LeftOpen, ...]
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
            questions=tuple(
                LeftOpen(about=one.about, text=one.text, choices=one.choices)
                for one in preview.questions
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
    """Where a group goes: to an account, or to one that is opened."""

    group: int = PLACE
    account_id: Key | None = None
    opening: WantedOpening | None = None


class RowChoice(Wanted):
    """Whether a row comes in, and what it is for; what is left out stays as proposed."""

    group: int = PLACE
    row: int = PLACE
    wanted: bool | None = None
    category_id: Key | None = Field(default=None, description="Null sent is no category.")


class Decision(Wanted):
    """What is decided about a file; what is left out stays as it was."""

    targets: tuple[GroupTarget, ...] = Field(default=(), max_length=100)
    rows: tuple[RowChoice, ...] = Field(default=(), max_length=MOST_DECIDED)
    confirmed: bool | None = Field(
        default=None, description="Somebody has looked at how a CSV file is read."
    )

    def of(self, plan: Plan) -> Plan:
        """Return the plan with it."""
        for target in self.targets:
            if target.opening:
                wanted = target.opening
                opening = Opening(wanted.name, wanted.kind, wanted.currency)
                plan = plan.opening(target.group, opening)
            elif target.account_id:
                plan = plan.aimed(target.group, target.account_id)
        for one in self.rows:
            place = (one.group, one.row)
            if one.wanted is not None:
                plan = plan.choosing([place], wanted=one.wanted)
            if "category_id" in one.model_fields_set:
                plan = plan.categorised(place, one.category_id or 0)
        return plan if self.confirmed is None else replace(plan, confirmed=self.confirmed)


class Imported(Shown):
    """What came in."""

    change_set: Key
    imported: int
    left_out: int

    @classmethod
    def of(cls, done: Committed) -> Self:
        """Return it as programs get it."""
        return cls(change_set=done.set_id, imported=done.imported, left_out=done.left_out)
