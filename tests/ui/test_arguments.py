from __future__ import annotations

from typing import Any

import pytest

from finance_app.errors import InvalidInputError
from finance_app.ui.arguments import Arguments, Day, Line, Switch


class Answers(Arguments):
    payee: Line
    day: Day
    cleared: Switch = False


def test_a_forms_answers_are_read() -> None:
    read = Answers.of({"payee": "  Bakery ", "day": "2026-11-23", "cleared": "on"})
    assert (read.payee, str(read.day), read.cleared) == ("Bakery", "2026-11-23", True)
    assert not Answers.of({"payee": "", "day": "2026-11-23"}).cleared


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"payee": "x" * 201}, "payee"),
        ({"day": "2026-11-31"}, "day"),
        ({"day": "yesterday"}, "day"),
        ({"payee": 7}, ""),
        ({"cleared": "perhaps"}, ""),
        ({"more": "x"}, ""),
        ({1: "x"}, ""),
    ],
)
def test_what_is_wrong_with_an_answer_is_said_beside_it(
    changes: dict[Any, Any], field: str
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        Answers.of({"payee": "Bakery", "day": "2026-11-23", **changes})
    assert caught.value.field == field


def test_all_that_is_wrong_with_answers_is_said() -> None:
    with pytest.raises(InvalidInputError) as caught:
        Answers.of({"payee": "x" * 201, "day": ""})
    assert [(part.field, part.message) for part in caught.value.parts] == [
        ("payee", "Write at most 200 characters."),
        ("day", "Choose a day."),
    ]


@pytest.mark.parametrize("sent", [None, 5, "text", ["payee"], float("nan")])
def test_what_is_no_form_is_refused(sent: object) -> None:
    with pytest.raises(InvalidInputError):
        Answers.of(sent)
