"""What the encoder learns from: paragraphs with their headings, and sentences with their translation.

The reading here is deliberately coarse. A page's chrome and a wiki mark that slip through cost the vectors next to
nothing, and training does not change when the reading of the library does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from retrieval.normalize import normalize

_NUMBER: Final = re.compile(
    r"^(?:([一二三四五六七八九十]{1,3}、)|([（(][一二三四五六七八九十]{1,3}[)）])|(\d{1,2}[.、](?!\d)|[（(]\d{1,2}[)）]))\s*"
)
_POINT: Final = re.compile(r"^(?:[一二三四五六七八九十]{1,2}[是要]|第[一二三四五六七八九十]{1,2},|——)\s*")
_BETWEEN_POINTS: Final = re.compile(r"(?<=[。;])(?=[一二三四五六七八九十]{1,2}[是要])")
_SENTENCE: Final = re.compile(r"[^。!?;]+[。!?;]?[”’」』]?")
_FOOTNOTE: Final = re.compile(r"\|?\[\|?\d+\|?\]\|?")

_SHORTEST_PARAGRAPH: Final = 40
_LONGEST_HEADING: Final = 45
_LONGEST_TITLE: Final = 30


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The searched copy of one paragraph, and of the headings above it, outermost first."""

    text: str
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that belong together: a request, and what it should find."""

    query: str
    passage: str


def speech_files(data: Path) -> tuple[Path, ...]:
    """Return every text file under ``data/speeches``, sorted."""
    return tuple(sorted((data / "speeches").rglob("*.txt")))


def read_lines(path: Path) -> tuple[str, ...]:
    """Return the lines of a file as searched copies, without empty ones."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", errors="replace")
    lines = (_FOOTNOTE.sub("", line).strip() for line in normalize(text).split("\n"))
    return tuple(line for line in lines if line)


def read_paragraphs(path: Path) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a file in order, each under the headings that stand above it."""
    paragraphs = []
    headings: dict[int, str] = {}
    for line in read_lines(path):
        body = line
        if number := _NUMBER.match(line):
            level = number.lastindex or 0
            first, body = _first_sentence(line[number.end() :])
            if len(first) <= _LONGEST_HEADING:
                headings = {outer: text for outer, text in headings.items() if outer < level} | {level: first}
        if len(body) >= _SHORTEST_PARAGRAPH:
            paragraphs.append(Paragraph(body, tuple(headings[level] for level in sorted(headings))))
    return tuple(paragraphs)


def titled(paragraph: Paragraph) -> tuple[Pair, ...]:
    """Return the short opening sentences of a paragraph and of its points, each with what follows it.

    "一是强化学习。坚持读原著…" names its own theme: the first sentence is to the rest what a request is to a passage.
    """
    pairs = []
    for point in _BETWEEN_POINTS.split(paragraph.text):
        title, rest = _first_sentence(_POINT.sub("", point))
        if 4 <= len(title) <= _LONGEST_TITLE and len(rest) >= _SHORTEST_PARAGRAPH // 2:
            pairs.append(Pair(title, rest))
    return tuple(pairs)


def read_translations(data: Path) -> tuple[Pair, ...]:
    """Return the aligned sentences of ``data/parallel``: Chinese, then English, as searched copies."""
    pairs = []
    for path in sorted((data / "parallel").glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            chinese, english = line.split("\t")[:2]
            pairs.append(Pair(normalize(chinese).strip(), normalize(english).strip()))
    return tuple(pairs)


def _first_sentence(text: str) -> tuple[str, str]:
    """Cut ``text`` behind its first sentence; the sentence comes without its stop, the rest may be empty."""
    match = _SENTENCE.match(text)
    if match is None:
        return text, ""
    return match[0].rstrip("。!?;"), text[match.end() :].lstrip()
