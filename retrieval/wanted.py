"""How far passages do what is asked for, and are made of it (功能与形式): from what the labeller thought likely."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from retrieval.facets import FORMS, FUNCTIONS, Facets, Rows
from retrieval.models import Request

ASIDE: Final = 0.15
"""A passage on the theme that does something else than what is asked for keeps this share of its score."""
FITS: Final = 0.5
"""Probability from which a passage counts as doing what is asked for."""
MAY_FIT: Final = 0.2
"""Probability from which a passage is worth showing, after those that count, where nothing but this is asked for."""

Shares = npt.NDArray[np.float32]


def wants(request: Request) -> bool:
    """Whether a request asks for a function or a form at all."""
    return bool(request.functions or request.forms)


def fitness(request: Request, facets: Facets, rows: Rows | slice) -> Shares:
    """Return how far the passages of ``rows`` fit, 0 to 1: one of the functions asked for, and all of the forms."""
    functions, forms = facets.functions[rows], facets.forms[rows]
    share: Shares = np.ones(len(functions), dtype=np.float32)
    if request.functions:
        share = share * functions[:, [FUNCTIONS.index(one) for one in request.functions]].sum(axis=1)
    if request.forms:
        share = share * forms[:, [FORMS.index(one) for one in request.forms]].min(axis=1)
    return np.clip(share, 0.0, 1.0)


def weighed(scores: Shares, fit: Shares) -> Shares:
    """Weigh scores on the theme by how far the passages fit."""
    return np.asarray(scores * (ASIDE + (1 - ASIDE) * fit), dtype=np.float32)
