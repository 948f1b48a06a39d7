"""Whatever changes who may do what, or anybody's money, is in the audit log or in a change.

A use case that writes to one of these tables and notes nothing fails here, unless it stands in
`UNTOLD` with the reason.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from finance_app import services
from finance_app.domain.audit import What

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(services.__path__[0])
SECURITY = {
    "auth_session",
    "backup_code",
    "data_export",
    "factor",
    "identity",
    "invitation",
    "membership",
    "passkey",
    "server_setting",
    "sign_up",
    "user",
}
MONEY = {"account", "book", "category", "entry", "line", "own_rate", "payee", "tag", "entry_tag"}
WRITES = {"insert", "update", "delete", "delete_from"}
TELLS = {"audit.note", "audit.add", "audit.own", "audit.refused", "changes.record"}
TELLS |= {"changes.Recorder", "changes.append"}

INNER = "by its callers, which are looked at themselves"
UNTOLD = {
    "backup_codes.drop": INNER,
    "backup_codes.use": INNER,
    "base_currencies.take_back": "in the record that it is given",
    "book_names.take_back": "as above",
    "factors.reset": INNER,
    "factors.settle": INNER,
    "factors.takes_code": "that a code was used; what it is shown for is noted",
    "passkeys.show_again": "as above",
    "auth.seen": "a sign of life",
    "books.purge": "what was removed, which is noted then; each book is noted as it goes",
    "invitations.decline": "by nobody who is signed in; it gives nobody anything",
    "invitations.forget": "too old",
    "invitations.resend": "the invitation is the same, and in a change",
    "joining.ask": "nobody yet; the account is noted once it is there",
    "joining.again": "as above",
    "joining.forget": "too old",
    "maintenance.forget": "too old",
    "maintenance.prepare": "as above",
    "passkey_handles.keep": "what devices know users by already",
    "profiles.rename": "a name that says nothing about who may do what",
    "resealing.reseal": "by its command, `secrets reseal`",
    "sessions.renew": "the same session under another token",
    "sessions.renewed": "as above; the verb that it is for is noted",
}


@cache
def functions() -> dict[str, ast.FunctionDef]:
    """Return all functions and methods of services by `module.name`."""
    found = {}
    for path in sorted(FOLDER.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                found[f"{path.stem}.{node.name}"] = node
    return found


@cache
def named(name: str) -> frozenset[str]:
    """Return what a function names: functions of its own module and of others, tables."""
    module, found = name.partition(".")[0], set[str]()
    for node in ast.walk(functions()[name]):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.add(f"{node.value.id}.{node.attr}")
            found.add(f"{module}.{node.attr}" if node.value.id == "self" else "")
        elif isinstance(node, ast.Name):
            found.add(f"{module}.{node.id}")
            found.add(node.id)
    return frozenset(found)


def reached(name: str) -> set[str]:
    """Return a function with all that it calls, and they call, in services."""
    seen, due = set[str](), [name]
    while due:
        each = due.pop()
        if each not in seen:
            seen.add(each)
            due += [other for other in named(each) if other in functions()]
    return seen


def writes(name: str) -> bool:
    """Say whether a function itself writes to a table that counts."""
    used = named(name)
    tables = {each.partition(".")[2] for each in used if each.startswith("tables.")}
    return bool(used & WRITES) and bool(tables & (SECURITY | MONEY))


def use_cases() -> Iterator[str]:
    """Yield what doors may call that writes to a table that counts, by whatever it calls."""
    for name, node in functions().items():
        taken = [one.arg for one in node.args.args]
        is_open = not name.partition(".")[2].startswith("_") and taken[:1] != ["self"]
        if is_open and any(writes(each) for each in reached(name)):
            yield name


def tells(name: str) -> bool:
    return any(named(each) & TELLS for each in reached(name))


def test_whatever_counts_is_told() -> None:
    found = [*use_cases()]
    assert len(found) > 60
    silent = {name for name in found if not tells(name)}
    assert silent == UNTOLD.keys()


@pytest.mark.parametrize("what", What)
def test_each_kind_of_event_is_noted_somewhere(what: What) -> None:
    sources = [path for part in ("services", "cli", "web") for path in _sources(part)]
    assert any(f"What.{what.name}" in path.read_text("utf-8") for path in sources) or (
        what is What.BEGUN  # by the migration
    )


def _sources(part: str) -> list[Path]:
    return sorted((FOLDER.parent / part).glob("*.py"))
