"""Steps for what printing adds: tables of contents, page numbers, heads repeated on every page (目录、页码、页眉)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from corpus.cleaning.layout import layout_of
from corpus.cleaning.shapes import is_complete, is_heading
from corpus.cleaning.view import Line, Span, View
from corpus.salutations import is_salutation

_CONTENTS = re.compile(r"[【\[]?\s*(?:目\s*录|目\s*次|目\s*錄|CONTENTS|Contents)\s*[】\]]?")
_LEADER = re.compile(r".{1,80}?(?:[.．…·‥⋯]{3,}|(?:[.．·]\s){3,}|\t)\s*[（(]?\d{1,4}[）)]?")
_SURE_NUMBER = re.compile(
    r"[-—–－―_~·•]{1,3}\s*\d{1,4}\s*[-—–－―_~·•]{1,3}|第\s*\d{1,4}\s*页(?:\s*[,，/／]?\s*共\s*\d{1,4}\s*页)?|共\s*\d{1,4}\s*页\s*第\s*\d{1,4}\s*页"
    r"|[Pp]age\s+\d{1,4}(?:\s+of\s+\d{1,4})?|\d{1,4}\s*[/／]\s*\d{1,4}\s*页"
)
_PAIR = re.compile(r"(\d{1,4})\s*[/／]\s*(\d{1,4})")
_FEWEST_PAGES = 3
_LONGEST_HEAD = 50
_SHORTEST_PAGE = 3
"""Lines between two page numbers."""
_LATEST_START = 3
_MOST_STARTS = 50


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
    found.update(index for index, match in pairs if _is_spaced_page(match))
    if len(pairs) >= 2 and len({match[2] for _, match in pairs}) == 1:
        found.update(index for index, _ in pairs)
    found.update(_row_of_numbers(view))
    return frozenset(found)


def _is_spaced_page(match: re.Match[str]) -> bool:
    """Whether a lone pair such as 1 / 12 counts pages: a fraction has no blanks."""
    return " " in match[0] and 1 <= int(match[1]) <= int(match[2])


def _row_of_numbers(view: View) -> list[int]:
    """Lone numbers that count 1, 2, 3 … through the text with lines between them: the longest such row."""
    lone = [
        (index, int(line.text))
        for index, line in enumerate(view.filled)
        if line.text.isascii() and line.text.isdigit() and len(line.text) <= 4
    ]
    best: list[int] = []
    for first, (_, value) in enumerate(lone[:_MOST_STARTS]):
        row = _row_from(lone[first:]) if value <= _LATEST_START or not first else []
        best = max(best, row, key=len)
    if _number_sections(view, best):
        return []
    wrapped = len(best) > 1 and (layout_of(view.filled).width > 0 or _head_beside(view, best) is not None)
    return best if len(best) >= (2 if wrapped else _FEWEST_PAGES) else []


def _row_from(lone: list[tuple[int, int]]) -> list[int]:
    row, expected = [lone[0][0]], lone[0][1] + 1
    for index, number in lone[1:]:
        if number == expected and index - row[-1] >= _SHORTEST_PAGE:
            row.append(index)
            expected += 1
    return row


def _number_sections(view: View, row: list[int]) -> bool:
    """Whether the numbers of ``row`` number sections: a heading of its own follows each."""
    after = [view.filled[index + 1].text for index in row if index + 1 < len(view.filled)]
    return (
        len(after) > 1
        and len(set(after)) == len(after)
        and all(len(text) <= _LONGEST_HEAD and not is_complete(text) for text in after)
        and all(is_complete(view.filled[index - 1].text) for index in row if index)
    )


def _head_beside(view: View, row: list[int]) -> str | None:
    """The line that stands below, or above, each number of ``row`` but perhaps the last, if it is the same."""
    for step in (1, -1):
        near = {view.filled[index + step].text for index in row if 0 <= index + step < len(view.filled)}
        if len(near) == 1 and _may_be_head(text := near.pop()):
            return text
    return None


def running_heads(view: View) -> Iterator[Span]:
    """A short line beside the numbers of several pages, the same on each; the title above the first page is kept."""
    numbers = _page_number_lines(view)
    beside: Counter[str] = Counter()
    for index in numbers:
        for near in (index - 1, index + 1):
            if 0 <= near < len(view.filled) and near not in numbers:
                beside[view.filled[near].text] += 1
    title = view.filled[0].text if view.filled else ""
    heads = {
        text
        for text, times in beside.items()
        if times > (text != title) and times * 2 >= len(numbers) and _may_be_head(text)
    }
    for index, line in enumerate(view.filled):
        if line.text in heads and index and not numbers.isdisjoint((index - 1, index + 1)):
            yield view.whole(line)


def _may_be_head(text: str) -> bool:
    """Whether ``text`` may stand above every page; a line with a full stop in it is running text."""
    if not 3 <= len(text) <= _LONGEST_HEAD or is_salutation(text) or is_heading(text):
        return False
    return not any(mark in text for mark in "。；！？") and text[-1] not in "：，、"
