"""Slips of typing (错字): one character of a term that sounds like the right one, or is missing.

做风建设 is read as 作风建设, 营商境 as 营商环境. Nothing that makes sense as it stands is mended: the slip has to break
a word (a character that is left over between the words of the dictionary, or a word that no speech uses), and one
term alone may be meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import accumulate
from typing import Final

from retrieval.readings import sounds_like
from retrieval.request.cues import cues, field, terms
from retrieval.tokens import known, pieces, stopwords

LONGEST: Final = 80
"""Characters of a query in which slips are looked for; a longer one is a pasted text."""
_TERM: Final = range(2, 9)
"""Characters of a term that is looked for."""
_PARTS: Final = 2
"""Words that a broken term falls into, at least."""
_SURE: Final = 4
"""Characters of a term that is known by the others alone, so that a whole wrong word, or a missing one, is seen."""


def mend(query: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Mend the slips of a query.

    Args:
        query: The words to search, normalised.

    Returns:
        The query, and pairs of what was typed and what was meant, in order.
    """
    if len(query) > LONGEST or query in field():
        return query, ()
    mended: list[tuple[str, str]] = []
    while len(mended) < _TERM.start and (found := _first(query)):
        typed, meant, start = found
        query = query[:start] + meant + query[start + len(typed) :]
        mended.append((typed, meant))
    return query, tuple(mended)


def _first(query: str) -> tuple[str, str, int] | None:
    """Find the slip with the longest term, the first of them: as typed, as meant, and where."""
    words = pieces(query)
    ends = list(accumulate(map(len, words)))
    starts = [0, *ends[:-1]]
    word_at = [index for index, word in enumerate(words) for _ in word]
    for length in reversed(_TERM):
        for start in starts:
            if start + length in ends:
                window = query[start : start + length]
                inside = words[word_at[start] : word_at[start + length - 1] + 1]
                beside = (*words[: word_at[start]][-1:], *words[word_at[start + length - 1] + 1 :][:1])
                whole = all(len(word) > 1 or not _is_han(word) for word in beside)
                meant = set(_meant(window, inside, whole=whole))
                if len(meant) == 1:
                    return window, meant.pop(), start
    return None


def _meant(window: str, inside: list[str], *, whole: bool) -> Iterator[str]:
    """Yield the terms that a window of whole words may stand for; ``whole``: no single character stands beside it."""
    right = cues()["slips"]["right"]
    if len(inside) < _PARTS or window in field() or known(window) or any(word in window for word in right):
        return
    if len(window) < _SURE and (not whole or not stopwords().isdisjoint(inside)):
        return
    place = 0
    for word in inside:
        for offset, character in enumerate(word):
            at = place + offset
            for term in _by_gap().get(f"{window[:at]}?{window[at + 1 :]}", ()):
                if _breaks(word, character, len(window)) and sounds_like(
                    character, term[at], exactly=len(word) > 1 or len(window) < _SURE
                ):
                    yield term
        place += len(word)
    loose = cues()["slips"]["loose"]
    if whole and any(len(word) == 1 and word not in stopwords() and word not in loose for word in inside):
        yield from _shortened().get(window, ())


def _breaks(word: str, character: str, length: int) -> bool:
    """Whether a character of ``word`` may be a slip in a term of ``length`` characters."""
    if len(word) == 1:
        return length >= _SURE or character not in stopwords()
    return length >= _SURE and word not in field()


@cache
def _by_gap() -> Mapping[str, tuple[str, ...]]:
    """Map a term with any one character open (作?建设) to the terms that fit."""
    table: dict[str, tuple[str, ...]] = {}
    for term in _han_terms():
        for at in range(len(term)):
            key = f"{term[:at]}?{term[at + 1 :]}"
            table[key] = (*table.get(key, ()), term)
    return table


@cache
def _shortened() -> Mapping[str, tuple[str, ...]]:
    """Map a term without an inner character (营商境) to the terms that it may have been.

    The second is never missing by mistake: 促消费, 扩内需 and 防风险 are short for terms.
    """
    table: dict[str, tuple[str, ...]] = {}
    for term in _han_terms():
        for at in range(2, len(term) - 1) if len(term) >= _SURE else ():
            key = term[:at] + term[at + 1 :]
            if term not in table.get(key, ()):
                table[key] = (*table.get(key, ()), term)
    return table


def _is_han(word: str) -> bool:
    return all("\u4e00" <= one <= "\u9fff" for one in word)


@cache
def _han_terms() -> tuple[str, ...]:
    return tuple(sorted(term for term in terms() if len(term) in _TERM and _is_han(term)))
