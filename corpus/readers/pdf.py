"""PDF, by pypdfium2: the text layer, a printed line a line.

A PDF knows neither paragraphs nor headings. Lines stay lines here; joining those broken inside a sentence is a
recorded step of cleaning.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.errors import BrokenFile, EncryptedFile, OversizedFile, ScannedFile
from corpus.limits import Limits
from corpus.models import Document
from corpus.readers.lines import Line, assemble, unify_line_ends

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

# Fewer characters a page than this are page numbers and stamps over a picture.
_PRINTED = 20
# More characters than this that stand for nothing: the fonts do not say which characters they draw.
_UNREADABLE = 0.2
_OCR = "请先用 OCR 软件识别成文字，再导入 .docx 或 .txt"

# pdfium gives U+FFFE or U+0002 for the hyphen of a word divided at the end of a line.
_HYPHEN = re.compile("[\ufffe\x02]\n?")
# A word ends where the line ends: a blank stays when the line feed goes.
_WORDS = re.compile(r"(?<=[A-Za-z0-9,.;:!?%)\"'’”])\n(?=[A-Za-z(\"'‘“])")
_NOTHING = re.compile("[\x00-\x08\x0e-\x1f\ue000-\uf8ff\ufffd]")


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read the text of all pages.

    Raises:
        EncryptedFile: It opens with a password only.
        ScannedFile: Its pages are pictures, or text that stands for no characters.
        OversizedFile: More than ``limits.pages`` pages.
        BrokenFile: pdfium cannot read it.
    """
    import pypdfium2
    from pypdfium2 import raw

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            reason = "PDF 有打开密码；请解除密码（如用浏览器打开后“打印为 PDF”）再导入"
            raise EncryptedFile(name, reason) from error
        raise BrokenFile(name, "PDF 已损坏，打不开；请重新下载或重新导出") from error
    with pdf:
        if len(pdf) > limits.pages:
            reason = f"PDF 有 {len(pdf)} 页，超过上限 {limits.pages} 页；请拆成几个文件再导入"
            raise OversizedFile(name, reason)
        try:
            pages = [_text(page) for page in pdf]
            scanned = _is_scanned(pdf, pages)
        except pypdfium2.PdfiumError as error:
            raise BrokenFile(name, "PDF 有损坏的页；请重新下载或重新导出") from error
    if scanned:
        raise ScannedFile(name, f"PDF 各页是图片，没有文字层；{_OCR}")
    text = "\n".join(pages)
    if len(_NOTHING.findall(text)) > len(text) * _UNREADABLE:
        raise ScannedFile(name, f"PDF 的文字层无法还原成汉字；{_OCR}")
    return assemble(name, "pdf", [Line(_WORDS.sub(" \n", text))])


def _text(page: PdfPage) -> str:
    """The text of one page with a line feed at each line's end, none at its own."""
    textpage = page.get_textpage()
    try:
        text = unify_line_ends(textpage.get_text_bounded())
    finally:
        textpage.close()
        page.close()
    return _HYPHEN.sub("-", text).strip("\n")


def _is_scanned(pdf: PdfDocument, pages: list[str]) -> bool:
    """Whether hardly anything is printed and most pages hold something drawn all the same."""
    printed = sum(len("".join(text.split())) for text in pages)
    if printed >= _PRINTED * len(pages):
        return False
    drawn = sum(1 for page in pdf if next(page.get_objects(max_depth=2), None) is not None)
    if printed == 0:
        return drawn > 0
    from pypdfium2 import raw

    pictured = sum(1 for page in pdf if next(page.get_objects([raw.FPDF_PAGEOBJ_IMAGE]), None) is not None)
    return pictured * 2 > len(pages)
