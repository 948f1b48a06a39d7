"""Which mail leaves first where much waits, and that it leaves whatever the clock did."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from finance_app import db
from finance_app.domain.notices import DigestKind, Notice, Urgency, urgency
from finance_app.models import tables
from finance_app.services import mail
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from finance_app.adapters.mail import Letter

pytestmark = pytest.mark.usefixtures("database")
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
SLOW = 0.05  # seconds that a mail takes


def post(recipient: str, urgency: Urgency = Urgency.AWAITED, ago: timedelta = SECOND) -> None:
    with db.write() as session:
        key = mail.post(session, recipient, "known", NOW - ago, link="x")
        one = tables.mail.c.id == key
        session.execute(update(tables.mail).where(one).values(urgency=urgency))


def handing(
    monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[str], None] = lambda _: None
) -> list[str]:
    """Have mail handed over slowly; return to whom, as they begin."""
    begun: list[str] = []

    def hand_over(letter: Letter) -> None:
        begun.append(letter.recipient)
        meanwhile(letter.recipient)
        time.sleep(SLOW)

    monkeypatch.setattr(mail, "hand_over", hand_over)
    return begun


def test_what_somebody_waits_for_goes_before_what_waited_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = threading.Event()

    def reset(recipient: str) -> None:
        if recipient == "3@example.org" and not asked.is_set():
            asked.set()
            post("ada@example.org", ago=timedelta(0))

    begun = handing(monkeypatch, reset)
    for number in range(30):
        post(f"{number}@example.org", Urgency.DIGEST, HOUR)
    assert mail.deliver(NOW) == 31
    assert begun.index("ada@example.org") <= 3 + 1 + 1
    assert begun[:2] == ["0@example.org", "1@example.org"]


def test_what_matters_less_has_its_turn_too(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = handing(monkeypatch)
    post("digest@example.org", Urgency.DIGEST, HOUR)
    for number in range(20):
        post(f"{number}@example.org", Urgency.OWED)
    assert mail.deliver(NOW) == 21
    assert 0 < begun.index("digest@example.org") < mail.FAIR


def test_a_mail_is_sent_when_it_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    handing(monkeypatch)
    for number in range(3):
        post(f"{number}@example.org", Urgency.OWED)
    mail.deliver(NOW)
    with db.read() as session:
        sent = list(session.scalars(select(tables.mail.c.sent_at)))
    assert max(sent) - min(sent) >= timedelta(seconds=2 * SLOW)
    assert min(sent) >= NOW + timedelta(seconds=SLOW)


@pytest.mark.parametrize(
    ("ahead", "failures", "notice", "is_tried"),
    [
        (365 * 24 * HOUR, 0, "", True),
        (mail.CLAIMED - SECOND, 0, "", False),
        (mail.CLAIMED + HOUR, 0, "", True),
        (1.2 * mail.LATEST - SECOND, 9, "", False),
        (1.2 * mail.LATEST + HOUR, 9, "", True),
        (mail.LATEST, 0, "import", False),
        (2 * mail.LATEST, 0, "import", True),
    ],
)
def test_a_clock_that_was_ahead_keeps_no_mail(
    ahead: timedelta, failures: int, notice: str, *, is_tried: bool
) -> None:
    post("ada@example.org")
    put_off = {"due_at": NOW + ahead, "failures": failures, "notice": notice}
    with db.write() as session:
        session.execute(update(tables.mail).values(put_off))
    with db.read() as session:
        assert mail.is_due(session, NOW) is is_tried


def test_it_stops_between_two_mails_where_it_is_to_and_says_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun = handing(monkeypatch)
    for number in range(30):
        post(f"{number}@example.org", Urgency.OWED)
    told = list[int]()

    class StopError(Exception):
        pass

    def at(percent: int) -> None:
        told.append(percent)
        if percent >= 20:
            raise StopError

    with pytest.raises(StopError):
        mail.deliver(NOW, at)
    assert len(begun) == 6
    assert told == sorted(told)
    with db.read() as session:
        sent = tables.mail.c.sent_at.is_not(None)
        assert len(list(session.scalars(select(tables.mail.c.id).where(sent)))) == len(begun)


def test_how_urgent_a_mail_is() -> None:
    assert urgency("reset", "") is Urgency.AWAITED
    assert urgency("new-sign-in", "") is Urgency.OWED
    assert urgency("invitation", "") is Urgency.OWED
    assert {urgency("digest", kind) for kind in DigestKind} == {Urgency.DIGEST}
    assert urgency("import", Notice.IMPORT) is Urgency.NOTICE
