"""What themes a passage names, and which are nearest to a request."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.themes import load_lexicon
from retrieval.themes.lexicon import EVERYDAY
from retrieval.themes.naming import MOST, named, related, themes_of
from retrieval.tokens import words

WAGES = "春节之前，拖欠工资的账要一笔一笔清。住建、人社要进工地，把农民工工资发放情况看清楚，谁欠的谁付。"
SAFETY = "入夏以来，各厂要把隐患排查做在事故前面，车间、仓库、配电房逐一过筛，不留死角。"


@pytest.mark.parametrize(
    ("text", "headings", "theme"),
    [
        (WAGES, (), "欠薪"),
        (SAFETY, (), "安全隐患"),
        ("今年要再减一批会、再压一批文，让文山会海真正退潮。", (), "文山会海"),
        ("逐户走一走、看一看，问题就在那里。", ("二、大兴调查研究",), "调查研究"),
        ("彩礼少一点，酒席小一点，婚事照样喜庆，移风易俗要从党员带头。", (), "移风易俗"),
        ("河湖长要常巡河，见到排口就查，见到垃圾就清。", ("推深做实河长制",), "河长制"),
    ],
)
def test_a_passage_names_its_theme(text: str, headings: tuple[str, ...], theme: str) -> None:
    """By a term or a synonym in the text or in a heading above it."""
    assert theme in themes_of(text, headings)


def test_a_heading_counts_more() -> None:
    """What stands above a passage says what it is about."""
    text = "要管好食品安全，也要管好消防安全。"
    assert themes_of(text, ("一、消防安全",))[0] == "消防安全"
    assert themes_of(text, ("一、食品安全",))[0] == "食品安全"


def test_the_title_names_nothing_by_itself() -> None:
    """A speech on petitions has passages that are not on them."""
    assert themes_of("谢谢大家！", (), "在信访工作会议上的讲话") == ()


def test_no_theme_is_none() -> None:
    """Thanks and greetings name nothing."""
    assert themes_of("同志们，大家好！") == ()
    assert themes_of("") == ()


@given(st.lists(st.sampled_from([*load_lexicon().words()]), max_size=40))
def test_themes_are_bounded_terms(body: list[str]) -> None:
    """Whatever words come in: terms of the lexicon, each once, no everyday words, in the same order again."""
    found = named(body)
    assert len(found) == len(set(found)) <= MOST
    for term in found:
        theme = load_lexicon().theme(term)
        assert theme is not None
        assert theme.term == term
        assert theme.group not in EVERYDAY
    assert named(body) == found


def test_naming_is_quick() -> None:
    """A third of a millisecond a passage, once it is cut into words; measured generously."""
    cut = words((WAGES + SAFETY) * 2)
    named(cut)
    started = time.thread_time()
    for _ in range(200):
        named(cut)
    assert (time.thread_time() - started) / 200 < 0.001


HELD = ["养老服务", "移风易俗", "畜牧业", "征地拆迁", "作风建设", "科技创新"]


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        ("老人没人照顾", "养老服务"),
        ("敬老院", "养老服务"),
        ("高额彩礼", "移风易俗"),
        ("elderly care", "养老服务"),
        ("动物防疫", "畜牧业"),
        ("强拆", "征地拆迁"),
        ("会风", "作风建设"),
    ],
)
def test_the_nearest_held_theme_is_told(asked: str, nearest: str) -> None:
    """There is nothing on it, but there is on what it is part of or beside."""
    assert related(asked, HELD)[0] == nearest


def test_nothing_near_is_nothing() -> None:
    """A request beyond the field has no neighbour, and an empty library has none to offer."""
    assert related("恐龙化石", HELD) == ()
    assert related("养老", []) == ()
