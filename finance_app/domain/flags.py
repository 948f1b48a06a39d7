"""What the administrator may switch: one table of typed flags, each with what it does.

Where nobody chose, what stands in the code holds. The environment overrides that, and the
administrator's choice overrides both. Reading and choosing is in `services.flags`. A flag is tested
each way, by a test that `tests.flags.each_way` decorates; another test fails where that is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from finance_app.errors import InvalidInputError

PREFIX = "FINANCE_FLAG_"
ALSO = {"true": "on", "yes": "on", "1": "on", "false": "off", "no": "off", "0": "off"}
"""How else people write on and off in an environment."""


class Source(StrEnum):
    """Where a value comes from; what stands further below holds."""

    CODE = "code"
    ENVIRONMENT = "environment"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Choice[T]:
    """One value that a flag may have.

    Args:
        text: as it stands in the environment and in the database.
        words: as people read it.
    """

    text: str
    value: T
    words: str


ON_OFF = (Choice("on", value=True, words="On"), Choice("off", value=False, words="Off"))


@dataclass(frozen=True, slots=True)
class Flag[T: bool | str]:
    """Something that can be switched.

    Args:
        name: in the database, and in the environment after the prefix.
        title: what it is called.
        does: a sentence for the administrator.
        since: the version that it came with.
        default: what holds where nobody chose.
        setting: the setting of `config` that gives the environment's value, where there is one.
    """

    name: str
    title: str
    does: str
    since: str
    default: T
    choices: tuple[Choice[T], ...]
    setting: str = ""

    @property
    def variable(self) -> str:
        """The environment variable that overrides the default."""
        return f"FINANCE_{self.setting.upper()}" if self.setting else PREFIX + self.name.upper()

    @property
    def kind(self) -> str:
        """The type of its values, as people read it."""
        return "on or off" if isinstance(self.default, bool) else "one of a list"

    def choice(self, text: str) -> Choice[T]:
        """Return what a text means.

        Raises:
            InvalidInputError: it is none of the values; the message lists them.
        """
        wanted = text.strip().casefold()
        for one in self.choices:
            if one.text in (wanted, ALSO.get(wanted)):
                return one
        listed = ", ".join(one.text for one in self.choices)
        raise InvalidInputError(f"{self.title} is one of {listed}.")

    @property
    def fallback(self) -> Choice[T]:
        """What holds where nobody chose."""
        return next(one for one in self.choices if one.value == self.default)


DEMO_BOOKS: Flag[bool] = Flag(
    "demo_books",
    "Demo books",
    "People may look around in a book with invented figures. Existing books stay.",
    "0.1.0",
    default=True,
    choices=ON_OFF,
)
RATE_FETCHING: Flag[bool] = Flag(
    "rate_fetching",
    "Fetching of exchange rates",
    "The server asks the publishers that FINANCE_RATE_PROVIDERS names. Off, it asks nobody.",
    "0.1.0",
    default=True,
    choices=ON_OFF,
)
PASSWORD_RESET: Flag[bool] = Flag(
    "password_reset",
    "Forgotten passwords by mail",
    "Whoever forgot a password is mailed a link to choose another. Off, they have to ask you.",
    "0.1.0",
    default=True,
    choices=ON_OFF,
)
WEBHOOKS: Flag[bool] = Flag(
    "webhooks",
    "Webhooks",
    "Owners of books may have other programs told what changes. Off, nobody is told anything.",
    "0.1.0",
    default=True,
    choices=ON_OFF,
)
SIGN_UP: Flag[str] = Flag(
    "signup",
    "Sign-up",
    "Who may make an account here. Existing accounts stay.",
    "0.1.0",
    default="first",
    choices=(
        Choice("first", "first", "The first person, and whom you invite"),
        Choice("open", "open", "Everybody"),
        Choice("invite", "invite", "Whoever was invited"),
        Choice("closed", "closed", "Nobody"),
    ),
    setting="signup",
)
"""Its values are those that `config` knows; words for more do no harm."""

SECOND_FACTOR: Flag[str] = Flag(
    "second_factor",
    "Second factor demanded",
    "Who has to have an app or a passkey. Without one they are led to it, and open nothing else.",
    "0.1.0",
    default="nobody",
    choices=(
        Choice("nobody", "nobody", "Of nobody"),
        Choice("administrators", "administrators", "Of administrators"),
        Choice("everybody", "everybody", "Of everybody"),
    ),
)

FLAGS: tuple[Flag[bool], ...] = (DEMO_BOOKS, RATE_FETCHING, PASSWORD_RESET, WEBHOOKS)
SETTINGS: tuple[Flag[str], ...] = (SIGN_UP, SECOND_FACTOR)
EVERY: tuple[Flag[bool] | Flag[str], ...] = (*SETTINGS, *FLAGS)
