"""Everything the library stores, computed anew and compared (校验): what ``jianggao doctor`` tells.

All within one reading transaction, a speech at a time, so that neither a writer nor the size of the library matters.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Engine, or_, select

from corpus import duplicates, links
from corpus.database import check_file, reading
from corpus.errors import IntegrityError
from corpus.models import Speech
from corpus.revision import EMPTY, with_passages
from corpus.rows import SELECT_PASSAGES, SELECT_SPEECHES, to_speech
from corpus.tables import holdings, library_state, passage_bands, passage_links, passages, speech_bands, speeches, texts


def problems(engine: Engine) -> tuple[str, ...]:
    """What is wrong with the library, a line in Chinese each; nothing where all is well.

    Raises:
        LibraryError: The database is too damaged to be read through.
    """
    damaged = check_file(engine)
    if damaged:
        return damaged
    with reading(engine) as connection:
        speech_ids = connection.scalars(select(speeches.c.id).order_by(speeches.c.id)).all()
        of_speeches = [line for speech_id in speech_ids for line in _of_speech(connection, speech_id)]
        return (*of_speeches, *_of_library(connection))


def _of_speech(connection: Connection, speech_id: str) -> Iterator[str]:
    rows = connection.execute(SELECT_SPEECHES.where(speeches.c.id == speech_id).order_by(holdings.c.owner)).all()
    if not rows:
        yield f"讲稿 {speech_id} 不属于任何人"
        return
    if rows[0]._mapping[texts.c.speech_id] is None:
        yield f"讲稿 {speech_id} 没有正文"
        return
    in_order = SELECT_PASSAGES.where(passages.c.speech_id == speech_id).order_by(passages.c.position)
    try:
        held = connection.execute(in_order).all()
        speech, *_ = [to_speech(row, held) for row in rows]
    except IntegrityError as error:
        yield str(error)
        return
    if rows[0]._mapping[speeches.c.characters] != len(speech.text):
        yield f"讲稿 {speech_id} 的字数记录与正文不符"
    if rows[0]._mapping[speeches.c.passages] != len(speech.passages):
        yield f"讲稿 {speech_id} 的段落数记录与段落不符"
    yield from _of_links(connection, speech)


def _of_links(connection: Connection, speech: Speech) -> Iterator[str]:
    sketch = duplicates.sketch(speech)
    bands = connection.scalars(select(speech_bands.c.band).where(speech_bands.c.speech_id == speech.id))
    if set(bands) != set(sketch.bands):
        yield f"讲稿 {speech.id} 的查重记录与正文不符"
    mine = select(passages.c.key).where(passages.c.speech_id == speech.id)
    rows = connection.execute(select(passage_bands.c.band, passage_bands.c.key).where(passage_bands.c.key.in_(mine)))
    filed = {(band, key) for band, key in rows}
    # A speech that came before there was a bound is filed under all of its bands.
    if filed not in (set(links.filed(sketch)), set(links.filed(sketch, None))):
        yield f"讲稿 {speech.id} 的段落查重记录与正文不符"
    pairs = connection.execute(
        select(passage_links.c.a_key, passage_links.c.b_key).where(
            or_(passage_links.c.a_key.in_(mine), passage_links.c.b_key.in_(mine))
        )
    )
    if {(a, b) for a, b in pairs} != set(links.find_links(connection, speech.id, sketch, filed)):
        yield f"讲稿 {speech.id} 的相近段落记录与正文不符"


def _of_library(connection: Connection) -> Iterator[str]:
    digests = connection.scalars(select(library_state.c.digest)).all()
    keys = connection.scalars(select(passages.c.key))
    if list(digests) != [with_passages(EMPTY, keys)]:
        yield "讲稿库的版本摘要与段落不符"
