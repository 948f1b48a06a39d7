"""The server's logging for a test, and pytest's again afterwards."""

from __future__ import annotations

import logging
import sys
import threading
from contextlib import contextmanager, redirect_stderr
from io import StringIO
from typing import TYPE_CHECKING

from finance_app.web import logs

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = (logs.OURS, *logs.TALKATIVE)


@contextmanager
def configured(level: str = "info", form: logs.Form = "console") -> Iterator[StringIO]:
    """Log as the server does, to what is yielded."""
    root = logging.getLogger()
    before, loud = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in NAMES}
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    root.handlers = []  # those that are there would be closed
    with redirect_stderr(StringIO()) as said:
        logs.configure(level, form)
        try:
            yield said
        finally:
            logging.captureWarnings(capture=False)
            root.handlers, root.level = before, loud
            sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
            for name, each in levels.items():
                logging.getLogger(name).setLevel(each)
