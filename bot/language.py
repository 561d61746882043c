"""Which of the two languages a message is written in (语言)."""

from __future__ import annotations

import re

CHINESE = "zh"
ENGLISH = "en"

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# With a small letter in it: "APEC" and "GDP" stand in Chinese sentences, too.
_ENGLISH_WORD = re.compile(r"\b[A-Za-z]+[a-z]\b")
_FEW_WORDS = 2
_CHARACTERS_A_WORD = 2


def language_of(text: str, usual: str) -> str:
    """Return the language to answer in: the one most of the message is in, else the usual one.

    "give me a paragraph on 作风建设" is English, "来两段 GDP 增长的话" is Chinese, and a lone "5G" says nothing.
    """
    characters = len(_HAN.findall(text))
    words = len(_ENGLISH_WORD.findall(text))
    if words >= _FEW_WORDS and words * _CHARACTERS_A_WORD >= characters:
        return ENGLISH
    return CHINESE if characters else usual
