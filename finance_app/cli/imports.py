"""`import`: a bank's file into a book, as the import page would do it unasked."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from finance_app import db
from finance_app.cli import terminal
from finance_app.domain.import_previews import all_known
from finance_app.domain.imports import Verdict
from finance_app.domain.layout_choices import answered
from finance_app.errors import InvalidInputError, NotFoundError
from finance_app.services import accounts, import_previews, imports

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.import_plans import Plan
    from finance_app.domain.import_previews import ImportGroup, Preview


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="OFX, QFX or CSV")
    parser.add_argument("--user", required=True, metavar="E-MAIL", help="whose book")
    parser.add_argument("--account", required=True, metavar="NAME", help="an account in it")
    parser.add_argument(
        "--answer",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="what a CSV file leaves open, such as day_order=dmy; may be given again",
    )
    parser.add_argument("--json", action="store_true", help="print what came in as JSON")
    parser.epilog = (
        "Rows that are in the book already, or look like it, stay out; a file without any other "
        "is no error. A file that can be read in "
        "two ways is refused with the question and its answers."
    )


def run(args: argparse.Namespace) -> int:
    """Import the new rows of a file in one change, which can be undone."""
    content = terminal.content(args.file)
    actor = terminal.actor(args.user)
    with db.write() as session:
        account_id = _account(session, actor, args.account)
        import_id = imports.stage(session, actor, args.file.name, content)
        shown = import_previews.preview(session, actor, import_id)
        plan = _aimed(_answered(shown, args.answer), shown, account_id)
        imports.decide(session, actor, import_id, plan)
        imported, left_out, said = _brought_in(session, actor, import_id, account_id)
    if args.json:
        print(json.dumps({"imported": imported, "left_out": left_out}))
    else:
        print(said)
    return 0


def _brought_in(
    session: Session, actor: Actor, import_id: int, account_id: int
) -> tuple[int, int, str]:
    """Import what is new; return how many rows came in and stayed out, and say so.

    A file without anything new is no error: it may be given again every night.
    """
    shown = import_previews.preview(session, actor, import_id)
    if any(shown.wanted(group) for group in shown.groups):
        done = imports.commit(session, actor, import_id)
        said = f"Imported {done.imported:,} rows, left out {done.left_out:,}."
        return done.imported, done.left_out, said
    imports.discard(session, actor, import_id)
    groups = [group for group in shown.groups if group.account_id == account_id]
    said = all_known(groups, actor.region) or _undecided(groups)
    return 0, sum(len(group.rows) for group in shown.groups), said


def _undecided(groups: Sequence[ImportGroup]) -> str:
    known, doubtful = (
        sum(group.count(verdict) for group in groups)
        for verdict in (Verdict.DUPLICATE, Verdict.DOUBTFUL)
    )
    looks = "looks like an entry" if doubtful == 1 else "look like entries"
    noun = "row" if doubtful == 1 else "rows"
    there = f"{known:,} {'row is' if known == 1 else 'rows are'} in the book already, "
    said = f"{there}{doubtful:,} {looks} there" if known else f"{doubtful:,} {noun} {looks} there"
    return f"Nothing was imported: {said}; import the file in the browser to choose."


def _answered(shown: Preview, answers: list[str]) -> Plan:
    """Return the plan with every question about the file's layout answered.

    Raises:
        InvalidInputError: an answer is none, or a question has none.
    """
    plan, layout = shown.plan, shown.plan.layout
    given = dict(answer.partition("=")[::2] for answer in answers)
    if layout is None:
        return plan
    for about, value in given.items():
        layout = answered(layout, about, value)
    plan = plan.laid_out(layout)
    for question in shown.questions:
        if question.choices[1:] and question.about not in given and not plan.confirmed:
            ways = " or ".join(f"--answer {question.about}={value}" for value in question.choices)
            raise InvalidInputError(f"{question.text} Say so with {ways}.")
    return replace(plan, confirmed=True)


def _aimed(plan: Plan, shown: Preview, account_id: int) -> Plan:
    """Return the plan with the one account of the file aimed at an account.

    Raises:
        InvalidInputError: the file holds several accounts, and none of them is known as that one.
    """
    groups = [group for group in shown.groups if group.matched and group.account_id == account_id]
    groups = groups or list(shown.groups)
    if len(groups) > 1:
        named = ", ".join(dict.fromkeys(group.number or group.currency for group in groups))
        raise InvalidInputError(
            f"The file holds {len(groups)} accounts ({named}); import it in the browser, where "
            "each gets its own."
        )
    for group in shown.groups:
        if group not in groups:
            left_out = [(group.place, row) for row in range(len(group.rows))]
            plan = plan.choosing(left_out, wanted=False)
    return plan.aimed(groups[0].place, account_id)


def _account(session: Session, actor: Actor, name: str) -> int:
    for found in accounts.everything(session, actor):
        if found.name.casefold() == name.casefold() or str(found.id) == name:
            return found.id
    raise NotFoundError(f"{actor.email} has no account “{name}”.")
