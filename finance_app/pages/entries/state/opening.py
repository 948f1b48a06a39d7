"""Opening the form: what it starts with and offers."""

from __future__ import annotations

from dataclasses import replace

from finance_app.domain.actors import Actor
from finance_app.domain.amounts import marks
from finance_app.domain.entries import EntryView
from finance_app.pages.entries.rows import choices, form, parts
from finance_app.pages.entries.rows.form import FormText
from finance_app.pages.entries.state.chosen import ChosenState
from finance_app.pages.entries.state.reckoning import ReckonState
from finance_app.pages.entries.state.saving import Opened
from finance_app.ui.components.grouped import OptionGroup
from finance_app.ui.components.values import Option
from finance_app.ui.regions import currency_options
from finance_app.ui.session import SessionState


class OfferState(SessionState):
    """What the form's fields offer; `mark` is the decimal mark of the phone's keys."""

    accounts: list[Option] = []
    categories: list[OptionGroup] = []
    payees: list[Option] = []
    recent: list[str] = []
    currencies: list[Option] = []
    mark: str = "."


def text(found: Opened, actor: Actor, *, new: bool) -> FormText:
    """Return what the fields start with; a copy is of today and is nobody's yet."""
    entry = found.entry
    if entry is None:
        return form.new(actor)
    if found.transfer is not None:
        filled = form.transfer(found.transfer, entry, actor)
    else:
        fixed = form.OTHER_SHAPE if form.kind(entry) == form.TRANSFER else ""
        filled = form.existing(entry, actor, found.valued, fixed=fixed)
    return replace(filled, id="", version="", day=str(actor.today)) if new else filled


async def offer(state: SessionState, found: Opened, asked: str, actor: Actor, *, new: bool) -> None:
    """Offer what there is, and choose what is chosen to begin with.

    Args:
        state: of the form.
        found: what was read.
        asked: the account that the list is about.
        actor: for whom it is shown.
        new: the entry is not written yet.
    """
    entry, moved = found.entry, found.transfer
    offers = await state.get_state(OfferState)
    chosen = await state.get_state(ChosenState)
    account, to = _accounts(found, asked)
    offers.accounts = choices.open_accounts(found.accounts, also=(account, to))
    offers.categories = choices.categories(found.tree, also=form.category(entry) if entry else "")
    offers.payees = [Option(name, name) for name in found.payees]
    offers.recent = found.recent
    offered = currency_options(actor.today, actor.currencies)
    if offers.currencies != offered:  # they are many
        offers.currencies = offered
    offers.mark, _ = marks(actor.region)
    chosen._currencies = {str(one.id): one.currency for one in found.accounts}  # noqa: SLF001  private: no browser calls it
    chosen.tags = choices.tags(found.tags, [tag.name for tag in entry.tags] if entry else ())
    chosen._start(  # noqa: SLF001  as above
        form.kind(entry) if entry else form.OUT,
        account,
        to,
        form.category(entry) if entry else "",
        new=new and entry is None,
    )
    await _reckon(state, found, actor, splittable=moved is None)


async def _reckon(state: SessionState, found: Opened, actor: Actor, *, splittable: bool) -> None:
    entry, filled = found.entry, text(found, actor, new=False)
    split = parts.existing(entry, actor) if entry and splittable else []
    reckoning = await state.get_state(ReckonState)
    typed = {"amount": filled.amount, "received": filled.received, "day": filled.day}
    await reckoning._start(split, **typed)  # noqa: SLF001  as above


def _accounts(found: Opened, asked: str) -> tuple[str, str]:
    """Return the account to begin with, and where the money of a transfer goes."""
    if found.transfer is not None:
        return str(found.transfer.paying.account_id), str(found.transfer.receiving.account_id)
    open_ones = [str(one.id) for one in found.accounts if one.closed_on is None]
    entry: EntryView | None = found.entry
    first = str(entry.account_id) if entry else asked if asked in open_ones else ""
    first = first or next(iter(open_ones), "")
    return first, next((one for one in open_ones if one != first), "")
