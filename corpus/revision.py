"""The digest of a library: one value that changes whenever the set of its passages does (版本摘要).

The sum, modulo 2**256, of the SHA-256 of each passage's key (a set hash after Bellare and Micciancio 1997, AdHash).
A sum knows no order and can be taken back, so adding or removing a speech costs as much as that speech, and the same
passages give the same digest on every machine, whatever came and went in between.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

EMPTY = "0" * 64
"""The digest of no passages."""

_SPACE = 2**256


def with_passages(digest: str, keys: Iterable[int]) -> str:
    """The digest after the passages of ``keys`` came in; 64 hex digits."""
    return _text(int(digest, 16) + _sum(keys))


def without_passages(digest: str, keys: Iterable[int]) -> str:
    """The digest after the passages of ``keys`` went out; 64 hex digits."""
    return _text(int(digest, 16) - _sum(keys))


def _sum(keys: Iterable[int]) -> int:
    return sum(int.from_bytes(hashlib.sha256(key.to_bytes(8)).digest()) for key in keys)


def _text(total: int) -> str:
    return f"{total % _SPACE:064x}"
