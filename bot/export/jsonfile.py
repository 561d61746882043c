"""Favourites as JSON (.json): all that is kept of them, written and read back (收藏的备份)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from bot.characters import whole
from bot.errors import ImportRefused
from bot.export.sheet import Sheet
from bot.provenance import Provenance
from bot.store import Favourite
from bot.store.favourites import LONGEST_NOTE
from corpus.ids import digest, passage_id, passage_key
from corpus.models import PassageKind
from retrieval.models import Function

FORMAT, VERSION = "jianggao-favourites", 1
LARGEST = 50_000_000
"""Bytes of a file that is read."""

_MOST_TEXT = 1_000_000
_MOST_WORDS = 100_000
_MOST_NUMBER = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Held:
    """What a file holds: favourites, newest first; the tags with their passages in order; how many are damaged."""

    favourites: tuple[Favourite, ...]
    orders: tuple[tuple[str, tuple[str, ...]], ...]
    writing: str | None
    damaged: int


def write(sheet: Sheet) -> bytes:
    """Write a sheet as JSON; ``read`` gives it back."""
    entries = sorted(sheet.entries, key=lambda entry: (entry.favourite.saved_at, entry.favourite.id), reverse=True)
    content = {
        "format": FORMAT,
        "version": VERSION,
        "made": sheet.made.isoformat(),
        "favourites": [_entry(entry.favourite) for entry in entries],
        "tags": [{"name": name, "passages": list(order)} for name, order in sheet.orders.items()],
        "writing": sheet.writing,
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def read(content: bytes, person: str) -> Held:
    """Read what ``write`` wrote, as favourites of a person.

    A favourite whose text has another hash than is written beside it, whose id is not that of its place and text, or
    that is damaged in any other way, is left out and counted.

    Raises:
        ImportRefused: The file is too large, is no JSON, or is none of ours.
    """
    if len(content) > LARGEST:
        raise ImportRefused(f"文件有 {len(content)} 字节，超过 {LARGEST} 字节：请分几次导出再导入。")
    try:
        held = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ImportRefused("文件不是 JSON，或已损坏：请选用讲稿导出的 .json 文件。") from error
    if not isinstance(held, dict) or held.get("format") != FORMAT or not isinstance(held.get("favourites"), list):
        raise ImportRefused("这不是讲稿导出的收藏：请选用“导出收藏”给出的 .json 文件。")
    if held.get("version") != VERSION:
        raise ImportRefused(f"这份收藏是第 {held.get('version')} 版格式，本程序只认第 {VERSION} 版：请升级程序。")
    read_ = [_favourite(one, person) for one in held["favourites"]]
    tags, writing = held.get("tags"), held.get("writing")
    return Held(
        favourites=tuple(one for one in read_ if one is not None),
        orders=tuple(_order(one) for one in tags if _is_order(one)) if isinstance(tags, list) else (),
        writing=whole(writing) if isinstance(writing, str) else None,
        damaged=sum(one is None for one in read_),
    )


def _entry(favourite: Favourite) -> dict[str, Any]:
    where = favourite.provenance
    return {
        "passage": favourite.passage_id,
        "text": favourite.text,
        "sha256": favourite.sha256,
        "source": asdict(where)
        | {
            "section": list(where.section),
            "kind": where.kind.value,
            "date": where.date.isoformat() if where.date else None,
        },
        "saved_at": favourite.saved_at.isoformat(),
        "note": favourite.note,
        "function": favourite.function.value if favourite.function else None,
        "themes": list(favourite.themes),
    }


def _favourite(held: object, person: str) -> Favourite | None:
    try:
        return _read(held, person)
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


def _read(held: Any, person: str) -> Favourite:  # noqa: ANN401 - whatever a file holds
    source, text, sha256 = held["source"], _words(held["text"], _MOST_TEXT), held["sha256"]
    start, end = _number(source["start"]), _number(source["end"])
    speech = _words(source["speech_id"], 32)
    named = passage_id(passage_key(speech, start, end, digest(text)))
    if digest(text) != sha256 or held["passage"] != named or end - start != len(text) or not text:
        raise ValueError("its text is not what was saved")
    saved_at = datetime.fromisoformat(held["saved_at"])
    if saved_at.tzinfo is None:
        raise ValueError("a time without its zone")
    return Favourite(
        id=0,
        person=person,
        passage_id=named,
        text=text,
        sha256=sha256,
        provenance=Provenance(
            speech_id=speech,
            title=_words(source["title"]),
            title_inferred=bool(source["title_inferred"]),
            section=tuple(_words(heading) for heading in source["section"]),
            paragraph=_number(source["paragraph"]),
            kind=PassageKind(source["kind"]),
            start=start,
            end=end,
            year=None if source["year"] is None else _number(source["year"]),
            date=None if source["date"] is None else date.fromisoformat(source["date"]),
            speaker=None if source["speaker"] is None else _words(source["speaker"]),
            file=_words(source["file"]),
        ),
        saved_at=saved_at,
        note=_words(held["note"], LONGEST_NOTE),
        function=None if held["function"] is None else Function(held["function"]),
        themes=tuple(_words(theme, 100) for theme in held["themes"]),
    )


def _words(held: object, most: int = _MOST_WORDS) -> str:
    if not isinstance(held, str) or len(held) > most or "\x00" in held:
        raise ValueError("no text, or too much of it")
    held.encode()  # a lone surrogate is text that no database takes
    return held


def _number(held: object) -> int:
    if not isinstance(held, int) or isinstance(held, bool) or not 0 <= held <= _MOST_NUMBER:
        raise ValueError("no number")
    return held


def _is_order(held: object) -> bool:
    return isinstance(held, dict) and isinstance(held.get("name"), str) and isinstance(held.get("passages"), list)


def _order(held: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    return whole(held["name"]), tuple(one for one in held["passages"] if isinstance(one, str))
