"""The form: an account as its fields hold it, and what was typed as a draft."""

from __future__ import annotations

from dataclasses import dataclass

from finance_app.domain.accounts import AccountDraft, AccountKind, AccountView
from finance_app.domain.actors import Actor
from finance_app.domain.arithmetic import reckon
from finance_app.domain.currencies import require_currency
from finance_app.domain.formatting import number_text
from finance_app.errors import Wrong
from finance_app.ui.arguments import day


@dataclass(frozen=True)
class FormText:
    """What the form's fields start with; `id` is empty for a new account."""

    key: str = ""
    id: str = ""
    version: str = ""
    name: str = ""
    kind: str = AccountKind.CHECKING
    currency: str = ""
    amount: str = ""
    day: str = ""


def new(actor: Actor) -> FormText:
    """Start a new account, as of today."""
    return FormText(key=actor.now.isoformat(), currency=actor.base_currency, day=str(actor.today))


def existing(account: AccountView, actor: Actor) -> FormText:
    """Start with an account as it is."""
    return FormText(
        key=actor.now.isoformat(),
        id=str(account.id),
        version=str(account.version),
        name=account.name,
        kind=account.kind,
        currency=account.currency,
        amount=number_text(account.opening, actor.region),
        day=str(account.opening_day),
    )


def draft(
    name: str, kind: AccountKind, currency: str, opening: tuple[str, str], actor: Actor
) -> AccountDraft:
    """Return an account as it was typed.

    Args:
        opening: balance and day; an empty balance is nothing.

    Raises:
        InvalidInputError: currency, balance or day cannot be used; all of it is told.
    """
    text, on = opening
    wrong, code = Wrong(), actor.base_currency
    with wrong:
        code = require_currency(currency)
    with wrong:
        balance = reckon(text, code, actor.region) if text else 0
    with wrong:
        opening_day = day(on, "day")
    wrong.tell()
    return AccountDraft(name, kind, code, opening_day, balance)
