"""What forms ask for again before something that counts: the password, and a second factor.

The forms go to plain routes, see `web.asked`; whoever has no second factor sees the password alone.
"""

from __future__ import annotations

import reflex as rx

from finance_app import db
from finance_app.domain.access import Access
from finance_app.services import passkeys, proofs
from finance_app.ui import links
from finance_app.ui.components.button import button, buttons
from finance_app.ui.components.field import secret_field, text_field
from finance_app.ui.components.values import Text
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class AgainState(SessionState):
    """What is asked for beside the password."""

    asks_factor: bool = False
    asks_app: bool = False
    asks_passkey: bool = False

    @handler(Access.ENROLLING, quiet=True)
    async def load(self) -> None:
        """Get ready for what whoever is signed in has."""
        ways = await db.ask(proofs.ways, await self._actor())
        self.asks_factor, self.asks_app = ways.app or ways.passkey, ways.app
        self.asks_passkey = ways.passkey and passkeys.works_at(self.router.headers.origin)


def shown_again(form: str, *, password: Text, code: Text) -> rx.Component:
    """Ask for the password, and where second factors are on for one of them.

    Args:
        form: names the fields of one of a page's forms.
        password: what was wrong with the password…
        code: …and with the code.
    """
    asked = secret_field(
        "Current password",
        "current_password",
        id=f"{form}-current",
        auto_complete="current-password",
        required=True,
        max_length=200,
        error=password,
    )
    factor = rx.fragment(_code(form, code), rx.cond(AgainState.asks_passkey, _passkey(), None))
    return rx.fragment(asked, rx.cond(AgainState.asks_factor, factor, rx.fragment()))


def _code(form: str, error: Text) -> rx.Component:
    state = AgainState
    instead = rx.cond(state.asks_passkey, "If no passkey is at hand.", "Each works once.")
    return text_field(
        rx.cond(state.asks_app, "Code from your app", "Backup code"),
        "code",
        id=f"{form}-code",
        hint=rx.cond(state.asks_app, "Or one of your backup codes.", instead),
        auto_complete="one-time-code",
        auto_capitalize="none",
        spell_check=False,
        required=~state.asks_passkey,
        max_length=40,
        error=error,
    )


def _passkey() -> rx.Component:
    """Offer a passkey in place of the code; `assets/passkeys.js` asks for it."""
    return rx.el.div(
        rx.el.input(type="hidden", name="credential"),
        buttons(button("Use a passkey instead", icon_name="key")),
        rx.el.p(class_name="field-note", role="status", data_said=""),
        class_name="field",
        hidden=True,
        data_beside=links.AUTH_PASSKEY_ASK_AGAIN,
    )
