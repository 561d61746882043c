"""How common a word is at large."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval import frequencies
from retrieval.frequencies import LEAST, Frequencies, count, load, main, write
from tests.retrieval.fakes import SPEECHES


def test_counts_passages_not_words() -> None:
    """Twice in one passage is one; what stands in too few, and what is a figure, is left out."""
    counted = count(["作风，作风，2024", "作风，群众，2024", "作风，2024"])
    assert counted == Frequencies(3, {"作风": 3})
    assert LEAST == 3


def test_survives_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written is what is read."""
    written = Frequencies(7, {"作风": 3, "群众": 4})
    write(written, tmp_path / "table.tsv")
    monkeypatch.setattr(frequencies, "_FILE", tmp_path / "table.tsv")
    load.cache_clear()
    assert load() == written
    monkeypatch.undo()
    load.cache_clear()


def test_counts_a_folder_of_speeches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command reads files as the library does, and counts their paragraphs."""
    for file, text in SPEECHES.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    written = list[Frequencies]()
    monkeypatch.setattr(frequencies, "write", written.append)
    main(tmp_path)
    assert written[0].passages > 10
    assert written[0].counts["同志"] >= len(SPEECHES)


def test_the_table_that_ships_knows_official_speech() -> None:
    """鼓励 is common, 恐龙 unknown; no figure is in it."""
    table = load()
    assert table.passages > 5_000
    assert table.counts["鼓励"] > 100
    assert "恐龙" not in table.counts
    assert all(LEAST <= found <= table.passages for found in table.counts.values())
    assert not any(word.isdigit() for word in table.counts)
