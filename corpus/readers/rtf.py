"""Rich Text Format (.rtf), by striprtf. It gives plain text: headings are found by their words later."""

from __future__ import annotations

import re

from corpus.errors import BrokenFile
from corpus.limits import Limits
from corpus.models import Document
from corpus.readers.lines import Line, assemble

_CODE_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")
_CHINESE = {936: ("gb18030", "134"), 950: ("cp950", "136"), 54936: ("gb18030", "134")}
# In order, each puts right one thing that striprtf 0.0.35 does not know.
_REPAIRS = (
    # Deleted under "track changes": \* makes the rest of the group one to ignore.
    (re.compile(r"(?<!\\)\\deleted(?![0-9a-z])"), r"\\*\\deleted"),
    # Hidden text, as a reader does not see it.
    (re.compile(r"(?<!\\)\\v(?![0-9a-z])"), r"\\*\\v"),
    # A drawn bullet is a byte of a symbol font.
    (re.compile(r"\{\\(?:listtext|pntext)\b[^{}]*\\'b7[^{}]*\}"), "{}"),
    # A drawn number (一、) is text that it keeps with the blanks around it, or drops where older programs wrote it.
    (re.compile(r"\{\\(?:listtext|pntext)\b([^{}]*?)\s*(?:\\tab\s*)?\}"), r"{\1}"),
    (re.compile(r"(?<=\\plain)  +"), " "),
    # Cells joined by a tab as in all readers; it would write "|".
    (re.compile(r"(?<!\\)\\(?:nest)?cell(?![0-9a-z])"), r"\\tab"),
    # It would write the address of a link behind its text.
    (re.compile(r"(\\fldinst\b[^}]{0,80}?)HYPERLINK", re.IGNORECASE), r"\1LINK"),
)


def read(data: bytes, name: str, _limits: Limits) -> Document:
    r"""Read RTF of any code page, with ``\'hh`` and ``\u`` escapes; deletions that are tracked are left out.

    Raises:
        BrokenFile: It was cut off, or its groups cannot be read.
    """
    from striprtf.striprtf import rtf_to_text

    if not data.rstrip(b"\0\r\n\t \x1a").endswith(b"}"):
        raise BrokenFile(name, "RTF 不完整，后面缺了一截；请重新下载，或用 Word 或 WPS 打开后另存为 .docx 再导入")
    page = _CODE_PAGE.search(data[:4096])
    encoding, charset = _CHINESE.get(int(page[1]) if page else 1252, ("cp1252", "0"))
    text = data.decode(encoding, "replace")
    if charset != "0":
        # Writers put the Western font of a pair last and then write Chinese bytes.
        text = re.sub(r"\\fcharset0(?![0-9])", rf"\\fcharset{charset}", text)
    for pattern, replacement in _REPAIRS:
        text = pattern.sub(replacement, text)
    try:
        plain: str = rtf_to_text(  # type: ignore[no-untyped-call]  # striprtf has no annotations
            text, encoding=encoding, errors="replace"
        )
    except (ValueError, LookupError, TypeError, IndexError) as error:
        raise BrokenFile(name, "RTF 内容损坏；请用 Word 或 WPS 打开后另存为 .docx 再导入") from error
    return assemble(name, "rtf", [Line(_join_surrogates(plain))])


def _join_surrogates(text: str) -> str:
    r"""Two ``\u`` escapes make one character beyond U+FFFF; half a pair becomes U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
