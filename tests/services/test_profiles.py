from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finance_app.errors import InvalidInputError
from finance_app.services import profiles, users
from tests.conftest import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor


def test_a_name_is_kept_in_one_line_and_taken_away_again(session: Session, actor: Actor) -> None:
    assert actor.name == ""
    assert profiles.rename(session, actor, "  Ada \n Lovelace ") == "Ada Lovelace"
    assert users.actor_by_email(session, actor.email, NOW).name == "Ada Lovelace"
    profiles.rename(session, actor, "")
    assert users.actor_by_email(session, actor.email, NOW).name == ""


@pytest.mark.parametrize("name", ["x" * 81, "Ada\0", "Ada\u202eevE", "\x1b[31mAda"])
def test_a_name_that_nobody_could_read_is_refused(
    session: Session, actor: Actor, name: str
) -> None:
    with pytest.raises(InvalidInputError) as wrong:
        profiles.rename(session, actor, name)
    assert wrong.value.field == "name"
