"""The words that favourites and tags are found by: cut as the search cuts them, kept as a searched copy (检索用词).

Each word stands between two spaces, so that a plain LIKE finds whole words on every database.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from retrieval.tokens import parts, tokens, words


def searched(texts: Iterable[str]) -> str:
    """Return the searched copy of some texts: every word once, and the words inside it, between spaces."""
    found = dict.fromkeys(token for text in texts for token in tokens(_storable(text)))
    return f" {' '.join(found)} " if found else " "


def asked(query: str) -> list[list[list[str]]]:
    """Return what a query wants: for every word its alternatives, each of words that must all be there.

    作风建设 is found as such or as 作风 and 建设. Empty where the query has no word of its own.
    """
    return [[[word], inside] if len(inside := parts(word)) > 1 else [[word]] for word in words(_storable(query))]


def folded(name: str) -> str:
    """Return a tag's name as names are compared: width, case and spacing make no other tag."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _storable(text: str) -> str:
    return text.replace("\x00", " ")
