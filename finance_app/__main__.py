"""`python -m finance_app`."""

from __future__ import annotations

import sys
from contextlib import suppress

from finance_app import cli
from finance_app.config import settings
from finance_app.errors import ConfigurationError
from finance_app.web import logs

if __name__ == "__main__":
    with suppress(ConfigurationError):  # the command says it
        logs.configure("warning", settings().log_format)
    sys.exit(cli.main())
