"""Where a passage says what was asked for: offsets of the text as it stands."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.models import Request
from retrieval.stressing import joined, occurrences, words_of

_CHARACTERS = st.one_of(
    st.sampled_from("作风建设創新㈠㎏ﬁＡＩai1², 。\n𠀀é"), st.characters(codec="utf-8", exclude_categories=["Cs"])
)


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("抓作风建设，作风要实。", ("作风建设", "作风"), ["作风建设", "作风"]),
        ("推進創新驅動", ("创新",), ["創新"]),
        ("ＡＩ赋能", ("ai",), ["ＡＩ"]),
        ("第㈠条：ﬁne", ("fine",), ["ﬁne"]),
        ("said AI, AIs", ("ai",), ["AI"]),
        ("㎏与克", ("kg",), ["㎏"]),
        ("没有", ("作风",), []),
        ("", ("作风",), []),
        ("作风", (), []),
        ("招商引资引资", ("招商", "引资"), ["招商引资引资"]),
    ],
)
def test_words_are_found_as_the_text_writes_them(text: str, words: tuple[str, ...], shown: list[str]) -> None:
    """Traditional, full-width and compatibility forms count; a Latin word inside another does not."""
    assert [text[start:end] for start, end in occurrences(text, words)] == shown


@given(st.text(_CHARACTERS, max_size=60), st.lists(st.text(_CHARACTERS, min_size=1, max_size=4), max_size=4))
def test_spans_lie_in_the_text_in_order_and_apart(text: str, words: list[str]) -> None:
    """Whatever is searched, every span is a stretch of the text, and none touches the next."""
    spans = occurrences(text, [word.lower() for word in words])
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(end < start for (_, end), (start, _) in pairwise(spans))


@given(st.text("作风建设实干", min_size=1, max_size=30), st.data())
def test_a_slice_of_the_text_is_found(text: str, data: st.DataObject) -> None:
    """A word that was taken out of the text stands out wherever it stands."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert any(first <= start and end <= last for first, last in occurrences(text, (text[start:end],)))


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5)).map(lambda one: (one[0], one[0] + one[1]))))
def test_joined_spans_cover_the_same_characters(spans: list[tuple[int, int]]) -> None:
    """No character is won or lost."""

    def covered(of: list[tuple[int, int]]) -> set[int]:
        return {index for start, end in of for index in range(start, end)}

    assert covered(list(joined(spans))) == covered(spans)


def test_the_words_of_a_request() -> None:
    """Its own and their synonyms, and what a passage must hold; light words only where there are no others."""
    words = words_of(Request("…", "今年作风建设", must=("Ｓ形",)))
    assert {"作风建设", "干部作风", "s形"} <= set(words)
    assert "今年" not in words
    assert [len(word) for word in words] == sorted(map(len, words), reverse=True)
    assert words_of(Request("…", "今年")) == ("今年",)
    assert words_of(Request("…", "")) == ()
