"""How well roles are told on speeches not trained on. The full ten folds: ``python -m retrieval.roles.train``."""

from __future__ import annotations

import pytest

from retrieval.roles.fit import Recipe, Sheet
from retrieval.roles.labels import labelled
from retrieval.roles.validate import Report, Score, cross_validate


@pytest.fixture(scope="module")
def report() -> Report:
    """Three folds, thresholds chosen in two: quick, and harder than ten of five."""
    return cross_validate(Sheet.of(labelled()), Recipe(folds=2), folds=3)


def test_scores_by_hand() -> None:
    """Of 4 there and 5 told, 3 are both."""
    score = Score("排比", there=4, told=5, both=3)
    assert (score.precision, score.recall) == (0.6, 0.75)
    assert score.f1 == pytest.approx(2 / 3)
    assert Score("排比", there=4, told=0, both=0).precision == 1.0


def test_functions_of_held_out_speeches(report: Report) -> None:
    """Macro-F1 of 0.85 and more, no function below 0.7."""
    assert report.macro_f1 >= 0.85
    assert {one.label: one.f1 for one in report.functions if one.f1 < 0.7} == {}


def test_forms_of_held_out_speeches(report: Report) -> None:
    """What is told is there: of each form that is told often enough to count, four times in five."""
    often = [one for one in report.forms if one.told >= 20]
    assert len(often) >= 5
    assert {one.label: one.precision for one in often if one.precision < 0.8} == {}
