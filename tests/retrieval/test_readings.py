"""How characters sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.normalize import DATA
from retrieval.readings import fold, main, sounds_like
from retrieval.themes import load_lexicon


@pytest.mark.parametrize(
    ("one", "other"), [("作", "做"), ("伤", "商"), ("声", "生"), ("真", "振"), ("行", "形"), ("行", "航")]
)
def test_characters_that_sound_the_same(one: str, other: str) -> None:
    """Tones do not count, and 行 has two readings."""
    assert sounds_like(one, other, exactly=True)


@pytest.mark.parametrize(
    ("one", "other"), [("深", "生"), ("知", "资"), ("南", "兰"), ("新", "星"), ("展", "站"), ("盛", "森")]
)
def test_near_sounds_count_unless_exactness_is_asked_for(one: str, other: str) -> None:
    """What many people do not tell apart is one sound: en and eng, zh and z, n and l."""
    assert sounds_like(one, other)
    assert sounds_like(one, other, exactly=True) == (one == "展")


@pytest.mark.parametrize(("one", "other"), [("明", "生"), ("审", "信"), ("a", "a"), ("龘", "龘")])
def test_other_characters_sound_different(one: str, other: str) -> None:
    """Rare readings and characters outside of the table are like no other."""
    assert not sounds_like(one, other)


@pytest.mark.parametrize(
    ("syllable", "folded"), [("zhang", "zan"), ("neng", "len"), ("ling", "lin"), ("long", "long"), ("en", "en")]
)
def test_folds_syllables(syllable: str, folded: str) -> None:
    """The sounds that are confused are written one way; ong stays."""
    assert fold(syllable) == folded


def test_every_character_of_a_term_has_a_reading() -> None:
    """No term is out of reach of a slip."""
    characters = {one for theme in load_lexicon().themes for one in theme.term if "\u4e00" <= one <= "\u9fff"}
    assert [one for one in characters if not sounds_like(one, one)] == []


def test_the_table_is_what_the_script_writes(tmp_path: Path) -> None:
    """Where pypinyin is at hand, writing the table again changes nothing."""
    pytest.importorskip("pypinyin", reason="only the script that writes the table needs pypinyin")
    main(tmp_path / "readings.tsv")
    assert (tmp_path / "readings.tsv").read_text("utf-8") == (DATA / "readings.tsv").read_text("utf-8")
