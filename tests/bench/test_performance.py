"""What the benchmark makes of what it measured: its table and its plot."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from bench import drawing, report
from bench.timing import Work

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SIZES = (10_000, 100_000, 1_000_000)


def measured(name: str, *times: float, label: str = "") -> Work:
    return Work(name, label=label, times=dict(zip(SIZES, times, strict=True)))


def test_many_runs_are_kept_with_what_95_of_100_stayed_within() -> None:
    work = Work("a click")
    work.keep(10_000, [float(place) for place in range(1, 21)])
    assert (work.times[10_000], work.tails[10_000]) == (10.5, 19.0)


def test_few_runs_have_a_median_only() -> None:
    work = Work("a start")
    work.keep(10_000, [3.0, 1.0, 2.0])
    assert (work.times[10_000], work.tails) == (2.0, {})


def test_the_table_says_what_a_million_entries_cost_against_fewer() -> None:
    work = measured("charts", 0.5, 0.8, 1.0)
    work.tails[100_000] = 0.9
    row = report.table([work], SIZES).splitlines()[-1]
    assert row == "| charts | 500.0 ms | 800.0 ms, p95 900.0 ms | 1.0 s | 2.00 | 1.25 |  |  |"


def test_sizes_are_no_times() -> None:
    assert "| 512 | 512 | 512 |" in report.table([measured("sent, kB", 512, 512, 512)], SIZES)


def test_the_plot_has_a_line_and_a_label_for_what_has_a_name_there() -> None:
    works = [measured("a", 0.1, 0.2, 0.3, label="one & two"), measured("b", 1, 2, 3)]
    drawn = ET.fromstring(drawing.plot(works, SIZES))  # noqa: S314  our own
    names = [element.tag.partition("}")[2] for element in drawn.iter()]
    assert names.count("polyline") == 1
    assert "one & two" in [element.text for element in drawn.iter()]


def test_labels_keep_their_order_and_do_not_touch() -> None:
    placed = drawing.spread([100, 101, 99, 300])
    assert sorted(range(4), key=placed.__getitem__) == [2, 0, 1, 3]
    apart = sorted(placed)
    assert all(b - a >= drawing.APART - 0.1 for a, b in pairwise(apart))


def test_rows_that_were_measured_again_take_the_place_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "PAGE", tmp_path / "performance.md")
    before = [measured("charts", 1, 2, 3), measured("charts, warm", 4, 5, 6)]
    report.PAGE.write_text(f"# Title\n\n{report.table(before, SIZES)}", "utf-8")
    again = measured("charts", 7, 8, 9)
    report.mend([again], SIZES)
    after = f"# Title\n\n{report.table([again, before[1]], SIZES)}"
    assert report.PAGE.read_text("utf-8") == after
