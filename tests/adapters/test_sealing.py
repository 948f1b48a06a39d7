from __future__ import annotations

import base64

import pytest

from finance_app.adapters import sealing
from finance_app.errors import ConfigurationError

KEY = "k" * 40


def test_what_was_sealed_is_opened_with_the_same_key_for_the_same_thing() -> None:
    sealed = sealing.sealed("a secret", KEY, "about")
    assert "a secret" not in sealed
    assert sealing.opened(sealed, [KEY], "about") == "a secret"
    assert sealing.sealed("a secret", KEY, "about") != sealed


@pytest.mark.parametrize(("key", "about"), [("l" * 40, "about"), (KEY, "about another")])
def test_nothing_else_opens_it(key: str, about: str) -> None:
    sealed = sealing.sealed("a secret", KEY, "about")
    with pytest.raises(ConfigurationError, match="another secret key"):
        sealing.opened(sealed, [key], about)


def test_what_was_changed_since_is_not_opened() -> None:
    sealed = base64.urlsafe_b64decode(sealing.sealed("a secret", KEY, "about"))
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(ConfigurationError):
            sealing.opened(base64.urlsafe_b64encode(changed).decode(), [KEY], "about")


@pytest.mark.parametrize("text", ["", "x", "AAAA", "é", "A" * 60])
def test_what_was_never_sealed_is_no_secret(text: str) -> None:
    with pytest.raises(ConfigurationError):
        sealing.opened(text, [KEY], "about")
