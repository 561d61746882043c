"""How far passages do, and are, what is asked for."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.facets import Facets
from retrieval.models import Form, Function, Request
from retrieval.wanted import ASIDE, fitness, wants, weighed
from tests.retrieval.test_facets import facet

FACETS = Facets.create(
    [
        facet(1, function=Function.PROBLEMS),
        facet(2, function=Function.MEASURES, forms=(Form.FIGURES,)),
        facet(3, function=Function.MEASURES, forms=(Form.FIGURES, Form.MAXIM)),
    ]
)


@pytest.mark.parametrize(
    ("functions", "forms", "fits"),
    [
        ((Function.PROBLEMS,), (), [1, 0, 0]),
        ((Function.PROBLEMS, Function.MEASURES), (), [1, 1, 1]),
        ((), (Form.FIGURES,), [0, 1, 1]),
        ((), (Form.FIGURES, Form.MAXIM), [0, 0, 1]),
        ((Function.PROBLEMS,), (Form.FIGURES,), [0, 0, 0]),
        ((Function.CLOSING,), (), [0, 0, 0]),
    ],
)
def test_one_of_the_functions_and_all_of_the_forms(
    functions: tuple[Function, ...], forms: tuple[Form, ...], fits: list[int]
) -> None:
    """问题和举措 asks for either; "排比、带数据" asks for both."""
    request = Request("", "", functions=functions, forms=forms)
    assert wants(request)
    assert fitness(request, FACETS, slice(None)).tolist() == fits


def test_a_theme_wants_nothing_more() -> None:
    """Then every passage fits."""
    request = Request("作风", "作风")
    assert not wants(request)
    assert fitness(request, FACETS, FACETS.rows([1, 3])).tolist() == [1, 1]


def test_what_does_not_fit_keeps_a_share() -> None:
    """So that the theme's other passages follow, and answer where none fits."""
    scores = np.array([0.8, 0.8, 0.4], dtype=np.float32)
    fit = np.array([0.0, 1.0, 0.5], dtype=np.float32)
    assert weighed(scores, fit) == pytest.approx([0.8 * ASIDE, 0.8, 0.4 * (1 + ASIDE) / 2])
