"""Everyday wording leads to themes."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.concepts import concepts
from retrieval.themes import load_lexicon
from retrieval.themes.spoken import MOST, PIECES, SHORT, WHOLE, spoken


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("老百姓看病贵看病难", "看病难"),
        ("送外卖的小伙子", "外卖骑手"),
        ("老板拖着工资不给", "欠薪"),
        ("发不出工资", "欠薪"),
        ("填表报表多", "基层减负"),
        ("村账不公开", "村务公开"),
        ("娃娃作业多", "双减"),
        ("部门之间推来推去", "推诿扯皮"),
        ("不给好处不办事", "吃拿卡要"),
        ("楼盘盖一半就烂尾", "保交楼"),
        ("路灯不亮", "路灯"),
        ("没地方停车", "停车难"),
        ("彩礼太高娶不起", "高额彩礼"),
        ("骗老人买保健品", "养老诈骗"),
        ("电动车推上楼充电", "电动自行车安全"),
        ("街上一下雨就淹", "城市内涝"),
        ("出去打工的人回来开店", "返乡创业"),
        ("给老师送礼", "师德师风"),
        ("证明我妈是我妈", "奇葩证明"),
        ("打了热线没人管", "政务热线"),
        ("前任答应的事不认账", "政府公信力"),
        ("干得多错得多", "不作为"),
        ("天天开会", "文山会海"),
        ("换个领导换套思路", "一张蓝图绘到底"),
        ("垃圾没人收", "垃圾分类"),
        ("孩子下河游泳", "防溺水"),
        ("没电梯老人下不了楼", "加装电梯"),
        ("苹果卖不出去", "农产品"),
        ("地没人种", "撂荒地"),
        ("官司赢了拿不到钱", "执行难"),
    ],
)
def test_everyday_wording_leads_to_its_theme(said: str, meant: str) -> None:
    """People type as they talk."""
    assert meant in [one.word for one in spoken(said)]


@pytest.mark.parametrize(
    "said", ["", "重大意义", "高质量发展", "给我来两段", "社会多元", "water", "新时代新征程", "各位代表", "农村小学"]
)
def test_written_language_is_no_everyday_wording(said: str) -> None:
    """大意 does not stand in 重大意义, nor 会多 in 社会多元."""
    assert spoken(said) == ()


def test_it_is_explained() -> None:
    """What stood in the request, as it stood there, and how sure that is."""
    (whole,) = spoken("这个月发不出工资")
    assert (whole.word, whole.stands_for, whole.relation, whole.weight) == ("欠薪", "发不出工资", "同义", WHOLE)
    pieces = next(one for one in spoken("老板拖着工资不给") if one.word == "欠薪")
    assert pieces.stands_for in "老板拖着工资不给"
    assert pieces.weight == PIECES
    (short,) = spoken("遛狗")
    assert short.weight == WHOLE * SHORT


def test_pieces_stand_in_one_clause() -> None:
    """老人 in one and 没人照顾 in another say nothing together."""
    assert "养老服务" in [one.word for one in spoken("老人没人照顾")]
    assert "养老服务" not in [one.word for one in spoken("请老人先走，花园没人照顾")]


def test_a_theme_so_asked_for_is_a_group() -> None:
    """A passage on 拖欠工资 answers, though it has none of the words that were typed."""
    groups = concepts("老板拖着工资不给")
    assert groups[-1][0].word == "欠薪"
    assert groups[-1][0].exact == ()
    assert {"欠薪", "拖欠工资"} <= {one.word for one in groups[-1][0].others}


def test_a_theme_that_is_named_is_not_a_group_twice() -> None:
    """Its own word says it already."""
    assert [concept.word for group in concepts("欠薪 老板拖着工资不给") for concept in group].count("欠薪") == 1


def test_a_doubtful_one_weighs_less() -> None:
    """Two characters may mean something else."""
    sure, doubtful = concepts("老板拖着工资不给")[-1][0], concepts("遛狗")[-1][0]
    assert doubtful.others[0].weight < sure.others[0].weight < 1


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    """Whatever comes in: themes of the lexicon, each once, bounded, weightiest first."""
    found = spoken(text)
    assert len(found) <= MOST
    assert len({one.word for one in found}) == len(found)
    assert all(load_lexicon().theme(one.word) is not None and one.stands_for in text for one in found)
    assert [one.weight for one in found] == sorted((one.weight for one in found), reverse=True)


def test_no_request_takes_long() -> None:
    """The longest that is read, full of words of everyday talk."""
    spoken("孩子")
    started = time.thread_time()
    spoken("老人孩子企业群众干部" * 50)
    assert time.thread_time() - started < 0.5
