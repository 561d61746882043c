"""The index on disk: whatever happens to a file of it is noticed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from retrieval import artifact, indexing
from retrieval.artifact import Manifest, building, current, publish, stage, verify
from retrieval.errors import IndexDamaged, IndexFault, IndexOutdated
from tests.retrieval.fakes import HashEncoder, filled_library


def published(folder: Path, content: str = "词") -> tuple[Path, Manifest]:
    """A generation of two files."""
    with building(folder):
        staging = stage(folder)
        (staging / "lexical").mkdir()
        (staging / "lexical" / "a.term").write_text(content, encoding="utf-8")
        (staging / "vectors").write_bytes(b"\0\1\2")
        return publish(staging, encoder="e", dimension=2, labeller="r", library="d", passages=1)


def test_a_generation_is_whole_and_in_use(tmp_path: Path) -> None:
    """What was published is what verification reads."""
    generation, manifest = published(tmp_path)
    assert current(tmp_path) == generation
    assert verify(generation) == manifest
    assert set(manifest.files) == {"lexical/a.term", "vectors"}


def test_nothing_is_in_use_before_the_first(tmp_path: Path) -> None:
    """An index that was never built is no damage."""
    assert current(tmp_path / "index") is None


def test_the_one_before_goes(tmp_path: Path) -> None:
    """One generation stays, under a name of its own."""
    first, _ = published(tmp_path)
    second, _ = published(tmp_path, "新")
    assert current(tmp_path) == second != first
    assert [path.name for path in tmp_path.glob("gen-*")] == [second.name]


def test_a_crash_leaves_the_old_one_in_use(tmp_path: Path) -> None:
    """What was being built is swept away by the next who builds."""
    first, _ = published(tmp_path)
    with building(tmp_path):
        leftover = stage(tmp_path)
    assert current(tmp_path) == first
    with building(tmp_path):
        assert not leftover.exists()
    assert verify(first)


def test_a_flipped_bit_in_any_file_is_noticed(tmp_path: Path) -> None:
    """Of a real index: every file, the manifest among them, at its start, in its middle and at its end."""
    with filled_library(tmp_path) as library:
        indexing.bring_up_to_date(library, tmp_path / "index", HashEncoder())
    generation = current(tmp_path / "index")
    assert generation is not None
    files = [path for path in generation.rglob("*") if path.is_file() and not path.name.endswith(".lock")]
    assert len(files) >= 6
    for path in files:
        whole = path.read_bytes()
        for at in {0, len(whole) // 2, len(whole) - 1}:
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            with pytest.raises(IndexDamaged):
                verify(generation)
        path.write_bytes(whole)
    assert verify(generation)


def test_a_missing_file_is_noticed(tmp_path: Path) -> None:
    """By its name."""
    generation, _ = published(tmp_path)
    (generation / "vectors").unlink()
    with pytest.raises(IndexDamaged, match="vectors"):
        verify(generation)


@pytest.mark.parametrize("pointer", ["", "gen-0", "../gen", "gen-../..", "\ufeff词"])
def test_a_pointer_to_nowhere_is_damage(tmp_path: Path, pointer: str) -> None:
    """Nor does it lead out of the folder."""
    published(tmp_path)
    (tmp_path / "current").write_text(pointer, encoding="utf-8")
    with pytest.raises(IndexDamaged, match="索引指针"):
        current(tmp_path)


@pytest.mark.parametrize("content", ["", "{}", "[]\nabc", "not json"])
def test_a_manifest_that_cannot_be_read_is_damage(tmp_path: Path, content: str) -> None:
    """Whatever stands in it."""
    generation, _ = published(tmp_path)
    (generation / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(IndexDamaged, match="索引清单"):
        verify(generation)


def test_another_format_or_dictionary_is_outdated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index of another version is never served."""
    generation, _ = published(tmp_path)
    monkeypatch.setattr(artifact, "FORMAT", artifact.FORMAT + 1)
    with pytest.raises(IndexOutdated, match="索引格式"):
        verify(generation)
    monkeypatch.undo()
    monkeypatch.setattr(artifact, "words_version", lambda: "other")
    with pytest.raises(IndexOutdated, match="词典"):
        verify(generation)


def test_the_manifest_is_for_people_too(tmp_path: Path) -> None:
    """JSON, and a last line with the digest of what stands above it."""
    generation, manifest = published(tmp_path)
    body, digest = (generation / "manifest.json").read_text(encoding="utf-8").rsplit("\n", 1)
    assert json.loads(body)["encoder"] == manifest.encoder
    assert len(digest) == 64


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """As an error of this room, with what to do."""
    blocked = tmp_path / "index"
    blocked.write_text("a file where a folder should be", encoding="utf-8")
    with filled_library(tmp_path) as library, pytest.raises(IndexFault, match=r"索引"):
        indexing.bring_up_to_date(library, blocked, HashEncoder())
