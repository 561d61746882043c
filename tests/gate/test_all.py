"""The gate over all real speeches: what is not there is said not to be, and what is there is found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.importing import import_paths
from corpus.library import Library
from retrieval.builtin import BuiltinEncoder
from retrieval.engine import Engine
from retrieval.evaluate import read_judgments
from retrieval.models import Note
from tests.shared import JUDGMENTS, needs_shared, speech_files

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))["all"]
CASES = Path(__file__).parent / "cases"
ABSENT = (CASES / "absent.txt").read_text(encoding="utf-8").splitlines()
if JUDGMENTS.is_file():
    ABSENT += [judgment.request for judgment in read_judgments(JUDGMENTS) if not judgment.relevant]
PRESENT = (CASES / "present.txt").read_text(encoding="utf-8").splitlines()

pytestmark = needs_shared


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Every speech there is, with the encoder that ships."""
    home = tmp_path_factory.mktemp("all")
    with Library.open(f"sqlite:///{home / 'library.db'}") as library:
        assert not import_paths(library, speech_files()).failed
        yield Engine.open(library, home / "index", BuiltinEncoder.load())


def test_what_no_speech_says_has_no_answer(engine: Engine) -> None:
    """Though single words of it stand in many speeches (移民, 天气, 计划)."""
    answered = [text for text in ABSENT if engine.search(text).note is not Note.NOTHING_RELEVANT]
    assert 1 - len(answered) / len(ABSENT) >= FLOORS["absent_told"], answered


def test_what_speeches_say_has_one(engine: Engine) -> None:
    """In Chinese and in English, named or described."""
    unanswered = [text for text in PRESENT if not engine.search(text).hits]
    assert 1 - len(unanswered) / len(PRESENT) >= FLOORS["present_found"], unanswered
