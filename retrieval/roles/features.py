"""What the labeller sees of a passage: hashed characters, and the numbers of the cues (特征).

Characters and pairs of neighbouring characters fall into buckets by a multiplicative hash of their code points, the
same on every machine; each bucket counts once and the vector has length 1. Texts, headings and sentences have buckets
of their own. Numpy and the standard library alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from corpus.models import IndexRow, PassageKind, Place
from retrieval.models import Form, Function
from retrieval.normalize import normalize
from retrieval.roles import cues, frames, parts, sentences

Buckets = npt.NDArray[np.uint32]
Numbers = npt.NDArray[np.float32]

VERSION: Final = 2
"""Raised whenever what is computed here changes; weights of another version are refused."""

BITS: Final = 15
HEADING_BITS: Final = 13
SENTENCE_BITS: Final = 14
"""2 to these powers buckets for texts, for headings and for sentences."""

DENIAL: Final = -20.0
"""In natural-logarithm odds: as good as never."""

LEAD: Final = 48
"""Characters of a sibling that are looked at."""

_FACTOR: Final = np.uint32(2654435761)
"""Knuth's multiplicative hash (The Art of Computer Programming, volume 3, section 6.4)."""
_PAIR: Final = np.uint32(0x85EBCA6B)
"""A large odd number (MurmurHash3)."""

BLOCKS: Final = {
    "position": parts.POSITIONS,
    "parts": parts.PARTS,
    "排比": frames.PARALLELISM,
    "对仗小标题": frames.LEADS,
    "引用": cues.QUOTATION,
    "比喻": cues.METAPHOR,
    "数字": cues.FIGURES,
    "设问": cues.QUESTION,
    "金句": cues.MAXIM,
}
"""How many numbers each part of ``Features.numbers`` has, in order."""

NUMBERS: Final = sum(BLOCKS.values())


@dataclass(frozen=True, slots=True)
class Context:
    """A passage with what its labels depend on, in its own characters.

    Attributes:
        text: The passage.
        section: The headings above it, outermost first.
        paragraph: Number of its natural paragraph in the speech, from 1; a point has its parent's.
        paragraphs: How many natural paragraphs the speech has.
        place: Where in the speech it stands.
        kind: Paragraph or point.
        title: Title of the speech.
        siblings: How the passages beside it start, ``LEAD`` characters each: the paragraphs before and after a
            paragraph, the other points of a point's paragraph.
    """

    text: str
    section: tuple[str, ...] = ()
    paragraph: int = 1
    paragraphs: int = 1
    place: Place = Place.BODY
    kind: PassageKind = PassageKind.PARAGRAPH
    title: str = ""
    siblings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Features:
    """A passage as the weights see it.

    Attributes:
        text: Buckets of the text, below 2**BITS, each once, sorted.
        headings: Buckets of the headings, below 2**HEADING_BITS, likewise.
        numbers: The cues, of shape (NUMBERS,), each about 0 to 1, in the order of ``BLOCKS``.
        sentences: Buckets of each sentence, below 2**SENTENCE_BITS.
        cues: The cues of each sentence, of shape (sentences, SENTENCE).
        prior: What is added to the scores of functions and forms by hand, of shape (15,): ``PRIOR`` to the function
            that a heading names, ``DENIAL`` to the forms that cannot be.
    """

    text: Buckets
    headings: Buckets
    numbers: Numbers
    sentences: tuple[Buckets, ...]
    cues: Numbers
    prior: Numbers


def contexts(rows: Iterable[IndexRow]) -> list[Context]:
    """The contexts of ``rows``, in their order.

    Siblings are looked for among ``rows``, so give all passages of a speech at once; where some are not there, only
    the cues that compare leads (对仗小标题) are the poorer for it. A point stands in its paragraph's position, but its
    siblings are the points beside it.
    """
    rows = list(rows)
    paragraphs: dict[tuple[str, int], str] = {}
    points: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in rows:
        if row.parent_key is None:
            paragraphs[row.speech_id, row.paragraph] = row.text[:LEAD]
        else:
            points[row.parent_key].append((row.key, row.text[:LEAD]))

    def siblings(row: IndexRow) -> tuple[str, ...]:
        if row.parent_key is not None:
            return tuple(start for key, start in points[row.parent_key] if key != row.key)
        beside = ((row.speech_id, row.paragraph - 1), (row.speech_id, row.paragraph + 1))
        return tuple(paragraphs[one] for one in beside if one in paragraphs)

    return [
        Context(
            text=row.text,
            section=row.section,
            paragraph=row.paragraph,
            paragraphs=row.paragraphs,
            place=row.place,
            kind=row.kind,
            title=row.title,
            siblings=siblings(row),
        )
        for row in rows
    ]


def features(context: Context) -> Features:
    """Compute what the weights see of one passage. A passage without text has no buckets."""
    text = normalize(context.text)
    headings = [normalize(heading) for heading in context.section]
    siblings = [normalize(sibling) for sibling in context.siblings]
    quoted, asked = cues.quotation(text), cues.question(text)
    numbers = (
        *parts.position(context.paragraph, context.paragraphs, context.place, len(headings), len(text)),
        *parts.parts(text, headings),
        *frames.parallelism(text),
        *frames.leads(text, siblings),
        *quoted,
        *cues.metaphor(text),
        *cues.figures(text),
        *asked,
        *cues.maxim(text),
    )
    prior = np.zeros(len(Function) + len(Form), dtype=np.float32)
    if (function := parts.announced(headings)) is not None:
        prior[list(Function).index(function)] = parts.PRIOR
    for form in cues.denied(asked, quoted):
        prior[len(Function) + list(Form).index(form)] = DENIAL
    units = sentences.split(text)
    images = sentences.images_of((normalize(context.title), *headings))
    last = len(units) - 1
    return Features(
        text=buckets(text, BITS),
        headings=buckets("|".join(headings), HEADING_BITS),
        numbers=np.array(numbers, dtype=np.float32),
        sentences=tuple(buckets(unit, SENTENCE_BITS) for unit in units),
        cues=np.array(
            [sentences.sentence_cues(unit, at == last, images) for at, unit in enumerate(units)], dtype=np.float32
        ),
        prior=prior,
    )


def buckets(text: str, bits: int) -> Buckets:
    """The buckets of the characters and pairs of characters of a text: below 2**bits, each once, sorted."""
    # A lone surrogate is no character, but a file may hold one.
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    singles = codes * _FACTOR
    doubles = ((codes[:-1] * _PAIR) ^ codes[1:]) * _FACTOR
    return np.unique(np.concatenate((singles, doubles)) >> np.uint32(32 - bits))


def block(name: str) -> slice:
    """Where a part of ``Features.numbers`` stands."""
    names = list(BLOCKS)
    start = sum(BLOCKS[one] for one in names[: names.index(name)])
    return slice(start, start + BLOCKS[name])


def weight_of(found: Sequence[int] | Buckets) -> float:
    """What each of so many buckets counts in a vector of length 1."""
    return 1.0 / float(np.sqrt(len(found))) if len(found) else 0.0
