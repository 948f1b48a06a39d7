"""Everything that can go wrong and be told to a person, as one tree.

AppError
├── NotFoundError
├── ConflictError
│   ├── StaleError
│   └── UndoRefusedError
├── ForbiddenError
│   └── SignInRequiredError
├── TooManyAttemptsError
├── ConfigurationError
└── InvalidInputError
    ├── InvalidAmountError
    ├── CurrencyMismatchError
    └── StatementError

A message is one clear sentence: what was wrong, where, what to do. No HTTP status and no wording
for a particular screen lives here; each door (`ui.errors`, `web.errors`, `cli`) holds one table
that says what to make of these.
"""

from __future__ import annotations


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


class NotFoundError(AppError):
    """There is no such thing, or it is not yours."""


class ConflictError(AppError):
    """That already exists."""


class StaleError(ConflictError):
    """It was changed meanwhile; look at the newer version and try again."""


class UndoRefusedError(ConflictError):
    """Some of it was changed since, so it cannot be undone as a whole."""


class ForbiddenError(AppError):
    """You may not do that."""


class SignInRequiredError(ForbiddenError):
    """Please sign in first."""


class TooManyAttemptsError(AppError):
    """Too many attempts; wait a while and try again."""


class ConfigurationError(AppError):
    """A setting of this deployment cannot be used."""


class InvalidInputError(AppError):
    """That value cannot be used."""


class InvalidAmountError(InvalidInputError):
    """That is not an amount of money."""


class CurrencyMismatchError(InvalidInputError):
    """Amounts in two currencies cannot be combined without a rate."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__(f"{left} and {right} cannot be combined without a rate.")


class StatementError(InvalidInputError):
    """That file is not a bank statement that can be read here."""

    def __init__(self, message: str = "", *, line: int | None = None) -> None:
        self.line = line
        super().__init__(f"Line {line}: {message}" if line and message else message)
