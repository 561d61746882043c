"""One ranking out of two (融合): the weighted sum of scores brought to a common scale.

Fusion by rank (Cormack, Clarke & Büttcher 2009, k = 60) forgets how far the first stands above the second, and on the
judged requests it reached less than the sum of scores at any weight.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

DENSE_WEIGHT: Final = 0.7
"""Share of the vectors in the sum; the words have the rest.

Best on the judged requests, or within noise of it, with the encoder that ships and with three that have not read the
judged speeches (``retrieval.train --held-out``).
"""


def blend(lexical: Mapping[int, float], dense: Mapping[int, float], weight: float = DENSE_WEIGHT) -> dict[int, float]:
    """Return ``(1 − weight) · lexical + weight · dense`` for every key of either, each side divided by its best.

    Scores below 0 count as 0, and so does a key that one side lacks. Where one side has nothing to say, the other's
    scores stand as they are, so that an answer from one side alone still reaches from 0 to 1.
    """
    words, vectors = _scaled(lexical), _scaled(dense)
    if not words or not vectors:
        return words or vectors
    return {key: (1 - weight) * words.get(key, 0.0) + weight * vectors.get(key, 0.0) for key in words | vectors}


def standard_scores(
    similarities: npt.NDArray[np.float32], background: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """Say how many standard deviations each similarity stands above those of passages at large.

    One model's 0.8 is another's 0.3; against the background of the same request both mean the same.
    """
    if background.size < 2:
        return np.zeros_like(similarities)
    spread = max(float(background.std()), 1e-6)
    return np.asarray((similarities - float(background.mean())) / spread, dtype=np.float32)


def _scaled(scores: Mapping[int, float]) -> dict[int, float]:
    best = max(scores.values(), default=0.0)
    return {key: max(score, 0.0) / best for key, score in scores.items()} if best > 0 else {}
