"""How the server logs: one line an event, ids and never payloads, at most 2 kB."""

from __future__ import annotations

import logging
import re
import traceback
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor, WrappedLogger

LONGEST = 1800  # characters of what a line says, beside its keys
FRAMES = 6  # of a traceback's end
TALKATIVE = (
    "reflex",
    "reflex_base",
    "socketio.server",  # these two print what was sent, unless they have a level of their own
    "engineio.server",
    "httpx",
    "httpcore",  # what it sends and gets
    "alembic",
)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
KEYS = ("timestamp", "level", "logger", "event")  # first in a line, the others after


def configure(level: str) -> None:
    """Send what is worth knowing to stderr, as `key=value`.

    Args:
        level: `debug`, `info`, `warning` or `error`.
    """
    told: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso"),
        tell_where,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=told,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            shorten,
            structlog.processors.LogfmtRenderer(key_order=KEYS, drop_missing=True),
        ],
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR)


def tell_where(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Tell an exception's kind and place; its message may hold what somebody entered."""
    _, error, trace = event.pop("exc_info", None) or (None, None, None)
    if error is not None:
        frames = reversed(traceback.extract_tb(trace)[-FRAMES:])
        event["error"] = type(error).__name__
        event["at"] = " < ".join(
            f"{one.filename.rpartition('/')[2]}:{one.lineno}" for one in frames
        )
    return event


def shorten(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Cut what is long, and keep it on one line, without what a terminal would obey."""
    return {**event, "event": CONTROL.sub(" ", str(event["event"]))[:LONGEST]}
