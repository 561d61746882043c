"""The gate over the starter library: two sets of judged requests, and every theme a newcomer may ask for.

``starter.jsonl`` was written before any answer was seen, and then used to tune. ``blind.jsonl`` was written by somebody
who knew neither the search nor the first set, and is there to measure by. The encoder has read none of the speeches;
what tells functions and forms was trained on their labels.
"""

from __future__ import annotations

import hashlib
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
FLOORS = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
SETS = ("starter", "blind")
KINDS = {
    "starter": {"theme": 40, "point": 30, "function": 24, "empty": 14, "english": 12, "form": 12, "mixed": 8},
    "blind": {"theme": 30, "function": 16, "english": 12, "empty": 12, "form": 10},
}
MEASURES = [(name, measure) for name in SETS for measure in FLOORS[name]]


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


def judged(name: str) -> tuple[Judgment, ...]:
    """Every judged request of a set."""
    return read_judgments(HERE / f"{name}.jsonl")


@pytest.fixture(scope="module")
def reports(engine: Engine, library: Library) -> dict[str, dict[Mode, Report]]:
    """For each set the search whole and each of its parts."""
    return {name: ablate(engine, library, judged(name)) for name in SETS}


@pytest.mark.parametrize("name", SETS)
def test_the_requests_are_many_and_of_every_kind(name: str) -> None:
    """Themes, functions, forms, English, what the library does not hold; and none was changed in silence."""
    raw = (HERE / f"{name}.jsonl").read_bytes()
    assert Counter(json.loads(line)["kind"] for line in raw.decode("utf-8").splitlines()) == KINDS[name]
    assert hashlib.sha256(raw).hexdigest() == FLOORS["digests"][name]


@pytest.mark.parametrize("name", SETS)
def test_every_judged_string_stands_in_the_library(library: Library, name: str) -> None:
    """A judgment that fits no passage would lower every figure for nothing."""
    texts = [packed(row.text) for row in library.index_rows()]
    strings = {packed(string) for judgment in judged(name) for string in judgment.relevant}
    assert [string for string in strings if not any(string in text for text in texts)] == []


@pytest.mark.parametrize(("name", "measure"), MEASURES)
def test_no_measure_falls_below_its_floor(reports: dict[str, dict[Mode, Report]], name: str, measure: str) -> None:
    """Each has its own; floors only rise."""
    found = getattr(reports[name][Mode.WHOLE], measure)
    assert found is not None
    assert found.mean >= FLOORS[name][measure]


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("part", [mode for mode in Mode if mode is not Mode.WHOLE])
def test_the_whole_beats_its_parts(reports: dict[str, dict[Mode, Report]], name: str, part: Mode) -> None:
    """On speeches that the encoder has not read, and although only the whole refuses to answer."""
    whole, alone = reports[name][Mode.WHOLE].ndcg, reports[name][part].ndcg
    assert whole is not None
    assert alone is not None
    assert whole.mean > alone.mean


@pytest.mark.parametrize("theme", THEMES)
def test_a_newcomer_gets_passages_on_every_theme(engine: Engine, theme: str) -> None:
    """Of the first five at least three were judged to be on the theme by who read all speeches."""
    hits = engine.search(f"给我一段关于{theme}的话", limit=5).hits
    number = list(THEMES).index(theme)
    two = judged("starter")[2 * number : 2 * number + 2]
    strings = {packed(s): g for judgment in two for s, g in judgment.relevant.items()}
    assert sum(grade_of(packed(hit.passage.text), strings) > 0 for hit in hits) >= 3
