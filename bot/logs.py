"""What is logged, and which libraries are kept quiet (日志)."""

from __future__ import annotations

import logging
import sys
from typing import Final

# At INFO these tell of their own workings: what was asked of which URL, which instructions a processor has, which
# migration ran. At DEBUG some of them write whole updates, with what people wrote.
_QUIET: Final = {
    "alembic": logging.WARNING,
    "apscheduler": logging.WARNING,
    "faiss": logging.WARNING,
    "httpcore": logging.WARNING,
    "httpx": logging.WARNING,
    "telegram": logging.INFO,
}


def start_logging(level: int | str, pattern: str) -> None:
    """Log to standard error, from ``level`` on, in lines of this pattern; the libraries kept quiet."""
    logging.basicConfig(level=level, stream=sys.stderr, format=pattern)
    quiet_libraries()


def quiet_libraries() -> None:
    """Let the libraries log no less than their level in the table. Safe to call again."""
    for name, level in _QUIET.items():
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, level))
