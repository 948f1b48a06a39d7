"""The parts of a split entry: as their fields hold them, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from finance_app.domain.actors import Actor
from finance_app.domain.entries import EntryView
from finance_app.domain.formatting import money_text, number_text
from finance_app.domain.money import Money
from finance_app.domain.splits import MOST, Part, UnsharedError, shares
from finance_app.errors import InvalidAmountError, InvalidInputError, Wrong

NAMES = tuple(f"part-{number}" for number in range(MOST))


@dataclass(frozen=True)
class PartText:
    """A part.

    Args:
        id: what its field is called: one of `NAMES`.
        mark: another one where its amount starts anew.
        share: what it comes to where nothing or a percentage is typed.
    """

    id: str = ""
    mark: str = ""
    category: str = ""
    amount: str = ""
    memo: str = ""
    share: str = ""


def two(category: str) -> list[PartText]:
    """Begin a split: what was chosen so far, and one more."""
    return [PartText(NAMES[0], category=category), PartText(NAMES[1])]


def existing(entry: EntryView, actor: Actor) -> list[PartText]:
    """Return the parts of an entry as it is; none where it is not split."""
    if len(entry.lines) == 1 or any(line.transfer_account for line in entry.lines):
        return []
    sign = -1 if entry.amount.amount < 0 else 1
    return [
        PartText(
            name,
            category=str(line.category_id or ""),
            amount=number_text(Money(sign * line.amount, entry.amount.currency), actor.region),
            memo=line.memo,
        )
        for name, line in zip(NAMES, entry.lines, strict=False)
    ]


def more(parts: Sequence[PartText]) -> list[PartText]:
    """Add a part, of which there are at most so many."""
    used = {part.id for part in parts}
    free = [name for name in NAMES if name not in used]
    return [*parts, PartText(free[0])] if free else list(parts)


def read(
    typed: Mapping[str, str], names: Sequence[str], currency: str, region: str
) -> dict[str, Part]:
    """Read what was typed for each part.

    Raises:
        InvalidInputError: some of it cannot be used; the error names the parts.
    """
    wrong, found = Wrong(), dict[str, Part]()
    for name in names:
        with wrong:
            found[name] = _part(name, typed.get(name, ""), currency, region)
    wrong.tell()
    return found


def shared(total: int, asked: Mapping[str, Part], currency: str, region: str) -> dict[str, int]:
    """Return what each part comes to in minor units, together the total.

    Raises:
        InvalidInputError: they cannot come to the total; the error says by how much.
    """
    try:
        return dict(zip(asked, shares(total, list(asked.values())), strict=True))
    except UnsharedError as error:
        raise InvalidInputError(left_text(error.left, currency, region), field="parts") from error


def left_text(left: int, currency: str, region: str) -> str:
    """Say how much of the amount no part has yet, or has too much."""
    amount = money_text(Money(abs(left), currency), region)
    return f"{amount} is left for no part." if left > 0 else f"The parts are {amount} too much."


def _part(name: str, text: str, currency: str, region: str) -> Part:
    try:
        return Part.parse(text, currency, region)
    except InvalidAmountError as error:
        raise InvalidAmountError(error.message, field=name) from error
