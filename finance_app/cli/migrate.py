"""`migrate`: bring the database's schema to a revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.services import maintenance

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "revision",
        nargs="?",
        default="head",
        metavar="REVISION",
        help="where to go, up or down: a revision, base, or head (the default)",
    )
    parser.epilog = "Going down drops what the older schema does not know; make a backup first."


def run(args: argparse.Namespace) -> int:
    """Migrate."""
    print(f"The schema is at {maintenance.migrate(args.revision)}.")
    return 0
