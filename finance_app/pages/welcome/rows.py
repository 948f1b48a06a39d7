"""The steps in words, what was made, and what was typed as a draft."""

from __future__ import annotations

from dataclasses import dataclass, field

from finance_app.domain import regions
from finance_app.domain.accounts import AccountDraft, AccountKind, AccountView
from finance_app.domain.actors import Actor
from finance_app.domain.arithmetic import reckon
from finance_app.domain.currencies import require_currency
from finance_app.domain.formatting import MoneyText, money_parts
from finance_app.errors import Wrong

PLACE, ACCOUNT, DONE = "place", "account", "done"
STEPS = (PLACE, ACCOUNT, DONE)
UNKNOWN = (regions.DEFAULT, "UTC")
"""What a user has who was added without a browser."""

MOST = 5  # accounts that are listed


@dataclass(frozen=True)
class MadeText:
    """An account that was opened."""

    id: str = ""
    name: str = ""
    balance: MoneyText = field(default_factory=MoneyText)


@dataclass(frozen=True)
class PlaceText:
    """What is proposed: region, currency, and the time zone where it is known."""

    region: str = regions.DEFAULT
    currency: str = "USD"
    time_zone: str = ""


def step(asked: str, *, placed: bool) -> str:
    """Return the step that the address asks for, else the first that is not done.

    Args:
        placed: whether region and currency were chosen with the sign-up.
    """
    return asked if asked in STEPS else ACCOUNT if placed else PLACE


def proposed(actor: Actor, accept_language: str) -> PlaceText:
    """Return what sign-up knows, or what the browser says where it knew nothing."""
    if (actor.region, actor.time_zone) != UNKNOWN:
        return PlaceText(actor.region, actor.base_currency, actor.time_zone)
    region = regions.guess(accept_language)
    return PlaceText(region, regions.currency_of(region, actor.today))


def made(accounts: list[AccountView], region: str) -> list[MadeText]:
    """List the accounts that there are."""
    return [
        MadeText(str(one.id), one.name, money_parts(one.balance, region)) for one in accounts[:MOST]
    ]


def sentence(accounts: list[AccountView]) -> str:
    """Say what was made."""
    if not accounts:
        return "There is no account yet. You can open one whenever you like."
    if len(accounts) == 1:
        return "Your first account is open."
    return f"{len(accounts)} accounts are open."


def draft(name: str, kind: AccountKind, currency: str, balance: str, actor: Actor) -> AccountDraft:
    """Return an account that begins today with what is on it.

    Raises:
        InvalidInputError: currency or balance cannot be used; all of it is told.
    """
    wrong, code = Wrong(), actor.base_currency
    with wrong:
        code = require_currency(currency)
    with wrong:
        amount = reckon(balance, code, actor.region) if balance else 0
    wrong.tell()
    return AccountDraft(name, kind, code, actor.today, amount)
