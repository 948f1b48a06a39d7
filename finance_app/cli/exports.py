"""`export`: all of a user's data as one zip file, the same that the profile page gives."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from finance_app import db
from finance_app.cli import terminal
from finance_app.domain.audit import What
from finance_app.errors import InvalidInputError
from finance_app.services import audit, data_exports, export_files, maintenance

if TYPE_CHECKING:
    import argparse

NICENESS = 10  # screens come first


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--user", metavar="E-MAIL", help="whose data")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="what is written")
    parser.add_argument(
        "--watched",
        action="store_true",
        help="as the app starts it: write what was asked for; input ends it",
    )
    parser.epilog = "A file that is there already is replaced."


def run(args: argparse.Namespace) -> int:
    """Write one user's file, or what users asked for."""
    if args.watched:
        with db.read() as session:
            maintenance.require_ready(session)
        os.nice(NICENESS)
        data_exports.run(terminal.now, terminal.is_watched)
        return 0
    if not args.user or not args.output:
        raise InvalidInputError("Say whose data with --user, and where to with -o.")
    actor = terminal.actor(args.user)
    with db.read() as session:
        export_files.write(session, actor.user_id, args.output, terminal.now(), lambda _: None)
    with db.write() as session:
        audit.add(session, What.DATA_ASKED, terminal.now(), target_id=actor.user_id)
    print(f"Wrote {args.output}.")
    return 0
