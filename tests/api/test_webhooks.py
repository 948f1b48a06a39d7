"""Webhooks, as programs see to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.domain.change_kinds import Topic
from tests.api.test_nouns import seen

if TYPE_CHECKING:
    from tests.api.conftest import Ada

URL = "https://example.org/hook"


async def test_one_is_added_changed_paused_and_deleted(ada: Ada) -> None:
    place = f"{ada.book}/webhooks"
    added = await ada.program.post(place, json={"url": URL})
    assert added.status_code == 201, added.text
    assert added.json()["topics"] == list(Topic)
    one = f"{place}/{added.json()['id']}"
    assert added.headers["Location"].endswith(one)
    wanted = {"url": f"{URL}/2", "topics": ["entries"]}
    assert (await ada.program.put(one, json=wanted)).status_code == 428
    changed = await ada.program.put(one, json=wanted, headers=seen(added))
    assert (changed.json()["url"], changed.json()["topics"]) == (f"{URL}/2", ["entries"])
    assert (await ada.program.post(f"{one}/pause")).json()["is_paused"]
    assert not (await ada.program.post(f"{one}/resume")).json()["is_paused"]
    secret = (await ada.program.get(f"{one}/secret")).json()["secret"]
    assert secret.startswith("whsec_")
    assert secret not in (await ada.program.get(place)).text
    gone = await ada.program.delete(one, headers=seen(await ada.program.get(one)))
    assert gone.status_code == 204
    assert (await ada.program.get(place)).json()["items"] == []


async def test_it_is_told_of_changes_and_tried(ada: Ada) -> None:
    place = f"{ada.book}/webhooks"
    one = f"{place}/{(await ada.program.post(place, json={'url': URL})).json()['id']}"
    await ada.program.post(f"{ada.book}/tags", json={"name": "Trip"})
    tried = await ada.program.post(f"{one}/test")
    assert (tried.status_code, tried.json()["state"]) == (202, "waiting")
    standing = (await ada.program.get(f"{one}/standing")).json()
    assert (standing["waiting"], standing["trouble"]) == (2, "")
    listed = (await ada.program.get(f"{one}/deliveries")).json()["items"]
    assert [delivery["kind"] for delivery in listed] == ["test", "tag.add"]
    delivery = f"{one}/deliveries/{listed[1]['id']}"
    assert (await ada.program.get(delivery)).json() == listed[1]
    again = await ada.program.post(f"{delivery}/redeliver")
    assert (again.status_code, again.json()["body"]) == (202, listed[1]["body"])


async def test_what_is_wrong_is_named(ada: Ada) -> None:
    place = f"{ada.book}/webhooks"
    refused = await ada.program.post(place, json={"url": "http://example.org"})
    assert refused.status_code == 422
    assert [one["field"] for one in refused.json()["errors"]] == ["url"]
    nothing = await ada.program.post(place, json={"url": URL, "topics": []})
    assert [one["field"] for one in nothing.json()["errors"]] == ["topics"]
