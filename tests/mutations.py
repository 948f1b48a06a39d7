"""Something secret with small and large changes to it: none is the same as before."""

from __future__ import annotations

import base64
import random
import string
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ALPHABET = string.ascii_letters + string.digits + "-_"
STRANGE = ("\0", "\n", "é", "٣", "😀", " ", "=", ".", "%00", "\u200b", "'", "＝")

type Change = Callable[[str, random.Random], str]


def _at(text: str, chance: random.Random) -> int:
    return chance.randrange(len(text))


def _another(text: str, chance: random.Random) -> str:
    place = _at(text, chance)
    return text[:place] + chance.choice(ALPHABET) + text[place + 1 :]


def _last(text: str, chance: random.Random) -> str:
    """Change what base64 does not look at: the last bits."""
    return text[:-1] + chance.choice(ALPHABET)


def _flipped(text: str, chance: random.Random) -> str:
    place = _at(text, chance)
    return text[:place] + chr(ord(text[place]) ^ 1 << chance.randrange(7)) + text[place + 1 :]


def _cased(text: str, chance: random.Random) -> str:
    place = _at(text, chance)
    return text[:place] + text[place].swapcase() + text[place + 1 :]


def _without(text: str, chance: random.Random) -> str:
    place = _at(text, chance)
    return text[:place] + text[place + chance.randint(1, 8) :]


def _with(text: str, chance: random.Random) -> str:
    place = _at(text, chance)
    return text[:place] + chance.choice(STRANGE) + text[place:]


def _swapped(text: str, chance: random.Random) -> str:
    one, other = sorted((_at(text, chance), _at(text, chance)))
    return text[:one] + text[other:] + text[one:other]


def _reshaped(text: str, chance: random.Random) -> str:
    """Give it the same parts in another order, one twice, or one less."""
    parts = text.split(".")
    chance.shuffle(parts)
    return ".".join(parts[: chance.randint(1, len(parts) + 1)])


def _recoded(text: str, chance: random.Random) -> str:
    ways: tuple[Callable[[], str], ...] = (
        lambda: base64.urlsafe_b64encode(text.encode()).decode(),
        lambda: text.encode().hex(),
        lambda: text * 2,
        lambda: text[::-1],
        text.upper,
        lambda: text * 1000,
        lambda: "",
        lambda: "".join(chance.choices(ALPHABET, k=len(text))),
    )
    return chance.choice(ways)()


CHANGES: tuple[Change, ...] = (
    _another,
    _last,
    _flipped,
    _cased,
    _without,
    _with,
    _swapped,
    _reshaped,
    _recoded,
)


def mutated(text: str, count: int, seed: int = 20261127) -> Iterator[str]:
    """Yield so many changed texts, the same at each run; some are changed more than once."""
    chance = random.Random(seed)  # noqa: S311  no secret
    made = 0
    while made < count:
        changed = text
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            changed = chance.choice(CHANGES)(changed, chance) or "."
        if changed != text:
            made += 1
            yield "" if changed == "." else changed
