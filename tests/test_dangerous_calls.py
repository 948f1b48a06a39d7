"""What no line of the app does, read from the code: run text, start a shell, trust weak chance."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
CODE = [*sorted((ROOT / "finance_app").rglob("*.py")), *sorted((ROOT / "alembic").rglob("*.py"))]
RUNS = {"eval", "exec", "compile", "__import__", "breakpoint"}
LOADS = {"pickle", "marshal", "shelve", "dill", "yaml", "jsonpickle", "cPickle"}
WEAK = {"md5", "sha1", "MD5", "SHA1", "crypt", "modes", "TripleDES", "ARC4", "Blowfish"}
STARTS = {"finance_app/cli/frontend.py", "finance_app/jobs/beside.py"}
"""Who starts programs."""

SECRET = {"secrets", "hmac", "hashlib", "itsdangerous", "cryptography", "pyotp", "passlib"}
"""What a module imports that makes or checks something nobody may guess."""

CONSTANT_SQL = {
    "finance_app/queries/jobs.py": {"milliseconds"},
    "finance_app/queries/plans.py": {"table"},
    "finance_app/queries/recomputing.py": {"PAIRED"},
    "finance_app/services/search.py": {"chosen"},
}
"""Names of the app's own that stand in a statement as text, by file."""


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text("utf-8"))))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def calls() -> Iterator[tuple[str, ast.Call]]:
    return ((name(path), one) for path in CODE for one in nodes(path) if isinstance(one, ast.Call))


def imported(path: Path) -> set[str]:
    """Return the modules that a file imports, by their first name."""
    found = set()
    for one in nodes(path):
        if isinstance(one, ast.Import):
            found |= {each.name.partition(".")[0] for each in one.names}
        elif isinstance(one, ast.ImportFrom):
            found.add((one.module or "").partition(".")[0])
    return found


def test_no_text_is_ever_run_as_code() -> None:
    running = [
        f"{path}:{one.lineno}"
        for path, one in calls()
        if isinstance(one.func, ast.Name) and one.func.id in RUNS
    ]
    assert running == []


def test_what_is_read_back_holds_values_and_never_objects() -> None:
    assert {name(path): found for path in CODE if (found := imported(path) & LOADS)} == {}


def test_programs_are_started_without_a_shell_by_two_modules() -> None:
    assert {name(path) for path in CODE if "subprocess" in imported(path)} <= STARTS
    for path, one in calls():
        called = ast.unparse(one.func)
        assert called not in ("os.system", "os.popen", "asyncio.create_subprocess_shell"), path
        assert not [word for word in one.keywords if word.arg == "shell"], f"{path}:{one.lineno}"


def test_weak_chance_is_kept_away_from_secrets() -> None:
    dicing = [path for path in CODE if "random" in imported(path)]
    assert dicing  # pauses and invented figures
    assert {name(path): found for path in dicing if (found := imported(path) & SECRET)} == {}


def test_no_broken_hash_or_cipher_is_used() -> None:
    used = {
        f"{name(path)}:{one.lineno}"
        for path in CODE
        for one in nodes(path)
        if isinstance(one, ast.Attribute | ast.Name)
        and (one.attr if isinstance(one, ast.Attribute) else one.id) in WEAK
    }
    assert used == set()


def test_statements_are_put_together_from_names_of_the_apps_own_alone() -> None:
    """What people typed goes into a statement as a parameter."""
    for path, one in calls():
        called = ast.unparse(one.func).rpartition(".")[2]
        written = one.args[0] if one.args else None
        if called in ("text", "exec_driver_sql", "literal_column") and path.startswith("finance"):
            assert not isinstance(written, ast.BinOp), f"{path}:{one.lineno}"
            if isinstance(written, ast.JoinedStr):
                parts = [each for each in written.values if isinstance(each, ast.FormattedValue)]
                named = {ast.unparse(each.value) for each in parts}
                assert named <= CONSTANT_SQL.get(path, set()), f"{path}:{one.lineno}"


def test_templates_are_files_or_constants() -> None:
    made = [
        one for _, one in calls() if ast.unparse(one.func).endswith(("from_string", "Template"))
    ]
    assert made
    for one in made:
        written = one.args[0]
        assert isinstance(written, ast.Constant), ast.unparse(one)


def test_what_people_typed_is_never_the_pattern_of_a_format() -> None:
    """A pattern is a constant, or one of a table of constants; what was typed goes into it."""
    patterns = {
        ast.unparse(one.func.value)
        for path, one in calls()
        if isinstance(one.func, ast.Attribute) and one.func.attr in ("format", "format_map")
        if path.startswith("finance_app")
        if not re.match(r"(?:\w+\.)?_?[A-Z_]+\b", ast.unparse(one.func.value))
    }
    assert patterns  # each name is one that holds a line of a table beside it
    assert patterns <= {"found.logged", "said", "sentence", "title"}
