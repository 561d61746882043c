"""The gate over the starter library: judged requests as people type them, and every theme a newcomer may ask for.

The requests were written by readers of the speeches before any answer was seen. The encoder has not read the speeches.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.bundled import bundled_files
from corpus.importing import import_paths
from corpus.library import Library
from retrieval.builtin import BuiltinEncoder
from retrieval.engine import Engine
from retrieval.evaluate import Judgment, Report, ablate, grade_of, read_judgments
from retrieval.ranking import Mode
from tests.corpus.test_starter import THEMES, packed

HERE = Path(__file__).parent
FLOORS = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))["starter"]
JUDGED = HERE / "starter.jsonl"
KINDS = {"theme": 40, "point": 30, "function": 24, "empty": 14, "english": 12, "form": 12, "mixed": 8}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The starter library as ``init`` makes it."""
    with Library.open(f"sqlite:///{tmp_path_factory.mktemp('starter') / 'library.db'}") as library:
        assert not import_paths(library, bundled_files()).failed
        yield library


@pytest.fixture(scope="module")
def engine(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """With the encoder that ships."""
    return Engine.open(library, tmp_path_factory.mktemp("starter") / "index", BuiltinEncoder.load())


@pytest.fixture(scope="module")
def judgments() -> tuple[Judgment, ...]:
    """Every judged request."""
    return read_judgments(JUDGED)


@pytest.fixture(scope="module")
def reports(engine: Engine, library: Library, judgments: tuple[Judgment, ...]) -> dict[Mode, Report]:
    """The search whole, by words alone and by vectors alone."""
    return ablate(engine, library, judgments)


def test_the_requests_are_many_and_of_every_kind() -> None:
    """Themes, functions, forms, points, English, mixtures, and what the library does not hold."""
    kinds = Counter(json.loads(line)["kind"] for line in JUDGED.read_text(encoding="utf-8").splitlines())
    assert kinds == KINDS


def test_every_judged_string_stands_in_the_library(library: Library, judgments: tuple[Judgment, ...]) -> None:
    """A judgment that fits no passage would lower every figure for nothing."""
    texts = [packed(row.text) for row in library.index_rows()]
    strings = {packed(string) for judgment in judgments for string in judgment.relevant}
    assert [string for string in strings if not any(string in text for text in texts)] == []


@pytest.mark.parametrize("measure", list(FLOORS))
def test_no_measure_falls_below_its_floor(reports: dict[Mode, Report], measure: str) -> None:
    """Each has its own; floors only rise."""
    found = getattr(reports[Mode.WHOLE], measure)
    assert found is not None
    assert found.mean >= FLOORS[measure]


@pytest.mark.parametrize("part", [mode for mode in Mode if mode is not Mode.WHOLE])
def test_the_whole_beats_its_parts(reports: dict[Mode, Report], part: Mode) -> None:
    """On speeches that the encoder has not read, and although only the whole refuses to answer."""
    whole, alone = reports[Mode.WHOLE].ndcg, reports[part].ndcg
    assert whole is not None
    assert alone is not None
    assert whole.mean > alone.mean


@pytest.mark.parametrize("theme", THEMES)
def test_a_newcomer_gets_passages_on_every_theme(engine: Engine, judgments: tuple[Judgment, ...], theme: str) -> None:
    """Of the first five at least three were judged to be on the theme by who read all speeches."""
    hits = engine.search(f"给我一段关于{theme}的话", limit=5).hits
    number = list(THEMES).index(theme)
    judged = {packed(s): g for j in judgments[2 * number : 2 * number + 2] for s, g in j.relevant.items()}
    assert sum(grade_of(packed(hit.passage.text), judged) > 0 for hit in hits) >= 3
