"""The command line: one table, one module a command, nothing of Reflex.

A command's module has the name of the command, unless `MODULES` names another, and two functions:
`add_arguments(parser)` and `run(args)`, which returns the exit code. It is imported only when its
command is called.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from sqlalchemy.exc import DatabaseError

from finance_app import __version__, config
from finance_app.errors import AppError

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "serve": "start the app",
    "worker": "do what recurs beside the app, which has FINANCE_JOBS=off then (PostgreSQL)",
    "jobs": "list what recurs, or do one of it now",
    "build": "build the browser's part, where it is missing or out of date",
    "migrate": "bring the database's schema up to date, or to a revision",
    "user": "add users, set passwords, disable, make administrators",
    "token": "make, list and revoke the tokens that programs come with",
    "demo": "fill a book with a household that never was",
    "inspect": "print what a bank's file says, without storing it",
    "import": "bring a bank's file into an account",
    "report": "write a period's report as one HTML file",
    "export": "write all of a user's data as one zip file",
    "rates": "fetch exchange rates now, or say how current they are",
    "recompute": "convert amounts anew after another base currency or other rates",
    "secrets": "seal what FINANCE_SECRET_KEY protects anew, after another key was chosen",
    "verify": "prove that books fit together",
    "backup": "copy the database, also while the app is serving",
}
MODULES = {
    "export": "exports",
    "import": "imports",
    "report": "reports",
    "token": "tokens",
    "user": "users",
}  # of nouns, not verbs
PUBLIC = "build"  # makes what every user may read, such as the one that a container serves as
INTERRUPTED = 130  # what a shell reports after Ctrl-C


class Command(Protocol):
    """What the module of a command offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's arguments."""

    def run(self, args: argparse.Namespace) -> int:
        """Do it and return the exit code."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 done, 1 refused with a sentence on stderr; wrong usage exits with 2.
    """
    words = sys.argv[1:] if argv is None else list(argv)
    if words[:1] != [PUBLIC]:
        os.umask(0o077)  # what is written is the owner's alone: database, key, backup, report
    try:
        args = _parser(words).parse_args(words)
        for warning in config.unknown():
            print(warning, file=sys.stderr)
        return _command(args.command).run(args)
    except AppError as error:
        print(error.message, file=sys.stderr)
        return 1
    except DatabaseError as error:
        reason = str(error.orig).partition("\n")[0]  # what PostgreSQL adds may be somebody's
        print(f"The database cannot be used: {reason}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or 'A file'} cannot be used: {error.strerror}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """Make the parser: every command by name, the arguments of the one that is called."""
    parser = argparse.ArgumentParser(
        prog="python -m finance_app", description="Personal finance, self-hosted."
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, summary in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=f"{summary.capitalize()}.")
        if name in words[:1]:
            _command(name).add_arguments(command)
    return parser


def _command(name: str) -> Command:
    """Import the module of a command."""
    return cast("Command", import_module(f"{__name__}.{MODULES.get(name, name)}"))
