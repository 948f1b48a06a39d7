from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from finance_app import services
from finance_app.domain.change_kinds import KINDS, Topic
from finance_app.domain.entries import EntryDraft
from finance_app.errors import InvalidInputError
from finance_app.services import activity, audit_views, entries, history
from tests.conftest import somebody
from tests.services.books import DAY

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

WRITTEN = re.compile(r'"([a-z_]+\.[a-z_]+)",?\s')


def summaries(session: Session, actor: Actor, **asked: str) -> list[str]:
    wanted = activity.wanted(asked, actor.time_zone)
    return [one.summary for one in history.turned(session, actor, wanted=wanted).sets]


def test_activity_is_narrowed_down_to_topics_and_people(
    session: Session, actor: Actor, account_id: int
) -> None:
    entries.add(session, actor, EntryDraft(account_id, DAY, -1250, "=Bakery"))
    assert summaries(session, actor, topic="entries") == ["Added =Bakery −12.50 EUR"]
    assert len(summaries(session, actor, topic="accounts")) == 1
    assert summaries(session, actor, topic="rates") == []
    assert len(summaries(session, actor, by=str(actor.user_id))) == 3
    assert summaries(session, actor, by="1") == []
    assert len(summaries(session, actor, topic="nonsense", by="nobody")) == 3


def test_days_are_those_of_the_reader() -> None:
    found = activity.wanted({"since": "2026-11-24", "until": "2026-11-24"}, "Europe/Berlin")
    assert found.since is not None
    assert found.until is not None
    assert found.since.isoformat() == "2026-11-23T23:00:00+00:00"
    assert found.until - found.since == timedelta(days=1)
    with pytest.raises(InvalidInputError):
        activity.wanted({"since": "2026-02-30"}, "UTC")
    for beyond in ("0001-01-01", "9999-12-31"):
        with pytest.raises(InvalidInputError, match="from 1900 to 2199"):
            activity.wanted({"until": beyond}, "Europe/Berlin")


def test_what_was_done_on_other_days_is_left_out(
    session: Session, actor: Actor, account_id: int
) -> None:
    entries.add(session, actor, EntryDraft(account_id, DAY, -1250, "Bakery"))
    newest = history.page(session, actor)[0]
    day = (newest.id >> 22) // 1000  # when its key was made, in seconds since 1970
    today = replace(actor, now=actor.now.fromtimestamp(day, actor.now.tzinfo)).today
    assert newest.summary in summaries(session, actor, since=str(today), until=str(today))
    assert summaries(session, actor, since=str(today + timedelta(days=1))) == []
    assert summaries(session, actor, since="2199-12-31") == []
    assert newest.summary in summaries(session, actor, since="1900-01-01", until="2199-12-31")
    assert summaries(session, actor, until=str(today - timedelta(days=1))) == []


def test_each_row_is_taken_along_before_and_after(
    session: Session, actor: Actor, account_id: int
) -> None:
    key = entries.add(session, actor, EntryDraft(account_id, DAY, -1250, "=Bakery"))
    entries.edit(session, actor, key, 1, EntryDraft(account_id, DAY, -1300, "=Bakery"))
    rows, more = activity.written(session, actor, activity.wanted({"topic": "entries"}, "UTC"))
    assert more is None
    named = [dict(zip(activity.COLUMNS, row, strict=True)) for row in rows]
    edited = next(one for one in named if (one["table"], one["verb"]) == ("entry", "update"))
    assert '"amount": -1250' in str(edited["before"])
    assert '"amount": -1300' in str(edited["after"])
    assert edited["row"] == str(key)
    assert "\"'=Bakery" not in audit_views.csv_rows(rows)  # within JSON nothing is computed
    eve = somebody(session, "eve@example.org")
    assert activity.written(session, eve, activity.wanted({"topic": "entries"}, "UTC"))[0] == []


def test_more_than_a_part_is_taken_along_part_by_part(
    session: Session, actor: Actor, account_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(activity, "SETS_AT_ONCE", 2)
    for number in range(3):
        entries.add(session, actor, EntryDraft(account_id, DAY, -number - 1))
    wanted = activity.wanted({"topic": "entries"}, "UTC")
    first, more = activity.written(session, actor, wanted)
    second, none = activity.written(session, actor, wanted, more)
    assert (len({row[5] for row in first}), len({row[5] for row in second}), none) == (2, 1, None)


def test_every_kind_of_change_set_has_a_topic() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in Path(services.__path__[0]).glob("*.py"))
    nouns = {kind.partition(".")[0] for kinds in KINDS.values() for kind in kinds}
    written = {kind for kind in WRITTEN.findall(sources) if kind.partition(".")[0] in nouns}
    assert len(written) > 20
    known = {kind for kinds in KINDS.values() for kind in kinds}
    assert written - known == set()
    assert KINDS.keys() == set(Topic)
