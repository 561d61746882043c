"""From the library to an index (建索引): a new generation, made from the one before it wherever that is sound."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpus.library import Library
from retrieval import artifact
from retrieval.artifact import Manifest
from retrieval.dense import EXACT_LIMIT
from retrieval.encoder import Encoder
from retrieval.errors import IndexDamaged, IndexFault
from retrieval.facets import stamp
from retrieval.parts import Parts
from retrieval.ranking import BACKGROUND, Index
from retrieval.roles.labeller import load_labeller

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
        """Whether its vectors and those of ``encoder`` can be compared, and its functions and forms are of today."""
        made_with = (self.manifest.encoder, self.manifest.dimension, self.manifest.labeller)
        return made_with == (encoder.name, encoder.dimension, load_labeller().name)


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
    parts = Parts.open(generation)
    counts = {len(parts.lexical), len(parts.dense), len(parts.facets), manifest.passages}
    if len(counts) > 1 or parts.dense.dimension != manifest.dimension:
        raise IndexDamaged(
            f"索引前后不一：词面 {len(parts.lexical)} 段，向量 {len(parts.dense)} 段，特征 {len(parts.facets)} 段，"
            f"清单 {manifest.passages} 段。索引将由讲稿库重建。"
        )
    index = Index(parts.lexical, parts.speeches, parts.dense, parts.facets, parts.dense.sample(BACKGROUND))
    return Generation(manifest, index, encoder)


def bring_up_to_date(
    library: Library,
    folder: Path,
    encoder: Encoder,
    notice: Notice | None = None,
    progress: Progress | None = None,
    *,
    anew: bool = False,
) -> Generation:
    """Return a generation that serves this library and encoder: the one in use, or a new one made from what is sound.

    One process builds at a time; another waits, and then takes what the first has made. Nobody waits for an index that
    is up to date already. With ``anew`` it is made from the library alone, whatever is there.

    Raises:
        IndexFault: The index cannot be written.
        ModelError: The encoder fails.
        LibraryError: The library cannot be read.
    """
    held = None if anew else _held(folder, encoder, _silently)
    if held is not None and held.serves(library_state(library), encoder):
        return held
    try:
        with artifact.building(folder):
            return _renewed(library, folder, encoder, notice or _silently, progress, anew=anew)
    except OSError as fault:
        raise IndexFault(f"索引写不进 {folder}（{fault}）。请检查磁盘空间与权限后再试。") from fault


def _renewed(
    library: Library, folder: Path, encoder: Encoder, notice: Notice, progress: Progress | None, *, anew: bool
) -> Generation:
    """Look again, now that nobody else builds, and build where it is still needed."""
    held = None if anew else _held(folder, encoder, notice)
    digest = library_state(library)
    if held is not None and held.serves(digest, encoder):
        return held
    if held is not None and not held.fits(encoder):
        notice(_what_changed(held.manifest, encoder))
        held = None
    _build(library, folder, encoder, held, digest, progress)
    made = load(folder, encoder)
    if made is None:
        raise IndexFault(f"索引刚刚建成就不见了：{folder}。请确认没有别的程序在清理这个文件夹，然后再试。")
    return made


def library_state(library: Library) -> str:
    """Return what changes whenever passages come or go, or the library says something else of a speech."""
    speeches = sorted(_stamps(library).items())
    return hashlib.sha256(repr((library.digest(), speeches)).encode()).hexdigest()


def _stamps(library: Library) -> dict[str, str]:
    return {speech_id: stamp(description) for speech_id, description in library.descriptions().items()}


def _held(folder: Path, encoder: Encoder, notice: Notice) -> Generation | None:
    try:
        return load(folder, encoder)
    except IndexFault as fault:
        notice(str(fault))
        return None


def _what_changed(manifest: Manifest, encoder: Encoder) -> str:
    if manifest.encoder != encoder.name:
        return f"编码模型由 {manifest.encoder} 换为 {encoder.name}，正在重建索引。"
    return "判断段落功能与形式的模型已经更新，正在重建索引。"


def _silently(_: str) -> None:
    """Tell nobody."""


def _build(
    library: Library, folder: Path, encoder: Encoder, held: Generation | None, digest: str, progress: Progress | None
) -> None:
    """Build a generation aside and swap it in.

    A passage that goes out or comes in meanwhile makes the digest differ again, so that the next look builds anew.
    """
    wanted = library.keys()
    labeller = load_labeller()
    staging = artifact.stage(folder)
    try:
        before = artifact.current(folder) if held is not None else None
        if before is None:
            parts = Parts.create(staging, encoder.dimension, graph=len(wanted) > EXACT_LIMIT)
        else:
            parts = Parts.resume(before, staging)
        present = parts.keys() - parts.facets.changed(_stamps(library))
        missing = sorted(wanted - present)
        rows = library.index_rows(missing)

        def done(count: int) -> None:
            if progress is not None:
                progress(count, len(missing))

        parts.renew(sorted(parts.keys() - (present & wanted)), rows, encoder, labeller, done)
        artifact.publish(
            staging,
            encoder=encoder.name,
            dimension=encoder.dimension,
            labeller=labeller.name,
            library=digest,
            passages=len(parts.keys()),
        )
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
