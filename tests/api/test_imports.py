"""Banks' files, as programs send them, look at them and bring them in."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finance_app import db
from finance_app.services import imports
from tests.api.conftest import a_token, asking, now, served
from tests.api.test_nouns import seen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import pytest

    from tests.api.conftest import Ada

OFX = (Path(__file__).parents[1] / "fixtures" / "checking.ofx").read_bytes()
TYPE = {"Content-Type": "application/octet-stream"}


async def sent(ada: Ada, content: bytes = OFX) -> str:
    """Send a file; return its import's address."""
    answer = await ada.program.post(
        f"{ada.book}/imports?filename=checking.ofx", content=content, headers=TYPE
    )
    assert answer.status_code == 201, answer.text
    return f"{ada.book}/imports/{answer.json()['id']}"


async def test_a_file_is_looked_at_decided_brought_in_and_taken_back(ada: Ada) -> None:
    place = await sent(ada)
    preview = (await ada.program.get(place)).json()
    (group,) = preview["groups"]
    assert (preview["status"], preview["filename"]) == ("staged", "checking.ofx")
    rows = (await ada.program.get(f"{place}/rows")).json()["items"]
    assert len(rows) == group["wanted"] == group["counts"]["new"] > 1
    decision = {
        "targets": [{"group": 0, "account_id": ada.account}],
        "rows": [{"group": 0, "row": 0, "wanted": False}],
    }
    decided = await ada.program.patch(place, json=decision)
    assert decided.status_code == 204, decided.text
    assert (await ada.program.get(place)).json()["groups"][0]["wanted"] == len(rows) - 1
    done = (await ada.program.post(f"{place}/commit")).json()
    assert (done["imported"], done["left_out"]) == (len(rows) - 1, 1)
    entries = (await ada.program.get(f"{ada.book}/entries")).json()["items"]
    assert {one["source"] for one in entries} == {"import"}
    assert len(entries) == len(rows) - 1
    again = await sent(ada)
    (group,) = (await ada.program.get(again)).json()["groups"]
    assert group["counts"]["duplicate"] == len(rows) - 1
    await ada.program.post(f"{ada.book}/change-sets/{done['change_set']}/undo")
    assert (await ada.program.get(f"{ada.book}/entries")).json()["items"] == []
    (first,) = [
        one
        for one in (await ada.program.get(f"{ada.book}/imports")).json()["items"]
        if one["status"] == "committed"
    ]
    assert (first["imported"], first["is_undone"]) == (len(rows) - 1, True)


async def test_rows_come_in_pages(ada: Ada) -> None:
    place = await sent(ada)
    whole = (await ada.program.get(f"{place}/rows")).json()["items"]
    found, cursor = [], ""
    while cursor is not None:
        asked: dict[str, Any] = {"size": 2, "cursor": cursor}
        page = (await ada.program.get(f"{place}/rows", params=asked)).json()
        found += page["items"]
        cursor = page["next"]
    assert found == whole
    assert (await ada.program.get(f"{place}/rows?group=5")).status_code == 404


async def test_a_file_opens_an_account_of_a_name(ada: Ada) -> None:
    place = await sent(ada)
    opening = {"name": " Giro ", "kind": "checking", "currency": "eur"}
    decision = {"targets": [{"group": 0, "opening": opening}]}
    assert (await ada.program.patch(place, json=decision)).status_code == 204
    assert (await ada.program.get(place)).json()["groups"][0]["opens"] == "Giro"
    await ada.program.post(f"{place}/commit")
    listed = (await ada.program.get(f"{ada.book}/accounts")).json()["items"]
    assert "Giro" in [one["name"] for one in listed]


async def test_what_can_be_read_in_several_ways_is_not_brought_in_unanswered(ada: Ada) -> None:
    place = await sent(ada, b"Date,Payee,Amount\n03/04/2026,Bakery,-1.50\n05/06/2026,Kiosk,-2.00\n")
    preview = (await ada.program.get(place)).json()
    (question,) = preview["questions"]
    assert (preview["confirmed"], question["about"]) == (False, "day_order")
    refused = await ada.program.post(f"{place}/commit")
    assert refused.status_code == 409
    assert "several ways" in refused.json()["detail"]
    wrong = {"answers": [{"about": "day_order", "choice": "sideways"}]}
    assert (await ada.program.patch(place, json=wrong)).status_code == 422
    for choice in question["choices"]:
        answer = {"about": "day_order", "choice": choice}
        decided = await ada.program.patch(place, json={"answers": [answer]})
        assert decided.status_code == 204, decided.text
        preview = (await ada.program.get(place)).json()
        assert (preview["confirmed"], preview["questions"]) == (True, [])
    rows = (await ada.program.get(f"{place}/rows")).json()["items"]
    target = {"group": 0, "account_id": ada.account}
    await ada.program.patch(place, json={"targets": [target]})
    assert (await ada.program.post(f"{place}/commit")).json()["imported"] == len(rows) == 2


async def test_what_is_decided_about_what_is_not_there_is_refused(ada: Ada) -> None:
    place, account = await sent(ada), {"account_id": ada.account}
    opening = {"opening": {"name": "Giro", "currency": "EUR"}}
    for decision, field, status in (
        ({"targets": [{"group": 7, **account}]}, "targets.0.group", 404),
        ({"targets": [{"group": 0, "account_id": "7"}]}, "targets.0.account_id", 404),
        ({"targets": [{"group": 0}]}, "targets.0", 422),
        ({"targets": [{"group": 0, **account, **opening}]}, "targets.0", 422),
        ({"rows": [{"group": 0, "row": 999, "wanted": False}]}, "rows.0.row", 404),
        ({"rows": [{"group": 0, "row": 0, "category_id": "7"}]}, "rows.0.category_id", 404),
        ({"answers": [{"about": "day_order", "choice": "DMY"}]}, "answers.0", 422),
        (
            {
                "answers": [{"about": "day_order", "choice": "DMY"}],
                "rows": [{"group": 0, "row": 0}],
            },
            "answers",
            422,
        ),
    ):
        answer = await ada.program.patch(place, json=decision)
        assert answer.status_code == status, answer.text
        assert [one["field"] for one in answer.json()["errors"]] == [field]


async def test_only_who_may_write_sends_a_file(ada: Ada) -> None:
    async with asking(a_token(ada.actor, "read")) as reader:
        refused = await reader.post(f"{ada.book}/imports", content=OFX, headers=TYPE)
    assert refused.status_code == 403
    async with asking(a_token(ada.actor)) as program:
        missing = await program.post("/books/7/imports", content=OFX, headers=TYPE)
    assert missing.status_code == 404


async def test_a_user_sends_one_file_at_a_time(ada: Ada) -> None:
    app = served()
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        begun.set()
        await go_on.wait()
        yield OFX

    async with asking(a_token(ada.actor), app) as program:
        place = f"{ada.book}/imports"
        first = asyncio.create_task(program.post(place, content=slowly(), headers=TYPE))
        await begun.wait()
        second = await program.post(place, content=OFX, headers=TYPE)
        assert (second.status_code, "Retry-After" in second.headers) == (429, True)
        go_on.set()
        assert (await first).status_code == 201
        assert (await program.post(place, content=OFX, headers=TYPE)).status_code == 201


async def test_only_so_many_files_wait_and_none_for_ever(
    ada: Ada, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "MOST_STAGED", 2)
    first, _ = await sent(ada), await sent(ada)
    refused = await ada.program.post(f"{ada.book}/imports", content=OFX, headers=TYPE)
    assert refused.status_code == 409
    with db.write() as session:
        imports.forget(session, now() + timedelta(days=29))
    assert (await ada.program.get(f"{first}/rows")).status_code == 200
    with db.write() as session:
        imports.forget(session, now() + timedelta(days=31))
    assert (await ada.program.get(f"{first}/rows")).status_code == 404
    await sent(ada)


async def test_what_is_no_statement_is_refused_and_a_file_can_be_dropped(ada: Ada) -> None:
    refused = await ada.program.post(f"{ada.book}/imports", content=b"\x00\x01", headers=TYPE)
    assert refused.status_code == 422
    assert (await ada.program.get(f"{ada.book}/imports")).json()["items"] == []
    place = await sent(ada)
    assert (await ada.program.delete(place)).status_code == 204
    assert (await ada.program.delete(place)).status_code == 409
    assert (await ada.program.get(f"{ada.book}/imports")).json()["items"] == []


async def test_somebody_changes_how_they_see_things(ada: Ada) -> None:
    found = await ada.program.get("/preferences")
    wanted = {"region": "de_AT", "theme": "dark", "name": "Ada"}
    changed = await ada.program.patch("/preferences", json=wanted, headers=seen(found))
    assert changed.json() == {**found.json(), **wanted}
    wrong = {"region": "xx_XX", "time_zone": "Mars"}
    refused = await ada.program.patch("/preferences", json=wrong, headers=seen(changed))
    assert [one["field"] for one in refused.json()["errors"]] == ["region", "time_zone"]
    assert (await ada.program.get("/preferences")).json() == changed.json()
