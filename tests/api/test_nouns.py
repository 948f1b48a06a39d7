"""Categories, payees, tags, transfers, members, rates and figures, as programs use them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from finance_app import db
from finance_app.domain.actors import Role
from finance_app.services import members
from tests.api.conftest import a_token, asking
from tests.api.test_entries import bakery
from tests.conftest import an_account, somebody

if TYPE_CHECKING:
    import httpx

    from tests.api.conftest import Ada


def seen(answer: httpx.Response) -> dict[str, str]:
    """Return what a change of an answered thing is sent with."""
    return {"If-Match": answer.headers["etag"]}


async def added(ada: Ada, noun: str, **sent: Any) -> httpx.Response:
    answer = await ada.program.post(f"{ada.book}/{noun}", json=sent)
    assert answer.status_code == 201, answer.text
    return answer


async def names(ada: Ada, noun: str) -> list[str]:
    listed = await ada.program.get(f"{ada.book}/{noun}")
    return [one["name"] for one in listed.json()["items"]]


async def test_a_category_is_added_changed_merged_and_brought_back(ada: Ada) -> None:
    group = await added(ada, "categories", name="Flight", kind="expense", icon="plane")
    within = {"kind": "expense", "parent_id": group.json()["id"]}
    kites = await added(ada, "categories", name="Kites", **within)
    boats = await added(ada, "categories", name="Boats", **within)
    place = f"{ada.book}/categories/{kites.json()['id']}"
    sent = {"name": "Dragons", "hidden": True}
    changed = await ada.program.patch(place, json=sent, headers=seen(kites))
    assert changed.json() == {**kites.json(), **sent}
    into = {"into": boats.json()["id"]}
    merged = await ada.program.post(f"{place}/merge", json=into, headers=seen(changed))
    assert "Dragons" not in await names(ada, "categories")
    undone = f"{ada.book}/change-sets/{merged.json()['change_set']}/undo"
    assert (await ada.program.post(undone)).json()["left"] == []
    assert "Dragons" in await names(ada, "categories")
    now = await ada.program.get(place)
    gone = await ada.program.delete(place, headers=seen(now))
    assert gone.status_code == 200, gone.text
    assert (await ada.program.get(place)).status_code == 404


@pytest.mark.parametrize("noun", ["payees", "tags"])
async def test_a_name_is_added_changed_merged_and_deleted(ada: Ada, noun: str) -> None:
    corner = await added(ada, noun, name="Corner")
    bakery_ = await added(ada, noun, name="Bakery")
    place = f"{ada.book}/{noun}/{corner.json()['id']}"
    renamed = await ada.program.patch(place, json={"name": "Shop"}, headers=seen(corner))
    assert renamed.json()["name"] == "Shop"
    late = await ada.program.patch(place, json={"name": "Late"}, headers=seen(corner))
    assert late.status_code == 412
    into = {"into": bakery_.json()["id"]}
    await ada.program.post(f"{place}/merge", json=into, headers=seen(renamed))
    assert await names(ada, noun) == ["Bakery"]
    kept = f"{ada.book}/{noun}/{into['into']}"
    gone = await ada.program.delete(kept, headers=seen(await ada.program.get(kept)))
    assert gone.status_code == 200
    assert await names(ada, noun) == []


async def test_names_come_in_pages(ada: Ada) -> None:
    sent = [bakery(ada, payee=f"Shop {number:03}") for number in range(120)]
    await ada.program.post(f"{ada.book}/entries/bulk", json={"entries": sent})
    found, cursor = [], ""
    while cursor is not None:
        page = await ada.program.get(f"{ada.book}/payees", params={"cursor": cursor})
        found += [one["name"] for one in page.json()["items"]]
        cursor = page.json()["next"]
    assert found == [one["payee"] for one in sent]


async def test_a_transfer_has_two_sides(ada: Ada) -> None:
    with db.write() as session:
        other = str(an_account(session, ada.actor, "USD"))
    sent = {
        "from_id": ada.account,
        "to_id": other,
        "day": "2026-11-20",
        "sent": {"amount": "100.00", "currency": "EUR"},
        "received": {"amount": "110.00", "currency": "USD"},
        "fee": {"amount": "1.50", "currency": "EUR"},
    }
    made = await added(ada, "transfers", **sent)
    receiving = made.json()["receiving"]["entry_id"]
    found = await ada.program.get(f"{ada.book}/transfers/{receiving}")
    assert found.json() == made.json()
    place = f"{ada.book}/transfers/{made.json()['id']}"
    changed = await ada.program.put(place, json={**sent, "note": "savings"}, headers=seen(made))
    assert changed.json()["note"] == "savings"
    wrong = {**sent, "received": {"amount": "110.00", "currency": "EUR"}}
    refused = await ada.program.put(place, json=wrong, headers=seen(changed))
    assert [one["field"] for one in refused.json()["errors"]] == ["received"]
    await ada.program.delete(place, headers=seen(changed))
    assert (await ada.program.get(f"{ada.book}/entries")).json()["items"] == []


async def test_what_was_written_is_listed_and_taken_back_once(ada: Ada) -> None:
    made = await added(ada, "entries", **bakery(ada))
    asked = {"topic": "entries"}
    (one,) = (await ada.program.get(f"{ada.book}/change-sets", params=asked)).json()["items"]
    assert (one["kind"], one["by"]) == ("entry.add", ada.actor.email)
    undo = f"{ada.book}/change-sets/{one['id']}/undo"
    assert (await ada.program.post(undo)).status_code == 200
    place = f"{ada.book}/entries/{made.json()['id']}"
    assert (await ada.program.get(place)).status_code == 404
    again = await ada.program.post(undo)
    assert (again.status_code, again.json()["detail"]) == (409, "That was undone already.")


async def test_an_owner_invites_and_removes_people(ada: Ada) -> None:
    with db.write() as session:
        eve = somebody(session, "eve@example.org")
        there = ada.actor.__class__(eve.user_id, ada.actor.book_id, Role.VIEWER, eve.now)
        members.add(session, there, Role.VIEWER, "joined")
    listed = await ada.program.get(f"{ada.book}/members")
    assert [(one["email"], one["role"]) for one in listed.json()["items"]] == [
        ("ada@example.org", "owner"),
        ("eve@example.org", "viewer"),
    ]
    place = f"{ada.book}/members/{eve.user_id}"
    any_version = {"If-Match": "*"}
    changed = await ada.program.patch(place, json={"role": "editor"}, headers=any_version)
    assert changed.json()["role"] == "editor"
    async with asking(a_token(eve)) as editor:
        assert (await editor.get(f"{ada.book}/members")).status_code == 200
        assert (await editor.get(f"{ada.book}/invitations")).status_code == 403
    assert (await ada.program.delete(place, headers=any_version)).status_code == 204
    invited = await added(ada, "invitations", email="dora@example.org")
    (one,) = (await ada.program.get(f"{ada.book}/invitations")).json()["items"]
    assert one == invited.json()
    await ada.program.delete(f"{ada.book}/invitations/{one['id']}")
    assert (await ada.program.get(f"{ada.book}/invitations")).json()["items"] == []


async def test_a_rate_far_from_what_is_known_has_to_be_meant(ada: Ada) -> None:
    first = {"origin": "USD", "target": "EUR", "day": "2026-11-01", "value": "0.9"}
    await added(ada, "own-rates", **first)
    wild = {**first, "day": "2026-11-02", "value": "92"}
    refused = await ada.program.post(f"{ada.book}/own-rates", json=wild)
    assert refused.status_code == 422
    assert [one["field"] for one in refused.json()["errors"]] == ["value"]
    await added(ada, "own-rates", **wild, confirmed=True)
    listed = (await ada.program.get(f"{ada.book}/own-rates")).json()["items"]
    assert [(one["day"], one["value"]) for one in listed] == [
        ("2026-11-02", "92"),
        ("2026-11-01", "0.9"),
    ]
    place = f"{ada.book}/own-rates/{listed[0]['id']}"
    found = await ada.program.get(place)
    assert (await ada.program.delete(place, headers=seen(found))).status_code == 200


async def test_a_figure_says_what_it_is_made_of_and_what_is_missing(ada: Ada) -> None:
    with db.write() as session:
        other = str(an_account(session, ada.actor, "USD"))
    await added(ada, "entries", **bakery(ada))
    paid = {"amount": "-10.00", "currency": "USD"}
    await added(ada, "entries", **bakery(ada, account_id=other, amount=paid))
    asked = f"{ada.book}/dashboard?period=2026-11"
    spending = (await ada.program.get(asked)).json()["flow"]["spending"]
    assert spending["amount"] == {"amount": "12.30", "currency": "EUR"}
    without = next(one for one in spending["parts"] if one["converted"] is None)
    assert without["original"] == {"amount": "10.00", "currency": "USD"}
    stated = {"origin": "USD", "target": "EUR", "day": "2026-11-01", "value": "0.9"}
    await added(ada, "own-rates", **stated, until="2026-11-30")
    found = (await ada.program.get(asked)).json()
    assert found["flow"]["spending"]["amount"]["amount"] == "21.30"
    wrong = await ada.program.get(f"{ada.book}/dashboard?period=november")
    assert [one["field"] for one in wrong.json()["errors"]] == ["period"]


async def test_a_report_is_a_file(ada: Ada) -> None:
    answer = await ada.program.get(f"{ada.book}/report?period=2026-11")
    assert answer.headers["content-disposition"].endswith('-01-to-2026-11-30.html"')
    assert answer.text.startswith("<!doctype html>")


async def test_an_account_is_closed_and_opened_again(ada: Ada) -> None:
    place = f"{ada.book}/accounts/{ada.account}"
    found = await ada.program.get(place)
    closed = await ada.program.post(
        f"{place}/close", json={"on": "2026-11-20"}, headers=seen(found)
    )
    assert closed.status_code == 200, closed.text
    found = await ada.program.get(place)
    assert found.json()["closed_on"] == "2026-11-20"
    await ada.program.post(f"{place}/reopen", headers=seen(found))
    assert (await ada.program.get(place)).json()["closed_on"] is None
