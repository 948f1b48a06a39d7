"""What is switched how, and by whose word, as text."""

from __future__ import annotations

from dataclasses import dataclass, field

from finance_app.domain.flags import Source
from finance_app.services.flags import Held
from finance_app.ui.components.values import Option

PRECEDENCE = (
    "What you choose here holds. Where you choose nothing, the environment decides, and where that "
    "says nothing, the app itself. All of the server follows within five seconds."
)


@dataclass(frozen=True)
class FlagRow:
    """A flag or setting.

    Args:
        now: what holds…
        why: …and by whose word.
        chosen: what the administrator chose; nothing where they did not.
        options: what they can choose, first to choose nothing.
        kind: the type of its values, and since which version it is there.
    """

    name: str = ""
    title: str = ""
    does: str = ""
    now: str = ""
    why: str = ""
    kind: str = ""
    chosen: str = ""
    options: list[Option] = field(default_factory=list)


def row(held: Held[bool | str]) -> FlagRow:
    """Write one out."""
    flag, otherwise = held.flag, held.otherwise
    whose = "the environment says" if held.environment else "the app comes"
    return FlagRow(
        name=flag.name,
        title=flag.title,
        does=flag.does,
        now=held.now.words,
        why=_why(held),
        kind=f"{flag.kind.capitalize()}, since version {flag.since}.",
        chosen=held.chosen.text if held.chosen else "",
        options=[
            Option("", f"As {whose}: {otherwise.words}"),
            *(Option(one.text, one.words) for one in held.offered),
        ],
    )


def _why(held: Held[bool | str]) -> str:
    otherwise, variable = held.otherwise.words, held.flag.variable
    if held.source is Source.ADMINISTRATOR:
        whose = f"{variable} says" if held.environment else "the app comes with"
        return f"An administrator chose that; {whose} “{otherwise}”."
    if held.source is Source.ENVIRONMENT:
        return f"{variable} says so."
    return f"The app comes with that; {variable} or you can say otherwise."
