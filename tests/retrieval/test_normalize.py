"""The searched copy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.normalize import DATA, normalize


@pytest.mark.parametrize(
    ("text", "searched"),
    [
        ("作風建設", "作风建设"),
        ("釆取有力措施", "采取有力措施"),
        ("突岀问题", "突出问题"),
        ("ＧＤＰ　增长５％", "gdp 增长5%"),
        ("PM2.5", "pm2.5"),
        ("乾部隊伍與幹勁", "干部队伍与干劲"),
        ("作风建设", "作风建设"),
        ("作\udcff风", "作?风"),
        ("", ""),
    ],
)
def test_folds_width_case_script_and_variants(text: str, searched: str) -> None:
    """What looks or means the same becomes the same."""
    assert normalize(text) == searched


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x9FFF, exclude_categories=["Cs", "Cn"])))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    """A searched copy is its own searched copy."""
    once = normalize(text)
    assert normalize(once) == once


def test_variants_name_each_character_once() -> None:
    """The table of variants maps single characters, none of them twice and none to itself."""
    lines = (DATA / "variants.tsv").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if not line.startswith("#")]
    assert all(len(variant) == len(meant) == 1 and variant != meant for variant, meant in pairs)
    assert len({variant for variant, _ in pairs}) == len(pairs)
