"""Everything that can go wrong and be told to a person, as one tree.

AppError
├── NotFoundError
├── ConflictError
│   ├── LeaseLostError
│   ├── StaleError
│   └── UndoRefusedError
├── ForbiddenError
│   └── SignInRequiredError
├── TooManyAttemptsError
├── TooSlowError
├── ConfigurationError
├── OutboundError
└── InvalidInputError
    ├── InvalidFormError
    ├── InvalidAmountError
    ├── CurrencyMismatchError
    ├── UnusualRateError
    └── StatementError

UnavailableError stands beside it: nobody's input caused it, so no form may take it for a refusal of
what was typed; it goes through to the doors.

A message is one clear sentence: what was wrong, where, what to do. No HTTP status and no wording
for a particular screen lives here; each door (`ui.errors`, `web.errors`, `cli`) holds one table
that says what to make of these. `Wrong` collects those of a form, so that all are told at once.
"""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Sequence


FRAMES = 6  # of a traceback's end


class AppError(Exception):
    """Something the user can be told about.

    Args:
        message: the sentence to show; the class docstring's first line where there is none.
        field: the name of the form field it belongs to, "" for the whole form.
    """

    def __init__(self, message: str = "", *, field: str = "") -> None:
        self.message = message or (self.__doc__ or "").split("\n", 1)[0]
        self.field = field
        super().__init__(self.message)

    @property
    def parts(self) -> Sequence[AppError]:
        """What is wrong, each with a field of its own: the error itself, unless it is several."""
        return (self,)


class NotFoundError(AppError):
    """There is no such thing, or it is not yours."""


class ConflictError(AppError):
    """That already exists."""


class StaleError(ConflictError):
    """It was changed meanwhile; look at the newer version and try again."""


class LeaseLostError(ConflictError):
    """Another process may do this job by now, so nothing more of it is written here."""


class UndoRefusedError(ConflictError):
    """Some of it was changed since, so it cannot be undone as a whole."""


class ForbiddenError(AppError):
    """You may not do that."""


class EnrolmentRequiredError(ForbiddenError):
    """The server demands a second factor, and the caller has none yet."""

    def __init__(self) -> None:
        super().__init__("Set up a second factor first; this server demands one.")


class SignInRequiredError(ForbiddenError):
    """Please sign in first."""


class TooManyAttemptsError(AppError):
    """Too many attempts; wait a while and try again."""


class TooSlowError(AppError):
    """That took too long to arrive; try again where the connection is better."""


class ConfigurationError(AppError):
    """A setting of this deployment cannot be used."""


class OutboundError(AppError):
    """Another service did not give what it was asked for.

    Args:
        status: of its answer, 0 where there was none.
        wait: seconds that it wants to be left alone.
    """

    def __init__(self, message: str = "", *, status: int = 0, wait: int = 0) -> None:
        self.status = status
        self.wait = wait
        super().__init__(message)


class MailError(AppError):
    """A mail was not taken.

    Args:
        is_final: trying again would change nothing.
    """

    def __init__(self, message: str = "", *, is_final: bool = False) -> None:
        self.is_final = is_final
        super().__init__(message)


class UnavailableError(Exception):
    """The database cannot be used at the moment.

    Args:
        message: what happened and what to do, in one or two sentences.
    """

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class InvalidInputError(AppError):
    """That value cannot be used."""


class InvalidFormError(InvalidInputError):
    """Several fields are wrong; each part says what about its own."""

    def __init__(self, parts: Sequence[AppError]) -> None:
        self._parts = tuple(parts)
        super().__init__(" ".join(part.message for part in parts), field=parts[0].field)

    @property
    def parts(self) -> Sequence[AppError]:
        """What is wrong with each field."""
        return self._parts


class InvalidAmountError(InvalidInputError):
    """That is not an amount of money."""


class CurrencyMismatchError(InvalidInputError):
    """Amounts in two currencies cannot be combined without a rate."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__(f"{left} and {right} cannot be combined without a rate.")


class UnusualRateError(InvalidInputError):
    """That rate is far from what is known; confirm it.

    Args:
        message: the sentence to show.
        asked: what is to be confirmed: `1 USD = 92.0000 EUR`.
    """

    def __init__(self, message: str = "", *, asked: str = "") -> None:
        self.asked = asked
        super().__init__(message, field="rate")


class StatementError(InvalidInputError):
    """That file is not a bank statement that can be read here."""

    def __init__(self, message: str = "", *, line: int | None = None) -> None:
        self.line = line
        super().__init__(f"Line {line}: {message}" if line and message else message)


class Wrong:
    """Collects what is wrong with the fields of a form, so that all of it is told at once.

        wrong = Wrong()
        with wrong:
            name = require_name(text)
        with wrong:
            currency = require_currency(code)
        wrong.tell()

    What a block sets is there after `tell`. An error that belongs to no field is told at once.
    """

    def __init__(self) -> None:
        self._parts: dict[str, AppError] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        if not isinstance(error, AppError) or not error.field:
            return False
        for part in error.parts:
            self._parts.setdefault(part.field, part)
        return True

    def tell(self) -> None:
        """Raise what was found, if anything.

        Raises:
            AppError: what is wrong with the one field.
            InvalidFormError: what is wrong with several.
        """
        found = list(self._parts.values())
        if found:
            raise found[0] if len(found) == 1 else InvalidFormError(found)


def whereabouts(exception: Exception) -> str:
    """Return the kind of an error and where it came from, for the log: without its message."""
    if isinstance(exception, UnavailableError):
        return exception.message
    frames = traceback.extract_tb(exception.__traceback__)[-FRAMES:]
    places = " < ".join(
        f"{one.filename.rpartition('/')[2]}:{one.lineno}" for one in reversed(frames)
    )
    return f"{type(exception).__name__} at {places or 'nowhere'}"
