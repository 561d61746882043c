"""The structure of a cleaned text: frame, sections and natural paragraphs (结构).

Every non-blank line is one of four things: frame, a heading alone on its line, a form of address alone on its line, or
a natural paragraph (which may begin with a one-line heading). ``classify`` says which; nothing is left over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.frame import FrameLines, frame_lines, read_frame
from corpus.headings import find_headings, is_appendix, is_note_name
from corpus.levels import parents
from corpus.lines import Line, split_lines
from corpus.models import Cleaned, Mark, MarkKind, Metadata, Outline, Paragraph, Place, Section
from corpus.numbering import Family, Heading, numbering
from corpus.points import find_points, starts_point
from corpus.salutations import is_salutation, leading_salutation
from corpus.simplified import simplified

OPENING_PARAGRAPHS = 3
"""At most so many paragraphs between the form of address and the first heading are the opening."""
CLOSING_PARAGRAPHS = 3
"""At most so many last paragraphs, counted from their form of address, are the closing."""

# How a paragraph begins that speaks of a whole section again after its parts.
_TURNS = re.compile(
    r"上述|以上|这些成绩|成绩(?:的取得|固然|来之不易)|在(?:看到|肯定|总结)成绩|(?:同时，)?我们也(?:深知|清醒)|在此基础上"
    r"|(?:[一五]年来|过去[一五]年)[^，。]{0,8}成[绩就]"
)

_SHORTEST_CLOSING = 20
_SHORTEST_SPEECH = 3


class LineKind(StrEnum):
    """What a line of a speech is."""

    FRAME = "frame"
    HEADING = "heading"
    SALUTATION = "salutation"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class _Reading:
    """The lines of a text, what each is, and the headings; indices of headings count all lines."""

    lines: tuple[Line, ...]
    kinds: tuple[LineKind, ...]
    marks: Mapping[int, Mark]
    frame: FrameLines
    headings: tuple[Heading, ...]
    appendix: int


def outline(cleaned: Cleaned, metadata: Metadata, file: str) -> Outline:
    """The structure of a cleaned text.

    Args:
        cleaned: Text and marks.
        metadata: What the file says of itself; it outranks what is inferred.
        file: The name of the file, for a speech that names neither its title nor its year.
    """
    reading = _read(cleaned)
    body = [line.text for line in reading.lines[reading.frame.end :]]
    headings = [cleaned.text[heading.start : heading.end] for heading in reading.headings]
    opening = [text for text in body if not is_salutation(text)][:OPENING_PARAGRAPHS]
    frame = read_frame(reading.lines, reading.frame, reading.marks, metadata, file, [*opening, *headings])
    around = parents(reading.headings, _returns(reading))
    return Outline(frame, _sections(cleaned.text, reading.headings, around), _paragraphs(cleaned.text, reading, around))


def classify(cleaned: Cleaned) -> tuple[tuple[Line, LineKind], ...]:
    """Every non-blank line of the text with what it is, in order."""
    reading = _read(cleaned)
    return tuple(zip(reading.lines, reading.kinds, strict=True))


def _read(cleaned: Cleaned) -> _Reading:
    lines = split_lines(cleaned.text)
    marks = _marks_of_lines(lines, cleaned.marks)
    frame = frame_lines(lines, marks)
    appendix = _appendix(lines, frame.end)
    headings = [
        *_moved(find_headings(lines[frame.end : appendix], _part(marks, frame.end, appendix)), frame.end),
        *_appendix_headings(lines, appendix),
    ]
    alone = {heading.line for heading in headings if not heading.one_line}
    kinds = tuple(
        LineKind.FRAME
        if index < frame.end
        else LineKind.HEADING
        if index in alone
        else LineKind.SALUTATION
        if is_salutation(line.text)
        else LineKind.PARAGRAPH
        for index, line in enumerate(lines)
    )
    return _Reading(lines, kinds, marks, frame, tuple(headings), appendix)


def _marks_of_lines(lines: Sequence[Line], marks: Sequence[Mark]) -> dict[int, Mark]:
    """The mark of each line that has one: the first that shares a character with it."""
    found: dict[int, Mark] = {}
    waiting = iter(sorted(marks, key=lambda mark: mark.start))
    mark = next(waiting, None)
    for index, line in enumerate(lines):
        while mark is not None and mark.end <= line.start:
            mark = next(waiting, None)
        if mark is not None and mark.start < line.end:
            found[index] = mark
    return found


def _part(marks: Mapping[int, Mark], start: int, end: int) -> dict[int, Mark]:
    return {index - start: mark for index, mark in marks.items() if start <= index < end}


def _moved(headings: Sequence[Heading], by: int) -> list[Heading]:
    return [Heading(h.line + by, h.start, h.end, h.family, h.number, h.mark, h.one_line) for h in headings]


def _appendix(lines: Sequence[Line], start: int) -> int:
    """Index of the line that opens the appendix, or the number of lines: such a line stands in the second half."""
    half = start + (len(lines) - start) // 2
    return next(
        (index for index in range(max(half, start + 1), len(lines)) if is_appendix(lines[index].text)), len(lines)
    )


def _appendix_headings(lines: Sequence[Line], start: int) -> list[Heading]:
    """The headings of an appendix: the line that opens it, its own title below, and the names of notes."""
    found: list[Heading] = []
    for index in range(start, len(lines)):
        line = lines[index]
        if is_appendix(line.text):
            family = (
                Family.APPENDIX if index == start or not found or found[-1].line != index - 1 else Family.UNNUMBERED
            )
        elif (
            index == start + 1
            and len(line.text) <= 30
            and not re.search(r"[。；：:，]$", line.text)
            and not numbering(line.text)
        ):
            family = Family.UNNUMBERED
        elif is_note_name(line.text) and index + 1 < len(lines) and not is_note_name(lines[index + 1].text):
            family = Family.SENTENCE
        else:
            continue
        text = line.text.rstrip("：: \u3000") or line.text
        found.append(Heading(index, line.start, line.start + len(text), family))
    return found


def _sections(text: str, headings: Sequence[Heading], around: Sequence[int | None]) -> tuple[Section, ...]:
    sections: list[Section] = []
    for heading, parent in zip(headings, around, strict=True):
        level = 1 if parent is None else sections[parent].level + 1
        sections.append(Section(level, heading.start, heading.end, text[heading.start : heading.end], parent))
    return tuple(sections)


def _paragraphs(text: str, reading: _Reading, around: Sequence[int | None]) -> tuple[Paragraph, ...]:
    """The natural paragraphs with their section, place and points."""
    indices = [index for index, kind in enumerate(reading.kinds) if kind is LineKind.PARAGRAPH]
    sections = _sections_of_lines(indices, reading, around)
    opening, closing = _opening(indices, reading), _closing(indices, reading)
    notes = [index for index in indices if index > reading.appendix]
    places = (
        dict.fromkeys(notes, Place.NOTE) | dict.fromkeys(opening, Place.OPENING) | dict.fromkeys(closing, Place.CLOSING)
    )
    if closing and _stands_apart(closing[0], reading):
        sections.update(dict.fromkeys(closing, None))
    return tuple(
        Paragraph(
            line.start,
            line.end,
            sections[index],
            places.get(index, Place.BODY),
            find_points(text, line.start, line.end),
        )
        for index, line in ((index, reading.lines[index]) for index in indices)
    )


def _sections_of_lines(
    indices: Sequence[int], reading: _Reading, around: Sequence[int | None]
) -> dict[int, int | None]:
    """The section of each paragraph, by the index of its line.

    A paragraph stands under the last heading before it, except that a form of address, or a turn to the whole, ends
    what is below 一、, and that the last of several unnumbered headings has no longer a body than its likes had.
    """
    at = {heading.line: section for section, heading in enumerate(reading.headings)}
    current: int | None = None
    begun = False
    result: dict[int, int | None] = {}
    for index, line in enumerate(reading.lines):
        if index in at:
            current, begun = at[index], reading.kinds[index] is LineKind.PARAGRAPH
        elif begun and _returns_to_whole(line.text):
            current = _outer(current, reading.headings, around)
        if reading.kinds[index] is LineKind.PARAGRAPH:
            result[index], begun = current, True
    _end_last_of_likes(indices, result, reading.headings, around)
    return result


def _returns_to_whole(text: str) -> bool:
    """Whether a line turns from a part of a section to the whole again: it addresses the audience, or sums up."""
    return is_salutation(text) or leading_salutation(text) is not None or _TURNS.match(simplified(text)) is not None


def _returns(reading: _Reading) -> frozenset[int]:
    """Indices of the headings between which and the heading before them a line returns to the whole."""
    before = [reading.frame.end - 1, *(heading.line for heading in reading.headings)]
    return frozenset(
        index
        for index, heading in enumerate(reading.headings)
        if any(_returns_to_whole(line.text) for line in reading.lines[before[index] + 2 : heading.line])
    )


def _outer(section: int | None, headings: Sequence[Heading], around: Sequence[int | None]) -> int | None:
    """The section that an address in mid-speech returns to: the one numbered 一、 around it, else the outermost."""
    while section is not None and headings[section].family > Family.CHINESE and around[section] is not None:
        section = around[section]
    return section


def _end_last_of_likes(
    indices: Sequence[int],
    sections: dict[int, int | None],
    headings: Sequence[Heading],
    around: Sequence[int | None],
) -> None:
    """Return to the parent what follows the last of several unnumbered headings and its usual number of paragraphs."""
    bodies: dict[int | None, list[int]] = {}
    for index in indices:
        bodies.setdefault(sections[index], []).append(index)
    groups: list[list[int]] = []
    for section, heading in enumerate(headings):
        if heading.family < Family.PARALLEL or heading.mark is not None:
            continue
        for group in groups:
            before = headings[group[-1]]
            between = range(before.line, heading.line)
            if (
                before.family is heading.family
                and around[group[-1]] == around[section]
                and not any(index in between for index in bodies.get(around[section], ()))
            ):
                group.append(section)
                break
        else:
            groups.append([section])
    for *before_last, last in groups:
        usual = max((len(bodies.get(section, ())) for section in before_last), default=None)
        if usual is not None and last not in around:
            sections.update(dict.fromkeys(bodies.get(last, [])[max(usual, 1) :], around[last]))


def _opening(indices: Sequence[int], reading: _Reading) -> list[int]:
    """The paragraphs between the frame and the first heading; without headings the first of several."""
    if not reading.headings:
        return list(indices[:1]) if len(indices) >= _SHORTEST_SPEECH else []
    first = reading.headings[0].line
    return [index for index in indices if index < first][:OPENING_PARAGRAPHS]


def _closing(indices: Sequence[int], reading: _Reading) -> list[int]:
    """The last paragraphs of the speech proper: from their form of address on, else the last that is no point.

    Rows of a table belong to an annex without a name: a plan, or a list of names.
    """
    speech = [index for index in indices if index < reading.appendix and not _is_row(index, reading)]
    if len(speech) < _SHORTEST_SPEECH:
        return []
    last_heading = max((heading.line for heading in reading.headings if heading.line < reading.appendix), default=-1)
    for count in range(1, CLOSING_PARAGRAPHS + 1):
        if speech[-count] > last_heading and _is_addressed(speech[-count], reading):
            return speech[-count:]
    last = reading.lines[speech[-1]].text
    if numbering(last) or starts_point(last):
        return []
    return speech[-2:] if len(last) < _SHORTEST_CLOSING else speech[-1:]


def _is_row(index: int, reading: _Reading) -> bool:
    mark = reading.marks.get(index)
    return mark is not None and mark.kind is MarkKind.TABLE


def _is_addressed(index: int, reading: _Reading) -> bool:
    before = reading.kinds[index - 1] if index else LineKind.FRAME
    return before is LineKind.SALUTATION or leading_salutation(reading.lines[index].text) is not None


def _stands_apart(index: int, reading: _Reading) -> bool:
    """Whether the closing from this line on belongs to no section: it is addressed, and no heading is right above."""
    before = index - 1
    while before > 0 and reading.kinds[before] is LineKind.SALUTATION:
        before -= 1
    return _is_addressed(index, reading) and reading.kinds[before] is not LineKind.HEADING
