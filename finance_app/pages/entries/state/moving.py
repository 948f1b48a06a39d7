"""From the form's answers to the draft of a transfer."""

from __future__ import annotations

from collections.abc import Mapping

from finance_app.domain.accounts import AccountView
from finance_app.domain.actors import Actor
from finance_app.domain.transfers import TransferDraft
from finance_app.errors import Wrong
from finance_app.pages.entries.rows import moved
from finance_app.pages.entries.state.answers import Sent, account_of
from finance_app.ui.arguments import day


def transfer(sent: Sent, accounts: Mapping[int, AccountView], actor: Actor) -> TransferDraft:
    """Return a transfer as it was typed.

    Raises:
        InvalidInputError: something of it cannot be used; all of it is told.
    """
    plain, wrong, region = sent.plain, Wrong(), actor.region
    with wrong:
        source = account_of(plain.account, accounts, "account")
    with wrong:
        target = account_of(plain.to, accounts, "to")
    with wrong:
        on = day(plain.day, "day")
    with wrong:
        arrived = day(plain.arrived, "arrived") if plain.arrived else None
    wrong.tell()
    with wrong:
        amount = moved.amount(plain.amount, "amount", source.currency, region)
    with wrong:
        same = amount if source.currency == target.currency else None
        received = moved.amount(plain.received, "received", target.currency, region, empty=same)
    with wrong:
        fee = moved.amount(plain.fee, "fee", source.currency, region, empty=0)
    wrong.tell()
    draft = TransferDraft(
        source.id, target.id, on, amount, received, plain.note, fee, plain.fee_category, arrived
    )
    return draft.checked()
