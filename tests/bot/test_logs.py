"""Which libraries are kept quiet."""

from __future__ import annotations

import logging

import pytest

from bot.logs import quiet_libraries, start_logging


@pytest.mark.parametrize("name", ["faiss.loader", "alembic.runtime.migration", "apscheduler.scheduler", "httpx"])
@pytest.mark.parametrize("level", ["INFO", "DEBUG"])
def test_libraries_tell_nothing_of_their_own_workings(name: str, level: str) -> None:
    """At INFO and DEBUG an operator reads of the bot; a warning of theirs still comes through."""
    start_logging(level, "%(message)s")
    logger = logging.getLogger(name)
    assert not logger.isEnabledFor(logging.INFO)
    assert logger.isEnabledFor(logging.WARNING)


def test_a_quieter_library_stays_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is set higher elsewhere is not lowered."""
    monkeypatch.setattr(logging.getLogger("faiss"), "level", logging.ERROR)
    quiet_libraries()
    assert logging.getLogger("faiss").level == logging.ERROR
