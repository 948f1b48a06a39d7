"""Every operation takes whatever is sent, and answers as its description says."""

from __future__ import annotations

from typing import Any

import hypothesis
import pytest
import schemathesis
from schemathesis import GenerationMode

from finance_app import db
from finance_app.domain.categories import CategoryKind
from finance_app.services import categories
from tests.api.conftest import a_token, served
from tests.api.test_sweep import OPERATIONS
from tests.conftest import an_account, somebody

# What a schema cannot say, such as which accounts a book has, is refused as well: 404, 412, 422.
RULES = {
    "checks": {
        "positive_data_acceptance": {
            "expected-statuses": ["2xx", "304", "401", "403", "404", "409", "412", "422"]
        }
    }
}


@pytest.fixture
def keys(sqlite: None) -> dict[str, str]:  # noqa: ARG001  it must be there
    """What is in a book, as bodies and addresses name it, and a token for it."""
    with db.write() as session:
        actor = somebody(session)
        account = an_account(session, actor)
        category = categories.add(session, actor, "Kites", CategoryKind.EXPENSE, None)
    return {
        "token": a_token(actor),
        "book": str(actor.book_id),
        "account": str(account),
        "account_id": str(account),
        "category": str(category),
        "category_id": str(category),
    }


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
