"""Steps for what wikis leave in a text: footnote marks, edit links, bold marks, the licence at the end (维基文库)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.cleaning.view import Span, View
from corpus.salutations import is_salutation

_LICENCE = re.compile(
    r"本(?:作品|文件|译文|模板)(?:是|来自|在|由|属于|的).{0,80}|本作品版权.{0,60}"
    r"|This work is in the public domain.{0,200}"
)
_PROOF = re.compile(r"[Pp]ublic domain|公有领域|公有領域|著作权法|著作權法|知识共享|CC BY|GFDL")
_FOOTNOTE = re.compile(
    r"\|?\[\|?(?:注|註|note |注释)?\s*\d{1,3}\|?\](?!\d?号)\|?"
    r"|\[(?:编辑|編輯|来源请求|來源請求|原创研究\？?|需要解释)\]"
)
_PLACEHOLDER = re.compile(r"(?:粗体文字|斜体文字|粗體文字|斜體文字|链接标题|标题文字|插入非格式化文字于此|大标题文字)")
_NAVIGATION = re.compile(
    r"(?:姊妹计划|姊妹計劃|維基百科|维基百科条目|数据项|數據項|跳转到导航|跳转到搜索|跳到导航|检索自).{0,60}|←.{0,60}|.{0,60}→|↑"
)
_PAGE_MARK = re.compile(
    r"\[\[\s*:?(?:Category|File|Image|分类|分類|文件|图像|圖像|檔案)\s*:[^\[\]]{0,200}\]\]|\{\{[^{}]{0,200}\}\}"
    r"|__(?:NO|FORCE)?TOC__|__NOEDITSECTION__|<references\s*/?>|\[\[[a-z-]{2,12}:[^\[\]]{1,200}\]\]",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(r"\{\{[^{}|]{1,40}")
_LONGEST_TEMPLATE = 30
"""Lines."""
_HEADING = re.compile(r"(={2,6})[^=]{1,80}\1")
_BOLD = re.compile(r"('{3}|'{5})(?!')[^'\n]{1,200}\1(?!')")
_LINK = re.compile(r"\[\[(?:[^\[\]|\n]{1,100}\|)?([^\[\]|\n]{1,100})\]\]")
_REFERENCE = re.compile(r"<ref(?:\s[^<>]{0,100})?(?:/>|>[^<>]{0,500}</ref>)", re.IGNORECASE)
_QUOTES = re.compile(r"'{1,5}")


def licence(view: View) -> Iterator[Span]:
    """The licence at the end, from its first line to the last of the file."""
    for index in range(len(view.filled) - 1, -1, -1):
        line = view.filled[index]
        if is_salutation(line.text):
            return
        if _LICENCE.fullmatch(line.text[:120]) and index > 0:
            rest = view.text[line.start :]
            if len(rest) <= 6000 and _PROOF.search(rest):
                yield max(line.start - 1, 0), len(view.text)
                return


def footnote_marks(view: View) -> Iterator[Span]:
    """[1], |[|1|]|, [编辑]; not at the start of a line, where they number a note, and never an empty bracket."""
    for line in view.filled:
        for match in _FOOTNOTE.finditer(line.raw):
            before = line.raw[: match.start()].strip()
            if before or match[0].startswith("|") or not match[0][1:2].isdigit():
                yield line.start + match.start(), line.start + match.end()


def markup(view: View) -> Iterator[Span]:
    """Brackets, arrows, quotes, sample words, categories and templates that a wiki leaves on lines of their own."""
    filled = view.filled
    for index, line in enumerate(filled):
        text = line.text
        if (
            text == "["
            and index + 2 < len(filled)
            and filled[index + 2].text == "]"
            and len(filled[index + 1].text) <= 8
        ):
            for part in filled[index : index + 3]:
                yield view.whole(part)
        elif _PLACEHOLDER.fullmatch(text) or _QUOTES.fullmatch(text):
            yield view.whole(line)
            if index and filled[index - 1].text.endswith("。'"):
                end = filled[index - 1].start + filled[index - 1].raw.rindex("'")
                yield end, end + 1
        elif _PAGE_MARK.fullmatch(text) or (_NAVIGATION.fullmatch(text) and (index < view.head or index >= view.tail)):
            yield view.whole(line)


def templates(view: View) -> Iterator[Span]:
    """A template over several lines: {{header, lines that begin with a bar, }}."""
    index = 0
    while index < len(view.filled):
        end = index + 1
        if _TEMPLATE.fullmatch(view.filled[index].text):
            end = _end_of_template(view, index)
            for line in view.filled[index:end] if end > index + 1 else ():
                yield view.whole(line)
        index = end


def _end_of_template(view: View, start: int) -> int:
    """Index after the line that closes the template opened at ``start``; that after ``start`` where none does."""
    for index in range(start + 1, min(start + _LONGEST_TEMPLATE, len(view.filled))):
        text = view.filled[index].text
        if text.endswith("}}") and (text == "}}" or text.startswith("|")):
            return index + 1
        if not text.startswith("|"):
            break
    return start + 1


def inline(view: View) -> Iterator[Span]:
    """==一、形势==, '''同志们''', [[条例|《条例》]], <ref>注</ref>: the signs go, the words stay, a note goes whole."""
    for line in view.filled:
        heading = _HEADING.fullmatch(line.text)
        if heading:
            start, end = line.start + line.raw.index("="), line.start + line.raw.rindex("=") + 1
            yield start, start + len(heading[1])
            yield end - len(heading[1]), end
        for match in _REFERENCE.finditer(line.raw):
            yield line.start + match.start(), line.start + match.end()
        for match in _BOLD.finditer(line.raw):
            yield line.start + match.start(), line.start + match.end(1)
            yield line.start + match.end() - len(match[1]), line.start + match.end()
        for match in _LINK.finditer(line.raw):
            yield line.start + match.start(), line.start + match.start(1)
            yield line.start + match.end(1), line.start + match.end()
