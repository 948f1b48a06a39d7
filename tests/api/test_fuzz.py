"""Every operation takes whatever is sent, and answers as its description says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import hypothesis
import pytest
import schemathesis
from schemathesis import GenerationMode

from finance_app import db
from finance_app.domain.categories import CategoryKind
from finance_app.domain.change_kinds import Topic
from finance_app.domain.entries import EntryDraft
from finance_app.domain.webhooks import WebhookDraft
from finance_app.models import tables
from finance_app.services import categories, entries, imports, webhook_logs, webhooks
from tests.api.conftest import a_token, served
from tests.api.test_imports import OFX
from tests.api.test_sweep import OPERATIONS
from tests.conftest import an_account, somebody
from tests.services.books import DAY

# What a schema cannot say, such as which accounts a book has, is refused as well; but the token
# opens everything: 401 or 403 is a mistake.
RULES = {
    "checks": {
        "positive_data_acceptance": {
            "expected-statuses": ["2xx", "304", "404", "409", "412", "422"]
        }
    }
}


@pytest.fixture
def keys(sqlite: None) -> dict[str, str]:  # noqa: ARG001  it must be there
    """What is in a book, as bodies and addresses name it, and a token for it."""
    with db.write() as session:
        eve, user = somebody(session, "eve@example.org"), tables.user
        actor = replace(somebody(session), is_admin=True)
        mine = user.c.id == actor.user_id
        session.execute(user.update().where(mine).values(is_admin=True))
        account = an_account(session, actor)
        category = categories.add(session, actor, "Kites", CategoryKind.EXPENSE, None)
        entry = entries.add(session, actor, EntryDraft(account, DAY, -1230, "Bakery"))
        hook = webhooks.add(session, actor, WebhookDraft("https://example.org/hook", tuple(Topic)))
        delivery = webhook_logs.test(session, actor, hook)
        found = {"account": account, "category": category, "entry": entry, "user": eve.user_id}
        found |= {"book": actor.book_id, "webhook": hook, "webhook_delivery": delivery}
        found["statement_import"] = imports.stage(session, actor, "checking.ofx", OFX)
    keys = {name: str(key) for name, key in found.items()} | {"job": "tidy"}
    also = {"account_id": keys["account"], "category_id": keys["category"]}
    return {**keys, **also, "token": a_token(actor, "admin")}


def with_keys(sent: Any, keys: dict[str, str]) -> Any:
    """Return what is sent with keys of things that are there."""
    if isinstance(sent, dict):
        known = {name: keys[name] for name in sent if name in keys}
        return {name: with_keys(each, keys) for name, each in sent.items()} | known
    return [with_keys(each, keys) for each in sent] if isinstance(sent, list) else sent


@pytest.mark.parametrize("mode", list(GenerationMode), ids=str)
@pytest.mark.parametrize("name", [operation["operationId"] for _, _, operation in OPERATIONS])
def test_an_operation_answers_as_it_says(
    name: str, mode: GenerationMode, keys: dict[str, str], request: pytest.FixtureRequest
) -> None:
    rules = schemathesis.Config.from_dict(RULES)
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", served(), config=rules)
    operation = schema.find_operation_by_id(name)
    headers = {"Authorization": f"Bearer {keys['token']}", "If-Match": "*"}

    @hypothesis.settings(
        max_examples=200 if request.config.getoption("--soak") else 5,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def run(case: Any) -> None:
        if mode is GenerationMode.POSITIVE:
            case.path_parameters = with_keys(case.path_parameters, keys)
            case.body = with_keys(case.body, keys)
        case.validate_response(case.call(headers=headers))

    run()
