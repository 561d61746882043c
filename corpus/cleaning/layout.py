"""How a file breaks its lines: wrapped at a width, parted by empty lines, or one paragraph a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from corpus.cleaning.shapes import ends_sentence, is_complete, is_heading, is_title
from corpus.cleaning.view import Line

WHITE = " \t\u3000\u00a0"
_FEWEST_FULL = 3
"""Full lines that show a text to be wrapped at a width; two pages of a short PDF hold no more."""
_FULL_SHARE = 0.25
"""Of all lines; titles, headings and the last lines of short paragraphs are the others."""
_NARROWEST = 30
"""Columns. Lists of slogans are narrower than any page."""
_SLACK = 8
"""Columns by which a full line may be shorter: punctuation, figures and Latin words move to the next line whole."""
_STOPS = "。；！？.;!?"
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

    def is_full(self, line: Line, slack: int = _SLACK) -> bool:
        """Whether ``line`` reaches the width at which this file is wrapped, but for ``slack`` columns."""
        return self.width > 0 and columns(line.raw.rstrip()) >= self.width - slack

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
    return Layout(
        width=_full_width(filled),
        indented=_is_indented(filled),
        spaced=len(finished) >= _FEWEST_SENTENCES and parted * 2 >= len(finished),
    )


def _is_indented(filled: Sequence[Line]) -> bool:
    """Whether a line set in begins a paragraph; not so where a margin sets in every line, inside sentences, too."""
    set_in = [n for n, line in enumerate(filled) if line.raw[:1] in WHITE]
    inside = sum(1 for n in set_in if n and _goes_on(filled[n - 1].text))
    return len(set_in) >= 2 and (len(set_in) <= 0.7 * len(filled) or inside * 4 <= len(set_in))


def _goes_on(text: str) -> bool:
    return not (is_complete(text) or is_heading(text) or is_title(text)) and any(stop in text for stop in "，。、；")


def _full_width(filled: Sequence[Line]) -> int:
    """The width at which lines are wrapped, or 0.

    Many lines are about that long and few are longer; most of them end nowhere, while sentences end inside of them or
    of the lines below.
    """
    widths = [columns(line.raw.rstrip()) if len(line.text) <= 120 else 999 for line in filled]
    usual = sorted(width for width in widths if _NARROWEST <= width < 999)
    fewest = max(_FEWEST_FULL, _FULL_SHARE * len(filled))
    if len(usual) < fewest:
        return 0
    longest = usual[int(len(usual) * 0.97)]
    full = [n for n, width in enumerate(widths) if longest - _SLACK <= width <= longest + _SLACK // 2]
    unfinished = [n for n in full if not is_complete(filled[n].text)]
    after_unfinished = {n + 1 for n in unfinished if n + 1 < len(filled)}
    with_stop = sum(1 for n in after_unfinished.union(full) if any(stop in filled[n].text[:-1] for stop in _STOPS))
    longer = sum(1 for width in widths if width > longest + _SLACK // 2)
    wrapped = (
        len(full) >= fewest
        and len(unfinished) >= 2
        and len(unfinished) * 2 >= len(full)
        and with_stop * 10 >= len(full)
        and longer * 20 <= len(filled)
    )
    return longest if wrapped else 0
