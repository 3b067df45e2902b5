"""Where log lines go and what may stand in them: JSON for programs, readable in a terminal, nobody's name.

Two lines of defence keep personal data out. Only the keys listed here are written, and every text among
their values is searched for addresses, numbers and tokens. Of an error its class and place are written,
never its message; of another library's line the fixed part, with numbers put in but no words.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Callable, MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import structlog
from structlog.stdlib import ProcessorFormatter

KEYS: Final = frozenset(
    {
        "attempt",
        "attempts",
        "count",
        "error",
        "event",
        "key",
        "kind",
        "level",
        "logger",
        "message",
        "method",
        "milliseconds",
        "notice",
        "place",
        "progress",
        "request",
        "route",
        "seconds",
        "signal",
        "state",
        "status",
        "territory",
        "timestamp",
        "worker",
    }
)
"""The keys whose values are written; the value of any other is hidden."""

HIDDEN: Final = "…"

OURS: Final = ("aftersales", "web", "uvicorn")
"""Loggers that follow the setting; other libraries speak from warnings up."""

_KEPT: Final = (
    r"(?<![\w-])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![\w-])"  # a row's identifier
    r"|(?<![\w-])\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-]\d\d:\d\d)?)?(?![\w-])"  # a day or moment
)
_PERSONAL: Final = re.compile(
    rf"(?P<kept>{_KEPT})"
    r"|[^\s<>\"'@:;,()]+@[^\s<>\"'@:;,()]+"  # an e-mail address
    r"|(?<![\w.])\+?\d(?:[ ()/.-]{0,2}\d){6,}(?![\w.])"  # a telephone number
    r"|(?<![\w-])(?=[\w-]*[\dA-Z])[\w-]{24,}(?![\w-])",  # a token or a key, but no long name
)

Said = MutableMapping[str, Any]


def configure_logs(level: str = "warning") -> None:
    """Send the lines of this process to its standard error, ours from `level` up; safe to repeat."""
    wanted = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    for handler in [each for each in root.handlers if isinstance(each, _StandardError)]:
        root.removeHandler(handler)
    root.addHandler(_StandardError(is_terminal=sys.stderr.isatty()))
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(wanted)


def scrubbed(text: str) -> str:
    """A text without e-mail addresses, telephone numbers and long tokens; row identifiers and moments stay."""
    return _PERSONAL.sub(lambda found: found.group("kept") or HIDDEN, text)


def redacted(_logger: object, _method: str, said: Said) -> Said:
    """Hide what the list of keys doesn't know, and search the rest."""
    return {key: _searched(value) if key in KEYS else HIDDEN for key, value in said.items()}


def error_told(_logger: object, _method: str, said: Said) -> Said:
    """Write an error as its class and the place where it arose; its message may hold a name."""
    error = said.pop("exc_info", None)
    said.pop("stack_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        said["error"] = type(error).__name__
        said["place"] = _place(error.__traceback__)
    return said


def fixed_part(_logger: object, _method: str, said: Said) -> Said:
    """Another library's line: its template with the numbers put in; words may come from anywhere."""
    template, values = said["event"], said.pop("positional_args", ())
    if isinstance(values, tuple) and values:
        known = tuple(value if isinstance(value, int | float) else HIDDEN for value in values)
        try:
            said["event"] = template % known
        except (TypeError, ValueError):  # a number was expected where something is hidden
            said["event"] = template
    return said


class _StandardError(logging.Handler):
    """Writes to whatever standard error is at that moment, and never says why a line could not be written."""

    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
        show: Callable[..., Any] = (
            structlog.dev.ConsoleRenderer()
            if is_terminal
            else structlog.processors.JSONRenderer(ensure_ascii=False)
        )
        self.setFormatter(
            ProcessorFormatter(
                foreign_pre_chain=[
                    structlog.contextvars.merge_contextvars,
                    structlog.stdlib.add_log_level,
                    structlog.stdlib.add_logger_name,
                    fixed_part,
                ],
                processors=[
                    ProcessorFormatter.remove_processors_meta,
                    error_told,
                    redacted,
                    stamp,
                    show,
                ],
                use_get_message=False,
                pass_foreign_args=True,
            )
        )

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = self.format(record)
        except Exception:  # noqa: BLE001 - a line must not stop the work that it tells about
            line = '{"event": "log_line_failed", "level": "error"}'
        sys.stderr.write(line + "\n")
        sys.stderr.flush()


def _searched(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    return scrubbed(str(value))


def _place(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)
    last = frames[-1] if frames else None
    return "" if last is None else f"{Path(last.filename).name}:{last.lineno} {last.name}"
