from __future__ import annotations

import asyncio

import pytest

from finance_app.errors import ConflictError
from finance_app.ui.jobs import Job


async def test_every_step_of_a_job_is_shown_and_its_result_returned() -> None:
    job, shown, seen = Job(), list[int](), asyncio.Event()

    async def show() -> None:
        shown.append(job.percent)
        seen.set()

    async def work() -> str:
        for percent in (10, 60):
            seen.clear()
            job.at(percent)
            await seen.wait()
        return "done"

    assert await job.followed(work(), show) == "done"
    assert shown == [10, 60]


async def test_a_job_that_is_cancelled_says_so_at_its_next_step() -> None:
    job = Job("The import was cancelled; nothing came in.")
    job.cancelled.set()
    with pytest.raises(ConflictError, match="nothing came in"):
        job.at(10)


async def test_what_a_job_raises_is_raised_to_who_follows_it() -> None:
    async def work() -> None:
        raise ConflictError("That was undone already.")

    async def show() -> None:
        """Show nothing."""

    with pytest.raises(ConflictError, match="undone already"):
        await Job().followed(work(), show)
