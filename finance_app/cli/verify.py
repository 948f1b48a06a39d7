"""`verify`: prove that books fit together."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from finance_app import db
from finance_app.cli import terminal
from finance_app.domain.audit import What
from finance_app.jobs.runner import worker
from finance_app.jobs.schedule import VERIFY
from finance_app.jobs.work import proven
from finance_app.services import audit, chains, jobs, maintenance, verify

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--user", metavar="E-MAIL", help="this user's book only")
    parser.add_argument(
        "--seal",
        action="store_true",
        help="trust where the chains end from now on: after another secret key, nothing else",
    )
    parser.add_argument("--json", action="store_true", help="print findings as JSON")
    parser.epilog = (
        "Makes again what is derived (totals, conversions, search index), adds up lines, follows "
        "transfers and the hash chain of changes. What it came to is kept for administrators. "
        "Exits with 1 where something does not fit."
    )


def run(args: argparse.Namespace) -> int:
    """Check one book or all; 1 where something does not fit."""
    book_id, began = terminal.actor(args.user).book_id if args.user else None, terminal.now()
    with db.read() as session:
        maintenance.require_ready(session)
    if args.seal:
        with db.write() as session:
            chains.seal_anew(session)
            audit.add(session, What.RESEALED, began)
    with db.read() as session:
        findings, head = verify.verify(session, book_id), chains.server_head(session)
    if book_id is None:
        with db.write() as session:
            jobs.note(session, VERIFY, proven(findings), worker(), began)
    if args.json:
        print(json.dumps([asdict(each) for each in findings], ensure_ascii=False, indent=2))
    else:
        for each in findings:
            print(f"{each.check}: {each.message}")
        print(f"The audit log's last event is {head.sequence}, {head.hash}.")
        print(f"{len(findings)} findings." if findings else "Everything fits together.")
    return 1 if findings else 0
