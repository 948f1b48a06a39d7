"""`python -m finance_app`."""

from __future__ import annotations

import sys

from finance_app import cli

if __name__ == "__main__":
    sys.exit(cli.main())
