"""The table of figures names tests that exist, and what was measured before is kept."""

from __future__ import annotations

from tests.figures import FIGURES, PAGE, ROOT, Measured, files, text

MACHINE = {"cores": 2, "memory": 4}


def row(page: str, name: str) -> list[str]:
    (found,) = (line for line in page.splitlines() if line.startswith(f"| {name} |"))
    return [cell.strip() for cell in found.strip("|").split("|")]


def test_each_figure_is_measured_or_says_what_it_waits_for() -> None:
    assert [each.name for each in FIGURES if not each.tests and not each.comes_with] == []
    assert [path for path in files() if not (ROOT / path).is_file()] == []


def test_the_page_that_is_kept_has_every_figure() -> None:
    page = PAGE.read_text("utf-8")
    for each in FIGURES:
        assert row(page, each.name)[1] == each.goal


def test_what_was_not_run_keeps_its_day_and_what_was_says_what_came_of_it() -> None:
    one, other = (each for each in FIGURES if each.name in ("enumeration", "SMTP down a day"))
    first = Measured()
    first.note(one.name, "2 ms")
    first.outcomes[one.tests[0]]["passed"] = 3
    page = text(first, "", MACHINE)
    assert row(page, one.name)[2:4] == ["2 ms; 3 passed", "reached"]
    assert row(page, other.name)[3] == "not run"
    second = Measured()
    second.outcomes[other.tests[0]]["failed"] = 1
    again = text(second, page, MACHINE)
    assert row(again, one.name) == row(page, one.name)
    assert row(again, other.name)[2:4] == ["1 failed", "failed"]


def test_a_figure_of_which_some_tests_did_not_run_does_not_count_as_reached() -> None:
    kills = next(each for each in FIGURES if len(each.tests) > 1)
    some = Measured()
    some.outcomes[kills.tests[0]]["passed"] = 1
    assert row(text(some, "", MACHINE), kills.name)[3] == "partly run"
