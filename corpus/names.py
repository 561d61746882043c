"""Names of files as they can be shown: one line, read in one direction (文件名)."""

from __future__ import annotations

import re

# Controls, marks that turn the direction of what follows, ends of lines.
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def showable(text: str) -> str:
    r"""Return ``text`` with U+FFFD for every character that would break a line or turn the rest of it around.

    >>> showable("讲\n话\u202etxt.docx")
    '讲�话�txt.docx'
    """
    return _UNSHOWN.sub("\ufffd", text)
