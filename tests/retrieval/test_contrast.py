"""Contrastive training with numpy."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.training.composition import compose
from retrieval.training.contrast import Floats, Schedule, Task, _gradient, contrast, count
from retrieval.training.texts import Pair
from retrieval.training.vocabulary import build_tokenizer

TEXTS = ["改进作风", "安全生产", "改进生产", "作风安全"]
TOKENIZER = build_tokenizer(TEXTS * 3, [], {}, 400)
PAIRS = [Pair("改进", "作风"), Pair("安全", "生产"), Pair("改进作风", "安全生产")]
SCHEDULE = Schedule(steps=40, batch=3, rate=0.05, scale=5.0, dropout=0.0, seed=1)


def start() -> Floats:
    """Vectors by chance, the same each time."""
    return np.random.default_rng(5).normal(size=(TOKENIZER.get_vocab_size(), 6)).astype(np.float32)


def loss(vectors: Floats) -> float:
    """The loss of the first two pairs as one batch, written down once more: softmax over the passages of the batch."""

    def unit(text: str) -> Floats:
        total = vectors[TOKENIZER.encode(text).ids].sum(axis=0)
        return np.asarray(total / np.linalg.norm(total))

    scores = np.array([[unit(one.query) @ unit(other.passage) for other in PAIRS[:2]] for one in PAIRS[:2]]) * 5
    return float(np.mean(np.log(np.exp(scores).sum(axis=1)) - np.diag(scores)))


def test_gradient_is_that_of_the_loss() -> None:
    """A small step along any unit changes the loss as the gradient says."""
    vectors = start()
    bags = count(TOKENIZER, [text for pair in PAIRS[:2] for text in (pair.query, pair.passage)])
    touched, gradient = _gradient(vectors, bags, np.array([0, 2]), np.array([1, 3]), SCHEDULE, np.random.default_rng(0))
    assert len(touched) == 4
    for row, unit in enumerate(touched):
        for column in range(vectors.shape[1]):
            ahead, behind = vectors.astype(np.float64), vectors.astype(np.float64)
            ahead[unit, column] += 1e-5
            behind[unit, column] -= 1e-5
            slope = (loss(ahead) - loss(behind)) / 2e-5  # type: ignore[arg-type]  # double precision on purpose
            assert gradient[row, column] == pytest.approx(slope, abs=1e-4)


def test_pairs_draw_near() -> None:
    """What belongs together is nearer afterwards, and the loss is lower."""
    vectors = start()
    before = loss(vectors)
    contrast(vectors, TOKENIZER, None, [Task(PAIRS, 1.0)], SCHEDULE)
    assert loss(vectors) < before / 2


def test_repeatable_and_told() -> None:
    """The same seed gives the same vectors bit for bit; each step is told; a task without pairs is passed over."""
    steps: list[tuple[int, int]] = []

    def trained() -> Floats:
        vectors = start()
        contrast(
            vectors, TOKENIZER, None, [Task(PAIRS, 1.0), Task([], 5.0)], SCHEDULE, lambda *step: steps.append(step)
        )
        return vectors

    assert np.array_equal(trained(), trained())
    assert steps == [(step, 40) for step in range(1, 41)] * 2


def test_the_same_text_is_no_wrong_answer() -> None:
    """Two requests for one passage, and nothing else in the batch, leave nothing to learn."""
    vectors = start()
    contrast(vectors, TOKENIZER, None, [Task([Pair("改进", "作风"), Pair("安全", "作风")], 1.0)], SCHEDULE)
    assert np.allclose(vectors, start())


def test_characters_carry_words() -> None:
    """A word's vector is its own and that of its characters; folded, it is one vector a piece."""
    composition = compose(TOKENIZER, 0.5)
    vectors = composition.start(start())
    folded = composition.fold(vectors)
    pieces = TOKENIZER.get_vocab()
    characters = vectors[pieces["作"]] + vectors[pieces["风"]]
    assert folded.shape == start().shape
    assert folded[pieces["作风"]] == pytest.approx(vectors[pieces["作风"]] + 0.5 / np.sqrt(2) * characters, abs=1e-5)
    assert folded[pieces["作"]] == pytest.approx(start()[pieces["作"]], abs=1e-6)
