"""Favourites made by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from bot.provenance import Provenance
from bot.store import Favourite
from corpus.ids import digest, passage_id, passage_key
from corpus.models import PassageKind
from retrieval.models import Function


def favourite(
    text: str,
    number: int = 1,
    *,
    person: str = "tg:1",
    note: str = "",
    function: Function | None = Function.MEASURES,
    themes: tuple[str, ...] = ("作风建设",),
    title: str = "在推进会上的讲话",
) -> Favourite:
    """A favourite as it would be saved: its id is that of its place and text."""
    speech = f"s_{digest(title)[:16]}"
    start = 100 * number
    end = start + len(text)
    return Favourite(
        id=number,
        person=person,
        passage_id=passage_id(passage_key(speech, start, end, digest(text))),
        text=text,
        sha256=digest(text),
        provenance=Provenance(
            speech, title, False, ("一、总体要求",), number, PassageKind.PARAGRAPH, start, end, 2024, date(2024, 5, 6),
            "王明", "讲话.txt",
        ),
        saved_at=datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=number),
        note=note,
        function=function,
        themes=themes,
    )  # fmt: skip
