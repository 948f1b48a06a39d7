"""Nobody finds out who has an account: the same answer in the same time, whether there is one.

The two are asked in turn, so that whatever else the machine does meets both. Judged are the
differences within each pair: of the processor's time by their median, of the clock's by their
median or, where the machine has much else to do, by the quickest of each, to which others only add.
A busy machine gets more pairs before it is judged.
"""

from __future__ import annotations

from datetime import UTC, datetime
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, NamedTuple

import pytest
from sqlalchemy import delete

from finance_app import db
from finance_app.config import settings
from finance_app.models import tables
from finance_app.pages.members.state import MembersState
from finance_app.services import auth, callers, form_marks, users
from tests.web.asking import told
from tests.websocket import Tab, browser, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from httpx import Response
    from starlette.types import ASGIApp

PASSWORD, ANOTHER = "plum tractor eleven window", "seven kettles under water"
ADA, EVE, NOBODY = "ada@example.org", "eve@example.org", "zoe@example.org"
PLACE = {"region": "de_AT", "base_currency": "EUR", "time_zone": "Europe/Vienna"}
PAIRS, ROUNDS = 6, 4
SECONDS, SHARE = 0.005, 0.05  # whichever is more

type Fields = Callable[[str, str], dict[str, str]]

FORMS: dict[str, Fields] = {
    "/auth/sign-in": lambda email, _: {"email": email, "password": "a wrong one, long"},
    "/auth/sign-up": lambda email, _: {"email": email, "password": ANOTHER, **PLACE},
    "/auth/forgot": lambda email, _: {"email": email},
    "/auth/address": lambda email, mark: {
        "form_mark": mark,
        "current_password": PASSWORD,
        "email": email,
    },
}
"""What is asked with the address of somebody, who has an account or not."""
INVITE = "invite"  # goes over the websocket


class Taken(NamedTuple):
    """Seconds that an answer took: by the clock, and of the processor in this process."""

    clock: float
    processor: float


@pytest.fixture
async def app(
    sqlite: None,  # noqa: ARG001  it must be there
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[ASGIApp]:
    monkeypatch.setenv("FINANCE_SIGNUP", "open")
    settings.cache_clear()
    callers.forget_all()
    async with served() as served_app:
        yield served_app


@pytest.fixture
def token(app: ASGIApp) -> str:  # noqa: ARG001  the database must be there
    """The token of a session of Ada; Eve has an account as well."""
    password_hash, now = users.hashed(PASSWORD), datetime.now(UTC)
    with db.write() as session:
        for email in (EVE, ADA):
            wanted = users.NewUser(email, password_hash, "de_AT", "Europe/Vienna", "EUR")
            users.add(session, wanted, now, is_admin=False)
        attempt = auth.begin(session, ADA, "192.0.2.1", now)
        return auth.finish(session, attempt, now, right=True)


def unlimited() -> None:
    """Forget all attempts and invitations: limits are tested elsewhere."""
    with db.write() as session:
        for table in (tables.attempt, tables.invitation):
            session.execute(delete(table))


async def invited(app: ASGIApp, email: str, token: str) -> tuple[Taken, object]:
    """Return how long inviting somebody to one's book took, and what was said."""
    unlimited()
    async with Tab(app, token, page="/members") as tab:
        await tab.load()
        answers = {"email": email, "role": "viewer"}
        clock, processor = perf_counter(), process_time()
        await tab.call(MembersState.invite, answers=answers)
        taken = Taken(perf_counter() - clock, process_time() - processor)
        known = tab.vars()
    assert "A mail to" in known["notice"]
    return taken, (
        known["notice"].replace(email, ""),
        known["notice_trouble"],
        str(known.get("errors")),
    )


async def asked(app: ASGIApp, path: str, email: str, token: str) -> tuple[Taken, object]:
    """Return how long an answer took, and all of it."""
    if path == INVITE:
        return await invited(app, email, token)
    unlimited()
    signed_in = token if path == "/auth/address" else ""
    async with browser(app, signed_in) as client:
        form = FORMS[path](email, form_marks.made(auth.digest(token)))
        clock, processor = perf_counter(), process_time()
        answer: Response = await client.post(path, data=form)
        taken = Taken(perf_counter() - clock, process_time() - processor)
    return taken, (answer.status_code, answer.content, *told(answer))


def alike(known: list[float], unknown: list[float], difference: float) -> bool:
    """Say whether a difference is small beside what was measured."""
    return abs(difference) < max(SECONDS, SHARE * median(known + unknown))


def are_alike(known: list[Taken], unknown: list[Taken]) -> bool:
    """Say whether answers to the two cannot be told apart by how long they take."""
    by_clock = [one.clock for one in known], [one.clock for one in unknown]
    by_processor = [one.processor for one in known], [one.processor for one in unknown]
    usual, quickest = of_pairs(*by_clock), min(by_clock[0]) - min(by_clock[1])
    return alike(*by_processor, of_pairs(*by_processor)) and (
        alike(*by_clock, usual) or alike(*by_clock, quickest)
    )


def of_pairs(known: list[float], unknown: list[float]) -> float:
    """Return the median of the differences within pairs."""
    return median(one - other for one, other in zip(known, unknown, strict=True))


@pytest.mark.parametrize("path", [*FORMS, INVITE])
async def test_known_and_unknown_get_the_same_answer_in_the_same_time(
    app: ASGIApp, token: str, path: str
) -> None:
    answers, known, unknown = set(), list[Taken](), list[Taken]()
    for email in (EVE, NOBODY):
        await asked(app, path, email, token)  # what is loaded at first counts for neither
    for _ in range(ROUNDS):
        for pair in range(PAIRS):
            emails = (EVE, NOBODY) if pair % 2 else (NOBODY, EVE)
            found = {email: await asked(app, path, email, token) for email in emails}
            answers |= {answer for _, answer in found.values()}
            known.append(found[EVE][0])
            unknown.append(found[NOBODY][0])
        if are_alike(known, unknown):
            break
    assert len(answers) == 1
    assert are_alike(known, unknown), (known, unknown)


def test_a_hash_less_would_be_seen() -> None:
    """Without this, the judgement could pass whatever was measured."""
    usual = [Taken(0.30 + 0.01 * place, 0.30) for place in range(PAIRS)]
    without = [Taken(0.02 + 0.01 * place, 0.01) for place in range(PAIRS)]
    some = [Taken(0.33 + 0.01 * place, 0.33) for place in range(PAIRS)]
    assert are_alike(usual, usual[::-1])
    assert not are_alike(usual, without)
    assert not are_alike(some, usual)
