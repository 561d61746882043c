"""Which words found the passages of an answer (解释): those of the lexicon that stood in for the request's own."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.concepts import concepts
from retrieval.lexical import LexicalIndex
from retrieval.models import Expansion


def explain(lexical: LexicalIndex, query: str, keys: Sequence[int]) -> tuple[Expansion, ...]:
    """Return the words that stand in a passage of ``keys``, or above it, for words of ``query``; weightiest first."""
    if not query or not keys:
        return ()
    there = frozenset[str]().union(*(match.body | match.context for match in lexical.read(keys)))
    found: dict[tuple[str, str], Expansion] = {}
    for group in concepts(query):
        for concept in group:
            for other in concept.others:
                if other.word in there:
                    found.setdefault((other.word, other.stands_for), other)
    return tuple(sorted(found.values(), key=lambda one: -one.weight))
