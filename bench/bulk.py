"""Work on many rows: importing a file, undoing that, proving that a book fits together."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bench import floors, ledgers
from bench.timing import Work, median
from finance_app import db
from finance_app.services import accounts, history, import_previews, imports, verify

if TYPE_CHECKING:
    from finance_app.domain.actors import Actor

ROWS = 100_000
RUNS = 3
SHOPS = ("Bridge Bakery", "Corner Kiosk", "Night Cinema", "Little Hardware", "Green Grocer")


def works() -> dict[str, Work]:
    """Return what is measured here, empty."""
    return {
        "read": Work("look at a CSV file: read it, find duplicates", rows=ROWS),
        "commit": Work("commit it: entries, totals, change set", rows=ROWS),
        "import": Work("both: from bytes to committed", "≥ 20,000 rows/s", ROWS),
        "undo": Work("undo that import", rows=ROWS),
        "verify": Work("verify the book"),
    }


def statement() -> bytes:
    """Return a bank's file of many rows, the same one always."""
    dice = random.Random(7)
    lines = ["Date,Description,Amount"]
    for place in range(ROWS):
        day = date(2024, 1, 1) + timedelta(days=place * 1000 // ROWS)
        cents = dice.randrange(-9_999, 12_000)
        sign = "-" if cents < 0 else ""
        amount = f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02}"
        lines.append(f"{day},{dice.choice(SHOPS)} {dice.randrange(60)},{amount}")
    return "\n".join(lines).encode()


def measure(found: dict[str, Work], size: int) -> None:
    """Measure everything on a ledger of so many entries."""
    content = statement()
    with ledgers.copied(ledgers.kept(size)) as folder:
        actor = ledgers.actor()
        beneath = floors.Floors(folder / "finance.db", actor.book_id)
        found["verify"].times[size] = median(lambda: _verify(actor), 1, warm=0)
        found["verify"].floors[size] = median(beneath.sums, 1, warm=0)
        runs = [_import_and_undo(actor, content) for _ in range(RUNS)]
        for name, values in zip(("read", "commit", "undo"), zip(*runs, strict=True), strict=True):
            found[name].times[size] = sorted(values)[RUNS // 2]
        found["import"].times[size] = sorted(read + commit for read, commit, _ in runs)[RUNS // 2]
        brought, taken = _floors(beneath, content)
        found["import"].floors[size], found["undo"].floors[size] = brought, taken
        beneath.close()


def _import_and_undo(actor: Actor, content: bytes) -> tuple[float, float, float]:
    """Return the seconds of looking, committing and undoing."""
    kept: list[int] = []

    def look() -> None:
        with db.write() as session:
            account = accounts.everything(session, actor)[1]
            kept.append(imports.stage(session, actor, "bank.csv", content))
            plan = import_previews.preview(session, actor, kept[0]).plan
            imports.decide(session, actor, kept[0], plan.aimed(0, account.id))
        with db.read() as session:
            import_previews.preview(session, actor, kept[0])

    def commit() -> None:
        with db.write() as session:
            done = imports.commit(session, actor, kept[0])
            if done.imported != ROWS:
                raise RuntimeError(f"{done.imported} of {ROWS} rows were imported")
            kept.append(done.set_id)

    def undo() -> None:
        with db.write() as session:
            history.undo(session, actor, kept[1])

    return (
        median(look, 1, warm=0),
        median(commit, 1, warm=0),
        median(undo, 1, warm=0),
    )


def _floors(beneath: floors.Floors, content: bytes) -> tuple[float, float]:
    brought, taken = [], []
    for _ in range(RUNS):
        brought.append(median(lambda: beneath.bring_in(content), 1, warm=0))
        taken.append(median(beneath.take_out, 1, warm=0))
    return sorted(brought)[RUNS // 2], sorted(taken)[RUNS // 2]


def _verify(actor: Actor) -> None:
    with db.read() as session:
        if findings := verify.verify(session, actor.book_id):
            raise RuntimeError(findings[0].message)
