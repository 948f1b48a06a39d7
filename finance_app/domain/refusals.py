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
    TAKEN = "taken"
    EMAIL = "email"
    PASSWORD = "password"  # noqa: S105  a code, not a password
    REGION = "region"
    CURRENCY = "currency"

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
    Refusal.TAKEN: "There is an account with this address; sign in.",
    Refusal.EMAIL: "Enter an e-mail address like name@example.org.",
    Refusal.PASSWORD: "That is easy to guess or not 12 to 128 characters long. "
    "Choose a few words that do not belong together.",
    Refusal.REGION: "Choose one of the regions in the list.",
    Refusal.CURRENCY: "Choose one of the currencies in the list.",
}
_FIELDS = {
    Refusal.TAKEN: "email",
    Refusal.EMAIL: "email",
    Refusal.PASSWORD: "password",
    Refusal.REGION: "region",
    Refusal.CURRENCY: "base_currency",
}
