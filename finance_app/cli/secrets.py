"""`secrets`: what the secret key sealed, under another key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app import db
from finance_app.cli import terminal
from finance_app.domain.audit import What
from finance_app.services import audit, maintenance, resealing

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    verbs.add_parser("reseal", help="seal everything anew with FINANCE_SECRET_KEY of now")
    parser.epilog = (
        "Set FINANCE_SECRET_KEY to a new key and FINANCE_SECRET_KEY_BEFORE to the one before, "
        "start the app, call this, then take FINANCE_SECRET_KEY_BEFORE away."
    )


def run(args: argparse.Namespace) -> int:  # noqa: ARG001  there is one verb
    """Seal anew; 1 where something could not be opened."""
    with db.write() as session:
        maintenance.require_ready(session)
        done = resealing.reseal(session)
        audit.add(session, What.COMMAND, terminal.now(), subject="secrets reseal")
    print(f"Sealed the keys of {done.apps} authenticator apps anew.")
    if done.codes:
        print(f"{done.codes} users have older backup codes, which need the key before.")
    if done.lost:
        print(f"{done.lost} could not be opened: neither key is theirs. See `user reset-factors`.")
    if done.hooks:
        print(f"Sealed the secrets of {done.hooks} webhooks anew.")
    if done.lost_hooks:
        print(f"{done.lost_hooks} webhooks could not be; their owners add them anew.")
    return 1 if done.lost or done.lost_hooks else 0
