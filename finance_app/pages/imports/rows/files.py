"""A bank's file, what came of it, and the files before it, as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from finance_app.domain.actors import Actor
from finance_app.domain.formatting import count_text, day_text
from finance_app.domain.import_plans import Outcome, Span
from finance_app.domain.import_previews import Preview
from finance_app.domain.imports import ImportStatus
from finance_app.domain.statements import Skipped
from finance_app.services.imports import ImportView
from finance_app.ui import links

MOST_SKIPPED = 100  # listed
STATES = {ImportStatus.STAGED: "Not imported yet", ImportStatus.COMMITTED: "Imported"}


@dataclass(frozen=True)
class ImportLine:
    """One of the last imports."""

    key: str = ""
    filename: str = ""
    note: str = ""
    state: str = ""
    tone: str = ""
    href: str = ""
    waiting: bool = False
    undoable: bool = False


@dataclass(frozen=True)
class SpanText:
    """What came in on one account, and where it is."""

    text: str = ""
    href: str = ""


@dataclass(frozen=True)
class DoneText:
    """What came of an import.

    Args:
        href: the entries, nothing where they were taken back.
        spans: the accounts, where there are several.
        undoable: it can be taken back.
    """

    sentence: str = ""
    href: str = ""
    spans: list[SpanText] = field(default_factory=list)
    undoable: bool = False


@dataclass(frozen=True)
class FileText:
    """What a file is; `left` heads the list of what was skipped, `laid_out` is a CSV file."""

    name: str = ""
    note: str = ""
    left: str = ""
    skipped: list[str] = field(default_factory=list)
    laid_out: bool = False


def line(found: ImportView, actor: Actor) -> ImportLine:
    """Show one of the last imports."""
    waiting = found.status is ImportStatus.STAGED
    when = day_text(found.created_at.astimezone(ZoneInfo(actor.time_zone)).date(), actor.region)
    count = "" if waiting else f" · {entries(found.outcome.imported, actor)}"
    return ImportLine(
        key=str(found.id),
        filename=found.filename,
        note=f"{when}{count}",
        state="Undone" if found.undone else STATES[found.status],
        tone="doubt" if waiting else "" if found.undone else "income",
        href=links.import_batch(str(found.id)),
        waiting=waiting,
        undoable=not waiting and not found.undone,
    )


def about(shown: Preview, actor: Actor) -> FileText:
    """Say what a file is: format, account, period, number of rows, and what was skipped."""
    days = [row.day for group in shown.groups for row in group.rows]
    count = len(days)
    parts = [shown.format, f"{count_text(count, actor.region)} {'row' if count == 1 else 'rows'}"]
    if days:
        parts.append(period(min(days), max(days), actor.region))
    return FileText(
        name=shown.filename,
        note=" · ".join(parts),
        left=_left(len(shown.skipped), actor),
        skipped=[_skipped(each) for each in shown.skipped[:MOST_SKIPPED]],
        laid_out=shown.plan.layout is not None,
    )


def done(outcome: Outcome, actor: Actor, *, undone: bool) -> DoneText:
    """Say what came of an import."""
    came = "had come in" if undone else f"came in{_places(outcome.spans, actor)}"
    sentence = f"{entries(outcome.imported, actor)} {came}"
    if outcome.left_out:
        stayed = "row stayed" if outcome.left_out == 1 else "rows stayed"
        sentence += f"; {count_text(outcome.left_out, actor.region)} {stayed} out"
    if undone:
        return DoneText(f"{sentence}; all of it was undone.")
    spans = [_span(each, actor) for each in outcome.spans] if outcome.spans[1:] else []
    return DoneText(f"{sentence}.", _all(outcome.spans), spans, undoable=True)


def _places(spans: Sequence[Span], actor: Actor) -> str:
    """Say where entries came in: ` on Checking, Nov 3, 2026 – Nov 20, 2026`."""
    if not spans:
        return ""
    if spans[1:]:
        return f" on {count_text(len(spans), actor.region)} accounts"
    return f" on {spans[0].account}, {_days(spans[0], actor)}"


def _all(spans: Sequence[Span]) -> str:
    if not spans:
        return ""
    days = f"{min(each.first for each in spans)}..{max(each.last for each in spans)}"
    return links.entries(period=days, account="" if spans[1:] else str(spans[0].account_id))


def entries(count: int, actor: Actor) -> str:
    """Count entries: `1 entry`, `1,200 entries`."""
    return f"{count_text(count, actor.region)} {'entry' if count == 1 else 'entries'}"


def period(first: date, last: date, region: str) -> str:
    """Write a period: `Nov 3, 2026 – Nov 20, 2026`."""
    return " – ".join(dict.fromkeys((day_text(first, region), day_text(last, region))))


def _span(found: Span, actor: Actor) -> SpanText:
    return SpanText(
        text=f"{entries(found.count, actor)} on {found.account}, {_days(found, actor)}",
        href=_all([found]),
    )


def _days(found: Span, actor: Actor) -> str:
    return period(date.fromisoformat(found.first), date.fromisoformat(found.last), actor.region)


def _left(count: int, actor: Actor) -> str:
    if not count:
        return ""
    shown = count_text(count, actor.region)
    return "1 line is no transaction" if count == 1 else f"{shown} lines are no transactions"


def _skipped(found: Skipped) -> str:
    return f"Line {found.line}: {found.why}" if found.line else found.why
