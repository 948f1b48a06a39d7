"""Which account each group of a file's rows goes to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from finance_app.domain.access import Access
from finance_app.domain.accounts import AccountKind
from finance_app.domain.currencies import require_currency
from finance_app.domain.import_plans import NEW_ACCOUNT, Opening, Plan
from finance_app.domain.import_previews import Preview
from finance_app.errors import ConflictError, InvalidInputError
from finance_app.pages.imports.rows import groups
from finance_app.pages.imports.rows.groups import NEW, GroupText
from finance_app.pages.imports.state.files import ImportState
from finance_app.pages.imports.state.looks import Look
from finance_app.pages.imports.state.places import Index
from finance_app.ui.arguments import Arguments, Key, Line
from finance_app.ui.components.values import Option
from finance_app.ui.handlers import handler
from finance_app.ui.regions import currency_options


class Aim(Arguments):
    """An account for a group; none for a new one."""

    group: Index
    account: Key | None


class Renamed(Arguments):
    """How an account that is opened is to be called."""

    group: Index
    name: Line


class Turned(Arguments):
    """What kind an account that is opened is to be, or its currency."""

    group: Index
    value: Line


class GroupState(ImportState):
    """Where the rows go; `wrong` says what cannot be about the name of the account `wrong_at`."""

    groups: list[GroupText] = []
    account_currencies: list[Option] = []
    wrong: str = ""
    wrong_at: str = ""

    @handler(Access.EDITOR)
    async def aim(self, group: str, account: str) -> None:
        """Bring a group of rows to an account, or open one for it."""
        given = Aim.of({"group": group, "account": None if account == NEW else account})
        target = NEW_ACCOUNT if given.account is None else given.account
        await self._decide(lambda shown: shown.plan.aimed(given.group, target))

    @handler(Access.EDITOR)
    async def rename(self, group: str, name: str) -> None:
        """Call an account that is opened something else."""
        given = Renamed.of({"group": group, "name": name})
        try:
            await self._open(given.group, name=given.name)
        except InvalidInputError as error:
            self.wrong, self.wrong_at = error.message, group

    @handler(Access.EDITOR)
    async def turn(self, group: str, kind: str) -> None:
        """Open an account of another kind."""
        given = Turned.of({"group": group, "value": kind})
        if given.value not in list(AccountKind):
            raise InvalidInputError("Choose one of the list.")
        await self._open(given.group, kind=AccountKind(given.value))

    @handler(Access.EDITOR)
    async def pay_in(self, group: str, currency: str) -> None:
        """Open an account in another currency, where the file names none."""
        given = Turned.of({"group": group, "value": currency})
        await self._open(given.group, currency=require_currency(given.value))

    async def _open(self, place: int, **chosen: Any) -> None:
        def decision(shown: Preview) -> Plan:
            found = next((each for each in shown.groups if each.place == place), None)
            if found is None or found.draft is None:
                raise ConflictError("These rows go to an account that exists.")
            draft = found.draft
            opening = Opening(draft.name, draft.kind, draft.currency)
            return shown.plan.opening(place, replace(opening, **chosen))

        await self._decide(decision)

    def _draw(self, found: Look) -> None:
        region = found.actor.region
        self.wrong = self.wrong_at = ""
        self.groups = [groups.group(each, found.accounts, region) for each in found.shown.groups]
        self.account_currencies = currency_options(found.actor.today, found.actor.currencies)
