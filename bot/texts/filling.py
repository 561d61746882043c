"""Filling in sentences, with the number of a word where a language has one (填空)."""

from __future__ import annotations

from string import Formatter
from typing import Final


class _Filler(Formatter):
    """``str.format`` that also reads ``{count:passage|passages}``: the first word for 1, the second for the others."""

    def format_field(self, value: object, format_spec: str) -> str:
        """Return one value as text; a count where a word is to be chosen is that word."""
        one, bar, many = format_spec.partition("|")
        if not bar:
            return str(super().format_field(value, format_spec))
        return one if value == 1 else many


_FILLER: Final = _Filler()


def fill(sentence: str, **values: object) -> str:
    """Fill in the words in braces.

    Raises:
        KeyError: A word in braces has no value.
    """
    return _FILLER.vformat(sentence, (), values)
