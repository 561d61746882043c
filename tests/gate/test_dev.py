"""The gate: the judged requests over the three seed speeches, with the encoder that ships, never below the floors.

``floors.json`` holds the floors, a little under what was measured. One may be raised by whoever raises the figure, and
is lowered only with the reason in the same change.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.importing import import_paths
from corpus.library import Library
from retrieval.builtin import BuiltinEncoder
from retrieval.engine import Engine
from retrieval.evaluate import Report, ablate, read_judgments
from retrieval.ranking import Mode
from tests.shared import JUDGMENTS, needs_shared, speech_files

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))

pytestmark = needs_shared


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[Mode, Report]:
    """The search whole, by words alone and by vectors alone, over the three speeches."""
    home = tmp_path_factory.mktemp("dev")
    with Library.open(f"sqlite:///{home / 'library.db'}") as library:
        assert not import_paths(library, speech_files("seed")).failed
        engine = Engine.open(library, home / "index", BuiltinEncoder.load())
        return ablate(engine, library, read_judgments(JUDGMENTS))


@pytest.mark.parametrize("measure", list(FLOORS["dev"]))
def test_no_measure_falls_below_its_floor(reports: dict[Mode, Report], measure: str) -> None:
    """Each has its own."""
    found = getattr(reports[Mode.WHOLE], measure)
    assert found is not None
    assert found.mean >= FLOORS["dev"][measure]


@pytest.mark.parametrize("part", [mode for mode in Mode if mode is not Mode.WHOLE])
@pytest.mark.parametrize("measure", ["ndcg", "ndcg_paragraphs"])
def test_the_whole_beats_its_parts(reports: dict[Mode, Report], part: Mode, measure: str) -> None:
    """Fusion is worth its place."""
    whole, alone = getattr(reports[Mode.WHOLE], measure), getattr(reports[part], measure)
    assert whole.mean > alone.mean
