"""What stands around the body of a speech: title, date, speaker, occasion, form of address (标题、时间、讲话人、称谓).

The frame is what comes before the first form of address; a file without one has at most a few lines of frame, and only
such as look like it. Nothing is made up: a title is taken from the file's markup, its metadata or its lines; failing
that it is inferred as a slice of the first paragraph or the name of the file, and marked so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from corpus.lines import Line, is_closed
from corpus.models import Frame, Mark, MarkKind, Metadata
from corpus.numbering import Family, numbering
from corpus.numerals import file_year, full_date, years
from corpus.people import speaker_in
from corpus.salutations import is_salutation, leading_salutation
from corpus.simplified import simplified

_KINDS = (
    "政府工作报告|述职述廉报告|述职报告|调研报告|工作报告|报告|开幕词|闭幕词|主持词|祝酒词|致辞|致词|祝词|祝辞|贺词|贺辞|贺信|答谢词"
    "|悼词|专题党课|党课|讲稿|讲义|演讲|表态发言|交流发言|发言|汇报|总结讲话|动员讲话|讲话"
)
_GENERAL = {
    "工作报告": "报告",
    "致词": "致辞",
    "祝辞": "祝词",
    "贺辞": "贺词",
    "专题党课": "党课",
    "表态发言": "发言",
    "交流发言": "发言",
    "总结讲话": "讲话",
    "动员讲话": "讲话",
}
_KIND = re.compile(_KINDS)
_SUFFIX = r"(?:提纲|稿|全文|摘要|节选|实录)?(?:\s*[（(【\[].{1,30}[)）】\]])?\s*(?:\d{4}年?)?"
_NAMED = re.compile(rf"(?:{_KINDS}){_SUFFIX}$")

_MEETING = (
    "会议|大会|全会|例会|年会|座谈会|恳谈会|推进会|部署会|动员会|现场会|调度会|协调会|汇报会|研讨会|交流会|培训会|表彰会|报告会|会"
    "|仪式|典礼|论坛|培训班|研讨班|研修班|班|活动|党课"
)
_AT = re.compile(rf"在(?P<occasion>[^，。；！？]{{2,60}}(?:{_MEETING}))(?:上|期间|时)(?!级)")
_OF_MEETING = re.compile(rf"(?P<occasion>[^，。；！？]{{2,60}}(?:{_MEETING}))上的")
_HELD = re.compile(
    rf"(?:召开|举行|举办|开展)(?:的是)?(?:这次|此次|一次)?(?P<occasion>(?!的)[^，。；：！？“”]{{3,40}}?(?:{_MEETING}))"
    r"(?=[，。；：！？、]|主要|目的|的主要|$)"
)
_VAGUE = re.compile(r"一次|重要|这个|今天|我们")
_DASH = re.compile(r"[—―–－-]{1,3}\s*")
_WHEN_AND_WHERE = re.compile(rf".{{4,14}}?日\s*在.{{2,60}}(?:{_MEETING})上?(?:的.{{2,12}})?")
_PRESS = re.compile(r"来源|时间|发布|\d{1,2}\s*[:：时]\s*\d{2}")
_PLANNED = re.compile(r"(?:部署|安排|明确|做好|谋划|抓好|研究)[^，。；年]{0,6}$")
_PLANNED_REACH = 8  # characters that _PLANNED spans at most
_PLANNED_HEADING = re.compile(r"^[^，。；]{0,12}(?:要求|任务|安排|重点|部署|计划|打算|目标|主要工作|重点工作|的?工作)$")
_NO_TITLE = re.compile(r"(?i)microsoft|word|wps|document|untitled|新建|无标题|未命名|^文档\d*$|^幻灯片")

_LONGEST_TITLE = 60
_FRAME_LINES = 40
_LONGEST_NOTE = 25
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class FrameLines:
    """Where the frame ends among the lines, and the form of address if that is a line of its own."""

    end: int
    salutation: str | None


def frame_lines(lines: Sequence[Line], marks: Mapping[int, Mark]) -> FrameLines:
    """How many of the first lines are frame, the opening form of address included."""
    prose = 0
    for index, line in enumerate(lines[:_FRAME_LINES]):
        address = leading_salutation(line.text)
        if is_salutation(line.text):
            return FrameLines(index + 1, line.text)
        if address is not None:
            return FrameLines(index, address)
        # One line of prose may stand in a frame, below a title: a caption, a note of the editor.
        prose += is_closed(line.text) and len(line.text) > _LONGEST_NOTE
        if prose > min(index, 1) or _is_outline(line.text):
            break
    return FrameLines(_unaddressed(lines, marks), None)


def _is_outline(text: str) -> bool:
    found = numbering(text)
    return found is not None and found[0] <= Family.CHINESE_PAREN


def _unaddressed(lines: Sequence[Line], marks: Mapping[int, Mark]) -> int:
    """The number of first lines that look like a frame, of a file without a form of address at its start."""
    titled = False
    for index, line in enumerate(lines[:_FRAME_LINES]):
        if _is_title_mark(marks.get(index)):
            titled = True
        elif numbering(line.text) or (index in marks and marks[index].kind is MarkKind.HEADING):
            return index
        elif _is_subtitle(line.text) or _is_date_line(line.text) or (titled and speaker_in([line.text])):
            continue
        elif not _could_be_title(line.text) or (titled and not _is_named(line.text)):
            return index
        else:
            titled = True
    return min(len(lines), _FRAME_LINES)


def read_frame(
    lines: Sequence[Line],
    found: FrameLines,
    marks: Mapping[int, Mark],
    metadata: Metadata,
    file: str,
    body: Sequence[str],
) -> Frame:
    """The frame of a speech.

    Args:
        lines: All lines of the text.
        found: What ``frame_lines`` says of them.
        marks: What the file's format says of a line, by its index.
        metadata: What the file says of itself.
        file: The file's name, with its folders.
        body: The lines after the frame, for what the frame does not say: the first paragraphs and the headings.
    """
    texts = [line.text for line in lines[: found.end]]
    if texts and texts[-1] == found.salutation:
        texts = texts[:-1]
    marked = [lines[index].text for index, mark in sorted(marks.items()) if mark.kind is MarkKind.TITLE]
    subtitle = _subtitle(texts)
    name = PurePosixPath(file.replace("\\", "/")).name
    stem = PurePosixPath(name).stem.strip() or name
    occasion = metadata.occasion or _occasion([*texts, *marked]) or _held(body[:2])
    title = _title(texts, marked, metadata)
    inferred = title is None
    if title is None:
        title = _inferred_title(stem, occasion if metadata.occasion is None else _held(body[:2]), body)
    day = _date(texts) or metadata.date
    return Frame(
        title=title,
        title_inferred=inferred,
        subtitle=subtitle if subtitle != title else None,
        date=day,
        year=day.year if day else _year(title, subtitle, metadata, stem, body),
        speaker=metadata.speaker or speaker_in(texts),
        occasion=occasion,
        kind=_kind(title) or _kind(subtitle or "") or _kind(stem if inferred else ""),
        salutation=found.salutation,
    )


def _is_title_mark(mark: Mark | None) -> bool:
    return mark is not None and mark.kind is MarkKind.TITLE


def _is_subtitle(text: str) -> bool:
    """Whether a line is one: it begins with a dash, or says on which day and where, and no more."""
    if len(text) > 2 * _LONGEST_TITLE or is_closed(text):
        return False
    if _DASH.match(text) is not None:
        return _HAN.search(text) is not None
    return _WHEN_AND_WHERE.fullmatch(simplified(text)) is not None


def _is_named(text: str) -> bool:
    """Whether a line ends with a kind of text, as titles do."""
    return _NAMED.search(simplified(text)) is not None


def _is_of_press(text: str) -> bool:
    return _PRESS.search(simplified(text)) is not None


def _is_date_line(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE // 2 and full_date(text) is not None and not is_closed(text)


def _could_be_title(text: str) -> bool:
    return (
        4 <= len(text) <= _LONGEST_TITLE
        and not re.search(r"[。！？；：:，,、]$", text)
        and len(_HAN.findall(text)) >= 3
    )


def _title(texts: Sequence[str], marked: Sequence[str], metadata: Metadata) -> str | None:
    """The title that the file gives: its markup, its metadata, then its lines; two lines are joined by a space."""
    if marked:
        return " ".join(marked)
    if metadata.title and len(_HAN.findall(metadata.title)) >= 2 and not _NO_TITLE.search(simplified(metadata.title)):
        return metadata.title.strip()
    return _title_line(texts)


def _title_line(texts: Sequence[str]) -> str | None:
    """The title among the lines of a frame: the last that names a kind of text, else those above the subtitle."""
    lines = [text for text in texts if _could_be_title(text) and not _is_subtitle(text) and not _is_date_line(text)]
    lines = [text for text in lines if not _is_of_press(text) and not speaker_in([text])]
    named = [text for text in lines if _is_named(text)]
    if named:
        # A page repeats its title, often with more before it: "2026年××省政府工作报告", then "政府工作报告".
        return max((text for text in named if text.endswith(named[-1])), key=len)
    above = next((texts.index(text) for text in texts if _is_subtitle(text)), len(texts))
    candidates = [text for text in texts[:above] if text in lines]
    if len(candidates) > 1 and _squeezed(candidates[1]) in _squeezed(candidates[0]):
        return " ".join(candidates[1:])  # a page names itself by the title, and the title follows, a line a phrase
    if above < len(texts):
        return " ".join(candidates[-2:]) if len(candidates) == 2 else candidates[-1] if candidates else None
    return candidates[0] if candidates else None


def _squeezed(text: str) -> str:
    return re.sub(r"[\s，,_]", "", text)


def _subtitle(texts: Sequence[str]) -> str | None:
    return next((text for text in texts if _is_subtitle(text)), None)


def _occasion(texts: Sequence[str]) -> str | None:
    for text in texts:
        plain, dash = simplified(text), _DASH.match(text)
        if match := _AT.search(plain) or _OF_MEETING.match(plain, dash.end() if dash else 0):
            return text[match.start("occasion") : match.end("occasion")]
    return None


def _held(body: Sequence[str]) -> str | None:
    """The meeting that an opening sentence says is being held."""
    for text in body:
        if (match := _HELD.search(simplified(text[:120]))) and not _VAGUE.search(match["occasion"]):
            return text[match.start("occasion") : match.end("occasion")]
    return None


def _inferred_title(stem: str, occasion: str | None, body: Sequence[str]) -> str:
    """A name for a speech without one: its file's name where that is one, the meeting, or its first clause."""
    if _is_named(stem):
        return _single_blanks(stem)
    if occasion is not None:
        return _single_blanks(occasion)
    if len(_HAN.findall(stem)) >= 2 and not _NO_TITLE.search(simplified(stem)):
        return _single_blanks(stem)
    first = next((text for text in body if _HAN.search(text) and not is_salutation(text)), None)
    if first is None:
        return stem
    address = leading_salutation(first)
    clause = re.match(r"(?:(?!\s{2})[^，。；：！？,;:!?]){2,40}", first[len(address) if address else 0 :].strip())
    return clause[0] if clause else stem


def _single_blanks(text: str) -> str:
    """A name with one space where several blanks part its words."""
    return re.sub(r"\s{2,}", " ", text)


def _date(texts: Sequence[str]) -> date | None:
    """The day of the speech: in the subtitle, else in a line of its own; the day of a page is none."""
    lines = [text for text in texts if not _is_of_press(text)]
    for text in [text for text in lines if _is_subtitle(text)] + [
        text for text in lines if len(text) <= _LONGEST_TITLE
    ]:
        if found := full_date(text):
            return found
    return None


def _year(title: str, subtitle: str | None, metadata: Metadata, stem: str, body: Sequence[str]) -> int | None:
    if metadata.year is not None:
        return metadata.year
    for text in (title, subtitle or ""):
        if len(set(years(text))) == 1:
            return years(text)[0]
    return file_year(title) or file_year(stem) or _planned_year(body)


def _planned_year(body: Sequence[str]) -> int | None:
    """The year that a speech plans for: the latest of those its opening or its headings give tasks to, else None."""
    planned: list[int] = []
    for text in map(simplified, body):
        for match in re.finditer(r"[\d〇○零一二三四五六七八九]{4}\s*年", text):
            # No more than these is looked at: a line may be as long as a file, and be all years.
            before = text[max(0, match.start() - _PLANNED_REACH) : match.start()]
            heading = len(text) <= _LONGEST_TITLE
            if _PLANNED.search(before) or (
                heading and _PLANNED_HEADING.match(re.split(r"[，。；]", text[match.end() :])[0])
            ):
                planned.extend(years(match[0]))
    return max(planned, default=None)


def _kind(text: str) -> str | None:
    """The kind of text that a title names last: 讲话 of "……汇报暨恳谈会上的讲话"."""
    found = [match[0] for match in _KIND.finditer(simplified(text))]
    return _GENERAL.get(found[-1], found[-1]) if found else None
