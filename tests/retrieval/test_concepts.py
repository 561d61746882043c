"""What a request is about, word by word."""

from __future__ import annotations

from retrieval.concepts import concepts


def test_parts_between_spaces_are_groups() -> None:
    """Three themes asked for at once are three groups; words inside one theme are one."""
    groups = concepts("公务接待 预算、审计监督")
    assert [[concept.word for concept in group] for group in groups] == [["公务接待"], ["预算"], ["审计监督"]]
    assert [[concept.word for concept in group] for group in concepts("海底移民计划")] == [["海底", "移民", "计划"]]


def test_a_chinese_word_brings_its_parts_and_near_words() -> None:
    """作风建设 is said in part by 作风, and nearly by 转作风."""
    ((concept,),) = concepts("作风建设")
    assert concept.exact == ("作风建设",)
    assert concept.parts == ("作风", "建设")
    assert "转作风" in {one.word for one in concept.others}


def test_an_english_name_brings_its_chinese_term() -> None:
    """English words stand in one group, each name with the term it names; stop words go."""
    ((corruption, holidays),) = concepts("anti-corruption during the holidays")
    assert "反腐败" in corruption.exact
    assert "节假日" in holidays.exact
    assert "节日" in {one.word for one in holidays.others}


def test_an_unknown_english_word_stands_for_itself() -> None:
    """It may be in a passage as it is, as GDP is."""
    ((gdp,),) = concepts("gdp")
    assert gdp.exact == ("gdp",)
    assert (gdp.others, gdp.parts) == ((), ())


def test_languages_mix() -> None:
    """English and Chinese in one request are groups of their own."""
    assert [[concept.word for concept in group] for group in concepts("work safety 河长制")] == [
        ["work safety"],
        ["河长制"],
    ]


def test_stop_words_alone_name_nothing() -> None:
    """Nothing is left to look for."""
    assert concepts("的 和 the of") == ()
    assert concepts("") == ()


def test_and_parts_english_themes_too() -> None:
    """A passage on either is on the theme; a name of the field that holds "and" stays whole."""
    assert [[concept.word for concept in group] for group in concepts("work safety and river pollution")] == [
        ["work safety"],
        ["river", "pollution"],
    ]
    assert [[concept.word for concept in group] for group in concepts("doctors and nurses")] == [["doctors and nurses"]]
