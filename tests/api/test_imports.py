"""Banks' files, as programs send them, look at them and bring them in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.api.test_nouns import seen

if TYPE_CHECKING:
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
    assert decided.json()["groups"][0]["wanted"] == len(rows) - 1, decided.text
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
    assert (first["imported"], first["undone"]) == (len(rows) - 1, True)


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
    opening = {"name": "Giro", "kind": "checking", "currency": "EUR"}
    decision = {"targets": [{"group": 0, "opening": opening}]}
    decided = await ada.program.patch(place, json=decision)
    assert decided.json()["groups"][0]["opens"] == "Giro", decided.text
    await ada.program.post(f"{place}/commit")
    listed = (await ada.program.get(f"{ada.book}/accounts")).json()["items"]
    assert "Giro" in [one["name"] for one in listed]


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
