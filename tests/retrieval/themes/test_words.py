"""Everyday words and English names lead to the words of the field."""

from __future__ import annotations

import pytest

from retrieval.themes import load_lexicon, translate
from tests.retrieval.themes.alike import alike


def test_the_table_is_well_formed() -> None:
    """Every term stands once, has an English name in lower case, and is not near to itself."""
    themes = load_lexicon().themes
    assert len(themes) >= 1000
    assert len({theme.term for theme in themes}) == len(themes)
    for theme in themes:
        assert theme.english, theme
        assert all(name == name.lower().strip() for name in theme.english), theme
        assert theme.term not in theme.near, theme
        assert len(set(theme.near)) == len(theme.near), theme


def test_the_longest_name_is_read() -> None:
    """The rule of law is one name, though other names begin with the same words."""
    found = translate(["strengthening", "the", "rule", "of", "law"])
    assert [(name, [theme.term for theme in themes][:1]) for name, themes in found] == [
        ("strengthening", []),
        ("the", []),
        ("rule of law", ["依法治国"]),
    ]


def test_hyphens_and_plurals_make_no_difference() -> None:
    """Anti-corruption, anti corruption; hazards, hazard."""
    assert translate(["anti-corruption"])[0][1] == translate(["anti", "corruption"])[0][1] != ()
    assert translate(["safety-hazards"])[0][1] == translate(["safety", "hazard"])[0][1] != ()


def test_an_unknown_name_has_no_terms() -> None:
    """Nothing is guessed."""
    assert translate(["quantum", "puppy"]) == [("quantum", ()), ("puppy", ())]


def test_near_words_go_both_ways() -> None:
    """A near word is near to the term that it stands under, and to its sisters there."""
    assert "厉行节约" in alike("过紧日子")
    assert "过紧日子" in alike("厉行节约")
    assert alike("不存在的词语") == []


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("doctors", "医生"),
        ("nurses", "护士"),
        ("research and development", "研发"),
        ("failures", "失败"),
        ("tolerance", "容错"),
        ("older people", "老年人"),
        ("incomes", "收入"),
        ("farmer", "农民"),
        ("pending cases", "积案"),
        ("rivers", "河流"),
        ("unpaid wages", "欠薪"),
        ("food waste", "餐饮浪费"),
        ("going through the motions", "走过场"),
        ("corrupt officials", "贪官"),
        ("women's rights", "妇女"),
        ("nursing homes", "养老机构"),
        ("traffic accidents", "车祸"),
        ("parking spaces", "停车难"),
        ("hotline", "热线"),
        ("promotions", "提拔"),
        ("delivery riders", "外卖小哥"),
        ("intangible heritage", "非遗"),
        ("courage", "勇气"),
        ("patience", "耐心"),
        ("honest", "诚信"),
    ],
)
def test_an_english_name_finds_its_term(english: str, chinese: str) -> None:
    """The whole phrase is one name, in the plural as in the singular."""
    ((name, themes),) = translate(english.split())
    assert name == english
    assert chinese in {word for theme in themes for word in (theme.term, *theme.synonyms)}


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("老百姓", "群众"),
        ("看病", "就医"),
        ("找工作", "就业"),
        ("上访", "信访"),
        ("毛病", "短板"),
        ("打工", "务工"),
        ("老师", "教师"),
        ("填表", "报表"),
        ("开会", "文山会海"),
        ("讨薪", "农民工工资"),
        ("骗钱", "诈骗"),
        ("吵架", "矛盾纠纷"),
        ("贪官", "腐败"),
        ("红包", "礼金"),
        ("吃喝", "公款吃喝"),
        ("躺平", "不作为"),
        ("踢皮球", "推诿扯皮"),
        ("走过场", "形式主义"),
        ("拍脑袋", "科学决策"),
        ("种地", "耕地"),
        ("环保", "生态环境"),
        ("雾霾", "大气污染"),
        ("臭水沟", "黑臭水体"),
        ("养老院", "养老服务"),
        ("幼儿园", "学前教育"),
        ("托儿", "托育"),
        ("网上办事", "一网通办"),
        ("快递小哥", "新就业形态"),
        ("红白喜事", "移风易俗"),
        ("彩礼", "移风易俗"),
    ],
)
def test_everyday_words_lead_to_the_written_ones(said: str, written: str) -> None:
    """People ask as they talk; speeches are written."""
    assert written in alike(said)


@pytest.mark.parametrize(
    "common", ["工作", "发展", "建设", "问题", "推进", "加强", "经济", "社会", "提升", "增长", "任务", "高质量"]
)
def test_the_commonest_words_are_near_to_nothing(common: str) -> None:
    """They stand in every other passage: near to a theme they would bring all of them."""
    assert [theme.term for theme in load_lexicon().themes if common in (*theme.synonyms, *theme.near)] == []


def test_every_name_can_be_looked_up() -> None:
    """Each English name of the table is read whole and brings its term."""
    for theme in load_lexicon().themes:
        for name in theme.english:
            ((_, themes),) = translate(name.split())
            assert theme in themes, name
