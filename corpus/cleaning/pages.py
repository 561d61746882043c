"""Steps for what printing adds: tables of contents, page numbers, heads repeated on every page (目录、页码、页眉)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from corpus.cleaning.shapes import is_salutation
from corpus.cleaning.view import Line, Span, View

_CONTENTS = re.compile(r"[【\[]?\s*(?:目\s*录|目\s*次|目\s*錄|CONTENTS|Contents)\s*[】\]]?")
_LEADER = re.compile(r".{1,80}?(?:[.．…·‥⋯]{3,}|(?:[.．·]\s){3,}|\t)\s*[（(]?\d{1,4}[）)]?")
_SURE_NUMBER = re.compile(
    r"[-—–－―_~·•]{1,3}\s*\d{1,4}\s*[-—–－―_~·•]{1,3}|第\s*\d{1,4}\s*页(?:\s*[,，/／]?\s*共\s*\d{1,4}\s*页)?|共\s*\d{1,4}\s*页\s*第\s*\d{1,4}\s*页"
    r"|[Pp]age\s+\d{1,4}(?:\s+of\s+\d{1,4})?|\d{1,4}\s*[/／]\s*\d{1,4}\s*页"
)
_PAIR = re.compile(r"(\d{1,4})\s*[/／]\s*(\d{1,4})")
_FEWEST_PAGES = 3
_LONGEST_HEAD = 50


def _squeezed(text: str) -> str:
    return "".join(text.split())


def contents(view: View) -> Iterator[Span]:
    """A table of contents: lines with dots and a page number, or after 目录 headings that stand again below."""
    filled = view.filled
    counts = Counter(_squeezed(line.text) for line in filled)
    index = 0
    while index < len(filled):
        titled = _CONTENTS.fullmatch(filled[index].text) is not None
        end = index + titled
        while end < len(filled) and (
            _LEADER.fullmatch(filled[end].text[:200]) or (titled and _is_entry(filled[end], counts))
        ):
            end += 1
        if end - index >= _FEWEST_PAGES:
            for line in filled[index:end]:
                yield view.whole(line)
        index = max(end, index + 1)


def _is_entry(line: Line, counts: Counter[str]) -> bool:
    text = _squeezed(line.text)
    heading = text.rstrip("0123456789")
    return len(text) <= 80 and not is_salutation(text) and counts[heading] > (heading == text)


def page_numbers(view: View) -> Iterator[Span]:
    """— 3 —, 第 3 页 共 10 页; a bare number only as one of a row of pages, never 2.5 or the 2 of a broken M2."""
    for index in sorted(_page_number_lines(view)):
        yield view.whole(view.filled[index])


def _page_number_lines(view: View) -> frozenset[int]:
    """Indices in ``filled`` of the lines that are page numbers."""
    found = {index for index, line in enumerate(view.filled) if _SURE_NUMBER.fullmatch(line.text)}
    pairs = [(index, match) for index, line in enumerate(view.filled) if (match := _PAIR.fullmatch(line.text))]
    if len(pairs) >= 2 and len({match[2] for _, match in pairs}) == 1:
        found.update(index for index, _ in pairs)
    found.update(_row_of_numbers(view))
    return frozenset(found)


def _row_of_numbers(view: View) -> list[int]:
    """Lone numbers that count 1, 2, 3 … through the text with lines between them: the longest such row."""
    lone = [
        (index, int(line.text))
        for index, line in enumerate(view.filled)
        if line.text.isascii() and line.text.isdigit() and len(line.text) <= 4
    ]
    best: list[int] = []
    for first, (_, value) in enumerate(lone[:200]):
        if value > 3 and first:
            continue
        row = [lone[first][0]]
        expected = value + 1
        for index, number in lone[first + 1 :]:
            if number == expected and index - row[-1] >= 3:
                row.append(index)
                expected += 1
        if len(row) > len(best):
            best = row
    return best if len(best) >= _FEWEST_PAGES else []


def running_heads(view: View) -> Iterator[Span]:
    """A short line beside the numbers of several pages, the same on each; the first, where the title is, is kept."""
    numbers = _page_number_lines(view)
    if len(numbers) < _FEWEST_PAGES:
        return
    beside: Counter[str] = Counter()
    for index in numbers:
        for near in (index - 1, index + 1):
            if 0 <= near < len(view.filled) and near not in numbers:
                beside[view.filled[near].text] += 1
    heads = {text for text, times in beside.items() if times >= _FEWEST_PAGES and _may_be_head(text)}
    seen: set[str] = set()
    for line in view.filled:
        if line.text in heads:
            if line.text in seen:
                yield view.whole(line)
            seen.add(line.text)


def _may_be_head(text: str) -> bool:
    return 3 <= len(text) <= _LONGEST_HEAD and text[-1] not in "。！？；：，、" and not is_salutation(text)
