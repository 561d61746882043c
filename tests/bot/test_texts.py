"""Sentences: both languages say all, with the same blanks."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from string import Formatter

import pytest

from bot.pages import units
from bot.texts import LANGUAGES, Texts, texts_for
from bot.texts.en import EN
from bot.texts.zh import ZH

NAMES = [field.name for field in fields(Texts)]


def blanks(text: str) -> set[str]:
    """What a caller fills in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_the_same_blanks(name: str) -> None:
    """A blank that only one language has would fail in the other, in front of a person."""
    chinese, english = getattr(ZH, name), getattr(EN, name)
    assert chinese.strip()
    assert english.strip()
    assert blanks(chinese) == blanks(english)
    assert "" not in blanks(chinese)


@pytest.mark.parametrize("name", ["stale", "not_yours", "failed", "toast_save_gone", "favourite_gone", "stranger"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_alerts_fit_the_screen(name: str, language: str) -> None:
    """Telegram shows 200 characters of an alert."""
    assert units(getattr(texts_for(language), name).format_map({"id": 10**12})) <= 200


def test_chinese_comes_first() -> None:
    """A language we do not speak gets Chinese."""
    assert texts_for("fr") is ZH
    assert texts_for("en") is EN


def test_what_the_buttons_say() -> None:
    """The labels that people look for."""
    assert (ZH.previous, ZH.next, ZH.save, ZH.saved, ZH.context, ZH.whole) == (
        "◀", "▶", "☆ 收藏", "★ 已收藏", "上下文", "全段"
    )  # fmt: skip
    assert ZH.similar.format(count=4) == "相近 4"


def test_every_sentence_is_said_somewhere() -> None:
    """A sentence nobody uses is a sentence nobody keeps true."""
    room = Path(__file__).parents[2] / "bot"
    code = "".join(path.read_text(encoding="utf-8") for path in room.rglob("*.py") if path.parent.name != "texts")
    assert [name for name in NAMES if not re.search(rf"\.{name}\b", code)] == []
