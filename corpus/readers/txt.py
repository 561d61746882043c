"""Plain text (.txt)."""

from __future__ import annotations

from corpus.errors import BrokenFile
from corpus.limits import Limits
from corpus.models import Document
from corpus.readers.encoding import UndecodableError, decode
from corpus.readers.lines import Line, assemble, unify_line_ends


def read(data: bytes, name: str, _limits: Limits) -> Document:
    """Read text in any encoding usual in Chinese, a line a line.

    Raises:
        BrokenFile: No encoding gives text.
    """
    return assemble(name, "txt", [Line(text_of(data, name))])


def text_of(data: bytes, name: str, declared: str | None = None) -> str:
    """Return the text of ``data`` with line feeds at line ends; :class:`BrokenFile` where it is no text."""
    try:
        return unify_line_ends(decode(data, declared))
    except UndecodableError as error:
        reason = "不是文本，或编码无法识别；请用记事本打开，确认文字正常后另存为 UTF-8 再导入"
        raise BrokenFile(name, reason) from error
