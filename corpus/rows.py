"""From values to rows and back, with a check on every text that comes back.

A passage is cut out of its speech's text by SQL. Its key is made of its speech, its span and its hash, and a speech's
id of its text, so each row is checked against itself: whatever changed in the file behind our back, a passage that
passes is the one that was stored.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Text, func, select

from corpus import ids
from corpus.errors import IntegrityError
from corpus.models import (
    Cut,
    Description,
    Found,
    Frame,
    IndexRow,
    Passage,
    PassageKind,
    Place,
    Section,
    Speech,
    SpeechInfo,
)
from corpus.tables import holdings, passages, speeches, texts

INFO_COLUMNS = (
    speeches.c.id,
    holdings.c.title,
    holdings.c.title_inferred,
    holdings.c.subtitle,
    holdings.c.year,
    holdings.c.date,
    holdings.c.speaker,
    holdings.c.occasion,
    holdings.c.kind,
    holdings.c.file,
    speeches.c.characters,
    speeches.c.passages,
    holdings.c.added_at,
)
"""In the order of the fields of ``SpeechInfo``."""

SLICE = func.substr(texts.c.text, passages.c.start + 1, passages.c.end - passages.c.start, type_=Text).label("slice")
"""The text of a passage; SQL counts characters from 1."""

PASSAGE_COLUMNS = (
    passages.c.key,
    passages.c.speech_id,
    passages.c.start,
    passages.c.end,
    SLICE,
    passages.c.sha256,
    passages.c.kind,
    passages.c.section,
    passages.c.paragraph,
    passages.c.parent_key,
    passages.c.place,
)

_WITH_TEXT = passages.join(texts, texts.c.speech_id == passages.c.speech_id)
_WITH_HOLDING = holdings.join(speeches, speeches.c.id == holdings.c.speech_id)

SELECT_PASSAGES = select(*PASSAGE_COLUMNS).select_from(_WITH_TEXT)
SELECT_INFO = select(*INFO_COLUMNS).select_from(_WITH_HOLDING)
SELECT_FOUND = select(*PASSAGE_COLUMNS, *INFO_COLUMNS).select_from(
    _WITH_TEXT.join(speeches, speeches.c.id == passages.c.speech_id).join(
        holdings, holdings.c.speech_id == passages.c.speech_id
    )
)
_same_speech = passages.alias()
_PARAGRAPHS = (
    select(func.max(_same_speech.c.paragraph))
    .where(_same_speech.c.speech_id == passages.c.speech_id)
    .scalar_subquery()
    .label("paragraphs")
)
SELECT_INDEX_ROWS = select(*PASSAGE_COLUMNS, _PARAGRAPHS).select_from(_WITH_TEXT)
SELECT_SPEECHES = select(speeches, texts, holdings).select_from(
    _WITH_HOLDING.join(texts, texts.c.speech_id == speeches.c.id, isouter=True)
)
"""One row a holding: ``SELECT_INFO``, ``SELECT_FOUND`` and this are to be narrowed to what a reader sees."""

# A null character ends a text in SQLite's own functions and is refused by PostgreSQL; a lone surrogate is no character.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")

REMEDY = "请用 jianggao remove 移除这篇讲稿，再用 jianggao add 重新导入原文件。"


@dataclass(frozen=True, slots=True)
class SpeechRows:
    """A speech as the tables hold it."""

    speech: dict[str, Any]
    text: dict[str, Any]
    holding: dict[str, Any]
    passages: list[dict[str, Any]]


def speech_rows(speech: Speech, owner: str, added_at: datetime) -> SpeechRows:
    """The rows of ``speech``, which must have no ``faults``, held by ``owner``."""
    frame = speech.frame
    return SpeechRows(
        speech={"id": speech.id, "characters": len(speech.text), "passages": len(speech.passages)},
        text={
            "speech_id": speech.id,
            "text": speech.text,
            "sha256": ids.digest(speech.text),
            "sections": [[one.level, one.start, one.end, one.parent] for one in speech.sections],
        },
        holding={
            "speech_id": speech.id,
            "owner": owner,
            "file": speech.file,
            "format": speech.format,
            "added_at": added_at,
            "title": frame.title,
            "title_inferred": frame.title_inferred,
            "subtitle": frame.subtitle,
            "date": frame.date,
            "year": frame.year,
            "speaker": frame.speaker,
            "occasion": frame.occasion,
            "kind": frame.kind,
            "salutation": frame.salutation,
            "themes": list(speech.themes),
            "licence": speech.licence,
            "source": zlib.compress(speech.source.encode("utf-8", "surrogatepass")),
            "cuts": [[cut.step, cut.start, cut.end] for cut in speech.cuts],
        },
        passages=[
            {
                "key": passage.key,
                "speech_id": speech.id,
                "position": position,
                "kind": passage.kind.value,
                "parent_key": None if passage.parent_id is None else ids.key_of(passage.parent_id),
                "paragraph": passage.paragraph,
                "place": passage.place.value,
                "section": list(passage.section),
                "start": passage.start,
                "end": passage.end,
                "sha256": passage.sha256,
            }
            for position, passage in enumerate(speech.passages)
        ],
    )


def to_info(values: Sequence[Any]) -> SpeechInfo:
    """From the values of ``INFO_COLUMNS``."""
    return SpeechInfo(*values)


def to_passage(values: Sequence[Any]) -> Passage:
    """From the values of ``PASSAGE_COLUMNS``.

    Raises:
        IntegrityError: The row is not the one that was stored.
    """
    key, speech_id, start, end, text, sha256, kind, section, paragraph, parent_key, place = values
    if ids.digest(text) != sha256 or ids.passage_key(speech_id, start, end, sha256) != key:
        raise IntegrityError(f"段落 {ids.passage_id(key)} 与入库时不一致，不予显示：{REMEDY}（讲稿 {speech_id}）")
    return Passage(
        id=ids.passage_id(key),
        key=key,
        speech_id=speech_id,
        start=start,
        end=end,
        text=text,
        sha256=sha256,
        kind=PassageKind(kind),
        section=tuple(section),
        paragraph=paragraph,
        parent_id=None if parent_key is None else ids.passage_id(parent_key),
        place=Place(place),
    )


def to_found(values: Sequence[Any]) -> Found:
    """From a row of ``SELECT_FOUND``; raises as ``to_passage`` does."""
    return Found(to_passage(values[: len(PASSAGE_COLUMNS)]), to_info(values[len(PASSAGE_COLUMNS) :]))


def to_index_row(values: Sequence[Any], speech: Description) -> IndexRow:
    """From a row of ``SELECT_INDEX_ROWS`` and what is known of its speech; raises as ``to_passage`` does."""
    *of_passage, paragraphs = values
    passage = to_passage(of_passage)
    return IndexRow(
        key=passage.key,
        parent_key=None if passage.parent_id is None else ids.key_of(passage.parent_id),
        speech_id=passage.speech_id,
        title=speech.title,
        year=speech.year,
        section=passage.section,
        text=passage.text,
        place=passage.place,
        kind=passage.kind,
        paragraph=passage.paragraph,
        paragraphs=paragraphs,
        themes=speech.themes,
        source=speech.source,
        genre=speech.genre,
        bundled=speech.bundled,
    )


def to_speech(row: Row[Any], passage_rows: Sequence[Sequence[Any]]) -> Speech:
    """From a row of ``SELECT_SPEECHES``, and rows of ``SELECT_PASSAGES`` in reading order.

    Raises:
        IntegrityError: The text, the source or a passage is not the one that was stored.
    """
    values = row._mapping
    try:
        source = zlib.decompress(values[holdings.c.source]).decode("utf-8", "surrogatepass")
    except (zlib.error, UnicodeDecodeError) as error:
        raise IntegrityError(f"讲稿 {values[speeches.c.id]} 的原文已损坏，不予显示：{REMEDY}") from error
    speech = Speech(
        id=values[speeches.c.id],
        text=values[texts.c.text],
        source=source,
        cuts=tuple(Cut(*cut) for cut in values[holdings.c.cuts]),
        frame=Frame(
            title=values[holdings.c.title],
            title_inferred=values[holdings.c.title_inferred],
            subtitle=values[holdings.c.subtitle],
            date=values[holdings.c.date],
            year=values[holdings.c.year],
            speaker=values[holdings.c.speaker],
            occasion=values[holdings.c.occasion],
            kind=values[holdings.c.kind],
            salutation=values[holdings.c.salutation],
        ),
        sections=tuple(
            Section(level, start, end, values[texts.c.text][start:end], parent)
            for level, start, end, parent in values[texts.c.sections]
        ),
        passages=tuple(map(to_passage, passage_rows)),
        file=values[holdings.c.file],
        format=values[holdings.c.format],
        themes=tuple(values[holdings.c.themes]),
        licence=values[holdings.c.licence],
    )
    if ids.digest(speech.text) != values[texts.c.sha256]:
        raise IntegrityError(f"讲稿 {speech.id} 的正文与入库时不一致，不予显示：{REMEDY}")
    for fault in faults(speech):
        raise IntegrityError(f"讲稿 {speech.id} {fault}：{REMEDY}")
    return speech


def faults(speech: Speech) -> Iterator[str]:
    """Where a speech breaks the invariants of this room, in Chinese, to follow its name; nothing where all is well."""
    # The table of cleaning steps takes a while to import, and asking for passages never needs it.
    from corpus.cleaning import apply_cuts

    if speech.id != ids.speech_id(speech.text):
        yield "的编号与正文不符"
    if _UNSTORABLE.search(speech.text):
        yield "的正文含有无法存储的字符"
    if apply_cuts(speech.source, speech.cuts) != speech.text:
        yield "的正文不能由原文和删减记录还原"
    for section in speech.sections:
        if speech.text[section.start : section.end] != section.heading:
            yield f"的标题“{section.heading}”不是正文的原样片段"
    seen: set[str] = set()
    for passage in speech.passages:
        if passage.id in seen:
            yield f"的段落 {passage.id} 重复"
        if passage.parent_id is not None and passage.parent_id not in seen:
            yield f"的段落 {passage.id} 不在所属的自然段之后"
        if passage.speech_id != speech.id or not is_slice(passage, speech.text):
            yield f"的段落 {passage.id} 不是正文的原样片段"
        seen.add(passage.id)


def is_slice(passage: Passage, text: str) -> bool:
    """Whether a passage is what its id, its hash and its offsets in ``text`` say."""
    return (
        0 <= passage.start < passage.end
        and text[passage.start : passage.end] == passage.text
        and ids.digest(passage.text) == passage.sha256
        and ids.passage_key(passage.speech_id, passage.start, passage.end, passage.sha256) == passage.key
        and ids.passage_id(passage.key) == passage.id
    )
