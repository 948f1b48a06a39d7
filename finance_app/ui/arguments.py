"""What a handler takes from the browser, checked in its first line: the browser may send anything.

A subclass of `Arguments` names what is expected; `Chosen.of({"key": key})` or `Answers.of(form)`
returns it, or raises what is wrong beside its field. Here are types, lengths, and no more keys than
expected; what a text means is for `domain` and `services` to check.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)
from pydantic_core import ErrorDetails

from finance_app.errors import InvalidFormError, InvalidInputError

LARGEST_KEY = 2**63 - 1
LONGEST_KEY = len(str(LARGEST_KEY))
LONGEST_LINE = 200
LONGEST_TYPED = 20_000
DAY = len("2026-11-23")

STRANGE = "This page is out of date; load it again."
SENTENCES = {
    "string_too_long": "Write at most {max_length} characters.",
    "string_too_short": "Write something here.",
    "literal_error": "Choose one of the list.",
    "enum": "Choose one of the list.",
    "missing": "Fill this in.",
    "value_error": "{error}",
}


def _key(value: object) -> object:
    """Read a key, which is a number that travels as text."""
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_KEY:
        return value if value is None else "no key"
    return int(value) if value.isascii() and value.isdigit() else "no key"


def _optional_key(value: object) -> object:
    """Read a key, or nothing from the empty choice of a select."""
    return None if value == "" else _key(value)


def day(text: str, field: str) -> date:
    """Read a day as the browser's own control writes it.

    Raises:
        InvalidInputError: it is none; the error names the field.
    """
    if len(text) != DAY:
        raise InvalidInputError("Choose a day.", field=field)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInputError("Choose a day that exists.", field=field) from None


def _day(value: object) -> object:
    """Read a day where nothing else has to be right for it to be told."""
    try:
        return day(value if isinstance(value, str) else "", "")
    except InvalidInputError as error:
        raise ValueError(error.message) from None


def _switch(value: object) -> object:
    """Read a checkbox of a form, which sends `on` or nothing."""
    return value if isinstance(value, bool) else {"on": True, "": False}.get(str(value), value)


type Key = Annotated[int, BeforeValidator(_key), Field(ge=1, le=LARGEST_KEY)]
"""The key of a row; foreign and missing ones are told apart nowhere."""

type OptionalKey = Annotated[int | None, BeforeValidator(_optional_key)]
"""The key of a row, or none: the empty choice of a select."""

type Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_LINE)]
"""A line of text, possibly empty."""

type Typed = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_TYPED)]
"""What was typed in a form of which everything that is wrong is told at once: `domain` checks it,
its length too."""

type Day = Annotated[date, BeforeValidator(_day)]
"""A day, from `2026-11-23`."""

type Switch = Annotated[bool, BeforeValidator(_switch)]
"""A yes or no, from a checkbox; give it the default False, an empty one sends nothing."""


type Number = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]
"""The number of an error in the log."""


class Arguments(BaseModel):
    """What is expected; every key must be there, no other may."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)

    @classmethod
    def of(cls, sent: Any) -> Self:
        """Return what was sent, checked.

        Args:
            sent: a form's answers by name, or a dict of a handler's arguments.

        Raises:
            InvalidInputError: it is not as expected; the error names the field.
        """
        try:
            return cls.model_validate(dict(sent) if hasattr(sent, "keys") else sent)
        except ValidationError as error:
            raise _told(error) from None


def _told(error: ValidationError) -> InvalidInputError:
    """Return what is wrong, each thing as a sentence beside its field."""
    found = [_part(one) for one in error.errors(include_url=False, include_input=False)]
    strange = [one for one in found if not one.field]
    return strange[0] if strange else found[0] if len(found) == 1 else InvalidFormError(found)


def _part(one: ErrorDetails) -> InvalidInputError:
    sentence = SENTENCES.get(one["type"], STRANGE)
    place = one["loc"][0] if one["loc"] and sentence != STRANGE else ""
    return InvalidInputError(sentence.format(**one.get("ctx", {})), field=str(place))
