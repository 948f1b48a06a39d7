"""Bring banks' files in: `python import_statements.py statement.ofx …`.

FINANCE_URL and FINANCE_TOKEN say where and as whom; the token needs the scope `write`. What is
there already does not come in twice; an account that matches no other is opened; whatever a file
leaves open is left for you to answer.
"""

from __future__ import annotations

import sys
from pathlib import Path

from client import Finance, FinanceError


def bring_in(finance: Finance, path: Path) -> str:
    """Bring one file in; return what became of it."""
    place = finance.send(path)
    preview = finance.ask("GET", place)
    if preview["questions"]:
        return f"{path.name}: {preview['questions'][0]['text']} Look at it under Import."
    if not any(group["wanted"] for group in preview["groups"]):
        finance.ask("DELETE", place)
        return f"{path.name}: nothing new."
    done = finance.ask("POST", f"{place}/commit")
    return f"{path.name}: {done['imported']} came in, {done['left_out']} were left out."


def main() -> int:
    """Bring in the files that are named."""
    failed = 0
    with Finance.from_environment() as finance:
        for path in map(Path, sys.argv[1:]):
            try:
                print(bring_in(finance, path))
            except FinanceError as error:
                print(f"{path.name}: {error}", file=sys.stderr)
                failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main())
