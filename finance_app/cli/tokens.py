"""`token`: making, listing and revoking what programs come with under /api/v1."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from finance_app import db
from finance_app.cli import terminal
from finance_app.domain.api_tokens import Scope
from finance_app.errors import InvalidInputError
from finance_app.services import api_tokens, books

if TYPE_CHECKING:
    import argparse

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

ONCE = "This is the only time that it is shown."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    adding = verbs.add_parser("add", help="make a token, and print it once")
    adding.add_argument("email", metavar="E-MAIL", help="of the user that it speaks for")
    adding.add_argument("name", metavar="NAME", help="what it is for, such as “Backup script”")
    adding.add_argument("--scope", choices=list(Scope), default=Scope.READ.value)
    adding.add_argument("--book", metavar="NAME", help="the only book that it opens")
    adding.add_argument("--days", type=int, default=365, help="that it works; 0 is without end")
    adding.set_defaults(verb=_add)
    listing = verbs.add_parser("list", help="list a user's tokens")
    listing.add_argument("email", metavar="E-MAIL")
    listing.set_defaults(verb=_list)
    revoking = verbs.add_parser("revoke", help="let nobody in with a token any more")
    revoking.add_argument("email", metavar="E-MAIL")
    revoking.add_argument("key", metavar="KEY", type=terminal.key, help="as `list` says it")
    revoking.set_defaults(verb=_revoke)


def run(args: argparse.Namespace) -> int:
    """Do what is asked."""
    verb: int = args.verb(args)
    return verb


def _add(args: argparse.Namespace) -> int:
    actor = terminal.actor(args.email)
    with db.write() as session:
        book_id = _book(session, actor, args.book) if args.book else None
        wanted = api_tokens.Wanted(args.name, args.scope, book_id, args.days)
        token = api_tokens.make(session, actor, wanted, right=True)
    print(token)
    print(ONCE, file=sys.stderr)
    return 0


def _list(args: argparse.Namespace) -> int:
    actor = terminal.actor(args.email)
    with db.read() as session:
        for one in api_tokens.everything(session, actor):
            until = f"until {one.ends_at:%Y-%m-%d}" if one.ends_at else "without end"
            used = f"used {one.used_at:%Y-%m-%d}" if one.used_at else "never used"
            where = one.book or "all books"
            print(one.key, one.name, one.scope, where, until, used, sep="\t")
    return 0


def _revoke(args: argparse.Namespace) -> int:
    actor = terminal.actor(args.email)
    with db.write() as session:
        print(f"Revoked “{api_tokens.revoke(session, actor, args.key)}”.")
    return 0


def _book(session: Session, actor: Actor, name: str) -> int:
    """Return the actor's one book of a name.

    Raises:
        InvalidInputError: none of their books has it, or several have.
    """
    found = [one.id for one in books.everything(session, actor) if one.name == name]
    if len(found) != 1:
        how = "None" if not found else "More than one"
        raise InvalidInputError(f"{how} of the books of {actor.email} is called “{name}”.")
    return found[0]
