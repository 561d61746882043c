"""Which sentence of a passage is its maxim (金句): the one that the labeller thinks most of, as the text writes it."""

from __future__ import annotations

import re
from typing import Final

from retrieval.models import Form
from retrieval.roles.features import Context, features, weight_of
from retrieval.roles.labeller import BY_SENTENCE, load_labeller

SHORTEST, LONGEST = 8, 40
"""Characters of a sentence that can be taken over as it is, its marks included."""

_SENTENCE: Final = re.compile(r"[^。；;！!？?\n]+[。；;！!？?]?[”’」』]?")
_OPENS: Final = dict(zip("“‘「『（《", "”’」』）》", strict=True))


def maxim(text: str) -> str | None:
    """Return the best sentence of a passage that has a maxim, a slice of it; None where none is short enough.

    Whether the passage has one at all is for its ``Roles`` to say.

    Raises:
        ModelError: The labeller's weights cannot be read.
    """
    found = (match[0].strip() for match in _SENTENCE.finditer(text))
    short = [sentence for sentence in found if SHORTEST <= len(sentence) <= LONGEST and _is_whole(sentence)]
    return max(short, key=_score, default=None)


def _is_whole(sentence: str) -> bool:
    """Whether no quotation mark or bracket is left open: half of what somebody said is no maxim."""
    return all(sentence.count(opening) == sentence.count(closing) for opening, closing in _OPENS.items())


def _score(sentence: str) -> float:
    weights, seen = load_labeller().weights, features(Context(sentence))
    column = BY_SENTENCE.index(Form.MAXIM)
    scores = seen.cues @ weights.sentence_cues[:, column]
    for row, found in enumerate(seen.sentences):
        scores[row] += weights.sentence_buckets[found, column].sum() * weight_of(found)
    return float(scores.max())
