"""Every sentence a person reads, in Chinese and English (文案)."""

from __future__ import annotations

from typing import Final

from bot.texts.catalogue import Texts
from bot.texts.en import EN
from bot.texts.filling import fill
from bot.texts.zh import ZH

__all__ = ["LANGUAGES", "Texts", "fill", "texts_for"]

LANGUAGES: Final[dict[str, Texts]] = {"zh": ZH, "en": EN}


def texts_for(language: str) -> Texts:
    """Return the sentences of a language; Chinese where there are none of it."""
    return LANGUAGES.get(language, ZH)
