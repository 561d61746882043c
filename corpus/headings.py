"""Which lines of a speech are headings, or begin with one (标题).

A line is judged by itself first (``_candidate``: its number, its length, where its first sentence ends) and then among
its neighbours, for the same words are a heading above a body and an item in a list::

    一、提高认识                          alone        the whole line
    （一）到位不错位，落实责任“零拖延”。      alone        above its body only
    1.牵头单位　县发改委                    an item      where its like follows at once, 2.配合单位　县财政局: a list
    （二）强化担当。要把责任扛在肩上……       one-line     the phrase up to the stop; the line is a paragraph
    这是实力持续提升的五年。                unnumbered   where such lines alternate with bodies, twice at least
    一是打好攻坚战，发展上台阶。紧紧围绕……      one-line     in a series whose every member has paragraphs below it
    结束语                                unnumbered   short, without an end, above a body

What levels they have is the business of ``corpus.levels``. The rules are our reading of GB/T 9704—2012 and of real
files, which break it freely.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from corpus.lines import Line, is_closed
from corpus.lists import find_items
from corpus.models import Mark, MarkKind
from corpus.numbering import Family, Heading, numbering
from corpus.numerals import CHINESE, full_date, number
from corpus.salutations import is_salutation, leading_salutation
from corpus.simplified import simplified

LONGEST_ALONE = 60
"""Characters of a numbered heading alone on its line."""
LONGEST_PHRASE = 50
"""Characters of a numbered phrase before the full stop of the one-line form."""
LONGEST_ITEM = 45
"""Characters of a sentence after a dash or an ordinal that is a heading alone on its line."""
LONGEST_SENTENCE = 36
"""Characters of an unnumbered heading that ends as a sentence; longer ones say something of their own."""
LONGEST_PLAIN = 30
"""Characters of an unnumbered heading without an end."""
SHORTEST_BODY = 40
"""Characters that a line needs to be the body below an unnumbered heading."""

_SAME_WORDS, _PARALLELS = 6, 3

_N = f"[{CHINESE}]{{1,4}}"
_ORDINAL = re.compile(rf"(?:第({_N})[，、,]|({_N})[是要]|(首先|其次|再次|再者|最后)[，,]|其({_N})[，,])\s*")
_DASH = re.compile(r"[—―–]{1,3}\s*")

_STOP = re.compile(r"[。！？!?；;](?=([”’」』）)》]*))")
_COLON = re.compile(r"[：:]")
_GAP = re.compile(r"\u3000|\s{2,}")
_SENTENCE_END = re.compile(r"[。！？!?][”’」』）)》]*$")
_TAIL = re.compile(r"[。：:]+$")
_OPEN_END = re.compile(r"[，,、；;：:。！？!?…—]$")
_LONGEST_BEFORE_COLON = 20

_FINAL = re.compile(r"前\s*言|引\s*言|序\s*言|结束语|结\s*语|尾\s*声")
_GOES_ON = re.compile(r".{0,2}[，。、；》”]")  # the rest of a word or a name that was broken off
_APPENDIX = re.compile(
    r"附\s*[件录表注]?\s*\d?\s*[:：]?|附(?:件|录)\s*[一二三1-9]\s*[:：]?|注\s*释?\s*[:：]?|(?:有关|相关)?名词(?:解释|注释)(?:说明)?\s*[:：]?"
    r"|.{0,24}(?:名词|用语)(?:解释|注释|说明)"
)
_NOTE = re.compile(r"[［\[〔]\s*\d{1,3}\s*[］\]〕][^。]{1,40}[：:]")
# Sentences that lead to what follows and name nothing themselves.
_LEAD_IN = re.compile(
    r"以下|下面|如下|下列|这样几|[几多][个项点]|方面的?(?:工作|问题|任务)|主要做了|重点(?:做好|抓好|抓)|[着著]重(?:做好|抓好)|[是有]：?$"
    r"|报告.{0,6}工作|提请|请予审议"
)
_CONNECTIVE = re.compile(
    r"同时|现在|下面|刚才|为此|因此|总之|但是?|然而|当然|这些|以上|上述|另外|此外|因为|所以|其中|例如|比如|今天|大家|谢谢|注："
)


def is_appendix(line: str) -> bool:
    """Whether a line opens what stands after the speech: 附件、注释、名词解释."""
    return len(line) <= LONGEST_PLAIN and _APPENDIX.fullmatch(simplified(line)) is not None


def is_note_name(line: str) -> bool:
    """Whether a line of an appendix names what the next one explains: "［2］四大主导产业："."""
    return _NOTE.fullmatch(line) is not None


def find_headings(lines: Sequence[Line], marks: Mapping[int, Mark]) -> tuple[Heading, ...]:
    """The headings among the lines of a body, in order, at most one a line.

    Args:
        lines: The lines after the frame and before an appendix, forms of address included.
        marks: What the file's format says of a line, by its index in ``lines``.
    """
    lines = [Line(line.start, line.end, simplified(line.text)) for line in lines]
    parallel, series = _parallel(lines), _series(lines)
    candidates = [
        _led(index, line, Family.PARALLEL)
        if index in parallel
        else _led(index, line, Family.ORDINAL)
        if index in series
        else _candidate(index, line, marks.get(index))
        for index, line in enumerate(lines)
    ]
    items = find_items(candidates)
    confirmed: list[Heading | None] = []
    for index, candidate in enumerate(candidates):
        if candidate is None or index in items:
            confirmed.append(None)
        elif index in series:
            confirmed.append(candidate)
        else:
            starts_anew = index == 0 or index - 1 in items or _ends_paragraph(lines[index - 1].text)
            before = confirmed[-1] if confirmed else None
            stands = _stands(index, candidate, before, lines, candidates, starts_anew=starts_anew)
            confirmed.append(candidate if stands else None)
    return tuple(_without_empty_sentences(_without_lone_sentences(confirmed), lines))


def _parallel(lines: Sequence[Line]) -> frozenset[int]:
    """Short lines, each above a longer body, three of which at least begin with the same words (五年来，我们)."""
    found: dict[str, list[int]] = {}
    for index, (line, below) in enumerate(pairwise(lines)):
        stop = _STOP.search(line.text)
        if stop is None or stop[0] != "。" or len(line.text) > LONGEST_ALONE or len(below.text) < SHORTEST_BODY:
            continue
        if 3 * len(below.text) >= 4 * len(line.text) and not numbering(line.text) and not is_salutation(line.text):
            found.setdefault(line.text[:_SAME_WORDS], []).append(index)
    return frozenset(
        index
        for indices in found.values()
        if len({lines[index].text for index in indices}) >= _PARALLELS
        and all(after - before > 1 for before, after in pairwise(indices))
        for index in indices
    )


def _series(lines: Sequence[Line]) -> frozenset[int]:
    """Lines of a series 一是……二是…… with other paragraphs below each member: its first sentences are headings."""
    found: set[int] = set()
    members: list[tuple[int, int]] = []

    def close() -> None:
        if len(members) > 1 and all(after - before > 1 for (before, _), (after, _) in pairwise(members)):
            found.update(index for index, _ in members)
        members.clear()

    for index, line in enumerate(lines):
        if numbering(line.text) or is_salutation(line.text):
            close()
        elif (match := _ORDINAL.match(line.text)) and (value := _ordinal_number(match)):
            if not members or value != members[-1][1] + 1:
                close()
            members.append((index, value))
    close()
    return frozenset(index for index in found if _led(index, lines[index], Family.ORDINAL) is not None)


def _led(index: int, line: Line, family: Family) -> Heading | None:
    """A heading that is the first sentence of its line, if that is short."""
    stop = _STOP.search(line.text)
    if stop is None or stop[0] != "。" or stop.start() > LONGEST_PHRASE:
        return None
    one_line = stop.end() + len(stop[1]) < len(line.text)
    value = _ordinal_number(_ORDINAL.match(line.text))
    return _heading(index, line, stop.start() if one_line else len(line.text), family, value, one_line=one_line)


def _candidate(index: int, line: Line, mark: Mark | None) -> Heading | None:
    """What a line would be as a heading, by itself."""
    text = line.text
    if is_salutation(text) or (mark is not None and mark.kind is MarkKind.TABLE):
        return None
    level = (
        mark.level if mark is not None and mark.kind is MarkKind.HEADING and len(text) <= 2 * LONGEST_ALONE else None
    )
    numbered = numbering(text)
    if numbered is not None:
        family, value, offset = numbered
        end = _numbered_end(text, offset)
        if end is None and level is None:
            return None
        one_line = end is not None and bool(text[end:].strip("。！？!?：:”’」』）)》 \u3000"))
        return _heading(index, line, len(text) if end is None else end, family, value, level, one_line=one_line)
    if level is not None:
        return _heading(index, line, len(text), Family.UNNUMBERED, None, level)
    if _FINAL.fullmatch(text):
        return _heading(index, line, len(text), Family.FINAL)
    return _unnumbered(index, line)


def _numbered_end(text: str, offset: int) -> int | None:
    """Where a numbered heading ends in its line; None where the line is a numbered sentence without a heading."""
    rest = text[offset:]
    if not rest:
        return None
    stop = _STOP.search(rest)
    colon = _COLON.search(rest, 0, _LONGEST_BEFORE_COLON)
    gap = _GAP.search(rest, 2, LONGEST_PLAIN)
    if gap and len(rest) > LONGEST_ALONE and not _STOP.search(rest, 0, gap.start()):
        return offset + gap.start()
    has_body = stop is not None or len(rest) > LONGEST_ALONE  # "一、看进度：快的要稳" is a heading as a whole
    if colon and has_body and colon.end() < len(rest) and (stop is None or colon.start() < stop.start()):
        return offset + colon.start()
    if stop is None:
        return None if len(text) > LONGEST_ALONE or rest[-1] in "，,、" else len(text)
    if stop[0] in "；;" or stop.start() > LONGEST_PHRASE:
        return None
    # A stop inside a quotation that ends with it: “零容忍。” keeps its closing mark.
    return (
        offset + stop.end() + len(stop[1])
        if stop[1] and stop.end() + len(stop[1]) == len(rest)
        else offset + stop.start()
    )


def _unnumbered(index: int, line: Line) -> Heading | None:
    text = line.text
    if leading_salutation(text) or full_date(text):
        return None
    ordinal, dash = _ORDINAL.match(text), _DASH.match(text)
    marker = ordinal or dash
    rest = text[marker.end() :] if marker else text
    family = Family.ORDINAL if ordinal else Family.DASH if dash else None
    if len(rest) < 3 or not any("\u4e00" <= character <= "\u9fff" for character in rest):
        return None
    stop = _STOP.search(text)
    if stop is None:
        if len(text) > LONGEST_PLAIN or dash or _OPEN_END.search(text) or text[0] in "》”’）)】」』":
            return None
        return _heading(index, line, len(text), family or Family.UNNUMBERED, _ordinal_number(ordinal))
    longest = LONGEST_ITEM if marker else LONGEST_SENTENCE
    if stop[0] != "。" or stop.end() + len(stop[1]) != len(text) or len(text) > longest:
        return None
    if _LEAD_IN.search(text) or _CONNECTIVE.match(text):
        return None
    return _heading(index, line, len(text), family or Family.SENTENCE, _ordinal_number(ordinal))


def _ordinal_number(match: re.Match[str] | None) -> int | None:
    if match is None:
        return None
    found = match[1] or match[2] or match[4]
    return number(found) if found else None


def _heading(
    index: int,
    line: Line,
    end: int,
    family: Family,
    value: int | None = None,
    mark: int | None = None,
    *,
    one_line: bool = False,
) -> Heading:
    phrase = line.text[:end].rstrip()
    phrase = phrase if one_line else _TAIL.sub("", phrase).rstrip() or phrase
    return Heading(index, line.start, line.start + len(phrase), family, value, mark, one_line)


def _stands(
    index: int,
    heading: Heading,
    before: Heading | None,
    lines: Sequence[Line],
    candidates: Sequence[Heading | None],
    *,
    starts_anew: bool,
) -> bool:
    """Whether a candidate is a heading among its neighbours.

    ``before`` is the heading on the line before, or None; ``starts_anew`` says whether that line ended as one does.
    """
    text = lines[index].text
    if heading.mark is not None or heading.one_line or heading.family in (Family.FINAL, Family.APPENDIX):
        return True
    following = index + 1 if index + 1 < len(lines) else None
    ends = is_closed(text)
    if heading.family is Family.PARALLEL:
        return True
    if heading.family < Family.ORDINAL and heading.family is not Family.UNNUMBERED:
        if not ends:
            return True
        return following is not None and _is_below(heading, lines[following], candidates[following])
    starts_anew = starts_anew or before is not None
    if following is None or not starts_anew or (before is not None and before.family is heading.family):
        return False
    below = candidates[following]
    if not ends and heading.number is None and _GOES_ON.match(lines[following].text):
        return False
    if heading.family is Family.UNNUMBERED or not ends:
        return (below is not None and below.family in _OUTLINE) or len(lines[following].text) >= SHORTEST_BODY
    shortest = 0 if heading.family is Family.ORDINAL else SHORTEST_BODY
    if len(lines[following].text) < max(shortest, len(text) + 1):
        return False
    # A short body looks like a sentence that heads the next line; beside a much shorter one it is its body.
    is_body = below is not None and below.family >= Family.PARALLEL and len(lines[following].text) >= 2 * len(text)
    return below is None or is_body or heading.family < below.family


_OUTLINE = frozenset({Family.CHINESE, Family.CHINESE_PAREN, Family.ARABIC, Family.ORDINAL, Family.SENTENCE})


def _is_below(heading: Heading, line: Line, candidate: Heading | None) -> bool:
    """Whether the next line can be the body, or a heading further in, of a numbered one that ends as a sentence."""
    numbered = numbering(line.text)
    if numbered is not None:
        return numbered[0] > heading.family
    return candidate is None or candidate.family > heading.family or candidate.family is Family.UNNUMBERED


def _ends_paragraph(text: str) -> bool:
    return is_closed(text) or is_salutation(text)


def _without_empty_sentences(found: Sequence[Heading], lines: Sequence[Line]) -> list[Heading]:
    """Leave out sentences, numbered or marked, with nothing below them: no paragraph and no heading further in.

    A form of address ends what is below 一、, so that a sentence (一)……。 right above it heads nothing.
    """
    at = {heading.line: heading for heading in found}
    return [
        heading
        for heading in found
        if heading.one_line
        or not _SENTENCE_END.search(lines[heading.line].text)
        or not _is_empty(heading, at.get(heading.line + 1), lines)
    ]


def _is_empty(heading: Heading, after: Heading | None, lines: Sequence[Line]) -> bool:
    """Whether nothing stands under a heading; ``after`` is the heading on the next line, or None."""
    if after is None:
        below = heading.line + 1
        return below == len(lines) or (heading.family > Family.CHINESE and _addresses(lines[below].text))
    if heading.mark is not None and after.mark is not None:
        return after.mark <= heading.mark
    return after.family <= heading.family and after.family is not Family.UNNUMBERED


def _addresses(text: str) -> bool:
    return is_salutation(text) or leading_salutation(text) is not None


def _without_lone_sentences(found: Sequence[Heading | None]) -> list[Heading]:
    """Leave out unnumbered sentences without a like between two numbered headings: one alone is a short paragraph."""
    kept: list[Heading] = []
    run: list[Heading] = []

    def close() -> None:
        families = [heading.family for heading in run]
        kept.extend(heading for heading in run if families.count(heading.family) > 1)
        run.clear()

    for heading in found:
        if heading is None:
            continue
        if heading.family < Family.ORDINAL:
            close()
            kept.append(heading)
        else:
            run.append(heading)
    close()
    return kept
