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


def test_only_administrators_look_at_them(session: Session) -> None:
    ada = somebody(session)
    with pytest.raises(NotFoundError):
        letters.names(session, ada)
    with pytest.raises(NotFoundError):
        letters.preview(session, ada, "test")
