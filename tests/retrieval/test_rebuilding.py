"""Building an index anew from the library alone, while it serves."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.engine import Engine
from tests.retrieval.fakes import HashEncoder, filled_library


class Enough(Exception):
    """Somebody wants no more of it."""


def test_an_index_is_built_anew_although_it_is_up_to_date(tmp_path: Path) -> None:
    """Every passage is encoded again; where it is broken off, the old index stays and serves."""
    encoder = HashEncoder()
    with filled_library(tmp_path) as library:
        engine = Engine.open(library, tmp_path / "index", encoder)
        assert not engine.refresh()
        passages = len(encoder.encoded)
        before = (tmp_path / "index" / "current").read_text(encoding="ascii")

        def broken_off(_done: int, _total: int) -> None:
            raise Enough

        with pytest.raises(Enough):
            engine.rebuild(progress=broken_off)
        assert (tmp_path / "index" / "current").read_text(encoding="ascii") == before
        assert engine.search("作风建设").hits
        encoder.encoded.clear()
        engine.rebuild()
        assert len(encoder.encoded) == passages
        assert (tmp_path / "index" / "current").read_text(encoding="ascii") != before
        assert not list((tmp_path / "index").glob("*.tmp"))
        assert engine.search("作风建设").hits
