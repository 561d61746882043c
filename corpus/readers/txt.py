"""Plain text (.txt).

Where a line holds several paragraphs with only the white space of their first lines (首行缩进) between them, each gets
its line again: the first of two or more full-width spaces there becomes the line feed. That is layout, as the kinds of
line ends are; no other character changes, and none is added.
"""

from __future__ import annotations

import re

from corpus.errors import BrokenFile
from corpus.limits import Limits
from corpus.models import Document
from corpus.numbering import numbering
from corpus.readers.encoding import UndecodableError, decode
from corpus.readers.lines import Line, assemble, unify_line_ends
from corpus.salutations import is_salutation, leading_salutation

_GAP = re.compile(r"(?<=\S)\u3000{2,}(?=\S)")
_ENDED = re.compile(r"[。！？!?；;…][”’」』）)》]{0,2}$")
_SENTENCE = re.compile("[。！？；]")
_LONGEST_PARAGRAPH, _GAPS = 600, 3


def read(data: bytes, name: str, _limits: Limits) -> Document:
    """Read text in any encoding usual in Chinese, a paragraph a line.

    Raises:
        BrokenFile: No encoding gives text.
    """
    return assemble(name, "txt", [Line(break_at_indents(text_of(data, name)))])


def break_at_indents(text: str) -> str:
    r"""Return ``text`` with a line feed for the first space of each indent that stands inside a line.

    Two or more full-width spaces are an indent behind the end of a sentence, a form of address or a numbered heading
    with a sentence after it, and before the number of a heading or a form of address; in a line longer than any
    paragraph that holds several of them, wherever they stand.

    >>> break_at_indents("要抓落实。　　一、提高认识")
    '要抓落实。\n　一、提高认识'
    """
    return "\n".join(_broken(line) if "\u3000\u3000" in line else line for line in text.split("\n"))


def _broken(line: str) -> str:
    gaps = list(_GAP.finditer(line))
    if not gaps:
        return line
    everywhere = len(line) > _LONGEST_PARAGRAPH and len(gaps) >= _GAPS
    ends = [gap.start() for gap in gaps[1:]] + [len(line)]
    broken, start = list(line), 0
    for gap, end in zip(gaps, ends, strict=True):
        if everywhere or _parts_paragraphs(line[start : gap.start()], line[gap.end() : end]):
            broken[gap.start()] = "\n"
        start = gap.end()
    return "".join(broken)


def _parts_paragraphs(before: str, after: str) -> bool:
    """Whether an indent between these words begins a paragraph, and is no blank in a title, a name or a verse."""
    before = before.strip()
    return (
        _ENDED.search(before[-4:]) is not None
        or (numbering(before) is not None and _SENTENCE.search(after) is not None)
        or is_salutation(before)
        or numbering(after) is not None
        or is_salutation(after.strip())
        or leading_salutation(after) is not None
    )


def text_of(data: bytes, name: str, declared: str | None = None) -> str:
    """Return the text of ``data`` with line feeds at line ends; :class:`BrokenFile` where it is no text."""
    try:
        return unify_line_ends(decode(data, declared))
    except UndecodableError as error:
        reason = "不是文本，或编码无法识别；请用记事本打开，确认文字正常后另存为 UTF-8 再导入"
        raise BrokenFile(name, reason) from error
