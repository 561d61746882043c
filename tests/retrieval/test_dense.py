"""Passages near to a request in meaning."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retrieval import dense
from retrieval.dense import DenseIndex, unit
from retrieval.encoder import Vectors
from retrieval.errors import IndexDamaged, ModelMismatch


def drawn(count: int, dimension: int = 8, seed: int = 0) -> Vectors:
    """Unit vectors in all directions."""
    return unit(np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32))


def plane(*degrees: float) -> Vectors:
    """Unit vectors of two dimensions at these angles."""
    radians = np.radians(np.array(degrees))
    return np.stack([np.cos(radians), np.sin(radians)], axis=1).astype(np.float32)


@pytest.fixture(params=[False, True], ids=["exact", "graph"])
def index(request: pytest.FixtureRequest) -> DenseIndex:
    """Four vectors, in either kind of index."""
    made = DenseIndex.create(2, graph=request.param)
    made.add([10, 20, 30, 2**63 - 1], plane(0, 60, 90, 180))
    return made


def test_similarities_are_cosines_best_first(index: DenseIndex) -> None:
    """The cosine of 0° is 1, cos 60° = ½, cos 90° = 0, cos 180° = −1; keys as they went in."""
    keys, similarities = index.search(plane(0)[0], 10)
    assert keys.tolist() == [10, 20, 30, 2**63 - 1]
    assert similarities == pytest.approx([1, 0.5, 0, -1], abs=1e-6)
    assert similarities.max() <= 1
    assert similarities.min() >= -1


@pytest.mark.parametrize("query", [[0, 0], [np.nan, 1], [np.inf, 0]])
def test_a_vector_that_says_nothing_finds_nothing(index: DenseIndex, query: list[float]) -> None:
    """No missing hits, no exception."""
    keys, similarities = index.search(np.array(query, dtype=np.float32), 3)
    assert keys.size == similarities.size == 0


def test_removed_keys_are_found_no_more(index: DenseIndex) -> None:
    """The others keep their keys; a key that is not there changes nothing."""
    index.remove([10, 77])
    assert len(index) == 3
    assert index.keys() == {20, 30, 2**63 - 1}
    assert index.search(plane(0)[0], 10)[0].tolist() == [20, 30, 2**63 - 1]
    assert index.search(plane(0)[0], 1)[0].tolist() == [20]


def test_a_key_put_in_again_is_replaced(index: DenseIndex) -> None:
    """Never twice in an answer, also after it was removed."""
    index.add([10], plane(90))
    index.remove([30])
    index.add([30], plane(0))
    keys, similarities = index.search(plane(0)[0], 10)
    assert sorted(keys.tolist()) == [10, 20, 30, 2**63 - 1]
    assert (keys[0], similarities[0]) == (30, pytest.approx(1))
    assert len(index) == 4


def test_survives_the_disk(index: DenseIndex, tmp_path: Path) -> None:
    """Vectors, keys and removals come back."""
    index.remove([20])
    index.save(tmp_path / "dense")
    opened = DenseIndex.open(tmp_path / "dense")
    assert opened.graph == index.graph
    assert opened.keys() == {10, 30, 2**63 - 1}
    assert opened.search(plane(0)[0], 10)[0].tolist() == [10, 30, 2**63 - 1]
    assert opened.vectors([30, 10]) == pytest.approx(plane(90, 0), abs=1e-6)


def test_refuses_vectors_that_do_not_fit(index: DenseIndex) -> None:
    """Another dimension and infinite numbers are errors at the door."""
    with pytest.raises(ModelMismatch, match=r"\(1, 3\)"):
        index.add([1], np.ones((1, 3), dtype=np.float32))
    with pytest.raises(ModelMismatch, match="非有限"):
        index.add([1], np.array([[np.nan, 0]], dtype=np.float32))
    assert len(index) == 4


def test_an_empty_index_finds_nothing() -> None:
    """Nor does one asked for nothing."""
    index = DenseIndex.create(2)
    index.add([], np.empty((0, 2), dtype=np.float32))
    assert index.search(plane(0)[0], 5)[0].size == 0
    assert index.sample(5).shape == (0, 2)


def test_grows_into_a_graph_and_stays_true(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit the search is approximate, and still finds what it should."""
    monkeypatch.setattr(dense, "EXACT_LIMIT", 200)
    index, vectors = DenseIndex.create(8), drawn(300)
    for start in range(0, 300, 100):
        index.add(range(start, start + 100), vectors[start : start + 100])
    assert index.graph
    exact = np.argsort(-(vectors @ vectors[:20].T), axis=0)[:10].T
    found = [index.search(query, 10)[0].tolist() for query in vectors[:20]]
    assert np.mean([len(set(a) & set(b)) / 10 for a, b in zip(found, exact.tolist(), strict=True)]) >= 0.95


def test_a_graph_sweeps_out_its_dead() -> None:
    """Once a fifth of a graph is removed it is built anew without them."""
    index, vectors = DenseIndex.create(8, graph=True), drawn(100)
    index.add(range(100), vectors)
    index.remove(range(10))
    assert len(index) == 90
    index.remove(range(10, 30))
    assert index.keys() == set(range(30, 100))
    for key in (30, 99):
        assert index.search(vectors[key], 1)[0].tolist() == [key]


def test_a_sample_is_the_same_each_time() -> None:
    """Scores must not change from one start to the next."""
    index = DenseIndex.create(8)
    index.add(range(50), drawn(50))
    assert index.sample(10).shape == (10, 8)
    assert (index.sample(10) == index.sample(10)).all()
    assert index.sample(80).shape == (50, 8)


def test_damaged_files_are_told(tmp_path: Path) -> None:
    """Missing, cut short: not a foreign exception."""
    with pytest.raises(IndexDamaged):
        DenseIndex.open(tmp_path)
    index = DenseIndex.create(2)
    index.add([1], plane(0))
    index.save(tmp_path / "dense")
    file = tmp_path / "dense" / "vectors.faiss"
    file.write_bytes(file.read_bytes()[:-5])
    with pytest.raises(IndexDamaged, match="向量索引读不出来"):
        DenseIndex.open(tmp_path / "dense")


def test_unit_leaves_zero_rows() -> None:
    """A text without a known token has no direction."""
    assert unit(np.array([[3, 4], [0, 0]], dtype=np.float32)) == pytest.approx(np.array([[0.6, 0.8], [0, 0]]))
