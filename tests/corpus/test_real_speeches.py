"""The structure of the real files: true slices everywhere, no line lost, and the counts that were checked by hand.

The files are not part of the repository; without them these tests are skipped.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from corpus import ids
from corpus.cleaning import apply_cuts
from corpus.models import Cleaned, Document, PassageKind, Place, Speech
from corpus.readers import read_file
from corpus.splitting import POINT_THRESHOLD, build_speech
from corpus.structure import LineKind, classify

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "speeches"
FILES = tuple(path.relative_to(FOLDER).as_posix() for path in sorted(FOLDER.rglob("*.txt")))

pytestmark = pytest.mark.skipif(not FILES, reason="the real speeches are not beside this checkout")

# Headings by level, natural paragraphs, points; each outline was read beside its file.
CHECKED: dict[str, tuple[tuple[int, ...], int, int]] = {
    "national/1998年中华人民共和国国务院政府工作报告.txt": ((4, 20, 18), 72, 6),
    "national/2005年中华人民共和国国务院政府工作报告.txt": ((7, 31), 102, 19),
    "provincial-2026/内蒙古自治区政府工作报告2026.txt": ((3, 5, 15), 47, 56),
    "provincial-2026/宁夏回族自治区政府工作报告2026.txt": ((3, 11), 87, 10),
    "provincial-2026/海南省政府工作报告2026.txt": ((5, 64, 55), 137, 0),
    "seed/000_98e2b042702b34d0.txt": ((2, 3), 11, 8),
    "seed/001_959cca07d6ccfd4b.txt": ((4,), 27, 4),
    "seed/003_d57366d951f7eb83.txt": ((3,), 14, 0),
}


@cache
def document(name: str) -> Document:
    """One of the real files as its reader gives it."""
    return read_file(FOLDER / name, name)


@cache
def speech(name: str) -> Speech:
    """One of the real files as a speech."""
    return build_speech(document(name))


@pytest.mark.parametrize("name", FILES)
def test_every_passage_is_a_true_slice(name: str) -> None:
    """Slices, hashes and ids of all passages hold, and every id of a speech is its own."""
    found = speech(name)
    assert found.source == document(name).source
    assert apply_cuts(found.source, found.cuts) == found.text
    assert found.passages
    for passage in found.passages:
        assert found.text[passage.start : passage.end] == passage.text
        assert ids.digest(passage.text) == passage.sha256
        assert ids.key_of(passage.id) == passage.key
    assert len({passage.id for passage in found.passages}) == len(found.passages)


@pytest.mark.parametrize("name", FILES)
def test_no_line_is_lost(name: str) -> None:
    """What is not a paragraph is a heading, a bare address or one of a few lines of frame, and short."""
    found = speech(name)
    lines = classify(Cleaned(found.text, found.cuts))
    kinds = Counter(kind for _, kind in lines)
    paragraphs = [passage for passage in found.passages if passage.kind is PassageKind.PARAGRAPH]
    assert kinds[LineKind.PARAGRAPH] == len(paragraphs)
    assert "".join(found.text.split()) == "".join("".join(line.text for line, _ in lines).split())
    assert kinds[LineKind.FRAME] <= 8
    assert max(len(line.text) for line, kind in lines if kind is not LineKind.PARAGRAPH) <= 80
    assert sum(len(passage.text) for passage in paragraphs) >= 0.93 * sum(len(line.text) for line, _ in lines)


@pytest.mark.parametrize("name", FILES)
def test_the_frame_is_known(name: str) -> None:
    """Every report has its own title, year, kind and address; only a speech without a title has an inferred one."""
    frame = speech(name).frame
    assert frame.title_inferred is (name == "seed/001_959cca07d6ccfd4b.txt")
    assert frame.salutation is not None
    if "政府工作报告" in name:
        assert frame.kind == "政府工作报告"
        assert frame.year is not None
        assert str(frame.year) in name
    if name.startswith("provincial"):
        assert frame.date is not None
        assert frame.speaker
        assert frame.occasion


@pytest.mark.parametrize("name", FILES)
def test_opening_and_closing_are_found(name: str) -> None:
    """A speech opens with at most three paragraphs and closes with at most three, whatever stands after it."""
    places = Counter(passage.place for passage in speech(name).passages if passage.kind is PassageKind.PARAGRAPH)
    assert 1 <= places[Place.OPENING] <= 3
    assert 1 <= places[Place.CLOSING] <= 3


@pytest.mark.parametrize("name", CHECKED)
def test_counts_are_the_ones_checked_by_hand(name: str) -> None:
    """Headings by level, paragraphs and points of three speeches and five reports."""
    found = speech(name)
    levels = Counter(section.level for section in found.sections)
    kinds = Counter(passage.kind for passage in found.passages)
    counts = tuple(levels[level] for level in sorted(levels)), kinds[PassageKind.PARAGRAPH], kinds[PassageKind.POINT]
    assert counts == CHECKED[name]


def test_points_come_of_long_paragraphs_only() -> None:
    """All over the files a point stands in a paragraph over the threshold."""
    for name in FILES:
        lengths = {passage.id: len(passage.text) for passage in speech(name).passages}
        parents = {passage.parent_id for passage in speech(name).passages if passage.parent_id is not None}
        assert all(lengths[parent] > POINT_THRESHOLD for parent in parents)
