"""The searched copy of a text (归一化): what is shown and cited never passes through here.

Width and compatibility forms are folded (NFKC), Traditional becomes Simplified (OpenCC ``t2s``), letters become lower
case, and the character variants of ``data/variants.tsv`` (釆 for 采, 岀 for 出) become the character that is meant.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import Protocol

DATA = Path(__file__).parent / "data"


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _traditional_to_simplified() -> _Converter:
    import opencc  # reads its dictionaries when made: not at import

    converter: _Converter = opencc.OpenCC("t2s")
    return converter


@cache
def _variants() -> dict[int, str]:
    lines = (DATA / "variants.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {ord(variant): meant for variant, meant in pairs}


def normalize(text: str) -> str:
    """Return the searched copy of ``text``. Applying it twice changes nothing more."""
    folded = unicodedata.normalize("NFKC", text)
    if not folded.isascii():
        whole = folded.encode("utf-8", "replace").decode()  # no converter takes half of a surrogate pair
        folded = _traditional_to_simplified().convert(whole).translate(_variants())
    return folded.lower()
