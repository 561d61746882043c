"""A second look at the best passages (重排): a cross-encoder reads request and passage together.

Off unless an operator names one (``JIANGGAO_RERANKER``): on one core such a model takes seconds for twenty passages.
Importing this module is cheap; making a reranker imports sentence-transformers and torch.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, Self

import numpy as np
import numpy.typing as npt

from retrieval import hub, packages
from retrieval.errors import ModelError, ModelMismatch

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

RERANKED: Final = 50
"""Passages that get a second look."""
SHARE: Final = 0.7
"""What the second look weighs beside the first."""
LONGEST: Final = 512
"""Most tokens of request and passage together."""
_HUB_OWNER: Final = "cross-encoder"
_VARIABLE: Final = "JIANGGAO_RERANKER"
_BATCH: Final = 16

Scores = npt.NDArray[np.float32]


class Reranker(Protocol):
    """Says how well passages answer a request."""

    def scores(self, query: str, passages: Sequence[str]) -> Scores:
        """Return one score for each passage, shape (len(passages),), higher is better, of any scale."""
        ...


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage's text with its score of the first look, 0 to 1."""

    text: str
    score: float


class CrossEncoderReranker:
    """Any cross-encoder that sentence-transformers can load; safe to use from any thread, one call at a time."""

    def __init__(self, model: CrossEncoder, name: str) -> None:
        """Take a loaded model and what it is called."""
        self._model = model
        self._lock = threading.Lock()
        self.name = name

    @classmethod
    def load(cls, model: str, *, trust_remote_code: bool = False) -> Self:
        """Load a model by its folder or hub name; one that the hub has given before needs no network.

        Raises:
            ModelNotFound: There is no such folder, and the hub does not have the model or cannot be reached.
            PackageMissing: A package is not installed, as in the slim install.
            ModelError: The model is damaged, gives no score, or wants to run its own code.
        """
        packages.require(packages.MODELS, f"重排模型 {model}（{_VARIABLE}）", "去掉这个设置")

        def open_model(name: str, offline: bool) -> CrossEncoder:
            from sentence_transformers import CrossEncoder

            return CrossEncoder(name, trust_remote_code=trust_remote_code, local_files_only=offline, max_length=LONGEST)

        loaded, origin = hub.load(model, _HUB_OWNER, _VARIABLE, open_model, trust=trust_remote_code)
        if loaded.num_labels != 1:
            raise ModelError(
                f"模型 {model} 给出 {loaded.num_labels} 个类别，不是一个分数，不能用来重排。请换一个模型（{_VARIABLE}）"
            )
        hub.bound_threads()
        return cls(loaded, origin)

    def scores(self, query: str, passages: Sequence[str]) -> Scores:
        """Return one score for each passage, in their order.

        Raises:
            ModelMismatch: A score is not finite.
        """
        if not passages:
            return np.zeros(0, dtype=np.float32)
        with self._lock:
            raw = self._model.predict([(query, text) for text in passages], batch_size=_BATCH, show_progress_bar=False)
        scores = np.asarray(raw, dtype=np.float32).reshape(-1)
        if len(scores) != len(passages) or not np.isfinite(scores).all():
            raise ModelMismatch(f"重排模型 {self.name} 给出的分数不可用。请换一个模型，或去掉 {_VARIABLE}")
        return scores


def second_look(query: str, first: Sequence[Scored], reranker: Reranker) -> list[float]:
    """Return the scores of passages after a second look at the first ``RERANKED`` of them, in their order.

    The new scores are scaled to the span of the old ones, of which they keep a share: what the first look knows of
    headings and functions, and a cross-encoder does not see, still counts.
    """
    looked_at = first[:RERANKED]
    seen = reranker.scores(query, [one.text for one in looked_at])
    scores = [one.score for one in first]
    if len(looked_at) < 2:
        return scores
    low, high = min(scores[: len(looked_at)]), max(scores[: len(looked_at)])
    spread = max(float(seen.max() - seen.min()), 1e-6)
    scaled = low + (high - low) * (seen - float(seen.min())) / spread
    return [
        *((1 - SHARE) * one.score + SHARE * float(new) for one, new in zip(looked_at, scaled, strict=True)),
        *scores[len(looked_at) :],
    ]
