"""From labelled paragraphs to weights (训练). Needs scikit-learn and scipy; nothing that answers imports this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from retrieval.models import Form
from retrieval.roles.features import BITS, HEADING_BITS, NUMBERS, SENTENCE_BITS, Buckets, block, features, weight_of
from retrieval.roles.labeller import BY_SENTENCE, FORMS, FUNCTIONS, OUTPUTS, Weights
from retrieval.roles.labels import Labelled, digest
from retrieval.roles.sentences import SENTENCE

Doubles = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_LEAST: Final = 0.2
"""No threshold is below: where all that a form's cues allow is precise enough, nothing else would draw a line."""
_NEVER: Final = 2.0
"""The threshold of a form that cannot be told well enough."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train.

    Attributes:
        seed: Of the folds.
        texts, headings, places, parts: By what functions see the buckets of texts and headings, the position, and the
            cues of ``retrieval.roles.parts`` multiplied: the penalty is one, so this is how much each is trusted.
        form_texts, form_cues: The same for forms: the buckets of texts, and the cues of the other forms.
        strength: Inverse of the L2 penalty of functions, and of forms.
        sentence_texts, sentence_penalty, passage_penalty: For the forms that one sentence decides.
        precision, sentence_precision: What thresholds are to reach on paragraphs of speeches not trained on; more is
            asked of 比喻 and 金句, whose calibrated probabilities promise more than they keep.
        folds: Parts that the speeches are dealt into to choose the thresholds.
    """

    seed: int = 7
    texts: float = 1.0
    headings: float = 0.55
    places: float = 0.3
    parts: float = 0.3
    form_texts: float = 0.4
    form_cues: float = 0.3
    strength: float = 50.0
    form_strength: float = 2.0
    sentence_texts: float = 2.0
    sentence_penalty: float = 6.0
    passage_texts: float = 1.7
    passage_penalty: float = 3.0
    precision: float = 0.88
    sentence_precision: float = 0.92
    folds: int = 5


@dataclass(frozen=True, slots=True)
class Sheet:
    """Examples as matrices: sparse ones of scipy, untyped here."""

    examples: tuple[Labelled, ...]
    texts: Any
    headings: Any
    priors: Doubles
    numbers: Doubles
    sentences: Any
    cues: Doubles
    counts: npt.NDArray[np.int64]
    functions: npt.NDArray[np.int64]
    forms: Flags

    @classmethod
    def of(cls, examples: Sequence[Labelled]) -> Sheet:
        """Compute the features of the examples."""
        seen = [features(one.context) for one in examples]
        return cls(
            examples=tuple(examples),
            texts=_sparse([one.text for one in seen], BITS),
            headings=_sparse([one.headings for one in seen], HEADING_BITS),
            priors=np.array([one.prior for one in seen], dtype=np.float64),
            numbers=np.array([one.numbers for one in seen], dtype=np.float64),
            sentences=_sparse([found for one in seen for found in one.sentences], SENTENCE_BITS),
            cues=np.concatenate([one.cues for one in seen]).astype(np.float64),
            counts=np.array([len(one.sentences) for one in seen]),
            functions=np.array([FUNCTIONS.index(one.function) for one in examples]),
            forms=np.array([[form in one.forms for form in FORMS] for one in examples]),
        )

    def pick(self, rows: Flags) -> Sheet:
        """Some of the examples."""
        inner = np.repeat(rows, self.counts)
        return Sheet(
            examples=tuple(one for one, picked in zip(self.examples, rows, strict=True) if picked),
            texts=self.texts[rows],
            headings=self.headings[rows],
            priors=self.priors[rows],
            numbers=self.numbers[rows],
            sentences=self.sentences[inner],
            cues=self.cues[inner],
            counts=self.counts[rows],
            functions=self.functions[rows],
            forms=self.forms[rows],
        )

    def folds(self, count: int, seed: int) -> list[Flags]:
        """The examples of each part when the speeches are dealt into ``count`` parts at random."""
        speeches = sorted({one.speech for one in self.examples})
        dealt = np.random.default_rng(seed).permutation(len(speeches))
        part = {speeches[speech]: place % count for place, speech in enumerate(dealt)}
        parts = np.array([part[one.speech] for one in self.examples])
        return [parts == one for one in range(count)]


def train(sheet: Sheet, recipe: Recipe) -> Weights:
    """Train on all of ``sheet``; thresholds are chosen on what folds of it leave out."""
    forms = np.zeros(sheet.forms.shape)
    for held in sheet.folds(recipe.folds, recipe.seed + 1):
        forms[held] = predict(fit(sheet.pick(~held), recipe), sheet.pick(held))[1]
    weights = fit(sheet, recipe)
    chosen = [
        threshold(
            forms[:, at],
            sheet.forms[:, at],
            recipe.sentence_precision if form in BY_SENTENCE else recipe.precision,
        )
        for at, form in enumerate(FORMS)
    ]
    return Weights(
        buckets=weights.buckets,
        heading_buckets=weights.heading_buckets,
        numbers=weights.numbers,
        bias=weights.bias,
        sentence_buckets=weights.sentence_buckets,
        sentence_cues=weights.sentence_cues,
        thresholds=np.array(chosen, dtype=np.float32),
        made_from=digest(sheet.examples, repr(recipe)),
    )


def threshold(probabilities: Doubles, truth: Flags, precision: float) -> float:
    """The lowest probability from which on ``precision`` is expected; or one that nothing reaches.

    Where the counted precision of a ranking crosses a line is a matter of luck, so the probabilities are calibrated on
    ``truth`` by a logistic curve (Platt 1999), and their mean from the top down is what crosses the line.
    """
    from sklearn.linear_model import LogisticRegression

    bounded = np.clip(probabilities, 1e-9, 1 - 1e-9)
    odds = np.log(bounded / (1 - bounded))[:, None]
    calibrated = LogisticRegression(C=100.0).fit(odds, truth).predict_proba(odds)[:, 1]
    order = np.argsort(-probabilities, kind="stable")
    means = np.cumsum(calibrated[order]) / np.arange(1, len(order) + 1)
    places = np.flatnonzero(means >= precision)
    if not len(places):
        return _NEVER
    last = int(places[-1])
    after = probabilities[order[last + 1]] if last + 1 < len(order) else 0.0
    return max(_LEAST, float((probabilities[order[last]] + after) / 2))


def fit(sheet: Sheet, recipe: Recipe) -> Weights:
    """Train once, without thresholds; on one thread: the matrices are small, threads would wait for each other."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        return _fit(sheet, recipe)


def _fit(sheet: Sheet, recipe: Recipe) -> Weights:
    buckets = np.zeros((1 << BITS, OUTPUTS))
    numbers = np.zeros((NUMBERS, OUTPUTS))
    bias = np.zeros(OUTPUTS)
    sentence_buckets = np.zeros((1 << SENTENCE_BITS, len(BY_SENTENCE)))
    sentence_cues = np.zeros((SENTENCE, len(BY_SENTENCE)))
    count = len(FUNCTIONS)
    (buckets[:, :count], heading_buckets, numbers[:, :count]), bias[:count] = fit_functions(sheet, recipe)
    for at, form in enumerate(FORMS, start=count):
        truth = sheet.forms[:, at - count]
        if form in BY_SENTENCE:
            place = BY_SENTENCE.index(form)
            inner, outer, bias[at] = _best_sentence(sheet, truth, recipe, form)
            sentence_buckets[:, place], sentence_cues[:, place] = inner
        else:
            outer, bias[at] = _logistic(sheet, truth, recipe, form)
        buckets[:, at], numbers[:, at] = outer
    single = np.float32
    return Weights(
        buckets=buckets.astype(single),
        heading_buckets=heading_buckets.astype(single),
        numbers=numbers.astype(single),
        bias=bias.astype(single),
        sentence_buckets=sentence_buckets.astype(single),
        sentence_cues=sentence_cues.astype(single),
        thresholds=np.full(len(FORMS), 0.5, dtype=single),
    )


def predict(weights: Weights, sheet: Sheet) -> tuple[Doubles, Doubles]:
    """Probabilities of functions (n, 8) and forms (n, 7), as ``Labeller.probabilities`` gives them."""
    count = len(FUNCTIONS)
    scores: Doubles = sheet.texts @ weights.buckets + sheet.numbers @ weights.numbers + weights.bias + sheet.priors
    scores[:, :count] += sheet.headings @ weights.heading_buckets
    inner = sheet.sentences @ weights.sentence_buckets + sheet.cues @ weights.sentence_cues
    for place, form in enumerate(BY_SENTENCE):
        scores[:, count + FORMS.index(form)] += _pool(inner[:, place], sheet.counts)[0]
    functions = np.exp(scores[:, :count] - scores[:, :count].max(axis=1, keepdims=True))
    return functions / functions.sum(axis=1, keepdims=True), 1 / (1 + np.exp(-scores[:, count:]))


def fit_functions(sheet: Sheet, recipe: Recipe) -> tuple[tuple[Doubles, Doubles, Doubles], Doubles]:
    """Weights of texts, headings and cues, and biases; every function weighs alike, however rare."""
    from sklearn.linear_model import LogisticRegression

    lean = np.zeros(NUMBERS)
    lean[block("position")], lean[block("parts")] = recipe.places, recipe.parts
    matrix = _stack(recipe.texts * sheet.texts, recipe.headings * sheet.headings, sheet.numbers * lean)
    small, back = _reduce(matrix)
    model = LogisticRegression(C=recipe.strength, max_iter=2000, class_weight="balanced")
    model.fit(small, sheet.functions)
    found: Doubles = back @ model.coef_.T
    texts, headings, numbers = np.split(found, [1 << BITS, (1 << BITS) + (1 << HEADING_BITS)])
    return (texts * recipe.texts, headings * recipe.headings, numbers * lean[:, None]), model.intercept_


def _logistic(sheet: Sheet, truth: Flags, recipe: Recipe, form: Form) -> tuple[tuple[Doubles, Doubles], float]:
    """Weights of texts and cues, and a bias."""
    from sklearn.linear_model import LogisticRegression

    lean = _lean(recipe, form)
    small, back = _reduce(_stack(recipe.form_texts * sheet.texts, sheet.numbers * lean))
    model = LogisticRegression(C=recipe.form_strength, max_iter=2000, solver="newton-cholesky")
    model.fit(small, truth)
    texts, numbers = np.split(back @ model.coef_[0], [1 << BITS])
    return (texts * recipe.form_texts, numbers * lean), float(model.intercept_[0])


def _best_sentence(
    sheet: Sheet, truth: Flags, recipe: Recipe, form: Form
) -> tuple[tuple[Doubles, Doubles], tuple[Doubles, Doubles], float]:
    """Weights of a sentence's texts and cues, of the passage's texts and cues, and a bias, by L-BFGS from zero.

    Multiple-instance learning: which sentence earns the label is not known, so the passage's score takes the
    log-mean-exp over sentences, a smooth maximum, and the gradient goes to those that it comes from.
    """
    from scipy.optimize import minimize

    lean = _lean(recipe, form)
    inner = _stack(recipe.sentence_texts * sheet.sentences, sheet.cues)
    outer = _stack(recipe.passage_texts * sheet.texts, sheet.numbers * lean)
    first, second = inner.shape[1], outer.shape[1]
    owners = np.repeat(np.arange(len(truth)), sheet.counts)

    def loss(point: Doubles) -> tuple[float, Doubles]:
        within, around, bias = point[:first], point[first:-1], point[-1]
        pooled, shares = _pool(inner @ within, sheet.counts)
        scores = pooled + outer @ around + bias
        value = np.logaddexp(0, scores).sum() - scores[truth].sum()
        value += 0.5 * (recipe.sentence_penalty * within @ within + recipe.passage_penalty * around @ around)
        error = 1 / (1 + np.exp(-scores)) - truth
        return float(value), np.concatenate(
            (
                inner.T @ (shares * error[owners]) + recipe.sentence_penalty * within,
                outer.T @ error + recipe.passage_penalty * around,
                [error.sum()],
            )
        )

    found = minimize(loss, np.zeros(first + second + 1), jac=True, method="L-BFGS-B", options={"maxiter": 100}).x
    sentence_texts, sentence_cues = np.split(found[:first], [1 << SENTENCE_BITS])
    texts, numbers = np.split(found[first:-1], [1 << BITS])
    return (
        (sentence_texts * recipe.sentence_texts, sentence_cues),
        (texts * recipe.passage_texts, numbers * lean),
        float(found[-1]),
    )


def _lean(recipe: Recipe, form: Form) -> Doubles:
    """By what the cues are multiplied for a form: its own ones are trusted most."""
    lean = np.full(NUMBERS, recipe.form_cues)
    lean[block("position")] = lean[block("parts")] = recipe.places
    lean[block(form.value)] = 1.0
    return lean


def _pool(scores: Doubles, counts: npt.NDArray[np.int64]) -> tuple[Doubles, Doubles]:
    """The log-mean-exp of the sentences' scores for each passage, and the share of each sentence in it."""
    starts = np.cumsum(counts) - counts
    highest = np.repeat(np.maximum.reduceat(scores, starts), counts)
    raised = np.exp(scores - highest)
    sums = np.add.reduceat(raised, starts)
    return highest[starts] + np.log(sums / counts), raised / np.repeat(sums, counts)


def _sparse(rows: Sequence[Buckets], bits: int) -> Any:  # noqa: ANN401 - scipy.sparse is untyped here
    """Rows of buckets as a sparse matrix (rows, 2**bits), each row of length 1."""
    from scipy.sparse import csr_matrix

    lengths = [len(row) for row in rows]
    values = np.repeat([weight_of(row) for row in rows], lengths)
    ends = np.concatenate(([0], np.cumsum(lengths)))
    return csr_matrix((values, np.concatenate(rows), ends), shape=(len(rows), 1 << bits))


def _stack(*parts: Any) -> Any:  # noqa: ANN401 - scipy.sparse is untyped here
    from scipy.sparse import csr_matrix, hstack

    return hstack([csr_matrix(part) for part in parts]).tocsr()


def _reduce(matrix: Any) -> tuple[Doubles, Doubles]:  # noqa: ANN401 - scipy.sparse is untyped here
    """The same rows in as many dimensions as they span, and the matrix that leads weights back.

    A linear model with an L2 penalty has its weights in the span of the rows, so nothing is lost, and hundreds of
    dimensions are quicker than tens of thousands.
    """
    kernel = np.asarray((matrix @ matrix.T).todense())
    values, vectors = np.linalg.eigh(kernel)
    kept = values > 1e-9 * values.max()
    roots = np.sqrt(values[kept])
    back: Doubles = matrix.T @ (vectors[:, kept] / roots)
    return vectors[:, kept] * roots, back
