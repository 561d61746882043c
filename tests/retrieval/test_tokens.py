"""Words of the searched copy."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import pytest

from retrieval.themes.lexicon import load_lexicon
from retrieval.tokens import _segmenter_with, parts, stopwords, tokens, words


def test_a_long_word_brings_the_words_inside_it() -> None:
    """作风建设 is one word of the field, and 优化作风 still meets it."""
    assert tokens("作风建设") == ["作风", "建设", "作风建设"]
    assert "作风" in tokens("一要持续优化作风")


@pytest.mark.parametrize(("one", "other"), [("作風建設", "作风建设"), ("ＡＩ", "ai"), ("釆取措施", "采取措施")])
def test_requests_and_passages_are_cut_alike(one: str, other: str) -> None:
    """Whatever the script, the width or the case, the words are the same."""
    assert tokens(one) == tokens(other)


def test_punctuation_and_stop_words_are_left_out() -> None:
    """的, 和 and a comma carry no theme."""
    assert words("干部的作风，和群众的期盼。") == ["干部", "作风", "群众", "期盼"]


def test_words_do_not_overlap() -> None:
    """Unlike tokens, words cover a text once."""
    assert words("安全生产责任") == ["安全生产", "责任"]
    assert words("安全生产") == ["安全生产"]


def test_latin_words_and_numbers_stay_whole() -> None:
    """5G and PM2.5 are words; they have no parts."""
    assert words("5G基站与PM2.5浓度")[0] == "5g"
    assert "pm2.5" in words("PM2.5浓度")
    assert parts("infrastructure") == []


def test_stop_words_hold_no_theme_of_the_field() -> None:
    """A stop word can never be asked for, so no term of the field may be one."""
    assert not stopwords() & {"作风", "安全", "党", "民生", "干部", "成绩", "问题", "不足"}


def test_a_cache_that_cannot_be_written_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A read-only home makes the start slower; it leaves no complaint, and nothing in the temporary folder."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file" / "cache"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made = _segmenter_with.__wrapped__(load_lexicon())
    assert made.FREQ["作风建设"]
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert capsys.readouterr() == ("", "")


def test_a_run_without_end_is_cut_in_no_more_time_than_a_text_of_its_length() -> None:
    """Twenty thousand characters without a mark take a moment, and nothing of them is lost; a sentence is as before."""
    began = time.process_time()
    found = words("要作风" * 7_000)
    assert time.process_time() - began < 3
    assert found.count("作风") >= 6_900
    assert words("抓作风建设，贵在经常。" * 300) == words("抓作风建设，贵在经常。") * 300
