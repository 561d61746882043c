"""What may stand for a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.themes import Lexicon, Theme, load_lexicon
from retrieval.themes.lexicon import BROADER, NARROWER, NEAR, SISTER, SYNONYM

SMALL = Lexicon(
    [
        Theme("作风", "风", english=("style",)),
        Theme("会风", "风", ("开会作风",), ("开短会", "无会日"), ("作风",), english=("meetings",)),
        Theme("文风", "风", ("改文风",), ("开短会", "讲短话"), ("作风",), english=("writing",)),
    ]
)


def found(word: str) -> dict[str, tuple[str, float]]:
    """Relation and weight by word."""
    return {one.word: (one.relation, one.weight) for one in SMALL.expand(word)}


def test_a_term_brings_its_synonyms_near_words_and_wider_theme() -> None:
    """Each with its relation and weight, the weightiest first."""
    assert [one.word for one in SMALL.expand("会风")] == ["开会作风", "开短会", "无会日", "作风"]
    assert found("会风") == {
        "开会作风": ("同义", SYNONYM),
        "开短会": ("近义", NEAR),
        "无会日": ("近义", NEAR),
        "作风": ("上位", BROADER),
    }


def test_a_synonym_leads_to_the_term_and_all_that_is_its() -> None:
    """As if the term had been said."""
    assert found("开会作风") == {
        "会风": ("同义", SYNONYM),
        "开短会": ("近义", NEAR),
        "无会日": ("近义", NEAR),
        "作风": ("上位", BROADER),
    }


def test_a_wide_theme_brings_its_parts() -> None:
    """Who asks for 作风 may be given 会风."""
    assert found("作风") == {"会风": ("下位", NARROWER), "文风": ("下位", NARROWER)}


def test_a_near_word_leads_to_its_themes() -> None:
    """Of one theme alone it brings the sisters, too; of two it does not know which."""
    assert found("无会日") == {
        "会风": ("近义", NEAR),
        "开会作风": ("近义", SISTER),
        "开短会": ("近义", SISTER),
    }
    assert found("开短会") == {"会风": ("近义", NEAR), "文风": ("近义", NEAR)}


def test_an_unknown_word_brings_nothing() -> None:
    """Nothing is guessed."""
    assert SMALL.expand("量子") == ()
    assert SMALL.theme("量子") is None


WORDS = st.sampled_from([*load_lexicon().words()])


@given(WORDS)
def test_an_expansion_is_explained_and_weighed(word: str) -> None:
    """Any word of the lexicon: never itself, each once, a weight above 0 and at most 1, falling."""
    expansions = load_lexicon().expand(word)
    assert word not in [one.word for one in expansions]
    assert len({one.word for one in expansions}) == len(expansions)
    assert all(one.stands_for == word and 0 < one.weight <= 1 for one in expansions)
    assert [one.weight for one in expansions] == sorted((one.weight for one in expansions), reverse=True)


@given(WORDS)
def test_synonyms_are_mutual(word: str) -> None:
    """What means the same does so both ways."""
    lexicon = load_lexicon()
    for one in lexicon.expand(word):
        if one.relation == "同义":
            assert word in {back.word for back in lexicon.expand(one.word) if back.relation == "同义"}


@pytest.mark.parametrize(
    ("word", "other", "relation"),
    [
        ("欠薪", "拖欠工资", "同义"),
        ("踢皮球", "推诿扯皮", "同义"),
        ("微腐败", "群众身边腐败", "同义"),
        ("摆架子", "", ""),
        ("过紧日子", "厉行节约", "近义"),
        ("放管服", "简政放权", "同义"),
        ("最后一公里", "中梗阻", "近义"),
        ("抓早抓小", "防微杜渐", "同义"),
        ("形式主义", "走过场", "下位"),
        ("四风", "形式主义", "下位"),
        ("基层减负", "为基层减负", "同义"),
        ("老百姓", "群众", "同义"),
        ("企业", "公司", "同义"),
        ("垃圾分类", "生活垃圾", "同义"),
        ("村务公开", "财务公开", "同义"),
        ("枫桥经验", "矛盾纠纷", "上位"),
        ("安全生产", "消防安全", "下位"),
        ("养老服务", "养老机构", "下位"),
        ("教师队伍", "师德师风", "下位"),
        ("移风易俗", "高额彩礼", "下位"),
        ("高额彩礼", "移风易俗", "上位"),
        ("双减", "课外辅导", "同义"),
        ("信访", "上访", "同义"),
        ("容错纠错", "三个区分开来", "下位"),
        ("医保", "异地就医", "近义"),
        ("烂尾楼", "保交楼", "同义"),
        ("停车位", "停车难", "同义"),
        ("雾霾", "大气污染", "同义"),
        ("臭水沟", "黑臭水体", "同义"),
        ("驻村工作队", "驻村帮扶", "同义"),
        ("打老虎拍苍蝇", "", ""),
        ("营商环境", "亲清政商关系", "下位"),
        ("拒腐防变", "思想防线", "近义"),
        ("冷链", "冷链物流", "同义"),
        ("法盲", "", ""),
    ],
)
def test_words_of_the_field(word: str, other: str, relation: str) -> None:
    """Hand-picked; where nothing is named, the word is everyday wording and no word of the lexicon."""
    expansions = {one.word: one.relation for one in load_lexicon().expand(word)}
    if not other:
        assert expansions == {}
    else:
        assert expansions.get(other) == relation
