"""Which of the ranked passages are shown, and in what order (选取).

Five rules, in this order: lines that only lead to others, and notes, come after what says something, and so does what
is longer or shorter than was asked for; a paragraph and its points are never both shown; near-identical passages are
folded under the best of them; among passages about equally on the theme, different speeches take turns, newer ones
before older ones.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from corpus.models import Passage, Place, SpeechInfo
from retrieval.models import Hit, Length
from retrieval.normalize import normalize

BAND: Final = 0.02
"""Scores closer to the best one left than this share of it are about equal."""
LONG: Final = 350
"""Characters beyond which a paragraph does not fit a phone."""
POINT_MARGIN: Final = 0.9
"""A point of a long paragraph is shown in its place where it scores at least this share of the paragraph's score."""

LESSER: Final = 0.5
"""What is left of the score of a lead-in, or of a note behind a speech."""
LEAD_IN: Final = 45
"""Characters of a lead-in at most."""
SHORT_UP_TO, LONG_FROM = 130, 220
"""Characters of a passage that is short up to, and long from; the middle half of natural paragraphs lies between."""
ODD_LENGTH: Final = 0.6
"""What is left of the score of a passage twice as long as a short one, or half as long as a long one, where that was
asked for."""
LEAST_CONTAINED: Final = 20
"""Letters of a text that another holds whole, for the two to be folded."""

_LEADS_ON: Final = re.compile(
    r"[:：]$|以下|如下|[几一二三四五六七八九十\d]个?(?:方面|点|项|件事)|主要做了|讲.{0,4}意见"
)
_REPORTS: Final = re.compile(r"现在，?(?:我|请).{0,60}请予审议")
_NO_LETTER: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with its fused score, higher is better."""

    passage: Passage
    speech: SpeechInfo
    score: float


def select(
    candidates: Sequence[Candidate],
    links: Mapping[int, tuple[int, ...]],
    id_of: Callable[[int], str],
    limit: int,
    length: Length | None = None,
) -> tuple[Hit, ...]:
    """Return at most ``limit`` hits, best first.

    Args:
        candidates: In any order.
        links: For a passage's key the keys of near-identical paragraphs elsewhere.
        id_of: The id of a key.
        limit: How many at most.
        length: What was asked for, if anything.
    """
    weighed = [replace(one, score=one.score * _worth(one.passage, length)) for one in candidates]
    ranked = sorted(weighed, key=lambda one: (-one.score, one.passage.key))
    hits = fold(one_of_a_family(ranked), links, id_of)
    return take_turns(hits)[:limit]


def _worth(passage: Passage, length: Length | None) -> float:
    """Return the share of its score that a passage keeps."""
    share = LESSER if is_lesser(passage) else 1.0
    if length is None:
        return share
    over = len(passage.text) / SHORT_UP_TO if length is Length.SHORT else LONG_FROM / len(passage.text)
    return share * (1.0 if over <= 1 else max(ODD_LENGTH, 1 - (1 - ODD_LENGTH) * (over - 1)))


def is_lesser(passage: Passage) -> bool:
    """Whether a passage only leads to the next ("重点抓好以下工作："), or explains a word behind the speech."""
    text = passage.text
    leads_on = len(text) <= LEAD_IN and _LEADS_ON.search(text) is not None
    return passage.place is Place.NOTE or leads_on or _REPORTS.match(text) is not None


def one_of_a_family(ranked: Sequence[Candidate]) -> list[Candidate]:
    """Keep one of each paragraph and its points; best first in, best first out.

    The paragraph, unless it is long and a point says nearly as much of the theme: a point fits a phone, and opens to
    the whole. A point that scores higher stays in any case.
    """
    families: dict[str, list[Candidate]] = {}
    for one in ranked:
        families.setdefault(one.passage.parent_id or one.passage.id, []).append(one)
    kept = []
    for members in families.values():
        best = members[0]
        if best.passage.parent_id is None and len(best.passage.text) > LONG:
            point = next((one for one in members[1:] if one.score >= POINT_MARGIN * best.score), None)
            best = replace(point, score=best.score) if point else best
        kept.append(best)
    return sorted(kept, key=lambda one: (-one.score, one.passage.key))


def fold(ranked: Sequence[Candidate], links: Mapping[int, tuple[int, ...]], id_of: Callable[[int], str]) -> list[Hit]:
    """Fold near-identical passages under the best of them; all that are linked are named, found or not."""
    hits: list[Hit] = []
    texts: dict[str, int] = {}
    under: dict[int, int] = {}
    for one in ranked:
        key, text = one.passage.key, _bare(one.passage.text)
        place = under.get(key, _same(text, texts))
        if place is None:
            place = len(hits)
            hits.append(Hit(one.passage, one.speech, one.score))
        elif one.passage.id not in hits[place].similar:
            hits[place] = replace(hits[place], similar=(*hits[place].similar, one.passage.id))
        texts.setdefault(text, place)
        under.setdefault(key, place)
        for other in links.get(key, ()):
            if other not in under:
                under[other] = place
    found = {one.passage.key for one in ranked}
    for other, place in under.items():
        if other not in found:
            hits[place] = replace(hits[place], similar=(*hits[place].similar, id_of(other)))
    return hits


def _same(text: str, shown: Mapping[str, int]) -> int | None:
    """Find the place of a text that is this one, or holds it whole, or is held by it."""
    if text in shown or len(text) < LEAST_CONTAINED:
        return shown.get(text)
    return next((place for other, place in shown.items() if _holds(other, text) or _holds(text, other)), None)


def _holds(text: str, part: str) -> bool:
    return LEAST_CONTAINED <= len(part) <= len(text) and part in text


def take_turns(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Let speeches take turns among hits about equally good; a hit outside the band is never lifted over one in it."""
    left = sorted(hits, key=lambda hit: -hit.score)
    shown: Counter[str] = Counter()
    order: list[Hit] = []
    while left:
        floor = left[0].score * (1 - BAND) if left[0].score > 0 else left[0].score
        band = [hit for hit in left if hit.score >= floor]
        chosen = min(band, key=lambda hit: (shown[hit.speech.id], -(hit.speech.year or 0)))
        shown[chosen.speech.id] += 1
        order.append(chosen)
        left.remove(chosen)
    return tuple(order)


@lru_cache(maxsize=4096)
def _bare(text: str) -> str:
    """Reduce a text to its letters and digits, so that a comma more or less makes no difference."""
    return _NO_LETTER.sub("", normalize(text))
