"""Which section of administration is shown; each is filled when its turn comes."""

from __future__ import annotations

from finance_app import db
from finance_app.domain.access import Access
from finance_app.jobs.overview import look
from finance_app.pages.admin.rows import health
from finance_app.pages.admin.rows.health import HealthRow
from finance_app.pages.admin.state.audit import AuditState
from finance_app.pages.admin.state.flags import FlagsState
from finance_app.pages.admin.state.guests import GuestsState
from finance_app.pages.admin.state.jobs import JobsState
from finance_app.pages.admin.state.letters import LettersState
from finance_app.pages.admin.state.mail import MailState
from finance_app.pages.admin.state.users import UsersState
from finance_app.services import health as health_service
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState

USERS, SETTINGS, MAIL, JOBS = "users", "settings", "mail", "jobs"
HEALTH, AUDIT = "health", "audit"
SECTIONS = (USERS, SETTINGS, MAIL, JOBS, HEALTH, AUDIT)


class AdminState(SessionState):
    """The section, and how the server is; nothing until it is known."""

    section: str = ""
    health: list[HealthRow] = []

    @handler(Access.ADMIN)
    async def load(self) -> None:
        """Show what the address asks for."""
        actor, query = await self._actor(), self.router.url.query_parameters
        wanted = query.get("show", "")
        section = wanted if wanted in SECTIONS else USERS
        if section == USERS:
            await (await self.get_state(UsersState))._open(actor, dict(query))  # noqa: SLF001  private to the browser only
            await (await self.get_state(GuestsState))._refresh(actor)  # noqa: SLF001  as above
        elif section == SETTINGS:
            await (await self.get_state(FlagsState))._open(actor)  # noqa: SLF001  as above
        elif section == MAIL:
            await (await self.get_state(MailState))._open(actor, query.get("after", ""))  # noqa: SLF001  as above
            await (await self.get_state(LettersState))._open(actor)  # noqa: SLF001  as above
        elif section == JOBS:
            await (await self.get_state(JobsState))._open(actor, query.get("job", ""))  # noqa: SLF001  as above
        elif section == HEALTH:
            found, jobs = await db.ask(health_service.look, actor), await db.ask(look, actor)
            self.health = health.lines(found, jobs, actor)
        else:
            await (await self.get_state(AuditState))._open(actor, dict(query))  # noqa: SLF001  as above
        self.section = section
