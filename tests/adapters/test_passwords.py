"""Which passwords are too easy: those that many people have, and what zxcvbn makes of others."""

from __future__ import annotations

import pytest

from finance_app.adapters import passwords
from finance_app.services.users import LONGEST_PASSWORD, SHORTEST_PASSWORD

ASKED_FOR = 3_000  # by ASVS 6.2.4


def test_the_list_holds_enough_that_could_be_chosen_here() -> None:
    assert len(passwords.common()) >= ASKED_FOR
    for one in passwords.common():
        assert SHORTEST_PASSWORD <= len(one) <= LONGEST_PASSWORD
        assert one == one.casefold()


@pytest.mark.parametrize("frequent", ["123qweasdzxc", "gfhjkmgfhjkm", "Mailcreated5240"])
def test_what_many_have_is_refused_however_it_is_written(frequent: str) -> None:
    for written in (frequent, frequent.upper(), frequent.title()):
        assert passwords.weakness(written) == "Many people have this password."


def test_what_nobody_has_is_not() -> None:
    assert passwords.weakness("violet-harbour-63-lamp") == ""
    assert "violet-harbour-63-lamp" not in passwords.common()
