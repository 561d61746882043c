"""Signatures of sets."""

from __future__ import annotations

import zlib

import pytest
from datasketch import MinHash

from corpus.minhash import signature
from tests.corpus.making import sentences


@pytest.mark.parametrize(("places", "seed"), [(60, 1), (128, 7)])
@pytest.mark.parametrize("count", [0, 1, 3, 500])
def test_the_same_as_datasketch(places: int, seed: int, count: int) -> None:
    """Signatures are stored, and the first libraries were made by datasketch: every number is the same."""
    text = sentences(3, 60)
    elements = [text[at : at + 5].encode() for at in range(count)]
    theirs = MinHash(num_perm=places, seed=seed, hashfunc=zlib.crc32, scheme="affine32")
    theirs.update_batch(elements)
    assert signature(elements, places, seed) == theirs.hashvalues.astype("<u4").tobytes()
