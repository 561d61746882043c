"""Characters that break what they stand in: halves of pairs, which nothing can hold, and unseen ones (字符)."""

from __future__ import annotations

import re
from typing import Final, TypeVar

T = TypeVar("T")

_UNSEEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800"
    "\u3164\ufeff\uffa0\ufff9-\ufffc\U000e0000-\U000e0fff]"
)
# Seen by what they do to their neighbours, as in 👩\u200d👧; nothing where they stand alone.
_JOINERS: Final = "\u200c\u200d\ufe0e\ufe0f"


def seen(text: str) -> str:
    r"""Return ``text`` without what nobody sees, but for blanks and what joins others; "" where nothing else is left.

    >>> seen("作\u200b风"), seen("\u200d ")
    ('作风', '')
    """
    left = _UNSEEN.sub("", text)
    return left if any(one not in _JOINERS and not one.isspace() for one in left) else ""


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
            return whole(value)  # type: ignore[return-value]  # a text, as it was
        case list():
            return [whole_throughout(one) for one in value]  # type: ignore[return-value]  # likewise
        case dict():
            return {whole(key): whole_throughout(one) for key, one in value.items()}  # type: ignore[return-value]  # likewise
        case _:
            return value
