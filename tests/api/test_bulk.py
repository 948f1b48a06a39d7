"""Many entries at once, as programs change and delete them: all or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from finance_app import db
from finance_app.domain.entries import EntryDraft
from finance_app.errors import StaleError
from finance_app.services import entries, entry_batches
from finance_app.services.entry_batches import Edit
from tests.api.test_entries import bakery
from tests.api.test_nouns import seen
from tests.conftest import an_account

if TYPE_CHECKING:
    from tests.api.conftest import Ada


async def added(ada: Ada, count: int = 3) -> list[dict[str, Any]]:
    """Add entries; return them as they are seen, the newest day first."""
    sent = [bakery(ada, day=f"2026-11-{day + 1:02}", tags=["food"]) for day in range(count)]
    answer = await ada.program.post(f"{ada.book}/entries/bulk", json={"entries": sent})
    assert answer.status_code == 201, answer.text
    return await listed(ada)


async def listed(ada: Ada) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await ada.program.get(f"{ada.book}/entries")).json()["items"]
    return found


def named(entry: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"id": entry["id"], "version": entry["version"], **changes}


async def test_many_are_changed_at_once_and_taken_back_at_once(ada: Ada) -> None:
    before = await added(ada)
    first, second, third = before
    other = {"amount": {"amount": "-7.00", "currency": "EUR"}}
    wanted = [
        named(first, note="rolls", tags=["food", "treat"]),
        named(second, **other, payee="Market"),
        named(third, status="pending", tags=[]),
    ]
    answer = await ada.program.patch(f"{ada.book}/entries/bulk", json={"entries": wanted})
    assert answer.status_code == 200, answer.text
    one, two, three = await listed(ada)
    assert one == {**first, "note": "rolls", "version": 2, "tags": one["tags"]}
    assert {tag["name"] for tag in one["tags"]} == {"food", "treat"}
    assert (two["payee"], two["amount"]["amount"]) == ("Market", "-7.00")
    assert [line["amount"]["amount"] for line in two["lines"]] == ["-7.00"]
    assert (three["status"], three["tags"]) == ("pending", [])
    assert {entry["source"] for entry in (one, two, three)} == {"api"}
    set_id = answer.json()["change_set"]
    await ada.program.post(f"{ada.book}/change-sets/{set_id}/undo")
    again = await listed(ada)
    assert [entry["note"] for entry in again] == [entry["note"] for entry in before]
    assert [entry["amount"] for entry in again] == [entry["amount"] for entry in before]
    assert [[tag["name"] for tag in entry["tags"]] for entry in again] == [["food"]] * 3


async def test_many_are_deleted_at_once_and_brought_back_at_once(ada: Ada) -> None:
    first, second, third = await added(ada)
    gone = {"entries": [named(first), named(third)]}
    answer = await ada.program.post(f"{ada.book}/entries/bulk/delete", json=gone)
    assert answer.status_code == 200, answer.text
    assert await listed(ada) == [second]
    await ada.program.post(f"{ada.book}/change-sets/{answer.json()['change_set']}/undo")
    assert [one["id"] for one in await listed(ada)] == [first["id"], second["id"], third["id"]]


async def test_both_sides_of_a_transfer_are_deleted_together(ada: Ada) -> None:
    with db.write() as session:
        jar = str(an_account(session, ada.actor, name="Jar"))
    transfer = {
        "from_id": ada.account,
        "to_id": jar,
        "day": "2026-11-20",
        "sent": {"amount": "10.00", "currency": "EUR"},
    }
    made = await ada.program.post(f"{ada.book}/transfers", json=transfer)
    assert made.status_code == 201, made.text
    sides = await listed(ada)
    assert {one["source"] for one in sides} == {"api"}
    amount = {"amount": "-9.00", "currency": "EUR"}
    edits = {"entries": [named(sides[0], amount=amount)]}
    refused = await ada.program.patch(f"{ada.book}/entries/bulk", json=edits)
    assert refused.json()["errors"][0]["detail"] == (
        "This is a side of a transfer; change its amounts by /transfers."
    )
    noted = {"entries": [named(sides[0], note="pocket money")]}
    assert (await ada.program.patch(f"{ada.book}/entries/bulk", json=noted)).status_code == 200
    gone = {"entries": [named(one) for one in await listed(ada)]}
    deleted = await ada.program.post(f"{ada.book}/entries/bulk/delete", json=gone)
    assert deleted.status_code == 200, deleted.text
    assert await listed(ada) == []


@pytest.mark.parametrize("deed", ["change", "delete"])
async def test_none_is_touched_where_one_cannot_be(ada: Ada, deed: str) -> None:
    first, second, third = await added(ada)
    place = f"{ada.book}/entries/{second['id']}"
    await ada.program.patch(place, json={"note": "x"}, headers=seen(await ada.program.get(place)))
    before = await listed(ada)
    for wrong, status in (
        (named(second), 409),
        ({"id": "7", "version": 1}, 404),
        (named(first), 422),
    ):
        asked = [named(first), named(third), wrong]
        if deed == "change":
            sent = {"entries": [{**one, "note": "mine"} for one in asked]}
            answer = await ada.program.patch(f"{ada.book}/entries/bulk", json=sent)
        else:
            sent = {"entries": asked}
            answer = await ada.program.post(f"{ada.book}/entries/bulk/delete", json=sent)
        assert answer.status_code == status, answer.text
        assert answer.json()["errors"][0]["field"].startswith("entries.2.")
    assert await listed(ada) == before


@pytest.mark.parametrize("gone", [True, False], ids=["deleted", "changed"])
async def test_what_somebody_else_wrote_in_between_is_not_lost(ada: Ada, *, gone: bool) -> None:
    (first,) = await added(ada, 1)
    with db.read() as session:
        view = entries.get(session, ada.actor, int(first["id"]))
    draft = EntryDraft(int(ada.account), view.day, -100, "Meanwhile")
    with db.write() as session:
        if gone:
            entries.delete(session, ada.actor, view.id, view.version)
        else:
            entries.edit(session, ada.actor, view.id, view.version, draft)
    edits = [Edit(view, draft, only_describes=False)]
    with pytest.raises(StaleError), db.write() as session:
        entry_batches.delete(session, ada.actor, [view])
    with pytest.raises(StaleError), db.write() as session:
        entry_batches.change(session, ada.actor, edits)


async def test_another_currency_takes_another_amount(ada: Ada) -> None:
    (first,) = await added(ada, 1)
    with db.write() as session:
        yen = str(an_account(session, ada.actor, currency="JPY", name="Tokyo"))
    wanted = {"entries": [named(first, account_id=yen)]}
    refused = await ada.program.patch(f"{ada.book}/entries/bulk", json=wanted)
    assert refused.status_code == 422
    assert "send the amount" in refused.json()["detail"]
    assert await listed(ada) == [first]


async def test_a_status_alone_can_be_changed(ada: Ada) -> None:
    (first,) = await added(ada, 1)
    place = f"{ada.book}/entries/{first['id']}"
    headers = seen(await ada.program.get(place))
    changed = await ada.program.patch(place, json={"status": "pending"}, headers=headers)
    assert changed.json()["status"] == "pending"


async def test_what_is_wrong_is_named_as_it_was_sent(ada: Ada) -> None:
    lines = [{"amount": {"amount": "-12.30", "currency": "EUR"}, "category_id": "7"}]
    wrong = await ada.program.post(f"{ada.book}/entries", json=bakery(ada, lines=lines))
    assert [one["field"] for one in wrong.json()["errors"]] == ["lines"]
    transfer = {
        "from_id": ada.account,
        "to_id": ada.account,
        "day": "2026-11-20",
        "sent": {"amount": "0.00", "currency": "EUR"},
    }
    same = await ada.program.post(f"{ada.book}/transfers", json=transfer)
    assert [one["field"] for one in same.json()["errors"]] == ["to_id"]
