"""Masks to fill and times that a passage names."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.blanks import masks, times


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("XX市XXX县", ["XX", "XXX"]),
        ("20ＸＸ年××月×日", ["ＸＸ", "××", "×"]),
        ("xx同志在X镇", ["xx", "X"]),
        ("**局、＊＊处", ["**", "＊＊"]),
        ("某某单位、某县、某些同志、某种程度", ["某某", "某"]),
        ("完成____万元，增长＿＿", ["____", "＿＿"]),
        ("【】（　）《》", ["【】", "（　）", "《》"]),
        ("【单位名称】（此处插入数据）【案例】（笑声）", ["【单位名称】", "（此处插入数据）"]),
        ("○○镇、□□村", ["○○", "□□"]),
        ("二○○八年、二〇〇八年", []),
        ("X光机、3×4、XXL、MAXX、PPTX", []),
        ("没有要填的。", []),
    ],
)
def test_masks(text: str, found: list[str]) -> None:
    """Each run is one; letters of words, products and years are none."""
    assert [text[start:end] for start, end in masks(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2020年是收官之年，2020年底", ("2020 年",)),
        ("２０２１年、二〇二二年", ("2021 年", "2022 年")),
        ("2016—2020年", ("2016 年", "2020 年")),
        ("2021年至2025年", ("2021 年", "2025 年")),
        ("2000年前、1234年、12020年", ()),
        ("党的十九届四中全会、党的二十大和二十届三中全会", ("十九届四中全会", "二十大", "二十届三中全会")),
        ("十大行动、二十大类、十九大精神", ("十九大",)),
        ("“十三五”期间、十四五规划、“九五”计划", ("十三五", "十四五", "九五")),
        ("十四五个人、二十三五、“十五”个", ()),
        ("“十五”计划和“八五”普法", ("十五", "八五")),
        ("去冬今春、今明两年，本届政府到本世纪末", ("去冬今春", "今明两年", "本届", "本世纪")),
        ("今年比去年好，上半年", ("今年", "去年", "上半年")),
        ("如今年轻人讲文明年代、过去年代、以前年度、今后年度", ()),
        ("建党100周年、建国七十 周年", ("100周年", "七十周年")),
        ("没有时间。", ()),
    ],
)
def test_times(text: str, found: tuple[str, ...]) -> None:
    """Each once, as first named; what only looks like one is none."""
    assert times(text) == found


@given(st.text(st.sampled_from("XＸx×*某_○□【】（）年月市今去十九大五届中全会“”2020〇二—至 。"), max_size=40))
def test_any_text_is_read(text: str) -> None:
    """Masks lie in the text, in order and apart; a time is never empty or named twice."""
    spans = masks(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    told = times(text)
    assert all(told)
    assert len(told) == len(set(told))
