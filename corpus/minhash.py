"""Signatures of sets (最小哈希): the share of equal places in two of them estimates how alike the sets are.

MinHash (Broder 1997). An element's hash is mixed once by the finaliser of MurmurHash3; then each place of the signature
is the least a·h + b modulo 2**32 over the elements, with ``a`` odd, so that no two elements meet. These are the
signatures of datasketch 2 (its scheme ``affine32``, which a test compares); computing them here leaves out scipy, which
datasketch imports and which takes most of a second and 150 MB.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Hashes = npt.NDArray[np.uint32]


def signature(elements: Collection[bytes], places: int, seed: int) -> bytes:
    """The signature of a set, the same on every machine.

    Args:
        elements: The set; one without elements has the largest number in every place.
        places: Length of the signature.
        seed: Chooses the permutations.

    Returns:
        ``places`` unsigned numbers of 32 bits, little-endian.
    """
    import numpy as np  # a tenth of a second: only for those who add a speech

    if not elements:
        return b"\xff" * (4 * places)
    factors, terms = _permutations(places, seed)
    hashes = _mixed(np.fromiter(map(zlib.crc32, elements), dtype=np.uint32, count=len(elements)))
    least = (hashes[:, None] * factors + terms).min(axis=0)
    found: bytes = least.astype("<u4").tobytes()
    return found


def _mixed(hashes: Hashes) -> Hashes:
    import numpy as np

    hashes = (hashes ^ (hashes >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    hashes = (hashes ^ (hashes >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return hashes ^ (hashes >> np.uint32(16))


@cache
def _permutations(places: int, seed: int) -> tuple[Hashes, Hashes]:
    import numpy as np

    chance = np.random.RandomState(seed)  # its numbers are frozen, those of the newer generators are not
    factors = chance.randint(0, 1 << 31, places, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return factors, chance.randint(0, 1 << 32, places, dtype=np.uint32)
