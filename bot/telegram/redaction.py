"""Keep the bot's token out of every log line (脱敏).

The token leaks in many ways: httpx logs it in every URL, python-telegram-bot has it in ``repr(bot)``, in the text of
``InvalidToken`` and in file paths, and so does every traceback through them. So the filter works on what a handler is
about to write, whatever it came from.
"""

from __future__ import annotations

import logging
import re

from bot.logs import quiet_libraries

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{30,}")
_STARS = "***"

_FORMATTER = logging.Formatter()


def redact(text: str) -> str:
    """Replace everything that looks like a bot's token with stars."""
    return _TOKEN.sub(_STARS, text)


class RedactingFilter(logging.Filter):
    """Rewrites a record so that its message, traceback and stack hold no token. It lets every record pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact the record in place: message and arguments become one finished text, as does the traceback."""
        record.msg, record.args = redact(record.getMessage()), None
        if record.exc_info:
            # Formatters print exc_text where it is set; without exc_info none can build it anew from the exception.
            record.exc_text = record.exc_text or _FORMATTER.formatException(record.exc_info)
            record.exc_info = None
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        if record.stack_info:
            record.stack_info = redact(record.stack_info)
        return True


def protect_logs() -> None:
    """Put the filter on every handler there is, and quiet the libraries that log requests. Safe to call again."""
    quiet_libraries()
    for handler in _handlers():
        if not any(isinstance(known, RedactingFilter) for known in handler.filters):
            handler.addFilter(RedactingFilter())


def _handlers() -> list[logging.Handler]:
    named = [logger for logger in logging.root.manager.loggerDict.values() if isinstance(logger, logging.Logger)]
    found = [handler for logger in (logging.root, *named) for handler in logger.handlers]
    return [*found, logging.lastResort] if logging.lastResort else found
