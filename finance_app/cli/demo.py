"""`demo`: a book filled with a household that never was, to look around in."""

from __future__ import annotations

import secrets
import shlex
import sys
from typing import TYPE_CHECKING

from finance_app import db
from finance_app.cli import terminal
from finance_app.config import settings
from finance_app.domain import regions
from finance_app.errors import ConflictError
from finance_app.services import demo, maintenance, users, welcome

if TYPE_CHECKING:
    import argparse

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

EMAIL = "demo@example.org"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--entries", type=int, default=2000, metavar="N", help="default: 2000")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another household")
    parser.add_argument("--user", metavar="E-MAIL", help="fill this user's book, if it is empty")
    parser.epilog = f"Without --user it adds {EMAIL} and prints their password once."


def run(args: argparse.Namespace) -> int:
    """Fill a book; undoing the one change it makes empties it again."""
    maintenance.prepare(terminal.now())
    now = terminal.now()
    password = "" if args.user else secrets.token_urlsafe(12)
    password_hash = users.hashed(password) if password else ""
    with db.write() as session:
        if args.user:
            actor = users.actor_by_email(session, args.user, now)
        else:
            actor = _newcomer(session, password_hash)
        welcome.finish(session, actor)
        demo.fill(session, actor, entries=args.entries, seed=args.seed, progress=_show)
    print(f"Filled the book of {actor.email} with {args.entries:,} entries.")
    if password:
        print(f"Sign in as {EMAIL} with the password {password}")
        print(f"Start it with: FINANCE_DATA_DIR={shlex.quote(str(settings().data_dir))} make run")
    return 0


def _newcomer(session: Session, password_hash: str) -> Actor:
    now = terminal.now()
    wanted = users.NewUser(EMAIL, password_hash, regions.DEFAULT, "UTC", "EUR")
    try:
        return users.add(session, wanted, now, is_admin=False)
    except ConflictError as error:
        message = (
            f"There is a user {EMAIL} already. `user reset-password {EMAIL}` gives them a new"
            " password; --user fills another one's book."
        )
        raise ConflictError(message) from error


def _show(written: int) -> None:
    if sys.stderr.isatty():
        print(f"{written:,} entries", end="\r", file=sys.stderr)
