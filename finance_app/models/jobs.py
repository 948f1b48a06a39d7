"""Jobs that run by themselves, and their runs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from finance_app.domain.jobs import Outcome
from finance_app.models.columns import big, instant, key_field, one_of


class Job(SQLModel, table=True):
    """How a job stands; all instants of jobs are by the database's clock.

    Whoever does something for a job locks its row. `fence` ascends with every claim, `run_id` is
    the run that goes on. `since` is when it came to be known; `asked_at` when somebody wanted it to
    run at once.
    """

    name: str = Field(primary_key=True, max_length=40)
    since: datetime = instant()
    fence: int = big(default=0)
    run_id: int | None = big(default=None, nullable=True)
    failures: int = 0
    retry_at: datetime | None = instant(default=None, nullable=True)
    asked_at: datetime | None = instant(default=None, nullable=True)
    cancelled: bool = False


class JobRun(SQLModel, table=True):
    """One time that a job runs: `worker` is at it until `lease_until`, unless that is put off."""

    __tablename__ = "job_run"
    __table_args__ = (
        UniqueConstraint("name", "scheduled_for"),
        one_of("outcome", Outcome),
        Index("ix_job_run_fence", "name", "fence"),
    )

    id: int = key_field(primary_key=True)
    name: str = Field(max_length=40)
    scheduled_for: datetime = instant()
    fence: int = big(default=0)
    tries: int = 1
    worker: str = Field(max_length=80)
    lease_until: datetime | None = instant(default=None, nullable=True)
    started_at: datetime = instant()
    finished_at: datetime | None = instant(default=None, nullable=True)
    outcome: str = Field(max_length=10)
    percent: int = 0
    said: str = Field(default="", max_length=300)
    details: str = Field(default="", sa_type=Text)
    error: str = Field(default="", max_length=300)
    event: str = Field(default="", max_length=20)
