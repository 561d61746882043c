"""Near-identical speeches and paragraphs in the database (雷同): found when a speech is added, gone with it.

Everything here runs in the caller's transaction. What near-identical means stands in ``corpus.duplicates``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import Connection, insert, select

from corpus.database import chunks
from corpus.duplicates import THRESHOLD, Sketch, jaccard, shingles
from corpus.holdings import passage_seen, speech_seen
from corpus.rows import SELECT_PASSAGES, to_passage
from corpus.tables import passage_bands, passage_links, passages, speech_bands, texts

REPEATS: Final = 4
"""Paragraphs of one speech that are filed in one band. Without a bound two speeches that repeat one sentence a thousand
times have a million links, and whoever adds the second holds up everybody who writes."""


def nearest_speech(connection: Connection, sketch: Sketch, reader: str) -> tuple[str, float] | None:
    """Id and similarity of the speech most like the sketched one among those that a reader sees.

    None where none is near-identical.
    """
    candidates = (
        select(speech_bands.c.speech_id)
        .where(speech_bands.c.band.in_(sketch.bands), speech_seen(speech_bands.c.speech_id, reader))
        .distinct()
    )
    rows = connection.execute(select(texts.c.speech_id, texts.c.text).where(texts.c.speech_id.in_(candidates)))
    similar = [(jaccard(sketch.shingles, shingles(text)), speech_id) for speech_id, text in rows]
    similarity, speech_id = max(similar, default=(0.0, ""))
    return (speech_id, similarity) if similarity >= THRESHOLD else None


def store(connection: Connection, speech_id: str, sketch: Sketch) -> None:
    """File a speech whose passages are stored already: its bands, and the links to the paragraphs like its own."""
    filing = filed(sketch)
    links = find_links(connection, speech_id, sketch, filing)
    speech_rows = [{"band": band, "speech_id": speech_id} for band in sketch.bands]
    passage_rows = [{"band": band, "key": key} for band, key in filing]
    link_rows = [{"a_key": a, "b_key": b, "similarity": similarity} for (a, b), similarity in links.items()]
    for table, new in ((speech_bands, speech_rows), (passage_bands, passage_rows), (passage_links, link_rows)):
        if new:
            connection.execute(insert(table), new)


def filed(sketch: Sketch, most: int | None = REPEATS) -> list[tuple[int, int]]:
    """Band and key of the rows of ``passage_bands`` of a speech; ``most`` of one band, the first, or all of them."""
    every = [(band, key) for key, bands in sketch.paragraph_bands.items() for band in bands]
    if most is None:
        return every
    held: Counter[int] = Counter()
    kept = []
    for band, key in every:
        held[band] += 1
        if held[band] <= most:
            kept.append((band, key))
    return kept


def find_links(
    connection: Connection, speech_id: str, sketch: Sketch, rows: Iterable[tuple[int, int]]
) -> dict[tuple[int, int], float]:
    """Similarity of each near-identical pair of a paragraph of this speech and one of another; the lower key first.

    ``rows`` are the bands and keys under which the speech is filed, or is to be.
    """
    pairs = _candidates(connection, speech_id, rows)
    others = _shingles_of(connection, sorted({other for _, other in pairs}))
    similarities = {
        (min(key, other), max(key, other)): jaccard(sketch.paragraphs[key], others[other]) for key, other in pairs
    }
    return {pair: similarity for pair, similarity in similarities.items() if similarity >= THRESHOLD}


def similar(connection: Connection, keys: Sequence[int], reader: str) -> dict[int, tuple[int, ...]]:
    """For each key the keys of its near-identical paragraphs that a reader sees, the most alike first.

    None for a passage that the reader does not see.
    """
    found: dict[int, list[tuple[float, int]]] = {key: [] for key in keys}
    for chunk in chunks(list(found)):
        for here, there in (
            (passage_links.c.a_key, passage_links.c.b_key),
            (passage_links.c.b_key, passage_links.c.a_key),
        ):
            rows = connection.execute(
                select(here, there, passage_links.c.similarity).where(
                    here.in_(chunk), passage_seen(here, reader), passage_seen(there, reader)
                )
            )
            for key, other, similarity in rows:
                found[key].append((-similarity, other))
    return {key: tuple(other for _, other in sorted(others)) for key, others in found.items()}


def _candidates(connection: Connection, speech_id: str, filed: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Pairs of a key of this speech and a key of another that share a band."""
    owners: dict[int, list[int]] = {}
    for band, key in filed:
        owners.setdefault(band, []).append(key)
    pairs: set[tuple[int, int]] = set()
    for chunk in chunks(list(owners)):
        rows = connection.execute(
            select(passage_bands.c.band, passage_bands.c.key)
            .join(passages, passages.c.key == passage_bands.c.key)
            .where(passage_bands.c.band.in_(chunk), passages.c.speech_id != speech_id)
        )
        pairs.update((key, other) for band, other in rows for key in owners[band])
    return pairs


def _shingles_of(connection: Connection, keys: Sequence[int]) -> dict[int, frozenset[str]]:
    found: dict[int, frozenset[str]] = {}
    for chunk in chunks(keys):
        rows = connection.execute(SELECT_PASSAGES.where(passages.c.key.in_(chunk)))
        found.update((passage.key, shingles(passage.text)) for passage in map(to_passage, rows))
    return found
