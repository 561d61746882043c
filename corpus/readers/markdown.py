"""Markdown (.md), read by line: no renderer, which would take the mask ``**`` for bold and change characters.

Markup that goes: front matter, ``#`` before a heading, ``>`` of a quotation, ``-`` and ``+`` of a list, comments, the
addresses of links, pictures, ``**`` on both sides of words, where it can be no mask, ``[TOC]``, footnotes and their
marks, and of a table the rule below its head and the pipes at both ends of a row, which is marked as such.
Everything else stays as it stands, numbers and asterisks above all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from corpus.limits import Limits
from corpus.models import Document, MarkKind, Metadata
from corpus.readers.lines import Line, assemble
from corpus.readers.txt import text_of
from corpus.salutations import is_salutation

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
# Writers of Chinese leave out the blank after "##" but "#" alone before a word is a topic or a number.
_HEADING = re.compile(r" {0,3}(?:(#)[ \t\u3000]+|(#{2,6})[ \t\u3000]*)(?=[^#\s])(.*?)(?:[ \t]+#+)?[ \t]*")
_MARKUP = re.compile(r" {0,3}(?:> ?)+|[ \t]*[-+][ \t]+(?=\S)")
_PICTURE = re.compile(r"!\[[^\[\]]{0,200}\]\([^()]{1,500}\)")
# Only what is an address: words in brackets behind words in brackets, as in [注](见附件), stay.
_LINK = re.compile(
    r"\[([^\[\]]{0,200})\]"
    r"\(\s*<?(?:[a-z]{3,10}:|www\.|[#/]|\.{1,2}/)[^\s()\u4e00-\u9fff]{0,500}>?(?:\s+\"[^\"]{0,200}\")?\s*\)"
)
_BOLD = re.compile(r"\*\*([^*]{2,})\*\*")
# Chinese words alone, or behind the number of a heading or a point with the marks that such words hold.
_BOLD_WORDS = re.compile(
    r"[\u4e00-\u9fff]{2,30}"
    r"|(?:[一二三四五六七八九十]{1,3}(?:[、是要])|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.、]|第[一二三四五六七八九十]{1,3}[，、])"
    r"[\u4e00-\u9fff，、。：；“”《》]{2,40}"
)
# What follows a masked name or figure: **县, **同志, **亿元.
_AFTER_MASK = re.compile(
    r"市(?!场|民)|区(?!域|块)|部(?!署|门)|人(?!才|民|大|员|类|力)|年(?!轻)|[省县州盟旗乡镇村街路站厅局委办院所校厂矿号月日时届次名位"
    r"户家个件处条种只万亿千百元吨米岁度倍]|同志|书记|主任|先生|女士|老师|公司|集团|企业|社区|学校|医院|大学|公里|平方|工程|项目"
)
_ADDRESS_END = tuple("：:！!，,")
_CONTENTS = re.compile(r"\[TOC\]|\[\[_?TOC_?\]\]", re.IGNORECASE)
_NOTE = re.compile(r" {0,3}\[\^[^\]\s]{1,40}\]:")
_NOTE_MARK = re.compile(r"\[\^[^\]\s]{1,40}\]")
_NOTE_GOES_ON = re.compile(r"(?: {4}|\t)[ \t]*\S")
_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def read(data: bytes, name: str, _limits: Limits) -> Document:
    """Read Markdown; front matter gives the metadata, headings give marks.

    Raises:
        BrokenFile: No encoding gives text.
    """
    metadata, body = split_front_matter(text_of(data, name))
    texts = _without_notes(_COMMENT.sub("", body).split("\n"))
    return assemble(name, "md", _lines(texts), metadata)


def split_front_matter(text: str) -> tuple[Metadata, str]:
    """Return what the YAML block at the start says, and the text after it; text that is no such block stays text."""
    block = _FRONT_MATTER.match(text)
    if block is None:
        return Metadata(), text

    import yaml  # only files with front matter pay for it

    try:
        values = yaml.safe_load(block[1])
    except (yaml.YAMLError, ValueError):  # ValueError: a date such as 2024-13-40
        return Metadata(), text
    if not isinstance(values, dict):
        return Metadata(), text
    return _metadata(values), text[block.end() :]


def _metadata(values: dict[object, object]) -> Metadata:
    day = _day(values.get("date"))
    year = _year(values.get("year"))
    return Metadata(
        title=_words(values.get("title")),
        year=year if year is not None else (day.year if day else None),
        date=day,
        occasion=_words(values.get("occasion")),
        speaker=_words(values.get("speaker")),
        themes=_themes(values.get("themes")),
        licence=_words(values.get("licence", values.get("license"))),
    )


def _words(value: object) -> str | None:
    """The text of a plain value; YAML reads an unquoted number or date as such."""
    if value is None or isinstance(value, (dict, list, bool)):
        return None
    return str(value).strip() or None


def _year(value: object) -> int | None:
    found = re.search(r"(?:19|20)\d\d", words) if (words := _words(value)) else None
    return int(found[0]) if found else None


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = re.search(r"((?:19|20)\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})", _words(value) or "")
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _themes(value: object) -> tuple[str, ...]:
    items = re.split(r"[、，,;；]", value) if isinstance(value, str) else value if isinstance(value, list) else []
    return tuple(word for word in (_words(item) for item in items) if word)


def _without_notes(texts: Sequence[str]) -> list[str]:
    """The lines without footnotes (``[^1]: …``) and the lines set in below them."""
    kept: list[str] = []
    in_note = False
    for text in texts:
        in_note = _NOTE.match(text) is not None or (in_note and _NOTE_GOES_ON.match(text) is not None)
        if not in_note:
            kept.append(text)
    return kept


def _lines(texts: Sequence[str]) -> Iterator[Line]:
    rows = _rows(texts)
    for index, text in enumerate(texts):
        if _CONTENTS.fullmatch(text.strip()) or _is_rule(text):
            continue
        words = _words_alone(text)
        if index not in rows:
            yield _line(words)
        elif words.strip("| \t\u3000"):
            yield Line(words.strip().removeprefix("|").removesuffix("|").strip(), MarkKind.TABLE)


def _rows(texts: Sequence[str]) -> frozenset[int]:
    """Indices of the rows of tables: a pipe at both ends, or any pipe right above a rule or below one."""
    found: set[int] = set()
    below_rule = False
    for index, text in enumerate(texts):
        stripped = text.strip()
        is_rule = _is_rule(text)
        below_rule = is_rule or (below_rule and "|" in text)
        if is_rule and index and "|" in texts[index - 1]:
            found.add(index - 1)
        if not is_rule and (below_rule or (len(stripped) > 1 and stripped[0] == stripped[-1] == "|")):
            found.add(index)
    return frozenset(found)


def _is_rule(text: str) -> bool:
    """Whether a line is the rule between the head of a table and its rows: ``|---|:--:|``."""
    return "|" in text and _RULE.fullmatch(text.strip()) is not None


def _words_alone(text: str) -> str:
    """A line without the addresses of its links, its pictures, marks of footnotes, and the asterisks of bold words."""
    text = _NOTE_MARK.sub("", _LINK.sub(r"\1", _PICTURE.sub("", text)))
    return _BOLD.sub(r"\1", text) if _is_bold(text) else text


def _is_bold(text: str) -> bool:
    """Whether the asterisks of a line are bold marks: in pairs around words, none where a mask might stand."""
    if "***" in text or text.count("*") != 4 * len(pairs := list(_BOLD.finditer(text))):
        return False
    return all(
        not _AFTER_MASK.match(text, pair.end())
        and (_is_address(text, pair) or (_BOLD_WORDS.fullmatch(pair[1]) and not _AFTER_MASK.match(pair[1])))
        for pair in pairs
    )


def _is_address(text: str, pair: re.Match[str]) -> bool:
    """Whether bold words at the start of a line are a form of address: ``**同志们：**``, ``**同志们**：``."""
    if text[: pair.start()].strip() or not is_salutation(pair[1]):
        return False
    after = text[pair.end() :].lstrip()
    return not after or pair[1].endswith(_ADDRESS_END) or after.startswith(_ADDRESS_END)


def _line(text: str) -> Line:
    heading = _HEADING.fullmatch(text)
    if heading:
        return Line(heading[3], MarkKind.HEADING, len(heading[1] or heading[2]))
    markup = _MARKUP.match(text)
    return Line(text[markup.end() :] if markup else text)
