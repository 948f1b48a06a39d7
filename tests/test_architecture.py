"""The house rules that no tool checks: sizes, who commits, who reads the environment."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
APP = ROOT / "finance_app"
CODE = sorted(APP.rglob("*.py"))
ALL = [*CODE, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "bench").rglob("*.py"))]
COMMANDS = ROOT / "finance_app" / "cli"

FILE_LINES, FUNCTION_LINES, STATE_LINES, PAGE_LINES = 350, 40, 120, 200
USUAL_FILE_LINES, USUAL_FUNCTION_LINES = 100, 8
STATE_VARS = 10

RADIX = """
alert_dialog avatar badge box button callout card center checkbox code container context_menu
data_list dialog divider drawer dropdown_menu flex form grid heading hover_card hstack icon_button
input inset kbd link list popover progress radio radio_group scroll_area section select separator
skeleton slider spacer spinner stack switch table tabs text text_area theme tooltip vstack
"""

type Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def functions(path: Path) -> Iterator[Function]:
    return (
        node
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def length(node: Function | ast.ClassDef) -> int:
    """Lines of a function or class, without its docstring."""
    first = node.body[0]
    told = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if told else 0
    return (node.end_lineno or 0) - node.lineno + 1 - docstring


def states() -> Iterator[tuple[Path, ast.ClassDef]]:
    for path in CODE:
        for node in ast.walk(tree(path)):
            bases = [ast.unparse(base) for base in getattr(node, "bases", [])]
            if isinstance(node, ast.ClassDef) and any(base.endswith("State") for base in bases):
                yield path, node


def uses(path: Path, dotted: str) -> bool:
    """Whether a file has an expression such as `os.environ` or a call such as `.commit`."""
    return any(
        ast.unparse(node).endswith(dotted)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
    )


def test_no_file_is_long() -> None:
    assert {name(path): lines(path) for path in ALL if lines(path) > FILE_LINES} == {}


def test_no_function_is_long() -> None:
    long = {
        f"{name(path)}:{node.name}": length(node)
        for path in ALL
        for node in functions(path)
        if length(node) > FUNCTION_LINES
    }
    assert long == {}


def test_files_and_functions_are_usually_short() -> None:
    assert median(lines(path) for path in CODE if lines(path)) <= USUAL_FILE_LINES
    shortness = [length(node) for path in CODE for node in functions(path)]
    assert median(shortness) <= USUAL_FUNCTION_LINES


def test_a_state_remembers_little() -> None:
    long = {
        f"{name(path)}:{node.name}": length(node)
        for path, node in states()
        if length(node) > STATE_LINES
    }
    assert long == {}
    crowded = {
        f"{name(path)}:{node.name}": kept
        for path, node in states()
        if len(kept := public_vars(node)) > STATE_VARS
    }
    assert crowded == {}


def public_vars(node: ast.ClassDef) -> list[str]:
    """The vars of a state that the browser gets."""
    return [
        each.target.id
        for each in node.body
        if isinstance(each, ast.AnnAssign)
        and isinstance(each.target, ast.Name)
        and not each.target.id.startswith("_")
    ]


def test_a_page_module_is_short() -> None:
    pages = [path for path in CODE if APP / "pages" in path.parents]
    assert {name(path): lines(path) for path in pages if lines(path) > PAGE_LINES} == {}


def test_every_module_says_what_it_is() -> None:
    assert [name(path) for path in CODE if not ast.get_docstring(tree(path))] == []


def test_only_the_database_module_commits() -> None:
    committing = {
        name(path)
        for path in CODE
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("commit", "rollback")
        and not node.args  # use cases of that name take a session
    }
    assert committing <= {"finance_app/db.py"}


def test_only_the_settings_read_the_environment() -> None:
    reading = {
        name(path)
        for path in CODE
        if any(uses(path, each) for each in ("os.environ", "os.getenv", "os.environb"))
    }
    # The second hands the environment on to the programs it starts.
    assert reading <= {"finance_app/config.py", "finance_app/cli/frontend.py"}


def test_nobody_reads_the_clock_inside() -> None:
    inside = [path for path in CODE if {APP / "domain", APP / "services"} & set(path.parents)]
    clocks = ("datetime.now", "date.today", "datetime.today", "time.time", "datetime.utcnow")
    reading = [name(path) for path in inside if any(uses(path, clock) for clock in clocks)]
    assert reading == []


def test_every_page_is_part_of_the_app() -> None:
    root = (APP / "finance_app.py").read_text("utf-8")
    pages = sorted(path.parent.name for path in (APP / "pages").glob("*/page.py"))
    assert pages
    assert [page for page in pages if f"finance_app.pages.{page}.page import" not in root] == []


def test_the_radix_library_stays_out() -> None:
    """One of its components brings 700 kB of style sheets along."""
    radix = {f"rx.{each}" for each in RADIX.split()}
    named = [
        f"{name(path)}: {node.attr}"
        for path in CODE
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in radix
    ]
    assert named == []


def test_the_command_line_starts_without_reflex() -> None:
    names = sorted(path.stem for path in COMMANDS.glob("*.py") if path.stem != "__init__")
    code = (
        "import sys\n"
        f"import finance_app.cli, {', '.join(f'finance_app.cli.{each}' for each in names)}\n"
        "sys.exit(str([each for each in sys.modules if each.split('.')[0] == 'reflex'] or ''))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert done.stderr.decode().strip() == ""


def test_the_container_takes_in_what_runs_and_nothing_else() -> None:
    """Neither history nor tests, tools, documents or anybody's data."""
    said = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert said[0] == "*"
    let_in = {one.removeprefix("!") for one in said[1:] if one.startswith("!")}
    assert let_in == {
        *("alembic", "alembic.ini", "assets", "finance_app"),
        *("reflex.lock", "requirements.txt", "rxconfig.py"),
    }


def test_what_runs_needs_no_test_tools() -> None:
    def named(path: str) -> set[str]:
        text = (ROOT / path).read_text("utf-8")
        return {line.partition("==")[0] for line in text.splitlines() if "==" in line}

    tools = named("requirements-dev.txt") - named("requirements.txt")
    assert {"pytest", "playwright", "hypothesis", "mypy", "ruff"} <= tools
    used = {
        one.module.partition(".")[0]
        for path in CODE
        for one in ast.walk(tree(path))
        if isinstance(one, ast.ImportFrom) and one.module
    }
    assert not used & {"tests", "bench", "pytest", "playwright", "hypothesis"}
