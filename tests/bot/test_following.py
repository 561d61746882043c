"""What is said of the last answer, and what only looks like it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import WORDS
from bot.following import LONGEST, FollowUp, Wish, read_follow_up, taken_out
from bot.texts import LANGUAGES
from retrieval.themes import load_lexicon

CASES = Path(__file__).parent / "cases"
LINES = (CASES / "following.tsv").read_text(encoding="utf-8").splitlines()[1:]
NEAR = (CASES / "not_following.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.rpartition("\t")[2])
def test_follow_ups(line: str) -> None:
    """What is wanted, of which passage, how many more, and what to look for."""
    wish, position, count, words, text = line.split("\t")
    wanted = FollowUp(
        Wish(wish),
        int(position) if position else None,
        int(count) if count.isdecimal() else None,
        count == "+",
        words,
    )
    assert read_follow_up(text) == wanted


@pytest.mark.parametrize("text", NEAR)
def test_near_misses(text: str) -> None:
    """A theme, a request, a refinement or a command that shares words with a follow-up is none."""
    assert read_follow_up(text) is None


def test_the_cases_are_many() -> None:
    """About as many that are none as that are."""
    assert len(LINES) + len(NEAR) >= 120
    assert len(NEAR) >= len(LINES)


def test_no_term_of_the_field_is_a_follow_up() -> None:
    """Whatever the lexicon knows can be asked for, and so can what is a command."""
    assert [word for word in sorted(load_lexicon().words()) if read_follow_up(word)] == []
    assert [word for word in WORDS if (found := read_follow_up(word)) and found.wish is not Wish.FAVOURITES] == []


def test_every_word_of_the_help_is_understood() -> None:
    """What the help says can be said is a follow-up, or a refinement of its own."""
    for said in ("再来一段", "换一批", "第二段", "上下文", "出处", "全文", "收藏", "收藏第二段"):
        assert said in LANGUAGES["zh"].help
        assert read_follow_up(said) is not None
    for said in ("more", "the second one", "context", "source", "full text", "save", "save 2"):
        assert said in LANGUAGES["en"].help
        assert read_follow_up(said) is not None


@pytest.mark.parametrize(
    ("text", "told"), [("不要党课的", "去掉党课"), ("别要报告了吧", "去掉报告"), ("那就不要致辞", "去掉致辞")]
)
def test_turning_down(text: str, told: str) -> None:
    """What cannot be filtered is told to those who take parts out."""
    assert taken_out(text) == told


@given(st.text(max_size=LONGEST + 5))
def test_any_text_is_read(text: str) -> None:
    """Nothing raises, and nothing long is a follow-up."""
    wanted = read_follow_up(text)
    assert wanted is None or len(text) <= LONGEST


def test_a_long_message_is_read_at_once() -> None:
    """Repeated fillers cost no time that shows, and are no follow-up."""
    assert read_follow_up("请" * LONGEST) is None
    assert read_follow_up("再来" * (LONGEST // 2)) is None
