"""The measures, against hand arithmetic."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from retrieval.engine import Engine
from retrieval.errors import JudgmentsError
from retrieval.evaluate import (
    Judgment,
    Outcome,
    ablate,
    evaluate,
    figure,
    grade_of,
    ndcg,
    read_judgments,
    report,
    success,
)
from retrieval.ranking import Mode
from tests.retrieval.fakes import HashEncoder, filled_library


@pytest.mark.parametrize(
    ("grades", "ideal", "value"),
    [
        ([2, 1], [2, 1], 1.0),
        ([1, 2], [2, 1], (1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3))),
        ([0, 2], [2], 1 / math.log2(3)),
        ([2], [2, 2], 3 / (3 + 3 / math.log2(3))),
        ([], [2], 0.0),
        ([0, 0, 0, 0, 0, 2], [2], 0.0),
        ([1], [], 0.0),
    ],
)
def test_ndcg_by_hand(grades: list[int], ideal: list[int], value: float) -> None:
    """Gain 2^g − 1 (3 for grade 2), discount log2(rank + 1), five ranks, divided by the ideal."""
    assert ndcg(grades, ideal) == pytest.approx(value)


def test_success_looks_only_so_deep() -> None:
    """At rank 3 it is a success of five, not of one."""
    assert success([0, 0, 1], 1) == 0
    assert success([0, 0, 1], 5) == 1
    assert success([], 5) == 0


def test_the_highest_grade_of_the_strings_counts() -> None:
    """A paragraph may hold several."""
    assert grade_of("甲乙丙", {"甲": 1, "丙": 2, "丁": 3}) == 2
    assert grade_of("甲乙丙", {"丁": 3}) == 0


def test_a_figure_has_a_seeded_interval() -> None:
    """The mean lies within; the same values give the same interval; no values give none."""
    one, again = figure([0, 1, 1, 1]), figure([0, 1, 1, 1])
    assert one == again
    assert one is not None
    assert (one.mean, one.requests) == (0.75, 4)
    assert 0 <= one.low < 0.75 < one.high <= 1
    assert figure([]) is None


def test_requests_of_both_kinds_are_told_apart() -> None:
    """Those that expect passages make nDCG and success; those that expect none make the share of true empties."""
    found = Outcome(Judgment("a", "甲", {"甲": 2}), (2,), (2, 2), (2,))
    missed = Outcome(Judgment("b", "乙", {"乙": 1}), (), (1,), (1,))
    true_empty = Outcome(Judgment("c", "丙", {}), (), (), ())
    false_hit = Outcome(Judgment("d", "丁", {}), (0, 0), (), ())
    summed = report([found, missed, true_empty, false_hit])
    assert summed.ndcg is not None
    assert summed.ndcg_paragraphs is not None
    assert summed.success_at_1 is not None
    assert summed.empty is not None
    assert summed.ndcg.mean == pytest.approx(3 / (3 + 3 / math.log2(3)) / 2)
    assert summed.ndcg_paragraphs.mean == 0.5
    assert summed.success_at_1.mean == 0.5
    assert summed.empty.mean == 0.5
    assert report([true_empty]).ndcg is None
    assert report([found]).empty is None


def test_measures_an_engine(tmp_path: Path) -> None:
    """White space on either side is no hindrance; the ideal counts what the library holds."""
    judgments = [
        Judgment("a", "人居环境整治", {"人居 环境整治要 久久为功": 2, "产业兴旺是乡村振兴的根本": 1}),
        Judgment("b", "红烧肉怎么做", {}),
    ]
    with filled_library(tmp_path) as library:
        engine = Engine.open(library, tmp_path / "index", HashEncoder())
        measured = evaluate(engine, library, judgments)
        assert measured.outcomes[0].ideal == (2, 1)
        assert measured.outcomes[0].grades[0] == 2
        assert measured.empty is not None
        assert measured.empty.mean == 1
        assert set(ablate(engine, library, judgments)) == set(Mode)


def written(folder: Path, *lines: str) -> Path:
    """A file of judged requests."""
    path = folder / "judgments.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_reads_judgments(tmp_path: Path) -> None:
    """One a line, blank lines passed over, more fields allowed."""
    path = written(tmp_path, '\ufeff{"id": "a", "request": "甲", "relevant": {"乙": 2}, "by": "x"}', "", "")
    assert read_judgments(path) == (Judgment("a", "甲", {"乙": 2}),)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "第 2 行不是 JSON"),
        ("[]", '第 2 行的 "id"'),
        ('{"request": "甲", "relevant": {}}', '第 2 行的 "id"'),
        ('{"id": "b", "request": " ", "relevant": {}}', '第 2 行的 "request"'),
        ('{"id": "b", "request": "甲"}', '第 2 行的 "relevant"'),
        ('{"id": "b", "request": "甲", "relevant": ["乙"]}', '第 2 行的 "relevant"'),
        ('{"id": "b", "request": "甲", "relevant": {"乙": 0}}', '第 2 行的 "relevant"'),
        ('{"id": "b", "request": "甲", "relevant": {"乙": "2"}}', '第 2 行的 "relevant"'),
        ('{"id": "b", "request": "甲", "relevant": {"乙": true}}', '第 2 行的 "relevant"'),
        ('{"id": "b", "request": "甲", "relevant": {" ": 1}}', '第 2 行的 "relevant"'),
        ('{"id": "a", "request": "甲", "relevant": {}}', "编号重复"),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, line: str, told: str) -> None:
    """With its number and what would be right."""
    path = written(tmp_path, '{"id": "a", "request": "甲", "relevant": {}}', line)
    with pytest.raises(JudgmentsError, match=told):
        read_judgments(path)


def test_a_file_without_requests_or_without_a_file_is_told(tmp_path: Path) -> None:
    """Not measured as perfect."""
    with pytest.raises(JudgmentsError, match="没有请求"):
        read_judgments(written(tmp_path, ""))
    with pytest.raises(JudgmentsError, match="读不出来"):
        read_judgments(tmp_path / "absent.jsonl")
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(JudgmentsError, match="UTF-8"):
        read_judgments(binary)
