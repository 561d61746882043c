"""English names, folded so that they can be compared."""

from __future__ import annotations

import re


def fold(english: str) -> str:
    """Fold case, hyphens, apostrophes and plurals, so that "safety hazards" and "safety-hazard" are one name."""
    plain = re.sub(r"[^a-z0-9 ]+", "", english.lower().replace("-", " ").replace("'s", "").replace("’s", ""))
    return " ".join(_singular(word) for word in plain.split())


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
