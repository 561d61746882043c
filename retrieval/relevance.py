"""Whether a passage is on the theme at all (相关性): what lets an answer be none.

Coverage is how much of a request a passage says: the share of its concepts, each weighing its rarity, that stand in the
passage. A word that official speeches do not know weighs most, so that 海底移民计划 finds nothing
although 移民 and 计划 stand in many speeches. ``ranking`` decides what coverage, and what nearness in meaning beside
it, make an answer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from retrieval import frequencies
from retrieval.concepts import Concept, Group
from retrieval.lexical import Match
from retrieval.weight import carries, is_foreign

OTHER_COVER: Final = 0.5
"""What stands for a concept says its weight in the lexicon of it, to this power: a near word (0.6) says 0.77."""
PARTS_COVER: Final = 0.5
"""All the words inside a concept say this much of it."""
CONTEXT_COVER: Final = 0.85
"""What headings and title say counts this much."""
SUBSTANCE: Final = 0.8
"""What the words of a group must carry together for it to be a theme."""

BEST_PART: Final = 0.55
"""Of the evidence for an answer, what the best passage says of the request weighs this, and the third best the rest:
a theme of the library has several."""
EVIDENCE: Final = 0.38
"""There is an answer from so much evidence on …"""
EVIDENCE_FOREIGN: Final = 0.82
"""… or where the request has a word that no speech is about, or only figures: several must say nearly all of it."""
TOUCHED, FARTHER = 0.25, 2.65
"""Or where one says this share and is so many standard deviations nearer in meaning than the nearest by chance."""

Rarity = Callable[[Concept], float]


def rarity(frequency: Callable[[str], int], passages: int) -> Rarity:
    """Return what weighs a concept: BM25's inverse document frequency over the library and official speeches at large.

    Of several exact words the commonest decides. A word that carries little of a theme weighs as little.
    """
    at_large = frequencies.load()
    total = passages + at_large.passages

    @cache
    def weigh(concept: Concept) -> float:
        said = concept.exact or (concept.word,)
        found = max(min(frequency(word), passages) + at_large.counts.get(word, 0) for word in said)
        return carries(concept.word) * math.log(1 + (total - found + 0.5) / (found + 0.5))

    return weigh


def coverage(groups: Sequence[Group], match: Match, weigh: Rarity) -> float:
    """Return how much of the request the passage says, 0 to 1: that of the group it says most of.

    A group of light words alone ("…，越多越好") counts for as little as it carries.
    """
    return max((_group(group, match, weigh) * _substance(group) for group in groups), default=0.0)


def answers(
    groups: Sequence[Group], covered: npt.NDArray[np.floating], near: npt.NDArray[np.floating], passages: int
) -> bool:
    """Whether there is an answer at all, by what the candidates say of the request and how near they are to it.

    The bounds were chosen on judged requests with and without an answer; ``retrieval.evaluate`` prints the share of
    those without that are told so.

    Args:
        groups: The concepts of the request.
        covered: Coverage of each candidate, 0 to 1.
        near: Standard score of the similarity of each.
        passages: How many the index holds; the nearest of many is near by chance.
    """
    if not covered.size:
        return False
    best = np.sort(covered)[::-1]
    third = float(best[2]) if len(best) > 2 else 0.0
    evidence = BEST_PART * float(best[0]) + (1 - BEST_PART) * third
    asked = [concept.word for group in groups for concept in group]
    if any(map(is_foreign, asked)) or all(map(str.isdigit, asked)):
        return evidence >= EVIDENCE_FOREIGN
    chance = math.sqrt(2 * math.log(max(passages, 2)))  # of the highest of so many normal draws
    return evidence >= EVIDENCE or bool(((covered >= TOUCHED) & (near >= chance + FARTHER)).any())


def _substance(group: Group) -> float:
    if len(group) == 1:
        return 1.0  # a word by itself is what is asked for, be it ever so common ("问题")
    return min(1.0, sum(carries(concept.word) for concept in group) / SUBSTANCE)


def _group(group: Group, match: Match, weigh: Rarity) -> float:
    weights = [weigh(concept) for concept in group]
    total = sum(weights)
    said = sum(weight * _said(concept, match) for weight, concept in zip(weights, group, strict=True))
    return said / total if total else 0.0


def _said(concept: Concept, match: Match) -> float:
    body = _said_in(concept, match.body)
    if body >= CONTEXT_COVER:  # the context cannot say more
        return body
    return max(body, CONTEXT_COVER * _said_in(concept, match.body | match.context))


def _said_in(concept: Concept, there: frozenset[str]) -> float:
    if not there.isdisjoint(concept.exact):
        return 1.0
    said = next((other.weight**OTHER_COVER for other in concept.others if other.word in there), 0.0)
    if concept.parts:
        said = max(said, PARTS_COVER * sum(part in there for part in concept.parts) / len(concept.parts))
    return said
