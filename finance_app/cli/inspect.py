"""`inspect`: what a bank's file says, as JSON, without storing anything."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from finance_app.cli import terminal
from finance_app.domain import regions
from finance_app.services import statements

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="OFX, QFX or CSV")
    parser.add_argument(
        "--region",
        default=regions.DEFAULT,
        help="whose habits decide where a CSV file proves nothing, such as de_DE",
    )
    parser.epilog = (
        "Prints transactions with date (ISO), amount (decimal text), currency, payee, memo and "
        "id, and the lines that were skipped with the reason. What the file leaves open is said on "
        "the error stream."
    )


def run(args: argparse.Namespace) -> int:
    """Read the file and print what it says."""
    region = regions.require_region(args.region)
    content = terminal.content(args.file)
    found = statements.inspect(content, region=region)
    for question in statements.open_questions(content, region=region):
        print(f"Not certain: {question}", file=sys.stderr)
    print(json.dumps(found, ensure_ascii=False, indent=2))
    return 0
