"""Pages: nothing lost, nothing changed, cut where a sentence ends."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pages import PAGE, first_page, pages, units


@given(st.text(alphabet="我们要，。！”a. \n😀𠮷", max_size=200), st.integers(2, 40))
def test_pages_cover_the_text(text: str, budget: int) -> None:
    """The spans join up to the whole text and each fits the budget."""
    spans = pages(text, budget)
    assert "".join(text[start:end] for start, end in spans) == text
    assert spans[0][0] == 0
    assert spans[-1][1] == len(text)
    assert all(first[1] == second[0] for first, second in pairwise(spans))
    assert all(units(text[start:end]) <= budget for start, end in spans)
    assert all(end > start for start, end in spans) or text == ""


@given(st.text())
def test_units_are_utf16(text: str) -> None:
    """Length is what Telegram counts."""
    assert units(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("要抓紧。要抓实。要抓好。", "要抓紧。要抓实。"),
        ("他说：“要抓紧。”大家都赞成。", "他说：“要抓紧。”"),
        ("要抓紧，要抓实，要抓好，要抓牢", "要抓紧，要抓实，"),
        ("要抓紧要抓实要抓好要抓牢", "要抓紧要抓实要抓好"),
        ("增长3.5个百分点，很好", "增长3.5个百分点，"),
    ],
)
def test_where_a_page_ends(text: str, first: str) -> None:
    """After a sentence and its closing quote, else after a clause, else where the room ends; never in a number."""
    assert first_page(text, 10 if "增长" in text else 9) == first


def test_a_short_text_is_one_page() -> None:
    """Most passages need no pages."""
    assert pages("好。" * (PAGE // 2)) == ((0, PAGE),)
    assert len(pages("好。" * (PAGE // 2) + "好。")) == 2


def test_a_budget_too_small_for_a_character() -> None:
    """A budget that cannot advance is refused."""
    with pytest.raises(ValueError, match="at least 2"):
        pages("好", 1)
