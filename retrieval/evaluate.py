"""How good the answers are, on judged requests (评测): nDCG@5, success@1, success@5, and the share of true empties.

A judged request maps short strings to grades: a passage has the highest grade of the strings that stand in it, white
space left out on both sides, else 0. Gain is 2^grade − 1 and discount log2(rank + 1) (Burges et al. 2005). A request
without strings has no passage in the library: an answer of none is right.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from corpus.library import Library
from corpus.models import COMMON, PassageKind
from retrieval.engine import Engine
from retrieval.errors import JudgmentsError
from retrieval.models import Hit
from retrieval.ranking import Mode

DEPTH: Final = 5
"""Ranks that count."""
RESAMPLES: Final = 2_000


@dataclass(frozen=True, slots=True)
class Judgment:
    """A request and the grades, above 0, of strings that a passage may hold; none where the library holds nothing."""

    id: str
    request: str
    relevant: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one request went.

    Attributes:
        judgment: What was asked.
        grades: Of the passages shown, in order, at most ``DEPTH``.
        hits: Those passages.
        ideal: The highest grades of all passages of the library, paragraphs and points alike.
        ideal_paragraphs: The same over paragraphs alone: an answer shows a paragraph or one of its points, never both.
    """

    judgment: Judgment
    grades: tuple[int, ...]
    ideal: tuple[int, ...]
    ideal_paragraphs: tuple[int, ...]
    hits: tuple[Hit, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether nobody would be content: an answer where there is none, or none of the first five on the theme."""
        return bool(self.grades) if not self.judgment.relevant else not any(self.grades)


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over requests, 0 to 1, and its 95% interval by a seeded bootstrap over them (percentiles)."""

    mean: float
    low: float
    high: float
    requests: int


@dataclass(frozen=True, slots=True)
class Report:
    """The measures. One is None where no request calls for it.

    ``answered`` is the share of requests with an answer that got any. ``ndcg`` takes its ideal over all passages,
    ``ndcg_paragraphs`` over paragraphs; the first is never the higher.
    """

    ndcg: Figure | None
    ndcg_paragraphs: Figure | None
    success_at_1: Figure | None
    success_at_5: Figure | None
    empty: Figure | None
    answered: Figure | None
    outcomes: tuple[Outcome, ...]


def read_judgments(path: Path) -> tuple[Judgment, ...]:
    """Read a JSONL file of ``{"id", "request", "relevant": {string: grade}}``; blank lines are passed over.

    Raises:
        JudgmentsError: The file cannot be read, or a line is not of this form; the line's number is in the message.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as fault:
        raise JudgmentsError(f"评测文件读不出来：{path}（{fault.strerror}）。请检查路径和权限。") from fault
    except UnicodeDecodeError as fault:
        raise JudgmentsError(f"评测文件不是 UTF-8 文本：{path}。请另存为 UTF-8 编码。") from fault
    judgments = [_judgment(line, number) for number, line in enumerate(lines, start=1) if line.strip()]
    if not judgments:
        raise JudgmentsError(f"评测文件里没有请求：{path}。每行应为一个 JSON 对象。")
    seen: set[str] = set()
    for judgment in judgments:
        if judgment.id in seen:
            raise JudgmentsError(f"评测文件里编号重复：{judgment.id!r}。请让每条请求的编号各不相同。")
        seen.add(judgment.id)
    return tuple(judgments)


def evaluate(engine: Engine, library: Library, judgments: Sequence[Judgment], mode: Mode = Mode.WHOLE) -> Report:
    """Ask every judged request and measure the answers. Library and engine must hold the same passages."""
    texts = [(_bare(row.text), row.kind is PassageKind.PARAGRAPH) for row in library.index_rows(reader=COMMON)]
    outcomes = []
    for judgment in judgments:
        hits = engine.search(judgment.request, limit=DEPTH, mode=mode).hits
        strings = {_bare(string): grade for string, grade in judgment.relevant.items()}
        ideal = [(grade_of(text, strings), paragraph) for text, paragraph in texts] if strings else []
        outcomes.append(
            Outcome(
                judgment,
                tuple(grade_of(_bare(hit.passage.text), strings) for hit in hits),
                _highest(grade for grade, _ in ideal),
                _highest(grade for grade, paragraph in ideal if paragraph),
                hits,
            )
        )
    return report(outcomes)


def report(outcomes: Sequence[Outcome]) -> Report:
    """Sum up how the requests went."""
    judged = [outcome for outcome in outcomes if outcome.judgment.relevant]
    empty = [outcome for outcome in outcomes if not outcome.judgment.relevant]
    return Report(
        ndcg=figure([ndcg(outcome.grades, outcome.ideal) for outcome in judged]),
        ndcg_paragraphs=figure([ndcg(outcome.grades, outcome.ideal_paragraphs) for outcome in judged]),
        success_at_1=figure([success(outcome.grades, 1) for outcome in judged]),
        success_at_5=figure([success(outcome.grades, DEPTH) for outcome in judged]),
        empty=figure([float(not outcome.grades) for outcome in empty]),
        answered=figure([float(bool(outcome.grades)) for outcome in judged]),
        outcomes=tuple(outcomes),
    )


def ablate(engine: Engine, library: Library, judgments: Sequence[Judgment]) -> dict[Mode, Report]:
    """Measure the search whole and each of its parts, the simplest first."""
    return {mode: evaluate(engine, library, judgments, mode) for mode in Mode}


def grade_of(text: str, strings: Mapping[str, int]) -> int:
    """Return the highest grade of the strings in ``text``, 0 for none; white space must be out of both."""
    return max((grade for string, grade in strings.items() if string in text), default=0)


def ndcg(grades: Sequence[int], ideal: Sequence[int]) -> float:
    """Return the discounted gain of the first five, divided by that of the best five; 0 where there is nothing to gain.

    At most 1: an answer may show a point where the ideal counts paragraphs alone, but never more of them.
    """
    best = _gain(sorted(ideal, reverse=True)[:DEPTH])
    return min(_gain(grades[:DEPTH]) / best, 1.0) if best else 0.0


def success(grades: Sequence[int], depth: int) -> float:
    """Return 1 where one of the first ``depth`` passages has a grade above 0, else 0."""
    return float(any(grades[:depth]))


def figure(values: Sequence[float], seed: int = 0) -> Figure | None:
    """Return the mean with its interval; None for no values."""
    if not values:
        return None
    sample = np.asarray(values, dtype=np.float64)
    drawn = np.random.default_rng(seed).integers(0, len(sample), size=(RESAMPLES, len(sample)))
    low, high = np.percentile(sample[drawn].mean(axis=1), [2.5, 97.5])
    return Figure(float(sample.mean()), float(low), float(high), len(sample))


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def _highest(grades: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted((grade for grade in grades if grade), reverse=True)[:DEPTH])


def _bare(text: str) -> str:
    return "".join(text.split())


def _judgment(line: str, number: int) -> Judgment:
    try:
        raw: Any = json.loads(line)
    except json.JSONDecodeError as fault:
        raise JudgmentsError(f"评测文件第 {number} 行不是 JSON：{fault}。") from fault
    for name, fits in _FORM.items():
        if not isinstance(raw, dict) or not fits(raw.get(name)):
            raise JudgmentsError(
                f'评测文件第 {number} 行的 "{name}" 缺失或不合格式；'
                '应为 {"id": "q1", "request": "作风建设", "relevant": {"段落中的一句": 2}}，分值为正整数。'
            )
    return Judgment(raw["id"], raw["request"], raw["relevant"])


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_grades(value: object) -> bool:
    return isinstance(value, dict) and all(
        _is_text(string) and type(grade) is int and 1 <= grade <= 10 for string, grade in value.items()
    )


_FORM: Final[Mapping[str, Callable[[object], bool]]] = {"id": _is_text, "request": _is_text, "relevant": _is_grades}
