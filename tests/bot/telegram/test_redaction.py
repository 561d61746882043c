"""The token stays out of the log, whichever way it tries to get in."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
from telegram import Bot
from telegram.error import InvalidToken

from bot.telegram.redaction import RedactingFilter, protect_logs, redact

TOKEN = "123456789:AAE-local_server_token_of_35_letters"  # made up


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    """A logger with a handler that writes into memory, protected."""
    logger, stream = logging.getLogger("tests.redaction"), io.StringIO()
    handler = logging.StreamHandler(stream)
    logger.addHandler(handler)
    protect_logs()
    yield logger, stream
    logger.removeHandler(handler)


def test_tokens_become_stars() -> None:
    """Every token in a text goes; what only looks a little like one stays."""
    assert redact(f"/bot{TOKEN}/getMe and {TOKEN}!") == "/bot***/getMe and ***!"
    assert redact("12:30 at 1:2") == "12:30 at 1:2"


def test_messages_and_arguments(log: tuple[logging.Logger, io.StringIO]) -> None:
    """A token in the message, or in an object that prints it, is redacted."""
    logger, stream = log
    logger.warning("url https://api.telegram.org/bot%s/sendMessage", TOKEN)
    logger.warning("bot %r and %s", Bot(TOKEN), InvalidToken(f"The token `{TOKEN}` was rejected"))
    logger.warning(f"at once {TOKEN}")
    assert TOKEN not in stream.getvalue()
    assert stream.getvalue().count("***") >= 4


def test_tracebacks_and_causes(log: tuple[logging.Logger, io.StringIO]) -> None:
    """A token in an exception, in the one it came from, or in a stack is redacted, and the rest is still there."""
    logger, stream = log
    try:
        try:
            raise KeyError(TOKEN)  # noqa: TRY301 - the traceback is the case under test
        except KeyError as error:
            raise InvalidToken(f"The token `{TOKEN}` was rejected") from error
    except InvalidToken:
        logger.exception("failed", stack_info=True)
    written = stream.getvalue()
    assert TOKEN not in written
    assert "KeyError: '***'" in written
    assert "Traceback" in written


def test_a_formatter_that_formats_exceptions_itself(log: tuple[logging.Logger, io.StringIO]) -> None:
    """No later formatter can build the traceback anew: the exception is gone from the record."""
    logger, stream = log

    class Own(logging.Formatter):
        def format(self, record: logging.LogRecord) -> str:
            return f"{record.getMessage()} {record.exc_info and record.exc_info[1]}"

    logger.handlers[0].setFormatter(Own())
    try:
        raise ValueError(TOKEN)  # noqa: TRY301 - the traceback is the case under test
    except ValueError:
        logger.exception("failed")
    assert TOKEN not in stream.getvalue()


def test_every_handler_is_protected_once(log: tuple[logging.Logger, io.StringIO]) -> None:
    """Protecting twice adds one filter, also to the handler of last resort."""
    protect_logs()
    for handler in (log[0].handlers[0], logging.lastResort):
        assert handler is not None
        assert sum(isinstance(one, RedactingFilter) for one in handler.filters) == 1


def test_libraries_that_log_requests_are_quiet(log: tuple[logging.Logger, io.StringIO]) -> None:
    """Neither URLs at INFO nor whole updates at DEBUG reach the log, even where everything else does."""
    for name in ("httpx", "httpcore", "httpcore.http11"):
        assert not logging.getLogger(name).isEnabledFor(logging.INFO)
    assert not logging.getLogger("telegram.ext.Application").isEnabledFor(logging.DEBUG)
