"""How well functions and forms are told on speeches not trained on: cross-validation by speech (交叉验证)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from retrieval.roles.fit import Recipe, Sheet, fit_functions, predict, train
from retrieval.roles.labeller import FORMS, FUNCTIONS


@dataclass(frozen=True, slots=True)
class Score:
    """Of one label: how many paragraphs have it, how many were told to, and in how many cases both."""

    label: str
    there: int
    told: int
    both: int

    @property
    def precision(self) -> float:
        """Of what was told, the share that is there; 1 where nothing was told."""
        return self.both / self.told if self.told else 1.0

    @property
    def recall(self) -> float:
        """Of what is there, the share that was told."""
        return self.both / self.there if self.there else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return 2 * self.both / (self.there + self.told) if self.there + self.told else 1.0


@dataclass(frozen=True, slots=True)
class Report:
    """Scores of functions and of forms, each in the order of its enum."""

    functions: tuple[Score, ...]
    forms: tuple[Score, ...]

    @property
    def macro_f1(self) -> float:
        """The mean of the functions' F1."""
        return sum(score.f1 for score in self.functions) / len(self.functions)

    def table(self) -> str:
        """The report in Markdown."""
        lines = ["| label | paragraphs | told | precision | recall | F1 |", "|---|---|---|---|---|---|"]
        lines += [
            f"| {one.label} | {one.there} | {one.told} | {one.precision:.2f} | {one.recall:.2f} | {one.f1:.2f} |"
            for one in (*self.functions, *self.forms)
        ]
        return "\n".join([*lines, "", f"macro-F1 of the functions: {self.macro_f1:.3f}"])


def cross_validate(sheet: Sheet, recipe: Recipe, folds: int = 10) -> Report:
    """Tell each part of the speeches by what the other parts taught, thresholds chosen inside those parts."""
    functions = np.zeros(len(sheet.examples), dtype=np.int64)
    forms = np.zeros(sheet.forms.shape, dtype=bool)
    for held in sheet.folds(folds, recipe.seed):
        weights = train(sheet.pick(~held), recipe)
        told, probabilities = predict(weights, sheet.pick(held))
        functions[held] = told.argmax(axis=1)
        forms[held] = probabilities >= weights.thresholds
    return Report(
        functions=tuple(
            _score(function.value, sheet.functions == at, functions == at) for at, function in enumerate(FUNCTIONS)
        ),
        forms=tuple(_score(form.value, sheet.forms[:, at], forms[:, at]) for at, form in enumerate(FORMS)),
    )


def ablate(sheet: Sheet, recipe: Recipe, folds: int = 10) -> str:
    """The functions' macro-F1 as one kind of features after another is added, in Markdown; priors left out."""
    bare = replace(recipe, headings=0.0, places=0.0, parts=0.0)
    steps = {
        "characters and pairs of the text": bare,
        "+ headings": replace(bare, headings=recipe.headings),
        "+ position": replace(recipe, parts=0.0),
        "+ cues of headings and text": recipe,
    }
    lines = ["| functions see | macro-F1 |", "|---|---|"]
    for name, one in steps.items():
        told = np.zeros(len(sheet.examples), dtype=np.int64)
        for held in sheet.folds(folds, recipe.seed):
            (texts, headings, numbers), bias = fit_functions(sheet.pick(~held), one)
            rest = sheet.pick(held)
            told[held] = (rest.texts @ texts + rest.headings @ headings + rest.numbers @ numbers + bias).argmax(axis=1)
        scores = [_score(label, sheet.functions == at, told == at) for at, label in enumerate(FUNCTIONS)]
        lines.append(f"| {name} | {Report(tuple(scores), ()).macro_f1:.3f} |")
    return "\n".join(lines)


def _score(label: str, there: npt.NDArray[np.bool_], told: npt.NDArray[np.bool_]) -> Score:
    return Score(label, int(there.sum()), int(told.sum()), int((there & told).sum()))
