"""`report`: a period's report as one HTML file, the same that the reports page gives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from finance_app import db
from finance_app.cli import terminal
from finance_app.domain.periods import Period
from finance_app.domain.valuation import Basis
from finance_app.errors import ConflictError
from finance_app.services import reports

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--user", required=True, metavar="E-MAIL", help="whose book")
    parser.add_argument(
        "--from",
        dest="start",
        required=True,
        type=terminal.day,
        metavar="DAY",
        help="the first day, such as 2026-01-01",
    )
    parser.add_argument(
        "--to",
        dest="last",
        required=True,
        type=terminal.day,
        metavar="DAY",
        help="the last day, which is in it",
    )
    parser.add_argument(
        "--basis",
        type=Basis,
        choices=list(Basis),
        default=Basis.ENTRY,
        help="at which rates: of each entry's day, the period's end, today, the bank's own",
    )
    parser.add_argument(
        "-o", "--output", required=True, type=Path, metavar="FILE", help="what is written"
    )
    parser.epilog = "It opens offline in any browser. A file that is there already is replaced."


def run(args: argparse.Namespace) -> int:
    """Write the report."""
    period = Period.of_days(args.start, args.last)
    actor = terminal.actor(args.user)
    with db.read() as session:
        content = reports.report(session, actor, period, args.basis)
    try:
        args.output.write_bytes(content)
    except OSError as error:
        raise ConflictError(f"{args.output} cannot be written: {error.strerror}.") from error
    print(f"Wrote {args.output}.")
    return 0
