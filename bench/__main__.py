"""`python -m bench`: measure against the targets and write `docs/performance.md`."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from bench import bases, bulk, ledgers, programs, recomputing, report, screens, server
from bench.browser import probes

SIZES = (1_000, 10_000, 100_000, 1_000_000)
PARTS = {
    "screens": screens,
    "bases": bases,
    "bulk": bulk,
    "recomputing": recomputing,
    "server": server,
    "programs": programs,
    "browser": probes,
}


def main() -> None:
    """Measure what is asked for, everything unless something is named."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help="what to measure")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="entries")
    parser.add_argument("--dry", action="store_true", help="leave docs/performance.md as it is")
    args = parser.parse_args()
    found = {name: PARTS[name].works() for name in args.parts or PARTS}
    for size in args.sizes:
        ledgers.kept(size)
    for size in args.sizes:
        for name, works in found.items():
            print(f"measuring {name} with {size:,} entries", flush=True)
            PARTS[name].measure(works, size)
    every = [work for works in found.values() for work in works.values()]
    print(report.table(every, args.sizes))
    if args.dry or tuple(args.sizes) != SIZES:
        return
    if args.parts:
        print(f"wrote its rows to {report.mend(every, args.sizes)}")
    else:
        print(f"wrote {report.write(every, args.sizes, datetime.now(UTC).date())}")


if __name__ == "__main__":
    main()
