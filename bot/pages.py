"""Cutting what is too long for one message, at the ends of sentences; nothing is lost and nothing changed (分页)."""

from __future__ import annotations

import re

PAGE = 3000
"""UTF-16 units of quoted text in one message: Telegram takes 4096, and head, source and buttons want room."""

# A sentence ends after its mark and the closing quotes and brackets that follow it, or at a line's end.
_SENTENCE_END = re.compile(r"(?:[。！？!?；;…]+|\.(?=\s))[”’」』）)》】\]\"']*|\n")
_CLAUSE_END = re.compile(r"[，,、：:—]+[”’」』）)》】]*|\s")


def units(text: str) -> int:
    """Count UTF-16 code units, Telegram's measure of length."""
    return len(text) + sum(character > "\uffff" for character in text)


def pages(text: str, budget: int = PAGE) -> tuple[tuple[int, int], ...]:
    """Cut a text into spans of at most ``budget`` UTF-16 units.

    The spans follow one another without gap or overlap and cover the whole text: ``(start, end)`` in code points. Each
    ends at the last end of a sentence that fits, else of a clause, else where the budget ends. An empty text gives one
    empty span.

    Raises:
        ValueError: the budget is below two units, which not every character fits in.
    """
    if budget < 2:
        raise ValueError(f"a page needs at least 2 UTF-16 units, not {budget}")
    spans: list[tuple[int, int]] = []
    start = 0
    while True:
        limit = _reach(text, start, budget)
        end = limit if limit == len(text) else _cut(text, start, limit)
        spans.append((start, end))
        if end == len(text):
            return tuple(spans)
        start = end


def first_page(text: str, budget: int) -> str:
    """Return the beginning of a text, as much of it as the budget holds, cut as ``pages`` cuts."""
    start, end = pages(text, budget)[0]
    return text[start:end]


def _reach(text: str, start: int, budget: int) -> int:
    if len(text) - start <= budget // 2:
        return len(text)
    used = 0
    for index in range(start, len(text)):
        used += 2 if text[index] > "\uffff" else 1
        if used > budget:
            return index
    return len(text)


def _cut(text: str, start: int, limit: int) -> int:
    for pattern in (_SENTENCE_END, _CLAUSE_END):
        ends = [match.end() for match in pattern.finditer(text, start, limit)]
        if ends:
            return ends[-1]
    return limit
