"""`recompute`: convert the amounts of books anew whose base currency or rates were changed."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from finance_app import db
from finance_app.cli import terminal
from finance_app.services import maintenance, recompute_runs, recomputing
from finance_app.services.recompute_runs import PAUSE

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

NICENESS = 10  # screens come first
EVERY = 10  # parts between two looks at how far it is


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--user", metavar="E-MAIL", help="the book that this user looks at only")
    parser.add_argument(
        "--watched",
        action="store_true",
        help="as the app starts it: nothing is said, input ends it",
    )
    parser.epilog = (
        "The app does this by itself while it is serving. It goes on where it was interrupted, "
        "beside the app as well, and is done once only."
    )


def run(args: argparse.Namespace) -> int:
    """Do what is to be done; 1 where another process is at it, or it was stopped."""
    book_id = terminal.actor(args.user).book_id if args.user else None
    with db.read() as session:
        maintenance.require_ready(session)
    os.nice(NICENESS)
    if args.watched:
        recompute_runs.run(terminal.now, going=terminal.is_watched)
        return 0
    count = recompute_runs.run(terminal.now, book_id=book_id, pause=PAUSE, going=_shown(book_id))
    with db.read() as session:
        left = recomputing.left(session, book_id)
    if sys.stdout.isatty():
        print("\r", end="")
    print(f"Recomputed {count} {'book' if count == 1 else 'books'}.")
    for one in left:
        print(one.problem or "Another process is at work, or it was cancelled.", file=sys.stderr)
    return 1 if left else 0


def _shown(book_id: int | None) -> Callable[[], bool]:
    """Return what is asked between two parts: at a terminal it shows how far it is."""
    parts = 0

    def going() -> bool:
        nonlocal parts
        if sys.stdout.isatty() and parts % EVERY == 0:
            with db.read() as session:
                for one in recomputing.left(session, book_id)[:1]:
                    print(f"\rAmounts in {one.currency}: {one.percent} %", end="", flush=True)
        parts += 1
        return True

    return going
