"""Why somebody was not let in or signed up: a code for the address, a sentence for the page."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable

SEPARATOR = "."


class Refusal(StrEnum):
    """A reason, as it stands in the address."""

    WRONG = "wrong"
    WAIT = "wait"
    TODAY = "today"
    STRANGE = "strange"
    CLOSED = "closed"
    EMAIL = "email"
    PASSWORD = "password"  # noqa: S105  a code, not a password
    REGION = "region"
    CURRENCY = "currency"
    DEAD = "dead"
    JOINED = "joined"
    CHOSEN = "chosen"
    CURRENT = "current"
    SAME = "same"
    FULL = "full"
    PROVIDER = "provider"
    OVER = "over"
    UNPROVEN = "unproven"
    KNOWN = "known"
    TAKEN = "taken"
    CODE = "code"
    BACKUP = "backup"
    LATE = "late"
    KEY = "key"
    PASSKEY = "passkey"
    NAME = "name"
    BEGUN = "begun"
    BUSY = "busy"
    TYPED = "typed"
    SHARED = "shared"
    ELSE = "else"
    THERE = "there"
    NO_RESET = "noreset"
    GONE = "gone"
    BROKEN = "broken"
    TOKENS = "tokens"
    SCOPE = "scope"

    @classmethod
    def read(cls, text: str) -> list[Self]:
        """Return the reasons that stand in an address; nothing for none or nonsense."""
        return [cls(code) for code in dict.fromkeys(text.split(SEPARATOR)) if code in set(cls)]

    @staticmethod
    def written(reasons: Iterable[Refusal]) -> str:
        """Return reasons as they stand in an address."""
        return SEPARATOR.join(reasons)

    @property
    def sentence(self) -> str:
        """What was wrong and what to do."""
        return _SENTENCES[self]

    @property
    def field(self) -> str:
        """The field that the sentence stands beside, "" for the whole form."""
        return _FIELDS.get(self, "")


_SENTENCES = {
    Refusal.WRONG: "This e-mail address and password do not go together.",
    Refusal.WAIT: "Too many attempts. Wait 20 minutes, then try again.",
    Refusal.TODAY: "Too many attempts today. Try again tomorrow.",
    Refusal.STRANGE: "That could not be read. Fill the form in again.",
    Refusal.CLOSED: "Sign-up is closed here; ask the administrator for an account.",
    Refusal.EMAIL: "Enter an e-mail address like name@example.org.",
    Refusal.PASSWORD: "That is easy to guess or not 12 to 128 characters long. "
    "Choose a few words that do not belong together.",
    Refusal.REGION: "Choose one of the regions in the list.",
    Refusal.CURRENCY: "Choose one of the currencies in the list.",
    Refusal.DEAD: "This link was used already or is too old. Ask for a new one.",
    Refusal.JOINED: "This link was used already or is too old. "
    "If you confirmed your address, sign in; else sign up again.",
    Refusal.CHOSEN: "That is not the password that this account was asked for with. "
    "If you asked more than once, follow the link in the other mail.",
    Refusal.CURRENT: "That is not your password.",
    Refusal.SAME: "That is your address already.",
    Refusal.BUSY: "Your file is being written already.",
    Refusal.TYPED: "That is not your address.",
    Refusal.SHARED: "Others would lose a book. Tick the box if you mean it.",
    Refusal.ELSE: "This invitation is for another address. Sign in with that one.",
    Refusal.THERE: "You are in this book already.",
    Refusal.FULL: "Too many mails went to this address. Wait an hour, then try again.",
    Refusal.PROVIDER: "The provider did not let you in or could not be asked. "
    "Try again, or sign in with your password.",
    Refusal.OVER: "This attempt to sign in is over. Begin again.",
    Refusal.UNPROVEN: "The provider does not say that your e-mail address is yours, "
    "so no account can be made with it.",
    Refusal.KNOWN: "There is an account with this address. Sign in with its password, "
    "then connect the provider under Settings, Security.",
    Refusal.TAKEN: "This identity belongs to another account here.",
    Refusal.CODE: "That code is wrong or was used already. Wait for the app’s next one, or use "
    "another backup code.",
    Refusal.BACKUP: "That backup code is wrong or was used already. Use another one.",
    Refusal.LATE: "That took too long. Sign in again.",
    Refusal.KEY: "This server’s secret key was changed, so codes of apps cannot be checked. "
    "Use a backup code or a passkey, or ask the administrator.",
    Refusal.PASSKEY: "That passkey did not work here. Try again, or another one.",
    Refusal.NAME: "Give it a name of at most 60 characters.",
    Refusal.BEGUN: "That took too long or was done already. Begin again.",
    Refusal.BROKEN: "This link is not whole. Open it from the mail again, or sign in and choose "
    "under Settings which mails you get.",
    Refusal.TOKENS: "You have as many tokens as there can be; revoke one first.",
    Refusal.SCOPE: "Choose one of the scopes in the list.",
    Refusal.NO_RESET: "Passwords are not reset by mail here; ask the administrator.",
    Refusal.GONE: "This link was used already or is too old, or another account has the address "
    "by now. Ask the administrator.",
}
_FIELDS = {
    Refusal.EMAIL: "email",
    Refusal.PASSWORD: "password",
    Refusal.REGION: "region",
    Refusal.CURRENCY: "base_currency",
    Refusal.CHOSEN: "password",
    Refusal.CURRENT: "current_password",
    Refusal.SAME: "email",
    Refusal.CODE: "code",
    Refusal.BACKUP: "code",
    Refusal.NAME: "name",
    Refusal.SCOPE: "scope",
    Refusal.TYPED: "typed_email",
    Refusal.SHARED: "shared_too",
}


class Done(StrEnum):
    """What went well, as it stands in the address of the page that comes next."""

    JOINED = "joined"
    RESET = "reset"
    ADDRESS = "address"
    PASSWORD = "password"  # noqa: S105  a code, not a password
    SENT = "sent"
    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    APP = "app"
    NO_APP = "noapp"
    CODES = "codes"
    PASSKEY = "passkey"
    NO_PASSKEY = "nopasskey"
    SIGNED_OUT = "signedout"
    LEAVING = "leaving"
    DECLINED = "declined"
    TOKEN = "token"  # noqa: S105  a code, not a token

    @classmethod
    def read(cls, text: str) -> str:
        """Return the sentence of what stands in an address, "" for nothing or nonsense."""
        return _DONE[cls(text)] if text in set(cls) else ""


class Ended(StrEnum):
    """How a session came to its end, as it stands in the address of the page for signing in."""

    ELSEWHERE = "elsewhere"
    TIME = "time"
    HERE = "here"

    @classmethod
    def read(cls, text: str) -> str:
        """Return the sentence of what stands in an address, "" for nothing or nonsense."""
        return f"{_ENDED[cls(text)]} {_ON}" if text in set(cls) else ""


_ON = "Sign in to go on where you were."
_ENDED = {
    Ended.ELSEWHERE: "This browser was signed out from elsewhere.",
    Ended.TIME: "This browser was signed out after some time, to be safe.",
    Ended.HERE: "You were signed out in this browser.",
}
_DONE = {
    Done.JOINED: "Your address is confirmed. Sign in to begin.",
    Done.RESET: "You have a new password. Sign in with it.",
    Done.ADDRESS: "Your new address is confirmed. Sign in with it from now on.",
    Done.PASSWORD: "You have a new password. Every other browser was signed out.",
    Done.SENT: "A mail is on its way to the new address; it is yours once you follow its link.",
    Done.CONNECTED: "Connected. You can sign in by way of the provider from now on.",
    Done.DISCONNECTED: "Disconnected. You sign in with your password.",
    Done.APP: "The authenticator app is on. Your password alone lets nobody in any more.",
    Done.NO_APP: "The authenticator app is off.",
    Done.CODES: "You have backup codes. Each lets you in once.",
    Done.PASSKEY: "The passkey is added.",
    Done.NO_PASSKEY: "The passkey is removed.",
    Done.SIGNED_OUT: "Signed out there.",
    Done.LEAVING: "Your account will be deleted in 7 days. To keep it, sign in before then "
    "and press “Keep my account”.",
    Done.TOKEN: "The token is made; here it can be revoked at any time.",
    Done.DECLINED: "You declined. Whoever invited you sees that.",
}
