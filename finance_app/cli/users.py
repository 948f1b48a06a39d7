"""`user`: adding, inviting, disabling, administrators, factors and passwords.

Passwords come from a prompt or stdin, never as words of the command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app import db
from finance_app.cli import terminal
from finance_app.domain import regions
from finance_app.domain.audit import What
from finance_app.services import (
    administration,
    invitations,
    maintenance,
    preferences,
    signup,
    users,
)
from finance_app.services.server_changes import By

if TYPE_CHECKING:
    import argparse


CHANGES = {
    "disable": ("keep a user out, everywhere at once", What.DISABLE, "Disabled {}."),
    "enable": ("let a user in again", What.ENABLE, "Enabled {}."),
    "make-admin": ("make a user an administrator", What.MAKE_ADMIN, "Made {} an administrator."),
    "unmake-admin": (
        "make an administrator an ordinary user",
        What.UNMAKE_ADMIN,
        "{} is no administrator any more.",
    ),
    "reset-factors": (
        "take app, passkeys and backup codes away",
        What.RESET_FACTORS,
        "Took all factors of {} away; their password alone lets them in.",
    ),
}
"""What is done with a user: what it does, the verb, what is said afterwards."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    adding = verbs.add_parser("add", help="add a user with a book of their own")
    adding.add_argument("email", metavar="E-MAIL")
    adding.add_argument("--region", default=regions.DEFAULT, help="such as de_DE")
    adding.add_argument("--currency", help="of the book, such as EUR; else the region's")
    adding.add_argument("--time-zone", default="UTC", help="such as Europe/Berlin")
    adding.add_argument("--admin", action="store_true", help="the first user is one anyway")
    adding.set_defaults(verb=_add)
    inviting = verbs.add_parser("invite", help="mail somebody the link that makes their account")
    inviting.add_argument("email", metavar="E-MAIL")
    inviting.set_defaults(verb=_invite)
    resetting = verbs.add_parser("reset-password", help="set a password and end all sessions")
    resetting.add_argument("email", metavar="E-MAIL")
    resetting.set_defaults(verb=_reset)
    for name, (summary, _, _) in CHANGES.items():
        changing = verbs.add_parser(name, help=summary)
        changing.add_argument("email", metavar="E-MAIL")
        changing.set_defaults(verb=_change, name=name)
    parser.epilog = "The password is asked for, or read from stdin: one line."


def run(args: argparse.Namespace) -> int:
    """Do what is asked."""
    verb: int = args.verb(args)
    return verb


def _add(args: argparse.Namespace) -> int:
    maintenance.prepare(terminal.now())
    email = users.require_email(args.email)
    now = terminal.now()
    region = regions.require_region(args.region)
    wanted = users.NewUser(
        email=email,
        password_hash=users.hashed(terminal.new_password(email)),
        region=region,
        time_zone=preferences.require_zone(args.time_zone),
        base_currency=args.currency or regions.currency_of(region, now.date()),
    )
    with db.write() as session:
        users.add(session, wanted, now, is_admin=args.admin or signup.is_empty(session))
    print(f"Added {email}.")
    return 0


def _invite(args: argparse.Namespace) -> int:
    maintenance.prepare(terminal.now())
    with db.write() as session:
        invitations.invite_from_here(session, args.email, terminal.now())
    print(f"A mail to {args.email} leaves once the server runs; its link works for a week.")
    return 0


def _reset(args: argparse.Namespace) -> int:
    email = terminal.actor(args.email).email
    password_hash = users.hashed(terminal.new_password(email))
    with db.write() as session:
        users.set_password(session, email, password_hash, terminal.now())
    print(f"Set a new password for {email}; all their sessions ended.")
    return 0


def _change(args: argparse.Namespace) -> int:
    _, what, said = CHANGES[args.name]
    with db.read() as session:
        maintenance.require_ready(session)
    with db.write() as session:
        user_id = administration.id_of(session, args.email)
        by = By(None, terminal.now())
        print(said.format(administration.VERBS[what](session, by, user_id)))
    return 0
