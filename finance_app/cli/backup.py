"""`backup`: a consistent copy of the SQLite database, also while the app is serving."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from finance_app import db
from finance_app.cli import terminal
from finance_app.domain.audit import What
from finance_app.services import audit, maintenance

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help="a file that is not there"
    )
    parser.epilog = "The secret key is not in it; PostgreSQL has pg_dump."


def run(args: argparse.Namespace) -> int:
    """Write the copy."""
    with db.read() as session:
        maintenance.require_ready(session)
    maintenance.backup(args.output)
    with db.write() as session:
        audit.add(session, What.COMMAND, terminal.now(), subject="backup")
    print(f"Wrote {args.output}.")
    return 0
