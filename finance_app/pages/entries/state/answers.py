"""The form's answers, and what they make: the draft of an entry or of a transfer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from finance_app.domain.accounts import AccountView
from finance_app.domain.actors import Actor
from finance_app.domain.currencies import require_currency
from finance_app.domain.entries import EntryDraft, EntryView, LineDraft, Status
from finance_app.errors import InvalidInputError, NotFoundError, Wrong
from finance_app.pages.entries.rows import form, parts
from finance_app.pages.entries.rows.parts import NAMES
from finance_app.ui.arguments import Arguments, OptionalKey, Typed, day

NO_ACCOUNT = "Choose one of your accounts."
MEMO = "-memo"
CATEGORY = "-category"


class Answers(Arguments):
    """What the form's plain fields send; those that are not shown are not sent."""

    day: Typed
    note: Typed
    payee: Typed = ""
    amount: Typed = ""
    account: OptionalKey = None
    category: OptionalKey = None
    new_tags: Typed = ""
    status: Typed = Status.CLEARED
    original: Typed = ""
    original_currency: Typed = ""
    to: OptionalKey = None
    received: Typed = ""
    fee: Typed = ""
    fee_category: OptionalKey = None
    arrived: Typed = ""


class PartAnswers(Arguments):
    """What the fields of a part send."""

    amount: Typed = ""
    category: OptionalKey = None
    memo: Typed = ""


@dataclass(frozen=True)
class Sent:
    """All that was sent, and what was chosen beside it.

    Args:
        side: in, out or transfer.
        tags: the names of those that are ticked.
        plain: the plain fields.
        parts: those of a split, by name.
    """

    side: str
    tags: tuple[str, ...]
    plain: Answers
    parts: Mapping[str, PartAnswers] = field(default_factory=dict)

    @classmethod
    def of(
        cls, sent: Mapping[str, Any], pressed: Mapping[str, str], side: str, tags: tuple[str, ...]
    ) -> Self:
        """Return what was sent, checked; Reflex sends None for fields that are not shown.

        Args:
            sent: the form's answers.
            pressed: what was chosen in some of its fields, which counts instead.
            side: in, out or transfer.
            tags: the names of those that are ticked.

        Raises:
            InvalidInputError: it is not as expected.
        """
        shown = {name: pressed.get(name, each) for name, each in sent.items() if each is not None}
        plain = {name: value for name, value in shown.items() if not name.startswith("part-")}
        split = {
            name: PartAnswers.of(
                {
                    "amount": shown[name],
                    "category": shown.get(name + CATEGORY, ""),
                    "memo": shown.get(name + MEMO, ""),
                }
            )
            for name in NAMES
            if name in shown
        }
        more = tuple(plain.get("new_tags", "").split(","))
        return cls(side, tags + more, Answers.of(plain), split)


def entry(sent: Sent, accounts: Mapping[int, AccountView], actor: Actor) -> EntryDraft:
    """Return an entry as it was typed.

    Raises:
        InvalidInputError: something of it cannot be used; all of it is told.
    """
    plain, wrong, amount = sent.plain, Wrong(), 0
    currency = actor.base_currency
    lines: tuple[LineDraft, ...] = ()
    with wrong:
        currency = account_of(plain.account, accounts, "account").currency
    with wrong:
        amount = form.unsigned(plain.amount, sent.side, currency, actor.region)
    sign = -1 if sent.side == form.OUT else 1
    with wrong:
        lines = _lines(sent, amount, sign, currency, actor)
    draft = EntryDraft(plain.account or 0, actor.today, sign * amount, lines=lines)
    with wrong:
        draft = _paid(draft, sent, actor.region)
    return described(draft, sent, wrong)


def described(draft: EntryDraft, sent: Sent, wrong: Wrong) -> EntryDraft:
    """Return a draft with the day, payee, note, tags and status that were typed.

    Raises:
        InvalidInputError: something of it cannot be used, or was wrong before; all of it is told.
    """
    plain = sent.plain
    draft = replace(draft, payee=plain.payee, note=plain.note, tags=sent.tags)
    with wrong:
        draft = replace(draft, day=day(plain.day, "day"))
    with wrong:
        if plain.status not in list(Status):
            raise InvalidInputError("Choose one of the list.", field="status")
        draft = replace(draft, status=Status(plain.status))
    with wrong:
        draft.checked()
    wrong.tell()
    return draft


def kept(draft: EntryDraft, before: EntryView) -> EntryDraft:
    """Return the draft of an entry of one line with the memo that the form does not show."""
    if len(before.lines) != 1 or len(draft.lines) != 1:
        return draft
    return replace(draft, lines=(replace(draft.lines[0], memo=before.lines[0].memo),))


def account_of(key: int | None, accounts: Mapping[int, AccountView], name: str) -> AccountView:
    """Return the account that was chosen.

    Raises:
        InvalidInputError: none was.
        NotFoundError: it is not the book's.
    """
    if key is None:
        raise InvalidInputError(NO_ACCOUNT, field=name)
    if key not in accounts:
        raise NotFoundError(NO_ACCOUNT, field=name)
    return accounts[key]


def _lines(
    sent: Sent, amount: int, sign: int, currency: str, actor: Actor
) -> tuple[LineDraft, ...]:
    """Return what the entry was for: one line, or one a part."""
    if not sent.parts:
        return (LineDraft(sign * amount, sent.plain.category),)
    typed = {name: part.amount for name, part in sent.parts.items()}
    asked = parts.read(typed, list(typed), currency, actor.region)
    found = parts.shared(amount, asked, currency, actor.region)
    return tuple(
        LineDraft(sign * found[name], part.category, part.memo) for name, part in sent.parts.items()
    )


def _paid(draft: EntryDraft, sent: Sent, region: str) -> EntryDraft:
    """Return a draft with what was paid in another currency."""
    text, code = sent.plain.original, sent.plain.original_currency.upper()
    if not text and not code:
        return draft
    if not text or not code:
        raise InvalidInputError("Give both the amount and its currency.", field="original")
    try:
        require_currency(code)
    except InvalidInputError as error:
        raise InvalidInputError(error.message, field="original_currency") from error
    paid = form.original(text, code, sent.side, region)
    return replace(draft, original_amount=paid, original_currency=code)
