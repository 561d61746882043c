"""Points inside a paragraph: where they start, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from corpus.points import find_points, starts_point
from tests.corpus.strategies import paragraphs


def points(text: str) -> list[str]:
    """The points of a paragraph as texts."""
    return [text[start:end] for start, end in find_points(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "要抓三点：一是建章立制。完善制度。二是压实责任；三是严肃问责。",
            ["一是建章立制。完善制度。", "二是压实责任；", "三是严肃问责。"],
        ),
        ("一要学深。二要做实。", ["一要学深。", "二要做实。"]),
        ("第一，讲政治。第二，讲大局。", ["第一，讲政治。", "第二，讲大局。"]),
        ("首先，要学习。其次，要思考。最后，要落实。", ["首先，要学习。", "其次，要思考。", "最后，要落实。"]),
        ("首先，要學習。其次，要思考。最後，要落實。", ["首先，要學習。", "其次，要思考。", "最後，要落實。"]),
        ("成绩来之不易：——经济稳。——民生好。", ["——经济稳。", "——民生好。"]),
        ("①摸底。②整改。", ["①摸底。", "②整改。"]),
        ("步骤如下：1.动员。完成2.5万户。2.实施。", ["1.动员。完成2.5万户。", "2.实施。"]),
        ("要求：（1）快。（2）准。", ["（1）快。", "（2）准。"]),
        ("其一，有认识。其二，有行动。", ["其一，有认识。", "其二，有行动。"]),
        ("下功夫，一是抓早。二是抓小。", ["一是抓早。", "二是抓小。"]),
        ("三是抓细。 四是抓实。", ["三是抓细。", "四是抓实。"]),
        ("一是一体推进。二是一抓到底。", ["一是一体推进。", "二是一抓到底。"]),
    ],
)
def test_each_family_of_markers(text: str, expected: list[str]) -> None:
    """A point runs from its marker to the next; white space at its ends is left out; what stands before is no point."""
    assert points(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "第一书记要带头。第二书记也要带头。",
        "第一时间处置。第一责任人到场。",
        "做人要一是一、二是二。一是一，二是二。",
        "一是只有这一点。",
        "一是抓早。三是抓小。",
        "算账要量入为出，一是吃饭，二是建设。",
        "祖国统一是大势所趋。发展是第一要务，二要抓好。",
        "增长1.5%。增长2.5%。",
    ],
)
def test_what_only_looks_like_points(text: str) -> None:
    """A lone marker, a gap in the series, and words that hold a marker yield none."""
    assert points(text) == []


def test_the_outer_family_counts() -> None:
    """A list inside a point stays inside it, also where its numbers start anew."""
    text = "一要抓：一是甲。二是乙。二要做：一是丙。二是丁。"
    assert points(text) == ["一要抓：一是甲。二是乙。", "二要做：一是丙。二是丁。"]


def test_offsets_count_from_the_start_of_the_text() -> None:
    """A paragraph inside a text gives offsets of the text."""
    text = "标题\n　　一是甲。二是乙。\n别的"
    assert find_points(text, 5, 13) == ((5, 9), (9, 13))


@given(paragraphs())
@settings(max_examples=80, deadline=None)
def test_points_are_ordered_slices(text: str) -> None:
    """Points do not overlap, start with a marker, hold no white space at their ends, and are none or at least two."""
    found = find_points(text)
    bounds = [0, *(bound for point in found for bound in point), len(text)]
    assert bounds == sorted(bounds)
    assert len(found) != 1
    for start, end in found:
        assert text[start:end] == text[start:end].strip()
        assert starts_point(text[start:end])
