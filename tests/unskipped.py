"""In CI a skipped test is a failed one: what cannot run there is not checked anywhere."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail what was skipped."""
    return failed((yield)) if os.environ.get("CI") else (yield)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail what was not even collected."""
    return failed((yield)) if os.environ.get("CI") else (yield)


def failed(report: Any) -> Any:
    """Return a report, as a failure where it is of a skipped test."""
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped in CI: {report.longrepr[-1]}"
    return report
