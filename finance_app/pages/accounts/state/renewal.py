"""Showing again what is open of accounts once one was changed: all of them, or one's register."""

from __future__ import annotations

from finance_app.pages.accounts.state.listed import AccountsState
from finance_app.pages.accounts.state.register import RegisterState
from finance_app.ui import links
from finance_app.ui.session import SessionState


async def renew(state: SessionState) -> None:
    """Read again what the open page shows."""
    path = f"/{state.router.url.path.strip('/')}"
    kind = RegisterState if path == links.ACCOUNT else AccountsState
    await (await state.get_state(kind))._renew()  # noqa: SLF001  private so that the browser cannot call it
