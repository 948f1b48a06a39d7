"""What the page of an invitation says; its forms go to `web.invitations`."""

from __future__ import annotations

from typing import ClassVar

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.refusals import Done
from finance_app.errors import InvalidInputError
from finance_app.pages.invited import rows
from finance_app.pages.invited.rows import InvitationText, Stage
from finance_app.services import invited
from finance_app.ui import entrance, links
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState, now


class InvitedState(SessionState):
    """The invitation that the address names, and how the last attempt went."""

    see: str = ""
    invitation: InvitationText = InvitationText()
    refusal: str = ""
    done: str = ""
    sign_in: str = ""
    unencrypted: bool = False

    _fields: ClassVar = frozenset({"password"})

    @handler(Access.ANYONE)
    async def load(self) -> None:
        """Get ready for whoever comes, signed in or not."""
        query = self.router.url.query_parameters
        self.refusal, self.errors = entrance.refusals(query.get("error", ""))
        self.done = Done.read(query.get("done", ""))
        self.see = query.get("see", "")[:100]
        self.sign_in = links.address(links.LOGIN, next=links.invited(self.see))
        self.unencrypted = entrance.is_unencrypted(self.router.headers.origin)
        caller = await self._caller()
        try:
            found = await db.ask(invited.read, self.see, now())
        except InvalidInputError:
            self.invitation = InvitationText(stage=Stage.GONE)
        else:
            self.invitation = rows.invitation(found, caller.actor.email if caller else "")
