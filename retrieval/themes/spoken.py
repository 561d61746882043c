"""From everyday talk to themes (口语): "老板拖着工资不给" is 欠薪, though none of its words says so.

The wording stands in the lexicon's column 口语 and is looked for in the request as it was typed, before it is cut into
words; it never reaches the segmenter, so that passages are cut as before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final

from retrieval.models import Expansion
from retrieval.themes.lexicon import Lexicon, load_lexicon
from retrieval.tokens import edges

WHOLE: Final = 0.9
"""Weight of a theme whose everyday wording the request has in one piece, …"""
PIECES: Final = 0.7
"""… and of one whose wording stands in several pieces of one clause."""
SHORT: Final = 0.5
"""Share of that weight for a wording of two characters (酒席, 上当), which may mean something else."""
REACH: Final = 14
"""Characters that the pieces of a wording may span together."""
SURE: Final = 4
"""Characters from which a wording cannot stand there by accident, across the edges of words, …"""
SURE_OF_SEVERAL: Final = 2
"""… and from which a piece of several cannot."""
MOST: Final = 4
"""Themes that are returned at most."""
_CLAUSE: Final = re.compile(r"[,，。;；!！?？、:：\n]+|\s{2,}")


@dataclass(frozen=True, slots=True)
class _Wording:
    pieces: tuple[str, ...]
    term: str


def spoken(query: str) -> tuple[Expansion, ...]:
    """Return the themes whose everyday wording stands in a normalised request, weightiest first, each once.

    ``stands_for`` is the wording as the request has it; the relation is 同义. Where one wording lies inside another
    that was found (送外卖 in 送外卖的), the longer one counts alone; of equal weights the longer wording comes first.
    """
    found: dict[str, tuple[Expansion, int]] = {}
    for clause in _CLAUSE.split(query):
        for wording, where in _found(clause):
            length = sum(map(len, wording.pieces))
            weight = (WHOLE if len(wording.pieces) == 1 else PIECES) * (SHORT if length <= 2 else 1.0)
            one = Expansion(wording.term, clause[where[0] : where[1]], "同义", weight)
            if wording.term not in found or found[wording.term][0].weight < weight:
                found[wording.term] = (one, length)
    ranked = sorted(found.values(), key=lambda pair: (-pair[0].weight, -pair[1]))
    return tuple(one for one, _ in ranked[:MOST])


def _found(clause: str) -> list[tuple[_Wording, tuple[int, int]]]:
    """Find the wordings in one clause, without those that lie inside a longer one of one piece."""
    matches = []
    table = _table(load_lexicon())
    whole_words = _WholeWords(clause)
    for start in range(len(clause)):
        for wording in (*table.get(clause[start : start + 2], ()), *table.get(clause[start], ())):
            where = _span(clause, wording.pieces, start, whole_words)
            if where is not None:
                matches.append((wording, where))
    whole = [where for wording, where in matches if len(wording.pieces) == 1]
    return [(wording, where) for wording, where in matches if not any(_inside(where, longer) for longer in whole)]


def _inside(where: tuple[int, int], longer: tuple[int, int]) -> bool:
    return longer[0] <= where[0] and where[1] <= longer[1] and where != longer


class _WholeWords:
    """Whether a piece that is short for its wording stands at the edges of words: 大意 does not in 重大意义."""

    def __init__(self, clause: str) -> None:
        self._clause = clause
        self._edges: frozenset[int] | None = None

    def __call__(self, start: int, piece: str, *, alone: bool) -> bool:
        if len(piece) >= (SURE if alone else SURE_OF_SEVERAL):
            return True
        if self._edges is None:
            self._edges = edges(self._clause)
        return start in self._edges and start + len(piece) in self._edges


def _span(clause: str, pieces: tuple[str, ...], start: int, whole: _WholeWords) -> tuple[int, int] | None:
    """Return where the pieces stand, the first at ``start``; None where one is missing, too far off, or overlaps."""
    if not clause.startswith(pieces[0], start) or not whole(start, pieces[0], alone=len(pieces) == 1):
        return None
    taken = [(start, start + len(pieces[0]))]
    for piece in pieces[1:]:
        places = [
            at
            for at in _places(clause, piece)
            if whole(at, piece, alone=False) and all(at >= end or at + len(piece) <= begin for begin, end in taken)
        ]
        if not places:
            return None
        nearest = min(places, key=lambda at: abs(at - start))
        taken.append((nearest, nearest + len(piece)))
    begin, end = min(begin for begin, _ in taken), max(end for _, end in taken)
    return (begin, end) if end - begin <= REACH or len(pieces) == 1 else None


def _places(clause: str, piece: str) -> list[int]:
    found = []
    at = clause.find(piece)
    while at >= 0:
        found.append(at)
        at = clause.find(piece, at + 1)
    return found


@lru_cache(maxsize=1)
def _table(lexicon: Lexicon) -> Mapping[str, tuple[_Wording, ...]]:
    """Wordings by the first two characters of their first piece, which is the longest of several."""
    table: dict[str, list[_Wording]] = {}
    for theme in lexicon.themes:
        for phrase in theme.spoken:
            for choice in product(*(piece.split("/") for piece in phrase.split("+"))):
                pieces = tuple(sorted(choice, key=len, reverse=True))
                table.setdefault(pieces[0][:2], []).append(_Wording(pieces, theme.term))
    return {head: tuple(wordings) for head, wordings in table.items()}
