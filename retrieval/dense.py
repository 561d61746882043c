"""Passages near to a request in meaning (向量检索): FAISS over unit vectors, similarities outward, never distances.

Ids are passage keys, so that nothing shifts when a passage goes. Search is exact up to ``EXACT_LIMIT`` vectors and an
HNSW graph beyond. A graph cannot forget: a removed key is remembered as dead, left out of answers, and the graph is
built anew once a fifth of it is dead.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from retrieval.encoder import Vectors
from retrieval.errors import IndexDamaged, ModelMismatch

EXACT_LIMIT: Final = 100_000
"""Vectors up to which every one is compared: 100,000 of 256 dimensions take about 3 ms on one core, and 100 MB."""
NEIGHBOURS, BUILD_DEPTH, SEARCH_DEPTH = 32, 200, 128
DEAD_SHARE: Final = 0.2
"""Of a graph's vectors, the share of dead ones at which it is built anew."""

Keys = npt.NDArray[np.int64]


class DenseIndex:
    """Unit vectors by passage key. Searching is safe from many threads; changes are for one thread alone."""

    def __init__(self, index: Any, dead: set[int]) -> None:  # noqa: ANN401  faiss ships no types
        self._index = index
        self._dead = dead
        self._among: npt.NDArray[np.bool_] | None = None

    def narrowed(self, keys: frozenset[int]) -> DenseIndex:
        """Return the same vectors as far as they are of ``keys``: all others are left out before they are compared.

        For reading alone; it shares what it is made of with this one.
        """
        narrowed = DenseIndex(self._index, self._dead)
        every = self._all_keys()
        narrowed._among = np.isin(every, np.fromiter(keys, dtype=np.int64, count=len(keys)))
        narrowed._among &= ~np.isin(every, np.fromiter(self._dead, dtype=np.int64, count=len(self._dead)))
        return narrowed

    @classmethod
    def create(cls, dimension: int, *, graph: bool = False) -> DenseIndex:
        """Make an empty index; ``graph`` for the approximate kind."""
        faiss = _faiss()
        if graph:
            inner = faiss.IndexHNSWFlat(dimension, NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
            inner.hnsw.efConstruction = BUILD_DEPTH
        else:
            inner = faiss.IndexFlatIP(dimension)
        return cls(faiss.IndexIDMap2(inner), set())

    @classmethod
    def open(cls, folder: Path) -> DenseIndex:
        """Read the index of a folder.

        Raises:
            IndexDamaged: a file is missing or cannot be read.
        """
        faiss = _faiss()
        try:
            index = faiss.read_index(str(folder / "vectors.faiss"))
            dead = np.load(folder / "dead.npy", allow_pickle=False)
        except (RuntimeError, OSError, ValueError) as fault:
            raise IndexDamaged(f"向量索引读不出来：{folder}（{fault}）。它将由讲稿库重建。") from fault
        return cls(index, set(dead.tolist()))

    def save(self, folder: Path) -> None:
        """Write the index into a new folder."""
        faiss = _faiss()
        folder.mkdir(parents=True)
        faiss.write_index(self._index, str(folder / "vectors.faiss"))
        np.save(folder / "dead.npy", np.array(sorted(self._dead), dtype=np.int64), allow_pickle=False)

    def __len__(self) -> int:
        """Number of vectors that can be found."""
        if self._among is not None:
            return int(self._among.sum())
        return int(self._index.ntotal) - len(self._dead)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    @property
    def graph(self) -> bool:
        """Whether search is approximate."""
        faiss = _faiss()
        return isinstance(faiss.downcast_index(self._index.index), faiss.IndexHNSWFlat)

    def keys(self) -> frozenset[int]:
        """Keys that can be found."""
        if self._among is not None:
            return frozenset(self._all_keys()[self._among].tolist())
        return frozenset(self._all_keys().tolist()) - self._dead

    def add(self, keys: Sequence[int], vectors: Vectors) -> None:
        """Put vectors in, shape (len(keys), dimension); a key that is there already is replaced.

        Raises:
            ModelMismatch: vectors of another shape, or not finite.
        """
        if vectors.shape != (len(keys), self.dimension):
            raise ModelMismatch(
                f"模型给出的向量形状是 {vectors.shape}，索引需要 {(len(keys), self.dimension)}；请重建索引。"
            )
        if not np.isfinite(vectors).all():
            raise ModelMismatch("模型给出了非有限的向量；请更换模型或检查它的文件。")
        if not keys:
            return
        self.remove(keys)
        if self._dead.intersection(keys):  # a dead key that comes back would stand in the graph twice
            self._compact()
        self._index.add_with_ids(np.ascontiguousarray(vectors, dtype=np.float32), np.array(keys, dtype=np.int64))
        if not self.graph and self._index.ntotal > EXACT_LIMIT:
            self._rebuild(graph=True)

    def remove(self, keys: Sequence[int]) -> None:
        """Take vectors out; a key that is not there changes nothing."""
        present = self.keys().intersection(keys)
        if not present:
            return
        if not self.graph:
            self._index.remove_ids(np.array(sorted(present), dtype=np.int64))
            return
        self._dead |= present
        if len(self._dead) > DEAD_SHARE * int(self._index.ntotal):
            self._compact()

    def search(self, query: npt.NDArray[np.float32], limit: int) -> tuple[Keys, npt.NDArray[np.float32]]:
        """Return the nearest keys and their similarities, −1 to 1, best first, at most ``limit``.

        Nothing for a query of length 0, or one that is not finite: such a vector says nothing.
        """
        empty = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        if not len(self) or limit < 1 or not _says_something(query):
            return empty
        if self._among is not None:
            return self._search_among(self._among, query, limit)
        wanted = min(limit + len(self._dead), int(self._index.ntotal))
        similarities, keys = self._index.search(query.reshape(1, -1), wanted, params=self._parameters(wanted))
        living = np.array([key >= 0 and key not in self._dead for key in keys[0].tolist()], dtype=bool)
        return keys[0][living][:limit], np.clip(similarities[0][living][:limit], -1, 1)

    def _search_among(
        self, among: npt.NDArray[np.bool_], query: npt.NDArray[np.float32], limit: int
    ) -> tuple[Keys, npt.NDArray[np.float32]]:
        """Search the vectors of some rows alone: FAISS passes over the others before it keeps the nearest."""
        faiss = _faiss()
        rows = np.packbits(among, bitorder="little")
        selector = faiss.IDSelectorBitmap(rows)
        wanted = min(limit, len(self))
        if self.graph:
            # On its way a graph keeps the nearest whatever is let in: it looks as much farther as it lets in fewer.
            depth = int(max(SEARCH_DEPTH, wanted) * len(among) / len(self))
            parameters = faiss.SearchParametersHNSW(sel=selector, efSearch=depth)
        else:
            parameters = faiss.SearchParameters(sel=selector)
        inner = faiss.downcast_index(self._index.index)
        similarities, places = inner.search(query.reshape(1, -1), wanted, params=parameters)
        found = places[0] >= 0
        return self._all_keys()[places[0][found]], np.clip(similarities[0][found], -1, 1)

    def vectors(self, keys: Sequence[int]) -> Vectors:
        """Read vectors back, in the order of ``keys``, all of which must be there."""
        found = np.empty((len(keys), self.dimension), dtype=np.float32)
        for row, key in enumerate(keys):
            found[row] = self._index.reconstruct(int(key))
        return found

    def sample(self, size: int, seed: int = 0) -> Vectors:
        """Read vectors of ``size`` passages drawn evenly, always the same ones: what passages are like at large."""
        keys = np.array(sorted(self.keys()), dtype=np.int64)
        if len(keys) > size:
            keys = np.random.default_rng(seed).choice(keys, size, replace=False)
        return self.vectors(keys.tolist())

    def _parameters(self, wanted: int) -> Any:  # noqa: ANN401  faiss ships no types
        faiss = _faiss()
        return faiss.SearchParametersHNSW(efSearch=max(SEARCH_DEPTH, wanted)) if self.graph else None

    def _all_keys(self) -> Keys:
        faiss = _faiss()
        keys: Keys = faiss.vector_to_array(self._index.id_map)
        return keys

    def _compact(self) -> None:
        self._rebuild(graph=self.graph)

    def _rebuild(self, *, graph: bool) -> None:
        keys = sorted(self.keys())
        vectors = self.vectors(keys)
        fresh = DenseIndex.create(self.dimension, graph=graph)
        if keys:
            fresh._index.add_with_ids(vectors, np.array(keys, dtype=np.int64))
        self._index, self._dead = fresh._index, set()


def unit(vectors: npt.NDArray[np.float32]) -> Vectors:
    """Scale each row to length 1; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = np.ascontiguousarray(vectors / np.where(lengths > 0, lengths, 1), dtype=np.float32)
    return scaled


@cache
def _faiss() -> Any:  # noqa: ANN401  faiss ships no types
    """Import faiss, which takes a tenth of a second, and keep it to one thread: handing over costs more."""
    import faiss

    faiss.omp_set_num_threads(1)
    return faiss


def _says_something(query: npt.NDArray[np.float32]) -> bool:
    return bool(np.isfinite(query).all() and np.any(query))
