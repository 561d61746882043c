"""From the library to an index (建索引): a new generation, made from the one before it wherever that is sound."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from corpus.library import Library
from corpus.models import IndexRow
from retrieval import artifact
from retrieval.artifact import Manifest
from retrieval.dense import EXACT_LIMIT, DenseIndex, unit
from retrieval.encoder import Encoder, Vectors
from retrieval.errors import IndexDamaged, IndexFault
from retrieval.lexical import Entry, LexicalIndex
from retrieval.normalize import normalize
from retrieval.ranking import BACKGROUND, Index

BODY_WEIGHT, CONTEXT_WEIGHT = 0.8, 0.2
"""Shares of a passage's own vector and of that of its headings and title, before scaling to length 1."""
BATCH: Final = 256
"""Passages encoded and held at a time."""

Progress = Callable[[int, int], None]
"""Called with how many passages are encoded, and how many there are to encode."""
Notice = Callable[[str], None]
"""Called with one line for the person who runs the program."""


@dataclass(frozen=True, slots=True)
class Generation:
    """An index that is loaded and whole, what it was built from, and the encoder that its vectors come from."""

    manifest: Manifest
    index: Index
    encoder: Encoder

    def serves(self, library: str, encoder: Encoder) -> bool:
        """Whether it is what would be built now from a library of this digest."""
        return self.manifest.library == library and self.fits(encoder)

    def fits(self, encoder: Encoder) -> bool:
        """Whether its vectors and those of ``encoder`` can be compared."""
        return (self.manifest.encoder, self.manifest.dimension) == (encoder.name, encoder.dimension)


def load(folder: Path, encoder: Encoder) -> Generation | None:
    """Load the generation in use, every file checked; None where there is none yet.

    Raises:
        IndexDamaged: A file is missing, is not what it was, or holds something else than its manifest says.
        IndexOutdated: It was built by another version of the program.
    """
    generation = artifact.current(folder)
    if generation is None:
        return None
    manifest = artifact.verify(generation)
    lexical = LexicalIndex.open(generation / "lexical")
    dense = DenseIndex.open(generation / "dense")
    if not len(lexical) == len(dense) == manifest.passages or dense.dimension != manifest.dimension:
        raise IndexDamaged(
            f"索引前后不一：词面 {len(lexical)} 段，向量 {len(dense)} 段，清单 {manifest.passages} 段。"
            "索引将由讲稿库重建。"
        )
    return Generation(manifest, Index(lexical, dense, dense.sample(BACKGROUND)), encoder)


def bring_up_to_date(
    library: Library, folder: Path, encoder: Encoder, notice: Notice | None = None, progress: Progress | None = None
) -> Generation:
    """Return a generation that serves this library and encoder: the one in use, or a new one made from what is sound.

    One process builds at a time; another waits, and then takes what the first has made. Nobody waits for an index that
    is up to date already.

    Raises:
        IndexFault: The index cannot be written.
        ModelError: The encoder fails.
        LibraryError: The library cannot be read.
    """
    held = _held(folder, encoder, _silently)
    if held is not None and held.serves(library.digest(), encoder):
        return held
    try:
        with artifact.building(folder):
            return _renewed(library, folder, encoder, notice or _silently, progress)
    except OSError as fault:
        raise IndexFault(f"索引写不进 {folder}（{fault}）。请检查磁盘空间与权限后再试。") from fault


def _renewed(library: Library, folder: Path, encoder: Encoder, notice: Notice, progress: Progress | None) -> Generation:
    """Look again, now that nobody else builds, and build where it is still needed."""
    held = _held(folder, encoder, notice)
    digest = library.digest()
    if held is not None and held.serves(digest, encoder):
        return held
    if held is not None and not held.fits(encoder):
        notice(f"编码模型由 {held.manifest.encoder} 换为 {encoder.name}，正在重建索引。")
        held = None
    _build(library, folder, encoder, held, digest, progress)
    made = load(folder, encoder)
    if made is None:
        raise IndexFault(f"索引刚刚建成就不见了：{folder}。请确认没有别的程序在清理这个文件夹，然后再试。")
    return made


def _held(folder: Path, encoder: Encoder, notice: Notice) -> Generation | None:
    try:
        return load(folder, encoder)
    except IndexFault as fault:
        notice(str(fault))
        return None


def _silently(_: str) -> None:
    """Tell nobody."""


def _build(
    library: Library, folder: Path, encoder: Encoder, held: Generation | None, digest: str, progress: Progress | None
) -> None:
    """Build a generation aside and swap it in.

    A passage that goes out or comes in meanwhile makes the digest differ again, so that the next look builds anew.
    """
    wanted = library.keys()
    staging = artifact.stage(folder)
    try:
        before = artifact.current(folder) if held is not None else None
        if before is None:
            lexical = LexicalIndex.create(staging / "lexical")
            dense = DenseIndex.create(encoder.dimension, graph=len(wanted) > EXACT_LIMIT)
        else:
            shutil.copytree(before / "lexical", staging / "lexical", ignore=shutil.ignore_patterns("*.lock"))
            lexical, dense = LexicalIndex.open(staging / "lexical"), DenseIndex.open(before / "dense")
        present = dense.keys()
        dense.remove(sorted(present - wanted))
        missing = sorted(wanted - present)
        rows = library.index_rows(missing)
        lexical.update(_encoded(rows, len(missing), encoder, dense, progress), removed=sorted(present - wanted))
        dense.save(staging / "dense")
        artifact.publish(
            staging, encoder=encoder.name, dimension=encoder.dimension, library=digest, passages=len(dense)
        )
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise


def _encoded(
    rows: Iterator[IndexRow], total: int, encoder: Encoder, dense: DenseIndex, progress: Progress | None
) -> Iterator[Entry]:
    """Put the vectors of rows into ``dense``, a batch at a time, and pass the rows on as entries of the other half."""
    done = 0
    while batch := list(islice(rows, BATCH)):
        dense.add([row.key for row in batch], passage_vectors(batch, encoder))
        for row in batch:
            yield Entry(row.key, row.text, " ".join(row.section), _headed(row), row.place)
        done += len(batch)
        if progress is not None:
            progress(done, total)


def _headed(row: IndexRow) -> str:
    """Return what a speech is about as a whole: its title, and the themes that its file names."""
    return " ".join((row.title, *row.themes))


def passage_vectors(rows: Sequence[IndexRow], encoder: Encoder) -> Vectors:
    """Encode passages with their context; a context that several share is encoded once."""
    contexts = [normalize(" ".join((*row.section, _headed(row)))) for row in rows]
    distinct = list(dict.fromkeys(contexts))
    place = {context: number for number, context in enumerate(distinct)}
    around = encoder.encode_passages(distinct)[[place[context] for context in contexts]]
    bodies = encoder.encode_passages([normalize(row.text) for row in rows])
    return unit(BODY_WEIGHT * bodies + CONTEXT_WEIGHT * around)
