"""Which sentence of a passage is its maxim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.roles.maxims import LONGEST, SHORTEST, maxim


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "下面我讲三点意见。一是会议要开短，文件要发少，材料要写实。作风实不实，不看口号喊得响不响，只看群众笑得甜不甜。"
            "请各单位会后抓好落实，按月报送进展情况。",
            "作风实不实，不看口号喊得响不响，只看群众笑得甜不甜。",
        ),
        ("办公室要在本月底之前把方案报上来。“快”字当头，不如“实”字打底！", "“快”字当头，不如“实”字打底！"),
        ("太短。", None),
        ("", None),
        ("他说：“走得再远，也不能忘记来时的路；", None),
        (f"{'长' * LONGEST}。", None),
    ],
)
def test_the_best_sentence_is_taken(text: str, sentence: str | None) -> None:
    """Not the longest, nor the first; none that is too short, too long, or half of what somebody said."""
    assert maxim(text) == sentence


@given(st.text(st.sampled_from("实干作风，。！？；“”\n 不才"), max_size=120))
def test_it_is_a_slice_of_the_passage(text: str) -> None:
    """Verbatim, and of a length that can be taken over as it is."""
    taken = maxim(text)
    assert taken is None or (taken in text and SHORTEST <= len(taken) <= LONGEST)
