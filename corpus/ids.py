"""Ids from content alone: the same on every machine and after every re-import.

A speech is named by its cleaned text, a passage by its speech, its span and its hash. The key of a passage is the
same id as an integer, because SQLite, FAISS and Tantivy all want integers; 63 bits fit a signed 64-bit column. In a
library of a million passages two share a key with a chance of about 5e-8.
"""

from __future__ import annotations

import hashlib
import re

from corpus.errors import UnknownId

_PASSAGE_ID = re.compile(r"p_([0-7][0-9a-f]{15})")


def digest(text: str) -> str:
    """SHA-256 of ``text`` in UTF-8, as 64 hex digits.

    A lone surrogate, which a broken file may hold, is hashed as its own three bytes instead of failing.
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def speech_id(text: str) -> str:
    """Id of the speech whose cleaned text is ``text``: ``s_`` and the first 16 hex digits of its digest."""
    return f"s_{digest(text)[:16]}"


def passage_key(speech_id: str, start: int, end: int, sha256: str) -> int:
    """Key of ``speech[start:end]``, whose text has the digest ``sha256``: an integer, 0 ≤ key < 2**63."""
    name = f"{speech_id}:{start}:{end}:{sha256}"
    return int(digest(name)[:16], 16) >> 1


def passage_id(key: int) -> str:
    """The key as people and programs see it: ``p_`` and 16 hex digits."""
    return f"p_{key:016x}"


def key_of(passage_id: str) -> int:
    """The key behind an id; the inverse of ``passage_id``.

    Raises:
        UnknownId: The text is no passage id at all.
    """
    match = _PASSAGE_ID.fullmatch(passage_id)
    if match is None:
        raise UnknownId(
            f"没有编号为“{passage_id}”的段落：段落编号以 p_ 开头，后面是 16 位十六进制数，请从检索结果中复制。"
        )
    return int(match[1], 16)
