"""How a log line looks: readable, with the request's id, and nothing that names a person.

A traceback keeps its places in the code and leaves out what was said: the words of an exception may quote a person's
row, and the values of its variables always do.
"""

import traceback
from collections.abc import Mapping, MutableMapping
from types import TracebackType
from typing import Any, TextIO

import structlog

LONGEST_LINE = 2_000
# Faults of ours whose words name code, not people.
SPEAKS = (AttributeError, ImportError, NameError, RecursionError)

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%SZ", utc=True),
]

structlog.configure(
    processors=[structlog.stdlib.filter_by_level, *SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)

ExcInfo = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]


def where_it_failed(sio: TextIO, exc_info: ExcInfo) -> None:
    """The exception, and each that led to it, as its kind and its places; a database's refusal with its code."""
    exception = exc_info[1]
    chain: list[BaseException] = []
    while exception is not None and exception not in chain and len(chain) < 10:
        chain.append(exception)
        exception = exception.__cause__ or exception.__context__
    for each in reversed(chain):
        sio.write("".join(traceback.format_tb(each.__traceback__)[-30:]))
        sio.write(f"{type(each).__module__}.{type(each).__qualname__}{_words_of(each)}\n")


def _words_of(exception: BaseException) -> str:
    if isinstance(exception, SPEAKS):
        return f": {str(exception)[:300]}"
    code = getattr(exception, "sqlstate", None)
    return f" (SQLSTATE {code})" if code else ""


def bounded(logger: Any, name: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """No word of an event is longer than a line should be."""
    return {key: value[:LONGEST_LINE] if isinstance(value, str) else value for key, value in event.items()}


def line_formatter() -> structlog.stdlib.ProcessorFormatter:
    """The formatter named in settings: one line an event, no colour codes in files."""
    return structlog.stdlib.ProcessorFormatter(
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            bounded,
            structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0, exception_formatter=where_it_failed),
        ],
        foreign_pre_chain=SHARED,
    )
