"""How well a passage answers, in a word (贴切程度): people are told 很贴切, 相关 or 沾边, never a number.

The two bounds are calibrated on judged requests by ``python -m retrieval.tuning``: of the passages called close most
are judged to be on the theme as asked (grade 2), of those called touching most are judged to be off it.
"""

from __future__ import annotations

from typing import Final

from retrieval.models import Relevance

CLOSE_FROM: Final = 0.55
"""Score from which a passage is called close, where it does what was asked for …"""
TOUCHING_BELOW: Final = 0.33
"""… and below which it is only said to touch the theme."""


FITTING: Final = 0.5
"""A passage that is less likely than this to do what was asked for is never called close."""
WORTH: Final = 0.15
"""That a passage does what was asked for counts as so much of the theme: a closing seldom says the theme itself."""


def relevance(score: float, fit: float | None = None) -> Relevance:
    """Return the word for a passage.

    Args:
        score: On the theme, 0 to 1.
        fit: How far it does and is what was asked for, 0 to 1; None where only a theme was.
    """
    fits = fit is None or fit >= FITTING
    if fit is not None and fits:
        score += WORTH
    if score < TOUCHING_BELOW:
        return Relevance.TOUCHING
    return Relevance.CLOSE if score >= CLOSE_FROM and fits else Relevance.RELATED
