"""Where a passage says what was asked for (命中词): stretches of the text as it stands, found in its searched copy.

Each character is folded by itself, so that every character of the copy knows the one it comes from, also where one
becomes several (㈠, ﬁ) or none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from retrieval.concepts import concepts
from retrieval.models import Request
from retrieval.normalize import normalize
from retrieval.weight import Kind, carries

NEAR: Final = 0.5
"""Weight from which a word of the lexicon stands for a word of the request well enough to stand out."""

Span = tuple[int, int]


@lru_cache(maxsize=256)
def words_of(request: Request) -> tuple[str, ...]:
    """Return the words of a request that may stand out, longest first.

    They are its own, what the lexicon has for them, and those that a passage must hold. Light words (怎么, 今年) are
    left out unless the request has no others.
    """
    told = [concept for group in concepts(request.query) for concept in group]
    weighty = [concept for concept in told if carries(concept.word) > Kind.COMMON.value] or told
    words = {word for concept in weighty for word in concept.exact}
    words |= {other.word for concept in weighty for other in concept.others if other.weight >= NEAR}
    words |= {normalize(word).strip() for word in request.must}
    return tuple(sorted(words - {""}, key=lambda word: (-len(word), word)))


def occurrences(text: str, words: Sequence[str]) -> tuple[Span, ...]:
    """Return where normalised ``words`` stand in ``text``: spans in code points, in order, apart from one another.

    Words that overlap or touch make one span. A word of Latin letters counts only where it stands by itself.
    """
    if not words:
        return ()
    copy, origin = _copied(text)
    return joined((origin[start], origin[end - 1] + 1) for start, end in _found(copy, words))


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that overlap or touch as one."""
    apart: list[Span] = []
    for start, end in sorted(spans):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return tuple(apart)


def _copied(text: str) -> tuple[str, list[int]]:
    """Return the searched copy, and for each of its characters the index of the one it comes from."""
    folded = [_folded(character) for character in text]
    return "".join(folded), [index for index, piece in enumerate(folded) for _ in piece]


@lru_cache(maxsize=16_384)
def _folded(character: str) -> str:
    return normalize(character)


def _found(copy: str, words: Sequence[str]) -> Iterable[Span]:
    for word in words:
        pattern = rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])" if word.isascii() else re.escape(word)
        yield from (match.span() for match in re.finditer(pattern, copy))
