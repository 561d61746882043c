"""The step that joins lines broken inside a sentence, a name or a number (断行), by cutting the line feed.

Three kinds of file break lines, and each needs its own evidence:

* *wrapped*: PDF pages and e-mail break at a fixed width, so full lines are about equally long;
* *spaced*: wiki pages part paragraphs by empty lines and break at every link, so that two lines without an empty one
  between them belong together;
* *plain*: every line is a paragraph, and only grammar tells: an open bracket, a comma at the end, a full stop at the
  beginning.

What looks like a heading, a 称谓, a title or a row of a table stays on its own line in all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from unicodedata import east_asian_width

from corpus.cleaning.shapes import (
    MEDIAL,
    OPENERS,
    ends_sentence,
    has_han,
    is_complete,
    is_heading,
    is_point,
    is_salutation,
    is_title,
    opens_paragraph,
    unclosed,
)
from corpus.cleaning.view import Line, Span, View

_MARKER = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}(?:是|要|、)|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、]|[—―]{2})"
)
_OFFICE = re.compile(
    r".{0,30}(?:总理|主席|省长|市长|区长|县长|州长|乡长|镇长|书记|主任|部长|院长|检察长|局长|厅长|校长|董事长|总经理|秘书长|会长|理事长|行长|国务委员)"
)
_NAME = re.compile(r"[\u4e00-\u9fff](?:[\u3000 ]?[\u4e00-\u9fff]){1,3}|[\u4e00-\u9fff]{1,8}·[\u4e00-\u9fff]{1,8}")
_FIGURE = re.compile(r"[\d.．%％+＋-]{1,8}")
_DANGLING = re.compile(r"[的和与及或在对把将为从向以由并于A-Za-z\d（《“]$")
_WHITE = " \t\u3000\u00a0"
_FRAGMENT = 30
"""Characters. The text of a link that a page put on a line of its own."""
_FEWEST_FULL = 6
"""Full lines that show a text to be wrapped at a fixed width."""
_LOOKAHEAD = 3


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a file breaks its lines; ``width`` is that of a full line in half-width columns, 0 where none is wrapped."""

    width: int
    indented: bool
    spaced: bool


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two neighbouring lines that are not empty, and ``so_far``: all of the paragraph that ends with the first."""

    above: Line
    below: Line
    so_far: str
    in_head: bool

    @property
    def adjacent(self) -> bool:
        return self.below.number == self.above.number + 1


def broken_lines(view: View) -> Iterator[Span]:
    """The line feed, and white space around it, between two parts of one sentence."""
    joiner = _Joiner(view)
    so_far = ""
    for index, above in enumerate(view.filled[:-1]):
        so_far += above.text
        pair = _Pair(above, view.filled[index + 1], so_far, index + 1 < view.head)
        span = joiner.cut(index, pair)
        if span is None:
            so_far = ""
        else:
            yield span


class _Joiner:
    def __init__(self, view: View) -> None:
        self.filled = view.filled
        self.text = view.text

    @cached_property
    def layout(self) -> _Layout:
        return _layout(self.filled)

    def cut(self, index: int, pair: _Pair) -> Span | None:
        """What to cut to make one line of ``pair``, or None where two lines it stays."""
        if not self.belongs(index, pair):
            return None
        above, below = pair.above, pair.below
        start = above.start + len(above.raw.rstrip())
        end = below.start + (len(below.raw) - len(below.raw.lstrip()))
        if _is_latin_break(above.text, below.text) or _is_name(pair):
            return self._feed_alone(start, end)
        return start, end

    def _feed_alone(self, start: int, end: int) -> Span | None:
        """Cut all but one white character; where there is none the lines stay apart, for two words would become one."""
        between = self.text[start:end]
        if between[0] in _WHITE:
            return start + 1, end
        if between[-1] in _WHITE:
            return start, end - 1
        return None

    def belongs(self, index: int, pair: _Pair) -> bool:
        """Whether the second line goes on with the sentence of the first."""
        above, below = pair.above.text, pair.below.text
        if pair.above.mark is not None or pair.below.mark is not None or is_salutation(above) or is_salutation(below):
            return False
        if pair.below.kind is not None and below[0] not in MEDIAL:
            return False
        if pair.in_head:
            return pair.adjacent and (_is_name(pair) or _is_split_title(above, below) or _is_open(above, below))
        if self._is_certain(index, pair):
            return True
        if not pair.adjacent or ends_sentence(above) or is_heading(below) or is_point(below):
            return False
        return (
            _MARKER.fullmatch(above) is not None
            or (above[-1] in "，、," and not _is_label(pair))
            or self._is_link(index, pair)
            or self._by_layout(index, pair)
        )

    def _is_certain(self, index: int, pair: _Pair) -> bool:
        """An open bracket above, or below a mark that begins no line: empty lines between them do not matter."""
        above, below = pair.above.text, pair.below.text
        if below[0] in MEDIAL and not is_heading(below):
            return not ends_sentence(above) or (below[0] in "”’）》」』】" and bool(unclosed(pair.so_far)))
        if above[-1] in OPENERS and not is_salutation(below):
            return True
        return pair.adjacent and not ends_sentence(above) and self._closes_below(index, unclosed(pair.so_far))

    def _closes_below(self, index: int, waiting: str) -> bool:
        """Whether the quote or bracket that is still open is closed within the next lines."""
        if not waiting:
            return False
        for line in self.filled[index + 1 : index + 1 + _LOOKAHEAD]:
            if is_heading(line.text) or is_salutation(line.text):
                return False
            at = line.text.find(waiting[-1])
            if at >= 0:
                return not any(mark in line.text[:at] for mark in "。！？" + OPENERS)
            if is_complete(line.text):
                return False
        return False

    def _is_link(self, index: int, pair: _Pair) -> bool:
        """A short piece after which the sentence goes on: 我们贯彻 / 民族区域自治法 / ，支持…; 货币M / 2 / 增长…."""
        below = pair.below.text
        if len(below) > _FRAGMENT or is_complete(pair.above.text) or index + 2 >= len(self.filled):
            return False
        if not any(mark in pair.so_far for mark in "，、；。：") and is_heading(pair.so_far):
            return False
        after = self.filled[index + 2]
        if after.number != pair.below.number + 1 or is_heading(after.text) or is_salutation(after.text):
            return False
        if _FIGURE.fullmatch(below):
            return True
        return after.text[0] in MEDIAL and not is_complete(below) and any(m in pair.so_far for m in "，、；。")

    def _by_layout(self, index: int, pair: _Pair) -> bool:
        layout = self.layout
        if layout.width:
            return self._wraps(pair, layout)
        if is_complete(pair.above.text):
            return False
        if layout.spaced:
            return self._goes_on_in_block(index, pair)
        return (
            any(mark in pair.so_far for mark in "。；")
            and any(mark in pair.below.text for mark in "，。；")
            and (_DANGLING.search(pair.above.text) is not None or not opens_paragraph(pair.below.text))
        )

    def _wraps(self, pair: _Pair, layout: _Layout) -> bool:
        if layout.indented and pair.below.raw[:1] in _WHITE:
            return False
        full = width(pair.above.raw.rstrip()) >= layout.width - 6
        return full and not (is_complete(pair.above.text) and not layout.indented)

    def _goes_on_in_block(self, index: int, pair: _Pair) -> bool:
        """In a spaced file: an unfinished sentence, or a row of short pieces; a lone short line is a heading."""
        if any(mark in pair.so_far for mark in "，。；、"):
            return not is_heading(pair.so_far) or "。" in pair.so_far
        if is_heading(pair.so_far) or is_title(pair.so_far):
            return False
        after = self.filled[index + 2] if index + 2 < len(self.filled) else None
        return (
            is_point(pair.so_far)
            or (
                len(pair.below.text) <= 12
                and not is_complete(pair.below.text)
                and after is not None
                and after.number == pair.below.number + 1
            )
            or (index > 0 and len(pair.so_far) > len(pair.above.text))
        )


def _is_open(above: str, below: str) -> bool:
    return (above[-1] in OPENERS and below[0] not in OPENERS) or (below[0] in MEDIAL and not ends_sentence(above))


def _is_split_title(above: str, below: str) -> bool:
    """政府工作报 / 告: two lines that make a title only together."""
    return len(below) <= 2 and is_title(above + below) and not is_title(above) and not is_title(below)


def _is_name(pair: _Pair) -> bool:
    """国务院总理 / 李克强: office and name of the speaker."""
    return (
        pair.in_head and _OFFICE.fullmatch(pair.above.text) is not None and _NAME.fullmatch(pair.below.text) is not None
    )


def _is_label(pair: _Pair) -> bool:
    """Whether the first line is a form of address with a comma (同志们，), not a broken sentence."""
    return len(pair.so_far) <= 12 and is_salutation(pair.so_far)


def _is_latin_break(above: str, below: str) -> bool:
    """Whether the break stands between two words of a language that parts words by spaces."""
    if not (above[-1].isascii() and below[0].isascii() and (above[-1].isalnum() or above[-1] in ",.;:!?)")):
        return False
    return below[0].isalnum() and not has_han(above[-12:])


def width(text: str) -> int:
    """Half-width columns that ``text`` takes: two for a Chinese character, one for a letter or a figure."""
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


def _layout(filled: Sequence[Line]) -> _Layout:
    finished = [n for n, line in enumerate(filled[:-1]) if ends_sentence(line.text)]
    parted = sum(1 for n in finished if filled[n + 1].number > filled[n].number + 1)
    indented = sum(1 for line in filled if line.raw[:1] in _WHITE)
    return _Layout(
        width=_full_width(filled),
        indented=indented * 2 >= _FEWEST_FULL and indented < len(filled) * 0.7,
        spaced=len(finished) >= 4 and parted * 2 >= len(finished),
    )


def _full_width(filled: Sequence[Line]) -> int:
    """The width at which lines are wrapped, or 0: many lines are that long, few are longer, and most end nowhere."""
    widths = sorted(width(line.raw.rstrip()) for line in filled if 15 <= len(line.text) <= 100)
    if len(widths) < max(_FEWEST_FULL, 0.4 * len(filled)):
        return 0
    longest = widths[int(len(widths) * 0.97)]
    full = [line for line in filled if longest - 6 <= width(line.raw.rstrip()) <= longest + 4]
    unfinished = sum(1 for line in full if not is_complete(line.text))
    longer = sum(1 for line in filled if width(line.raw.rstrip()) > longest + 4)
    if len(full) < max(_FEWEST_FULL, 0.4 * len(filled)) or unfinished * 2 < len(full) or longer * 20 > len(filled):
        return 0
    return longest
