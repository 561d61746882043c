"""A library to fill, and a speech to fill it with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.library import Library
from corpus.models import Speech
from tests.corpus.making import LONG, POINT, make_speech, sentences


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library."""
    with Library.open(f"sqlite:///{tmp_path}/jianggao.db") as opened:
        yield opened


@pytest.fixture
def speech() -> Speech:
    """Four paragraphs, the third with a point."""
    return make_speech([sentences(1), sentences(2), LONG, sentences(5)], points=[POINT])
