"""The words of the lexicon that mean much the same as another."""

from __future__ import annotations

from retrieval.themes import load_lexicon
from retrieval.themes.lexicon import NEAR


def alike(word: str) -> list[str]:
    """Those that weigh as much as a near word at least, weightiest first: no theme that is only wider, or a part."""
    return [one.word for one in load_lexicon().expand(word) if one.weight >= NEAR]
