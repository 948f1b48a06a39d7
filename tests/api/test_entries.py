"""Entries, as programs list, add, change and delete them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.api.conftest import Ada


def bakery(ada: Ada, **more: Any) -> dict[str, Any]:
    """Return an entry of −12.30 EUR."""
    amount = {"amount": "-12.30", "currency": "EUR"}
    return {
        "account_id": ada.account,
        "day": "2026-11-23",
        "amount": amount,
        "payee": "Bakery",
        **more,
    }


async def test_an_entry_is_added_and_found_again(ada: Ada) -> None:
    made = await ada.program.post(f"{ada.book}/entries", json=bakery(ada, tags=["Bread"]))
    assert made.status_code == 201, made.text
    found = await ada.program.get(made.headers["location"].removeprefix("/api/v1"))
    assert found.json() == made.json()
    assert found.json()["amount"] == {"amount": "-12.30", "currency": "EUR"}
    assert found.json()["source"] == "api"
    assert [one["name"] for one in found.json()["tags"]] == ["Bread"]
    listed = await ada.program.get(f"{ada.book}/entries", params={"text": "bake"})
    assert listed.json() == {"items": [made.json()], "next": None}


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"amount": {"amount": "1.234", "currency": "EUR"}}, "amount", "EUR has 2 decimals"),
        ({"amount": {"amount": "1.00", "currency": "USD"}}, "amount", "without a rate"),
        ({"amount": {"amount": "1e3", "currency": "EUR"}}, "amount.amount", "String should"),
        ({"account_id": "7"}, "account_id", "There is no such account"),
        ({"account_id": "x"}, "account_id", "A key has up to 19 digits."),
        ({"day": "2026-02-30"}, "day", "valid date"),
        ({"day": "1850-01-01"}, "day", "Choose a day from 1900 to 2199."),
        ({"memo": "?"}, "memo", "Extra inputs are not permitted."),
    ],
)
async def test_what_is_wrong_is_said_with_its_field(
    ada: Ada, wrong: dict[str, Any], field: str, sentence: str
) -> None:
    answer = await ada.program.post(f"{ada.book}/entries", json=bakery(ada, **wrong))
    assert answer.headers["content-type"] == "application/problem+json"
    (error,) = answer.json()["errors"]
    assert error["field"] == field
    assert sentence in error["detail"]
    assert (await ada.program.get(f"{ada.book}/entries")).json()["items"] == []


async def test_pages_follow_one_another_without_gap_or_repeat(ada: Ada) -> None:
    days = [f"2026-11-{day:02}" for day in range(1, 26)]
    sent = {"entries": [bakery(ada, day=day) for day in days]}
    added = await ada.program.post(f"{ada.book}/entries/bulk", json=sent)
    assert len(added.json()["ids"]) == 25
    seen: list[str] = []
    cursor = ""
    while True:
        page = await ada.program.get(f"{ada.book}/entries", params={"size": 10, "cursor": cursor})
        seen += [one["day"] for one in page.json()["items"]]
        cursor = page.json()["next"]
        if cursor is None:
            break
    assert seen == days[::-1]


async def test_only_the_fields_asked_for_come(ada: Ada) -> None:
    await ada.program.post(f"{ada.book}/entries", json=bakery(ada))
    page = await ada.program.get(f"{ada.book}/entries", params={"fields": "day, payee"})
    (one,) = page.json()["items"]
    assert one.keys() == {"id", "day", "payee"}
    page = await ada.program.get(f"{ada.book}/entries", params={"fields": "secret"})
    assert "There is no field “secret”" in page.json()["detail"]


async def test_a_change_takes_the_version_that_was_seen(ada: Ada) -> None:
    made = await ada.program.post(f"{ada.book}/entries", json=bakery(ada))
    place = f"{ada.book}/entries/{made.json()['id']}"
    without = await ada.program.patch(place, json={"note": "rolls"})
    assert without.status_code == 428
    seen = {"If-Match": made.headers["etag"]}
    changed = await ada.program.patch(place, json={"note": "rolls"}, headers=seen)
    assert changed.json() == {**made.json(), "note": "rolls", "version": 2}
    late = await ada.program.patch(place, json={"note": "buns"}, headers=seen)
    assert late.status_code == 412
    assert (await ada.program.delete(place, headers=seen)).status_code == 412
    seen = {"If-Match": changed.headers["etag"]}
    gone = await ada.program.delete(place, headers=seen)
    assert gone.json().keys() == {"change_set"}
    assert (await ada.program.get(place)).status_code == 404


async def test_a_new_amount_is_one_line_again(ada: Ada) -> None:
    lines = [{"amount": {"amount": text, "currency": "EUR"}} for text in ("-10.00", "-2.30")]
    made = await ada.program.post(f"{ada.book}/entries", json=bakery(ada, lines=lines))
    place = f"{ada.book}/entries/{made.json()['id']}"
    changed = await ada.program.patch(
        place,
        json={"amount": {"amount": "-5", "currency": "EUR"}},
        headers={"If-Match": made.headers["etag"]},
    )
    assert [one["amount"]["amount"] for one in changed.json()["lines"]] == ["-5.00"]


async def test_of_many_none_is_added_where_one_cannot_be(ada: Ada) -> None:
    wrong = bakery(ada, amount={"amount": "0.001", "currency": "EUR"})
    sent = {"entries": [bakery(ada), wrong]}
    answer = await ada.program.post(f"{ada.book}/entries/bulk", json=sent)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == ["entries.1.amount"]
    assert (await ada.program.get(f"{ada.book}/entries")).json()["items"] == []
