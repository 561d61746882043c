"""Cleaning against the real files, which the repository does not hold: a check by hand, written down as numbers.

``cases/cleaning_speeches.json`` names for each file the lines (from 0, by their place in the file) that a reader of the
file took for chrome, notices or advertisements, the paragraphs that remain, the broken lines joined on the way, and how
many lines each step drops. The text that must remain follows from those lines alone, without any cleaning step.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from corpus.cleaning import apply_cuts, clean, removed_lines

_SPEECHES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "speeches"
_WHITE = re.compile(r"[\s\u200b\u200d\ufeff]+")
_MOST_CHROME = 0.01

pytestmark = pytest.mark.skipif(not _SPEECHES.is_dir(), reason=f"needs the real speeches in {_SPEECHES}")


class Expected(NamedTuple):
    """What was counted by hand in one file."""

    file: str
    chrome: frozenset[int]
    paragraphs: int
    joins: int
    dropped: dict[str, int]


def _expected() -> list[Expected]:
    rows = json.loads((Path(__file__).parent / "cases" / "cleaning_speeches.json").read_text("utf-8"))
    return [
        Expected(file, _numbers(row["chrome"]), row["paragraphs"], row["joins"], row["dropped"])
        for file, row in rows.items()
    ]


def _numbers(ranges: str) -> frozenset[int]:
    """The line numbers of "0-8 11 14-15"."""
    ends = [tuple(map(int, part.split("-"))) for part in ranges.split()]
    return frozenset(number for span in ends for number in range(span[0], span[-1] + 1))


def _source(expected: Expected) -> str:
    return (_SPEECHES / expected.file).read_text("utf-8")


def _packed(text: str) -> str:
    return _WHITE.sub("", text)


def _kept(expected: Expected) -> list[str]:
    """The lines that are no chrome, without the quote that a wiki's bold mark left behind in one of them."""
    lines = enumerate(_source(expected).split("\n"))
    kept = (_packed(line) for number, line in lines if number not in expected.chrome)
    return [line.removesuffix("'") for line in kept if line]


@pytest.mark.parametrize("expected", _expected(), ids=lambda expected: Path(expected.file).stem)
def test_every_line_of_the_speech_is_kept_and_no_other(expected: Expected) -> None:
    """What remains of a file is exactly its lines without those counted out by hand, character for character."""
    assert _packed(clean(_source(expected)).text) == "".join(_kept(expected))


@pytest.mark.parametrize("expected", _expected(), ids=lambda expected: Path(expected.file).stem)
def test_paragraphs_joins_and_steps_are_as_counted(expected: Expected) -> None:
    """The lines that remain, the joins and what each step dropped are as counted."""
    source = _source(expected)
    cleaned = clean(source)
    paragraphs = len(cleaned.text.split("\n"))
    assert paragraphs == expected.paragraphs
    assert len(_kept(expected)) - paragraphs == expected.joins
    assert dict(Counter(step for step, _ in removed_lines(source, cleaned.cuts))) == expected.dropped


@pytest.mark.parametrize("expected", _expected(), ids=lambda expected: Path(expected.file).stem)
def test_cuts_replay_and_cleaning_again_changes_nothing(expected: Expected) -> None:
    """The cuts lead from the file to its text, and the text is clean."""
    source = _source(expected)
    cleaned = clean(source)
    assert apply_cuts(source, cleaned.cuts) == cleaned.text
    assert clean(cleaned.text).cuts == ()


def test_all_files_are_counted() -> None:
    """No file of the folder is left out of the count."""
    there = {path.relative_to(_SPEECHES).as_posix() for path in _SPEECHES.rglob("*.txt")}
    assert there == {expected.file for expected in _expected()}


def test_at_most_one_line_of_chrome_in_a_hundred_remains() -> None:
    """Over all files, of the lines counted out by hand at most 1% stand among the remaining paragraphs."""
    chrome = left = 0
    for expected in _expected():
        lines = _source(expected).split("\n")
        wanted = Counter(_kept(expected))
        remaining = Counter(_packed(line) for line in clean("\n".join(lines)).text.split("\n"))
        surplus = remaining - wanted
        unwanted = [_packed(lines[number]) for number in expected.chrome if _packed(lines[number])]
        chrome += len(unwanted)
        left += sum(min(surplus[line], times) for line, times in Counter(unwanted).items())
    assert chrome > 1000
    assert left <= _MOST_CHROME * chrome
