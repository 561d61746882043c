"""What the tests of this room share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.library import Library
from retrieval.engine import Engine
from tests.retrieval.fakes import HashEncoder, filled_library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Three speeches."""
    with filled_library(tmp_path) as library:
        yield library


@pytest.fixture
def engine(library: Library, tmp_path: Path) -> Engine:
    """An engine over them."""
    return Engine.open(library, tmp_path / "index", HashEncoder())
