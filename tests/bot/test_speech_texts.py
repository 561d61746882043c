"""Sentences on people's own speeches: both languages say all, with the same blanks, and all of it is said."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from bot.texts.speeches import SpeechTexts, speech_texts
from tests.bot.test_texts import blanks, code

NAMES = [field.name for field in fields(SpeechTexts) if field.name != "reasons"]


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_the_same_blanks(name: str) -> None:
    """A blank that only one language has would fail in the other, in front of a person."""
    chinese, english = getattr(speech_texts("zh"), name), getattr(speech_texts("en"), name)
    assert chinese.strip()
    assert english.strip()
    assert blanks(chinese) == blanks(english)


def test_every_sentence_is_said_somewhere() -> None:
    """A sentence nobody uses is a sentence nobody keeps true."""
    said = code()
    assert [name for name in NAMES if not re.search(rf"\.{name}\b", said)] == []


def test_sentences_with_a_choice_of_words_are_filled_in_by_fill() -> None:
    """``str.format`` knows no choice of words."""
    choosing = [name for name in NAMES if re.search(r":[^{}]*\|", getattr(speech_texts("en"), name))]
    assert "passages" in choosing
    assert [name for name in choosing if re.search(rf"\.{name}\.format\b", code())] == []


def test_chinese_comes_first() -> None:
    """A language we do not speak gets Chinese."""
    assert speech_texts("fr") is speech_texts("zh")
