"""An account that is to be closed: what is on it, and what is proposed."""

from __future__ import annotations

from dataclasses import dataclass

from finance_app.domain.actors import Actor
from finance_app.domain.formatting import money_text
from finance_app.services.registers import Head


@dataclass(frozen=True)
class ClosingText:
    """An account, what closing it means, and the day that is proposed.

    Args:
        said: what is on it, and what follows.
    """

    key: str = ""
    id: str = ""
    version: str = ""
    name: str = ""
    said: str = ""
    day: str = ""


def asked(found: Head, actor: Actor) -> ClosingText:
    """Say what closing does, or what is in its way."""
    account, balance = found.account, found.standing.balance
    left = money_text(balance, actor.region)
    said = (
        f"There is {left} on it today. An account is closed once nothing is on it: move that to"
        " another account, or add an entry for the difference, first."
        if balance.amount
        else "It leaves the lists and is offered no more; its entries stay, and so does what it"
        " was worth on the days before."
    )
    return ClosingText(
        key=actor.now.isoformat(),
        id=str(account.id),
        version=str(account.version),
        name=account.name,
        said=said,
        day=str(found.last or actor.today),
    )
