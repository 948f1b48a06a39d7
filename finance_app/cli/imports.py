"""`import`: a bank's file into a book, as the import page would do it unasked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from finance_app import db
from finance_app.cli import terminal
from finance_app.errors import NotFoundError
from finance_app.services import accounts, import_previews, imports

if TYPE_CHECKING:
    import argparse

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="OFX, QFX or CSV")
    parser.add_argument("--user", required=True, metavar="E-MAIL", help="whose book")
    parser.add_argument("--account", required=True, metavar="NAME", help="an account in it")
    parser.add_argument("--json", action="store_true", help="print what came in as JSON")
    parser.epilog = "Rows that are in the book already, or look like it, stay out."


def run(args: argparse.Namespace) -> int:
    """Import the new rows of a file in one change, which can be undone."""
    content = terminal.content(args.file)
    actor = terminal.actor(args.user)
    with db.write() as session:
        account_id = _account(session, actor, args.account)
        import_id = imports.stage(session, actor, args.file.name, content)
        shown = import_previews.preview(session, actor, import_id)
        plan = shown.plan
        for group in shown.groups:
            plan = plan.aimed(group.place, account_id)
        imports.decide(session, actor, import_id, plan)
        done = imports.commit(session, actor, import_id)
    if args.json:
        print(json.dumps({"imported": done.imported, "left_out": done.left_out}))
    else:
        print(f"Imported {done.imported:,} rows, left out {done.left_out:,}.")
    return 0


def _account(session: Session, actor: Actor, name: str) -> int:
    for found in accounts.everything(session, actor):
        if found.name.casefold() == name.casefold() or str(found.id) == name:
            return found.id
    raise NotFoundError(f"{actor.email} has no account “{name}”.")
