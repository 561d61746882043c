"""How a file breaks its lines: wrapped at a width, parted by empty lines, or one paragraph a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from corpus.cleaning.shapes import ends_sentence, is_complete
from corpus.cleaning.view import Line

WHITE = " \t\u3000\u00a0"
_FEWEST_FULL = 6
"""Full lines that show a text to be wrapped at a width."""
_NARROWEST = 30
"""Columns. Lists of slogans are narrower than any page."""
_SLACK = 8
"""Columns by which a full line may be shorter: punctuation, figures and Latin words move to the next line whole."""
_FEWEST_SENTENCES = 4


@dataclass(frozen=True, slots=True)
class Layout:
    """How the lines of one file are broken.

    Attributes:
        width: Half-width columns of a full line where lines are wrapped, else 0.
        indented: Whether the first line of a paragraph is set in, and the others are not.
        spaced: Whether empty lines part paragraphs.
    """

    width: int
    indented: bool
    spaced: bool

    def is_full(self, line: Line) -> bool:
        """Whether ``line`` reaches the width at which this file is wrapped."""
        return self.width > 0 and columns(line.raw.rstrip()) >= self.width - _SLACK

    def begins_paragraph(self, line: Line) -> bool:
        """Whether ``line`` is set in where that is the sign of a new paragraph."""
        return self.indented and line.raw[:1] in WHITE


def columns(text: str) -> int:
    """Half-width columns that ``text`` takes: two for a Chinese character, one for a letter or a figure."""
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


def layout_of(filled: Sequence[Line]) -> Layout:
    """The layout of a file, from its lines that are not empty."""
    finished = [n for n, line in enumerate(filled[:-1]) if ends_sentence(line.text)]
    parted = sum(1 for n in finished if filled[n + 1].number > filled[n].number + 1)
    set_in = sum(1 for line in filled if line.raw[:1] in WHITE)
    return Layout(
        width=_full_width(filled),
        indented=2 <= set_in <= 0.7 * len(filled),
        spaced=len(finished) >= _FEWEST_SENTENCES and parted * 2 >= len(finished),
    )


def _full_width(filled: Sequence[Line]) -> int:
    """The width at which lines are wrapped, or 0.

    Many lines are about that long and few are longer; sentences end inside of them, while most of them end nowhere.
    """
    widths = [columns(line.raw.rstrip()) if len(line.text) <= 120 else 999 for line in filled]
    usual = sorted(width for width in widths if _NARROWEST <= width < 999)
    fewest = max(_FEWEST_FULL, 0.35 * len(filled))
    if len(usual) < fewest:
        return 0
    longest = usual[int(len(usual) * 0.97)]
    full = [
        line for line, width in zip(filled, widths, strict=True) if longest - _SLACK <= width <= longest + _SLACK // 2
    ]
    unfinished = sum(1 for line in full if not is_complete(line.text))
    with_stop = sum(1 for line in full if any(stop in line.text[:-1] for stop in "。；！？.;!?"))
    longer = sum(1 for width in widths if width > longest + _SLACK // 2)
    wrapped = (
        len(full) >= fewest
        and unfinished * 2 >= len(full)
        and with_stop * 10 >= len(full)
        and longer * 20 <= len(filled)
    )
    return longest if wrapped else 0
