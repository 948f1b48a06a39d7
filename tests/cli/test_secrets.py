"""Sealing anew under another key, from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finance_app import config, db, secret_keys
from tests.conftest import somebody
from tests.services.second_factors import with_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Said

    type Run = Callable[..., Said]

pytestmark = pytest.mark.usefixtures("sqlite")
OLD, NEW = "the key that somebody knew, sadly 1", "another key that nobody could guess, ever"


def test_a_key_is_changed_in_four_steps(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def keys(now: str, before: str) -> None:
        monkeypatch.setenv("FINANCE_SECRET_KEY", now)
        monkeypatch.setenv("FINANCE_SECRET_KEY_BEFORE", before)
        config.settings.cache_clear()
        secret_keys.secret_key.cache_clear()

    keys(OLD, "")
    with db.write() as session:
        with_app(session, somebody(session))
    keys(NEW, "")
    lost = run("secrets", "reseal")
    assert (lost.code, "1 could not be opened" in lost.out) == (1, True)
    keys(NEW, OLD)
    done = run("secrets", "reseal")
    assert (done.code, done.out) == (0, "Sealed the keys of 1 authenticator apps anew.\n")
    keys(NEW, "")
    assert run("secrets", "reseal").code == 0
