"""The step that joins lines broken inside a sentence, a name or a number (断行), by cutting the line feed.

Three kinds of file break lines, and each needs its own evidence:

* *wrapped*: PDF pages and e-mail break at a width, so full lines are about equally long;
* *spaced*: wiki pages part paragraphs by empty lines and break at every link, so that two lines without an empty one
  between them belong together;
* *plain*: every line is a paragraph, and only grammar tells: an open bracket, a comma at the end, a full stop at the
  beginning.

What looks like a heading, a 称谓, a title or a row of a table stays on its own line in all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from corpus.cleaning.layout import WHITE, Layout, layout_of
from corpus.cleaning.shapes import (
    MEDIAL,
    OPENERS,
    ends_sentence,
    has_han,
    is_complete,
    is_heading,
    is_point,
    is_title,
    opens_paragraph,
    unclosed,
    without_number,
)
from corpus.cleaning.view import Line, Span, View
from corpus.salutations import is_salutation

_MARKER = re.compile(
    r"第?[一二三四五六七八九十]{1,3}[是要、]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、]|[—―]{2}"
)
"""A number or a dash that waits for its heading or its point."""
_OFFICE = re.compile(
    r".{0,30}(?:总理|主席|省长|市长|区长|县长|州长|乡长|镇长|书记|主任|部长|院长|检察长|局长|厅长|校长|董事长|总经理"
    r"|秘书长|会长|理事长|行长|国务委员)"
)
_NAME = re.compile(r"[\u4e00-\u9fff](?:[\u3000 ]?[\u4e00-\u9fff]){1,3}|[\u4e00-\u9fff]{1,8}·[\u4e00-\u9fff]{1,8}")
_FIGURE = re.compile(r"[\d.．%％+＋-]{1,8}")
_DANGLING = re.compile(r"[的和与及或在对把将为从向以由并于A-Za-z\d]$")
_WAITING = re.compile(
    r"(?:[的把被于是不也]|(?<![总平中调])和|(?<!参)与|(?<!普)及|(?<![存实所内])在|(?<![应结面相核])对|(?<![服听])从"
    r"|(?<![方导取转面志走动])向|(?<![可足])以|(?<![自理])由|(?<![合兼])并|(?<![首成故古国])都|成为|称为|列为|视为"
    r"|必须|务必|应当|应该|能够|(?<!能)不能|不要|都要|也要|还要|更要|进一步|切实|特别是|尤其是|由于|因为|如果|只有|只要"
    r"|不仅|而且|但是|所以|按照|根据|围绕|有利于|致力于|事关|关系到)$"
)
"""Words at the end of a line that no sentence, heading or title ends with: prepositions, adverbs, 事关.

The characters before them keep longer words apart: 导向, 参与, 存在 do end headings.
"""
_FIRST_POINT = re.compile(r"一[是要]|第一[，、,]|首先")
_UNIT = re.compile(r"(?<![A-Za-z])[A-Za-z]{1,3}$")
"""What a figure is set behind: PM, M."""
_STOPS = "，、；。："
_LONGEST_LINK = 30
"""Characters in the text of a link that a page put on a line of its own."""
_HEADING_SLACK = 3
"""Columns that a heading broken at the width may leave free: one character that a mark below keeps company."""
_SHORT = 12
_LOOKAHEAD = 4


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The lines joined so far: the first, the punctuation in all of them, the brackets still open, their number."""

    first: str = ""
    stops: frozenset[str] = frozenset()
    waiting: str = ""
    lines: int = 0

    def with_line(self, text: str) -> _Sentence:
        return _Sentence(
            first=self.first or text,
            stops=self.stops | {stop for stop in _STOPS if stop in without_number(text)},
            waiting=unclosed(text, self.waiting),
            lines=self.lines + 1,
        )


def broken_lines(view: View) -> Iterator[Span]:
    """The line feed, and white space around it, between two parts of one sentence."""
    joiner = _Joiner(view)
    sentence = _Sentence()
    for index, above in enumerate(view.filled[:-1]):
        sentence = sentence.with_line(above.text)
        span = joiner.cut(index, sentence)
        if span is None:
            sentence = _Sentence()
        else:
            yield span


class _Joiner:
    """Judges the break after the line ``view.filled[index]``, which ends ``sentence``."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.filled = view.filled

    @cached_property
    def layout(self) -> Layout:
        return layout_of(self.filled)

    def cut(self, index: int, sentence: _Sentence) -> Span | None:
        """What to cut to join this line and the next, or None where two lines it stays."""
        if not self._belong(index, sentence):
            return None
        above, below = self.filled[index], self.filled[index + 1]
        start = above.start + len(above.raw.rstrip())
        end = below.start + (len(below.raw) - len(below.raw.lstrip()))
        if _is_name(above.text, below.text) and start + 1 == end:
            return start, end
        if _is_latin_break(above.text, below.text) or _is_name(above.text, below.text):
            return self._all_but_one_space(start, end)
        return start, end

    def _all_but_one_space(self, start: int, end: int) -> Span | None:
        """Where no white space but the line feed parts two words, the lines stay apart: nothing may be inserted."""
        if self.view.text[start] in WHITE:
            return start + 1, end
        if self.view.text[end - 1] in WHITE:
            return start, end - 1
        return None

    def _belong(self, index: int, sentence: _Sentence) -> bool:
        """Whether the next line goes on with ``sentence``."""
        above, below = self.filled[index], self.filled[index + 1]
        if above.mark is not None or below.mark is not None:
            return False
        if is_salutation(above.text) or is_salutation(below.text):
            return False
        if (above.kind is not None and above.text[-1] not in OPENERS) or (
            below.kind is not None and below.text[0] not in MEDIAL
        ):
            return False
        adjacent = below.number == above.number + 1
        if index + 1 < self.view.head:
            return adjacent and _belong_in_head(above.text, below.text)
        if self.layout.begins_paragraph(below) and not _asks_for_more(above.text, below.text, sentence.waiting):
            return False
        return (
            _is_open(above.text, below.text, sentence.waiting)
            or _announces_points(above.text, below.text, sentence)
            or (adjacent and self._belong_by_grammar(index, sentence))
            or self._belong_by_width(index, sentence)
            or (adjacent and self._belong_by_layout(index, sentence))
        )

    def _belong_by_grammar(self, index: int, sentence: _Sentence) -> bool:
        above, below = self.filled[index].text, self.filled[index + 1].text
        if ends_sentence(above):
            return False
        if self._closes_below(index, sentence.waiting):
            return True
        if is_heading(below) or is_point(below):
            return False
        return _MARKER.fullmatch(above) is not None or above[-1] in "，、," or self._is_link(index, sentence)

    def _closes_below(self, index: int, waiting: str) -> bool:
        """Whether the quote or bracket that is still open is closed within the next lines."""
        for line in self.filled[index + 1 : index + 1 + _LOOKAHEAD] if waiting else ():
            if is_heading(line.text) or is_salutation(line.text):
                return False
            at = line.text.find(waiting[-1])
            if at >= 0:
                return not any(mark in line.text[:at] for mark in "。！？" + OPENERS)
            if is_complete(line.text):
                return False
        return False

    def _is_link(self, index: int, sentence: _Sentence) -> bool:
        """A short piece after which the sentence goes on: 我们贯彻 / 民族区域自治法 / ，支持…; 货币M / 2 / 增长…."""
        below = self.filled[index + 1]
        after = self._line_after(index + 1)
        if after is None or len(below.text) > _LONGEST_LINK or is_complete(self.filled[index].text):
            return False
        if is_heading(after.text) or is_salutation(after.text):
            return False
        unwrapped = bool(sentence.stops) and not self.layout.width
        if _FIGURE.fullmatch(below.text):
            return unwrapped or _UNIT.search(self.filled[index].text) is not None
        if _is_whole_heading(sentence) or any(stop in below.text for stop in "，。；"):
            return False
        return unwrapped and after.text[0] in MEDIAL and not is_complete(below.text)

    def _belong_by_width(self, index: int, sentence: _Sentence) -> bool:
        """In a wrapped file: a full line goes on, unless its end and the next line's beginning speak against it."""
        above, below = self.filled[index], self.filled[index + 1]
        if not self.layout.is_full(above) or is_heading(below.text) or self.layout.begins_paragraph(below):
            return False
        if _is_whole_heading(sentence) and not self.layout.is_full(above, _HEADING_SLACK):
            return False
        adjacent = below.number == above.number + 1
        if ends_sentence(above.text):
            return adjacent and (self.layout.indented or self.layout.spaced) and not is_point(below.text)
        return adjacent or bool(sentence.stops & {"，", "。"})

    def _belong_by_layout(self, index: int, sentence: _Sentence) -> bool:
        above, below = self.filled[index].text, self.filled[index + 1].text
        if is_complete(above) or is_heading(below) or is_point(below):
            return False
        if self.layout.indented and not self.layout.begins_paragraph(self.filled[index + 1]):
            return self._goes_on_without_indent(index, sentence)
        if self.layout.width:
            return False
        if self.layout.spaced:
            return self._goes_on_in_block(index, sentence)
        if sentence.lines > 1 and _FIGURE.fullmatch(above):
            return not opens_paragraph(below)
        if sentence.stops & {"。", "；"}:
            goes_on = _DANGLING.search(above) is not None or not opens_paragraph(below)
            return goes_on and any(mark in below for mark in "，。；")
        return not (_is_whole_heading(sentence) or is_title(above)) and _breaks_off(above, below)

    def _goes_on_without_indent(self, index: int, sentence: _Sentence) -> bool:
        """In a file that sets in its paragraphs: a line that is not set in, below a paragraph that has not ended."""
        above, below = self.filled[index].text, self.filled[index + 1].text
        first = self.filled[index + 1 - sentence.lines]
        if not self.layout.begins_paragraph(first) or _is_whole_heading(sentence) or is_title(sentence.first):
            return False
        if not any(mark in below for mark in "，。；、！？：") and not sentence.stops:
            return False
        return bool(sentence.stops - {"："}) or _WAITING.search(above) is not None or not opens_paragraph(below)

    def _goes_on_in_block(self, index: int, sentence: _Sentence) -> bool:
        """In a spaced file: an unfinished sentence, or a row of short pieces; a lone short line is a heading."""
        if is_heading(sentence.first):
            return "。" in sentence.stops
        if sentence.stops - {"："} or sentence.lines > 1:
            return True
        if is_title(sentence.first):
            return False
        return is_point(sentence.first) or self._pieces_before_sentence(index + 1)

    def _pieces_before_sentence(self, index: int) -> bool:
        """Whether at least one short piece stands here before the rest of a sentence."""
        for pieces, line in enumerate(self.filled[index : index + _LOOKAHEAD]):
            if line.number != self.filled[index].number + pieces:
                return False
            if any(stop in line.text for stop in "，。"):
                return pieces > 0
            if len(line.text) > _SHORT:
                return False
        return False

    def _line_after(self, index: int) -> Line | None:
        """The line after ``index`` where no empty line stands between, else None."""
        if index + 1 >= len(self.filled) or self.filled[index + 1].number != self.filled[index].number + 1:
            return None
        return self.filled[index + 1]


def _is_open(above: str, below: str, waiting: str) -> bool:
    """A bracket open above, or a mark below that begins no line: empty lines between them do not matter."""
    if below[0] in MEDIAL:
        return not ends_sentence(above) or below[0] in waiting
    return above[-1] in OPENERS


def _asks_for_more(above: str, below: str, waiting: str) -> bool:
    """Whether the line above, or the first character below, needs the other, whatever the indent says."""
    return bool(waiting) or above[-1] in OPENERS or below[0] in MEDIAL or _MARKER.fullmatch(above) is not None


def _announces_points(above: str, below: str, sentence: _Sentence) -> bool:
    """主要原因， / 一是…: a comma ends no paragraph, so the first point belongs to the words that announce it."""
    return above[-1] in "，," and "。" in sentence.stops and _FIRST_POINT.match(below) is not None


def _is_whole_heading(sentence: _Sentence) -> bool:
    """Whether there is but one line so far, a heading without text behind it: it asks for nothing."""
    return sentence.lines == 1 and is_heading(sentence.first) and "。" not in sentence.stops


def _breaks_off(above: str, below: str) -> bool:
    """Whether the line above stops at a word that cannot end it, and the line below is text.

    Such a word is a preposition or an adverb (任何时候都), or the first word of the parts before it (事关长远、事关).
    """
    if not has_han(above[-1]) or not has_han(below[0]) or not any(mark in below for mark in "，。；、！？"):
        return False
    parts = re.split("[，、；。]", above)
    repeated = len(parts[-1]) >= 2 and any(part.startswith(parts[-1]) and part != parts[-1] for part in parts[:-1])
    told = parts[-1].endswith("的") and "是" in parts[-1]  # 这副担子是我们压上去的 is whole
    return repeated or (not told and _WAITING.search(above) is not None)


def _belong_in_head(above: str, below: str) -> bool:
    return _is_name(above, below) or _is_split_title(above, below) or _is_open(above, below, "")


def _is_split_title(above: str, below: str) -> bool:
    """政府工作报 / 告: two lines that make a title only together."""
    return len(below) <= 2 and is_title(above + below) and not is_title(above) and not is_title(below)


def _is_name(above: str, below: str) -> bool:
    """国务院总理 / 李克强: office and name of the speaker."""
    return _OFFICE.fullmatch(above) is not None and _NAME.fullmatch(below) is not None


def _is_latin_break(above: str, below: str) -> bool:
    """Whether the break stands between two words of a language that parts words by spaces."""
    latin = above[-1].isascii() and (above[-1].isalnum() or above[-1] in ",.;:!?)")
    return latin and below[0].isascii() and below[0].isalnum() and not has_han(above[-12:])
