"""Contrastive training of vectors by pieces (对比学习), with numpy and scipy alone.

A text's vector is the sum of the vectors of its units, made length 1, so the gradient of the loss is short enough to
write down, and a step costs no more than two products with a sparse matrix. The loss is multiple negatives ranking
(Henderson et al. 2017): of all passages of a batch each request is to find its own. The optimiser is Adam (Kingma and
Ba 2015), applied to the rows that a batch touches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from retrieval.training.texts import Pair

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]

_MEAN, _SQUARE, _SMALL = 0.9, 0.999, 1e-8
"""Adam's own defaults: decay of the mean gradient, of the mean square, and what keeps a quotient finite."""
_SHORTEST: Final = 1e-6
_NEVER: Final = np.float32(-1e9)

Progress = Callable[[int, int], None]
"""Called with how many steps are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Task:
    """Pairs of one sort, and how often a batch is drawn from them beside the other sorts."""

    pairs: Sequence[Pair]
    share: float


@dataclass(frozen=True, slots=True)
class Schedule:
    """How training goes.

    Attributes:
        steps: Batches in all.
        batch: Pairs a batch.
        rate: Learning rate at the start; it falls linearly to nothing.
        scale: What cosines are multiplied by in the loss.
        dropout: Share of a text's units that are left out, others each time.
        seed: The same seed and texts give the same vectors, bit for bit, on the same machine.
    """

    steps: int
    batch: int
    rate: float
    scale: float
    dropout: float
    seed: int


def contrast(
    vectors: Floats,
    tokenizer: Tokenizer,
    units: csr_matrix | None,
    tasks: Sequence[Task],
    schedule: Schedule,
    progress: Progress | None = None,
) -> None:
    """Train ``vectors``, of shape (units, dimension), in place.

    Args:
        vectors: Where training starts.
        tokenizer: Cuts texts into pieces.
        units: What a piece is made of, shape (pieces, units): itself, its characters. None where each piece is a unit.
        tasks: Pairs; a batch is drawn from one task at a time, and goes through all its pairs before any comes again.
        schedule: How training goes.
        progress: Called after each step.
    """
    tasks = [task for task in tasks if task.pairs]
    texts = list(dict.fromkeys(text for task in tasks for pair in task.pairs for text in (pair.query, pair.passage)))
    place = {text: number for number, text in enumerate(texts)}
    bags = count(tokenizer, texts)
    if units is not None:
        bags = bags @ units
    sides = [
        (
            np.array([place[pair.query] for pair in task.pairs]),
            np.array([place[pair.passage] for pair in task.pairs]),
        )
        for task in tasks
    ]
    chance = np.random.default_rng(schedule.seed)
    mean, square = np.zeros_like(vectors), np.zeros_like(vectors)
    batches = _batches(sides, [task.share for task in tasks], schedule, chance)
    for step, (queries, passages) in enumerate(batches, start=1):
        touched, gradient = _gradient(vectors, bags, queries, passages, schedule, chance)
        mean[touched] = _MEAN * mean[touched] + (1 - _MEAN) * gradient
        square[touched] = _SQUARE * square[touched] + (1 - _SQUARE) * gradient**2
        rate = schedule.rate * (1 - (step - 1) / schedule.steps)
        move = (mean[touched] / (1 - _MEAN**step)) / (np.sqrt(square[touched] / (1 - _SQUARE**step)) + _SMALL)
        vectors[touched] -= np.float32(rate) * move
        if progress is not None:
            progress(step, schedule.steps)


def count(tokenizer: Tokenizer, texts: Sequence[str]) -> csr_matrix:
    """Count pieces in texts: a sparse matrix of shape (texts, pieces), float32."""
    from scipy.sparse import csr_matrix

    ids = [encoding.ids for encoding in tokenizer.encode_batch(list(texts), add_special_tokens=False)]
    rows = np.repeat(np.arange(len(ids)), [len(text) for text in ids])
    columns = np.fromiter((piece for text in ids for piece in text), dtype=np.int64, count=len(rows))
    shape = (len(texts), tokenizer.get_vocab_size())
    return csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=shape)


def _batches(
    sides: Sequence[tuple[Places, Places]], shares: Sequence[float], schedule: Schedule, chance: np.random.Generator
) -> Iterator[tuple[Places, Places]]:
    """Yield requests and passages, as rows of the bags, a batch at a time."""
    odds = np.array(shares) / sum(shares)
    waiting = [np.array([], dtype=np.int64) for _ in sides]
    for task in chance.choice(len(sides), size=schedule.steps, p=odds):
        queries, passages = sides[task]
        size = min(schedule.batch, len(queries))
        if len(waiting[task]) < size:
            waiting[task] = chance.permutation(len(queries))
        taken, waiting[task] = waiting[task][:size], waiting[task][size:]
        yield queries[taken], passages[taken]


def _gradient(
    vectors: Floats,
    bags: csr_matrix,
    queries: Places,
    passages: Places,
    schedule: Schedule,
    chance: np.random.Generator,
) -> tuple[Places, Floats]:
    """Return the rows of ``vectors`` that a batch touches, and the gradient of the loss in them."""
    from scipy.sparse import csr_matrix

    texts, inverse = np.unique(np.concatenate([queries, passages]), return_inverse=True)
    first, second = inverse[: len(queries)], inverse[len(queries) :]
    bag = bags[texts]
    touched, columns = np.unique(bag.indices, return_inverse=True)
    kept = chance.random(len(columns), dtype=np.float32) >= schedule.dropout
    bag = csr_matrix((bag.data * kept, columns, bag.indptr), shape=(len(texts), len(touched)))
    sums = bag @ vectors[touched]
    lengths = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), _SHORTEST)
    unit = sums / lengths
    wrong = _wrong(unit[first] @ unit[second].T * np.float32(schedule.scale), queries, passages)
    wrong *= np.float32(schedule.scale / len(queries))
    along = np.zeros_like(unit)
    np.add.at(along, first, wrong @ unit[second])
    np.add.at(along, second, wrong.T @ unit[first])
    across = (along - (along * unit).sum(axis=1, keepdims=True) * unit) / lengths
    return touched, bag.T @ across


def _wrong(scores: Floats, queries: Places, passages: Places) -> Floats:
    """Return the gradient in the scores: what each passage gets of a request, less what it should get.

    The same text twice in a batch is no wrong answer to itself.
    """
    same = (queries[:, None] == queries) | (passages[:, None] == passages) | (queries[:, None] == passages)
    np.fill_diagonal(same, val=False)
    scores = np.where(same, _NEVER, scores)
    chosen: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
    chosen /= chosen.sum(axis=1, keepdims=True)
    chosen[np.diag_indices_from(chosen)] -= 1
    return chosen
