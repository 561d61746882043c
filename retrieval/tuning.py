"""Fit what the fusion weighs on judged requests, and say what it reaches on others (调参).

::

    python -m retrieval.tuning HOME JUDGMENTS [HOME JUDGMENTS ...]

For each home with its judgments the passages that the search looks at are described as the fusion sees them. The
weights are fitted by the loss of ListNet (Cao et al. 2007), the top-one likelihood of the graded gains; what is printed
beside them is the nDCG@5 of requests that the weights were not fitted on, in folds over requests. Nothing is written:
who changes ``retrieval.fusion.WEIGHTS``, ``retrieval.wanted.ASIDE`` or the bounds of ``retrieval.grading`` does so with
this output at hand.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from corpus.library import Library
from corpus.models import COMMON, PassageKind
from retrieval import grading, wanted
from retrieval.builtin import BuiltinEncoder
from retrieval.engine import Engine, encoded
from retrieval.evaluate import DEPTH, grade_of, ndcg, read_judgments
from retrieval.fusion import WEIGHTS, Features, Weights, theme_scores
from retrieval.models import Relevance
from retrieval.ranking import describe
from retrieval.request import understand

FOLDS: Final = 6
SHARPNESS: Final = 4.0
"""What scores are multiplied by in the likelihood: they span about 1."""
PULL: Final = 0.02
"""Of the squared weights, what is added to the loss."""
SHARES: Final = (0.0, 0.15, 0.3, 0.5, 1.0)
"""Values of ``ASIDE`` that are tried."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """A judged request as the fusion sees it.

    Attributes:
        features: Of the natural paragraphs looked at, shape (paragraphs, 5), in the order of ``Weights``.
        fit: How far each does and is what is asked for.
        grades: Of each.
        ideal: The best grades of all paragraphs of the library.
    """

    features: Floats
    fit: Floats
    grades: npt.NDArray[np.int64]
    ideal: tuple[int, ...]


def cases(home: Path, judgments: Path) -> list[Case]:
    """Describe the judged requests that have an answer and a theme, over the library of a home."""
    with Library.open(f"sqlite:///{home / 'jianggao.db'}") as library:
        engine = Engine.open(library, home / "index", BuiltinEncoder.load())
        rows = [row for row in library.index_rows(reader=COMMON) if row.kind is PassageKind.PARAGRAPH]
        texts = {row.key: "".join(row.text.split()) for row in rows}
        found = []
        for judgment in read_judgments(judgments):
            request = understand(judgment.request)
            if judgment.relevant and request.query:
                strings = {"".join(string.split()): grade for string, grade in judgment.relevant.items()}
                described = describe(engine.index, request, encoded(engine.encoder, request.query))
                kept = [place for place, key in enumerate(described.keys) if key in texts]
                grades = [grade_of(texts[described.keys[place]], strings) for place in kept]
                every = sorted((grade_of(text, strings) for text in texts.values()), reverse=True)
                columns = np.stack(astuple(described.features), axis=1).astype(np.float64)
                fit = described.fit[kept].astype(np.float64)
                found.append(Case(columns[kept], fit, np.array(grades, dtype=np.int64), tuple(every[:DEPTH])))
    return found


def fitted(found: Sequence[Case], aside: float) -> Weights:
    """Return the weights, none below 0, under which the graded passages of ``found`` are likeliest to come first."""
    from scipy.optimize import minimize

    prepared = [(case.features * (aside + (1 - aside) * case.fit)[:, None], (2.0**case.grades - 1)) for case in found]

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = PULL * float(weights @ weights), 2 * PULL * weights
        for features, gains in prepared:
            if gains.sum():
                wanted_share = gains / gains.sum()
                scores = SHARPNESS * (features @ weights)
                likely = np.exp(scores - scores.max())
                likely /= likely.sum()
                total -= float(wanted_share @ np.log(likely + 1e-12)) / len(prepared)
                slope = slope - SHARPNESS * (wanted_share @ features - likely @ features) / len(prepared)
        return total, slope

    start = np.array(astuple(WEIGHTS), dtype=np.float64)
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(start))
    return Weights(*(float(weight) for weight in best.x))


def reached(case: Case, weights: Weights, aside: float) -> float:
    """Return the nDCG@5 of a request under weights."""
    order = np.argsort(-scores_of(case, weights, aside), kind="stable")
    return ndcg(case.grades[order].tolist(), case.ideal)


def scores_of(case: Case, weights: Weights, aside: float) -> Floats:
    """Return the score of each paragraph of a request."""
    columns = [case.features[:, number].astype(np.float32) for number in range(case.features.shape[1])]
    themes = theme_scores(Features(*columns), weights).astype(np.float64)
    return np.asarray(themes * (aside + (1 - aside) * case.fit), dtype=np.float64)


def cross_validated(found: Sequence[Case], aside: float, seed: int = 0) -> float:
    """Return the mean nDCG@5 of requests under weights that were fitted on the other folds."""
    order = np.random.default_rng(seed).permutation(len(found))
    values = []
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS].tolist())
        weights = fitted([case for place, case in enumerate(found) if place not in held], aside)
        values += [reached(found[place], weights, aside) for place in held]
    return float(np.mean(values))


def calibration(found: Sequence[Case]) -> dict[Relevance, tuple[int, float, float]]:
    """Return for each word how many of the first five it is said of, and the shares graded 1 or more, and 2 or more."""
    said: dict[Relevance, list[int]] = {word: [] for word in Relevance}
    for case in found:
        themes = scores_of(case, WEIGHTS, 1.0)
        order = np.argsort(-scores_of(case, WEIGHTS, wanted.ASIDE), kind="stable")[:DEPTH]
        asked = bool((case.fit < 1).any())
        for place in order:
            word = grading.relevance(float(themes[place]), float(case.fit[place]) if asked else None)
            said[word].append(int(case.grades[place]))
    return {word: (len(grades), _share(grades, 1), _share(grades, 2)) for word, grades in said.items()}


def _share(grades: Sequence[int], least: int) -> float:
    return sum(grade >= least for grade in grades) / len(grades) if grades else 0.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m retrieval.tuning", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("pairs", nargs="+", type=Path, metavar="HOME JUDGMENTS")
    pairs = parser.parse_args(arguments).pairs
    if len(pairs) % 2:
        parser.error("homes and judgments come in pairs")
    found = [case for home, judged in zip(pairs[::2], pairs[1::2], strict=True) for case in cases(home, judged)]
    lines = [
        f"{len(found)} judged requests with a theme and an answer",
        f"weights in use: {WEIGHTS}",
        f"fitted on all:  {fitted(found, wanted.ASIDE)}",
        f"nDCG@5 in use {np.mean([reached(case, WEIGHTS, wanted.ASIDE) for case in found]):.3f},"
        f" fitted on other folds {cross_validated(found, wanted.ASIDE):.3f}",
        *(
            f"ASIDE {aside:4.2f}: nDCG@5 {np.mean([reached(case, WEIGHTS, aside) for case in found]):.3f}"
            for aside in SHARES
        ),
        *(
            f"{word}: said of {count} in the first five, {on:.2f} of them graded 1 or more, {best:.2f} graded 2"
            for word, (count, on, best) in calibration(found).items()
        ),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
