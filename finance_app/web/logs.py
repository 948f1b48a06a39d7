"""How the server logs: one line an event, ids and never payloads, at most 2 kB.

Lines of libraries go the same way. They are told by the sentence that stands in their code, never
with what they put into it.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import traceback
from typing import TYPE_CHECKING, Any, Literal

import structlog

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor, WrappedLogger

OURS = "finance_app"
LONGEST = 2000  # bytes of a line
SHORT = 300  # characters of what stands beside the sentence
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
INSERTING = frozenset({"reflex", "reflex_base", "socketio", "engineio", "httpx", "httpcore"})
"""Libraries whose sentences hold values already where they are handed over."""

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
KEYS = (
    "timestamp",
    "level",
    "logger",
    "event",
    "error",
    "at",
    "job",
    "run",
)  # first in a line, the others after
PRIVATE = (
    (re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"), "[address]"),
    (re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b"), "[account]"),
    (re.compile(r"(?<=[\w/])\?[\w.%-]+=[^\s\"']*"), "?[query]"),
    (re.compile(r"(?i)\b(password|secret|token|cookie|authorization|api_?key)=\S+"), r"\1=…"),
    (re.compile(r"(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)[\w-]{30,}"), "[token]"),
    (re.compile(r"\b[0-9a-f]{40,}\b"), "[digest]"),
)
"""What no line should hold; where one does, this stands instead."""

type Form = Literal["console", "json"]

log = logging.getLogger(__name__)


def configure(level: str, form: Form = "console") -> None:
    """Send what is worth knowing to stderr.

    Args:
        level: `debug`, `info`, `warning` or `error`; libraries are heard from `warning` on.
        form: `console` for `key=value`, `json` for an object a line.
    """
    told: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso"),
        tell_template,
        tell_where,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=told,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            redact,
            shortest(RENDERERS[form]),
        ],
    )
    handler = Handler()
    handler.setFormatter(formatter)
    chosen = logging.getLevelNamesMapping()[level.upper()]
    logging.basicConfig(level=max(chosen, logging.WARNING), handlers=[handler], force=True)
    logging.getLogger(OURS).setLevel(chosen)
    logging.captureWarnings(capture=True)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR)


def catch_all() -> None:
    """Have what nobody caught told like everything else: its kind and place, not its message."""
    sys.excepthook = _ended
    threading.excepthook = lambda one: _ended(one.exc_type, one.exc_value, one.exc_traceback)
    sys.unraisablehook = lambda one: _ended(one.exc_type, one.exc_value, one.exc_traceback)


def _ended(kind: type[BaseException], error: BaseException | None, trace: Any) -> None:
    log.critical("something ended by an error", exc_info=(kind, error or Exception(), trace))


class Handler(logging.StreamHandler[Any]):
    """Writes to stderr; where a line cannot be made, says whose it was instead of what it was."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  the library's name
        """Say which line is missing; the library would print what was to be in it."""
        place = f"{record.name} {record.module}.py:{record.lineno}"
        self.stream.write(f'level=error logger={__name__} event="a line is missing" at="{place}"\n')


def tell_template(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Tell a library's line by the sentence in its code, without what was put in."""
    record: logging.LogRecord = event["_record"]
    package = record.name.partition(".")[0]
    if package == OURS:
        return event
    sentence = str(record.msg).partition("\n")[0]
    if package in INSERTING or sentence == "%s":
        sentence = "a library's line"
    return {**event, "event": sentence[:SHORT], "at": f"{record.filename}:{record.lineno}"}


def tell_where(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Tell an exception's kind and place; its message may hold what somebody entered."""
    given = event.pop("exc_info", None)
    event.pop("stack_info", None)
    _, error, trace = given if isinstance(given, tuple) else (None, None, None)
    if error is not None:
        frames = reversed(traceback.extract_tb(trace)[-FRAMES:])
        event["error"] = type(error).__name__
        event["at"] = " < ".join(
            f"{one.filename.rpartition('/')[2]}:{one.lineno}" for one in frames
        )
    return event


def redact(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Keep a line in one line, without what a terminal would obey or nobody should read."""
    return {key: _plain(str(value)) for key, value in event.items()}


def _plain(text: str) -> str:
    kept = CONTROL.sub(" ", text[: 2 * LONGEST])
    for private, instead in PRIVATE:
        kept = private.sub(instead, kept)
    return kept


def shortest(render: Processor) -> Processor:
    """Return what writes a line, cut where that would make it longer than lines may be."""

    def short(logger: WrappedLogger, name: str, event: EventDict) -> str:
        kept = {key: text if key == "event" else text[:SHORT] for key, text in event.items()}
        line = str(render(logger, name, dict(kept)))
        while len(line.encode()) >= LONGEST:
            kept["event"] = kept["event"][: len(kept["event"]) * 3 // 4]
            line = str(render(logger, name, dict(kept)))
        return line

    return short


def _json(_logger: WrappedLogger, _name: str, event: EventDict) -> str:
    first = {key: event[key] for key in KEYS if key in event}
    return json.dumps({**first, **event}, ensure_ascii=False)


RENDERERS: dict[Form, Processor] = {
    "console": structlog.processors.LogfmtRenderer(key_order=KEYS, drop_missing=True),
    "json": _json,
}
