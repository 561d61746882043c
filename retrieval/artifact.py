"""The index on disk (索引文件): built aside, checked on load, swapped in whole.

::

    index/
    ├── current              the name of the generation in use; replaced in one step
    ├── lock                 held by whoever builds
    └── gen-5f1c…/           never changed once it has its name
        ├── manifest.json    what it was built from, and the SHA-256 of every other file
        ├── dense/           vectors of passages
        ├── facets/          speech, length, function, forms and themes of passages
        ├── lexical/         words of passages
        └── speeches/        words of whole speeches

The library is the truth and an index a copy of it: whatever is wrong with one is answered by building it again. A
generation being built is called ``gen-….tmp`` and is swept away if a crash leaves it behind.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from filelock import FileLock

from retrieval.errors import IndexDamaged, IndexOutdated
from retrieval.normalize import DATA
from retrieval.themes import lexicon as themes

FORMAT: Final = 5
"""Raised whenever the layout, the fields or what a passage's vector is made of change."""
_POINTER, _MANIFEST, _LOCK = "current", "manifest.json", "lock"
_WORD_FILES: Final = ("stopwords.txt", "variants.tsv")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was built from.

    Attributes:
        format: ``FORMAT`` at the time.
        encoder: ``Encoder.name``.
        dimension: Length of a vector.
        words: ``words_version()`` at the time.
        labeller: ``Labeller.name``: what told functions and forms.
        library: ``indexing.library_state`` at the time.
        passages: How many are in it.
        files: SHA-256 hex digest by path, relative to the generation, of every file but this one.
    """

    format: int
    encoder: str
    dimension: int
    words: str
    labeller: str
    library: str
    passages: int
    files: dict[str, str]


def words_version() -> str:
    """Name the way passages are cut into words: changes with terms, stop words, variants and jieba.

    An operator's own terms are among them.
    """
    parts = [version("jieba"), version("opencc"), themes.digest(), *(_sha256(DATA / name) for name in _WORD_FILES)]
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:16]


def current(folder: Path) -> Path | None:
    """Return the generation in use, or None where there is none yet."""
    try:
        name = (folder / _POINTER).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as fault:
        raise IndexDamaged(f"索引指针读不出来：{folder / _POINTER}（{fault}）。索引将由讲稿库重建。") from fault
    if not name.startswith("gen-") or "/" in name or "\\" in name or not (folder / name).is_dir():
        raise IndexDamaged(f"索引指针指向不存在的 {name[:40]!r}：{folder / _POINTER}。索引将由讲稿库重建。")
    return folder / name


def verify(generation: Path) -> Manifest:
    """Read the manifest of a generation and check every file against it.

    Raises:
        IndexDamaged: a file is missing or is not what it was; the manifest cannot be read.
        IndexOutdated: written by another version of the format, or with words cut in another way.
    """
    manifest = _read_manifest(generation / _MANIFEST)
    if manifest.words != words_version():
        raise IndexOutdated("分词词典已经更新。索引将由讲稿库重建。")
    for name, digest in manifest.files.items():
        try:
            intact = _sha256(generation / name) == digest
        except OSError as fault:
            raise IndexDamaged(f"索引文件缺失：{name}（{fault}）。索引将由讲稿库重建。") from fault
        if not intact:
            raise IndexDamaged(f"索引文件已损坏：{name}，校验和不符。索引将由讲稿库重建。")
    return manifest


@contextmanager
def building(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, so that one process builds at a time, and sweep what a crash has left."""
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / _LOCK):
        for leftover in folder.glob("gen-*.tmp"):
            shutil.rmtree(leftover, ignore_errors=True)
        yield


def stage(folder: Path) -> Path:
    """Make a new folder to build in; for the holder of the lock."""
    staging = folder / f"gen-{secrets.token_hex(6)}.tmp"
    staging.mkdir()
    return staging


def publish(
    staging: Path, *, encoder: str, dimension: int, labeller: str, library: str, passages: int
) -> tuple[Path, Manifest]:
    """Write the manifest, give the generation its name, point to it, and remove those before it."""
    files = {
        path.relative_to(staging).as_posix(): _sha256(path)
        for path in sorted(staging.rglob("*"))
        if path.is_file() and not path.name.endswith(".lock")
    }
    manifest = Manifest(FORMAT, encoder, dimension, words_version(), labeller, library, passages, files)
    _write(staging / _MANIFEST, _canonical(asdict(manifest)))
    for name in files:
        _sync(staging / name)
    generation = staging.with_suffix("")
    staging.replace(generation)
    folder = generation.parent
    _write(folder / f"{_POINTER}.tmp", generation.name)
    (folder / f"{_POINTER}.tmp").replace(folder / _POINTER)
    _sync(folder)
    for other in folder.glob("gen-*"):
        if other != generation:
            shutil.rmtree(other, ignore_errors=True)
    return generation, manifest


def _read_manifest(path: Path) -> Manifest:
    """Read a manifest, whose last line is the digest of what stands before it; another format is not read further."""
    try:
        body, _, digest = path.read_text(encoding="utf-8").rpartition("\n")
        if hashlib.sha256(body.encode()).hexdigest() != digest:
            raise IndexDamaged(f"索引清单已损坏：{path.name}，校验和不符。索引将由讲稿库重建。")
        raw: Any = json.loads(body)
        if raw["format"] != FORMAT:
            raise IndexOutdated(f"索引格式是 {raw['format']}，现在用 {FORMAT}。索引将由讲稿库重建。")
        return Manifest(**raw)
    except (OSError, ValueError, TypeError, KeyError) as fault:
        raise IndexDamaged(f"索引清单读不出来：{path.name}（{fault}）。索引将由讲稿库重建。") from fault


def _canonical(manifest: dict[str, Any]) -> str:
    body = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{body}\n{hashlib.sha256(body.encode()).hexdigest()}"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync(path: Path) -> None:
    """Have a file, or the names in a folder, reach the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
