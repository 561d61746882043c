"""Halves of surrogate pairs: JSON and a terminal can bring one alone, and no database and no message can hold it."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def whole(text: str) -> str:
    r"""Return ``text`` with U+FFFD for each half of a pair that stands alone.

    >>> whole("一\ud83d二")
    '一�二'
    """
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def whole_throughout(value: T) -> T:
    """Return what JSON was read into with every text in it made ``whole``."""
    match value:
        case str():
            return whole(value)
        case list():
            return [whole_throughout(one) for one in value]  # type: ignore[return-value]  # a list, as it was
        case dict():
            return {whole(key): whole_throughout(one) for key, one in value.items()}  # type: ignore[return-value]  # likewise
        case _:
            return value
