"""`build`: make the browser's part, where it is missing or out of date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.cli import frontend

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--force", action="store_true", help="build even if it is up to date")


def run(args: argparse.Namespace) -> int:
    """Build, unless nothing changed since the last time."""
    if frontend.is_current() and not args.force:
        return 0
    print("Building the browser's part; the first time takes about a minute.", flush=True)
    frontend.build()
    return 0
