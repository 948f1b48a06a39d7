from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finance_app.adapters import mail as adapter
from finance_app.errors import NotFoundError
from finance_app.pages.admin.rows.mail import TOPICS
from finance_app.services import letters
from tests.conftest import somebody
from tests.services.administrators import administrator

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def test_every_template_can_be_looked_at(session: Session) -> None:
    admin = administrator(session)
    names = letters.names(session, admin)
    assert set(names) == set(TOPICS)
    assert len(set(TOPICS.values())) == len(names)
    for name in names:
        found = letters.preview(session, admin, name)
        assert found.subject
        assert "{{" not in found.text + found.light
        assert found.light != found.dark
        assert "prefers-color-scheme: dark" not in found.light + found.dark
        assert "@media all" in found.dark
        assert "@media not all" in found.light
        assert ("Unsubscribe" in found.light) == (name in letters.NOTICES)


def test_nothing_is_made_up_that_no_template_names() -> None:
    named = set[str]().union(*(adapter.variables(name) for name in adapter.names()))
    assert letters.SAMPLES.keys() <= named


def test_what_is_made_up_fits_together(session: Session) -> None:
    income, spending, net, worth = letters.FIGURES
    assert sum(amount for _, amount, _ in letters.BARS) == spending[1]
    assert (net[1], net[2]) == (income[1] - spending[1], income[2] - spending[2])
    assert worth[1] - worth[2] == net[1]
    admin = administrator(session)
    assert "+1,435.90" in letters.preview(session, admin, "digest").text
    assert "left: 9." in letters.preview(session, admin, "backup-code-used").text
    assert "192.0.2.7" in letters.preview(session, admin, "new-sign-in").text
    assert "example.org" in letters.preview(session, admin, "email-changed").text


def test_links_last_in_a_preview_as_long_as_they_do(session: Session) -> None:
    admin = administrator(session)
    named = {name for name in adapter.names() if "duration" in adapter.variables(name)}
    assert named == set(letters.LASTING)
    for name, purpose in letters.LASTING.items():
        assert f"works for {purpose.lasting}" in letters.preview(session, admin, name).text


def test_only_administrators_look_at_them(session: Session) -> None:
    ada = somebody(session)
    with pytest.raises(NotFoundError):
        letters.names(session, ada)
    with pytest.raises(NotFoundError):
        letters.preview(session, ada, "test")
