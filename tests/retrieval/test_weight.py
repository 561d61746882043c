"""How much of a theme a word carries."""

from __future__ import annotations

import pytest

from retrieval.themes import load_lexicon
from retrieval.weight import FUNCTION_FROM, Kind, carries, common_words, is_foreign, kind


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("安全生产", Kind.FULL),
        ("信访", Kind.FULL),
        ("彩礼", Kind.FULL),
        ("这个", Kind.FUNCTION),
        ("非常", Kind.FUNCTION),
        ("看到", Kind.COMMON),
        ("结尾", Kind.ASKED),
        ("排比", Kind.ASKED),
        ("咋", Kind.ASKED),
        ("橇", Kind.CHARACTER),
        ("囗甲乙", Kind.UNKNOWN),
        ("reform", Kind.FULL),
        ("using", Kind.ASKED),
    ],
)
def test_kinds(word: str, expected: Kind) -> None:
    """A theme's words are full; those of grammar, of everyday talk and of asking are light."""
    assert kind(word) is expected


def test_a_term_of_the_field_is_never_light() -> None:
    """Whatever the dictionary says of it."""
    assert carries("改革") == carries("民生") == 1.0


def test_no_word_weighs_nothing() -> None:
    """A request of light words alone can still be ranked."""
    assert all(0 < each.value <= 1 for each in Kind)


def test_common_words_are_read_from_a_dictionary() -> None:
    """By tag and by how often they were seen."""
    lines = [
        f"这 {FUNCTION_FROM} r", f"甭 {FUNCTION_FROM - 1} d", "看到 1500 v", "巡察 1499 v", "走 300 v", "桥 9999 n",
    ]  # fmt: skip
    assert common_words(lines) == {"这": Kind.FUNCTION, "看到": Kind.COMMON, "走": Kind.COMMON}


@pytest.mark.parametrize(("word", "foreign"), [("菜谱", True), ("recipe", True), ("作风", False), ("gdp", False)])
def test_what_no_speech_is_about_is_foreign(word: str, foreign: bool) -> None:
    """A word of the lexicon never is."""
    assert is_foreign(word) is foreign
    fields = {name for theme in load_lexicon().themes for name in theme.words}
    assert not any(is_foreign(name) for name in fields)
