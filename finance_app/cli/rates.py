"""`rates`: fetch exchange rates now, or say how current they are and what was refused."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from finance_app import db
from finance_app.cli import terminal
from finance_app.services import maintenance, rate_feeds

if TYPE_CHECKING:
    import argparse

    from finance_app.services.rate_feeds import Refreshed, SourceStatus

MOMENT = "%Y-%m-%d %H:%M UTC"
REFUSED_SHOWN = 10
TOO_SOON = "Nobody was asked: the last time was less than a minute ago."
NOBODY = (
    "Nobody is asked for exchange rates: FINANCE_RATE_PROVIDERS is empty, or the administrator"
    " switched that off."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    refreshing = verbs.add_parser("refresh", help="ask now, also whoever is not due yet or paused")
    refreshing.set_defaults(verb=_refresh)
    verbs.add_parser("status", help="say how current they are").set_defaults(verb=_status)
    parser.epilog = (
        "The app refreshes rates by itself while it serves. `refresh` exits with 1 where somebody"
        " who was asked did not give any."
    )


def run(args: argparse.Namespace) -> int:
    """Do what is asked."""
    with db.read() as session:
        maintenance.require_ready(session)
    verb: int = args.verb()
    return verb


def _refresh() -> int:
    done = rate_feeds.refresh(terminal.now(), anyway=True, progress=_show)
    for sentence in (*done.troubles, *done.refusals):
        print(sentence, file=sys.stderr)
    print(_came(done))
    return 1 if done.failed else 0


def _status() -> int:
    found = _sources()
    if not any(each.is_on for each in found):
        print(NOBODY)
    for each in found:
        print(_described(each))
    return 0


def _sources() -> tuple[SourceStatus, ...]:
    with db.read() as session:
        return rate_feeds.status(session, terminal.now())


def _came(done: Refreshed) -> str:
    if not done.asked:
        return TOO_SOON if any(each.is_on for each in _sources()) else NOBODY
    if not done.changes:
        return "There is nothing new."
    first, last = min(one.first for one in done.changes), max(one.last for one in done.changes)
    currencies = sorted({one.currency for one in done.changes})
    few = ", ".join(currencies[:8]) + (" …" if len(currencies) > 8 else "")  # noqa: PLR2004  fits a line
    count = f"{done.added:,} new {'rate' if done.added == 1 else 'rates'}"
    corrected = f", {done.corrected:,} corrected" if done.corrected else ""
    return f"{count}{corrected}, {first} to {last}, of {few}"


def _described(one: SourceStatus) -> str:
    age = "" if one.age is None else f", {one.age} days old" if one.age != 1 else ", 1 day old"
    lines = [
        f"{one.title} ({one.source})",
        f"  newest rates   {one.newest_day or 'none'}{age}",
    ]
    if one.succeeded_at:
        lines.append(f"  last success   {one.succeeded_at.strftime(MOMENT)}")
    if one.is_on and one.next_at:
        paused = ", left alone until then" if one.is_paused else ""
        lines.append(f"  asked next     {one.next_at.strftime(MOMENT)}{paused}")
    if not one.is_on:
        lines.append("  asked next     never: FINANCE_RATE_PROVIDERS does not name it")
    if one.trouble:
        lines.append(f"  trouble        {one.trouble}")
    lines += [
        f"  refused        {each.currency} of {each.day}, {each.per_base}: {each.reason}"
        for each in one.refused[:REFUSED_SHOWN]
    ]
    if len(one.refused) > REFUSED_SHOWN:
        lines.append(f"  refused        and {len(one.refused) - REFUSED_SHOWN} more")
    return "\n".join(lines)


def _show(percent: int) -> None:
    if sys.stderr.isatty():
        print(f"{percent} %", end="\r", file=sys.stderr)
