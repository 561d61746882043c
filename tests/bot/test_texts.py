"""Sentences: both languages say all, with the same blanks."""

from __future__ import annotations

import re
from dataclasses import asdict, fields
from enum import StrEnum
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from bot.pages import units
from bot.settings import Settings
from bot.texts import LANGUAGES, Texts, administration, backup, doctor, fill, texts_for
from bot.texts.console import ConsoleTexts, console_texts
from bot.texts.en import EN
from bot.texts.zh import ZH
from retrieval.models import Form, Function, Length, Note, Part, Relevance

NOTES = {note.value for note in Note}
"""Sentences of the command line that are found by the note they say."""

NAMES = [field.name for field in fields(Texts) if field.name != "names"]


OTHERS = [
    (administration.ZH, administration.EN),
    (backup.ZH, backup.EN),
    (doctor.ZH, doctor.EN),
]
"""Catalogues of their own, in both languages."""


def told(texts: Any) -> dict[str, str]:
    """The sentences of a catalogue, by name."""
    return {field.name: getattr(texts, field.name) for field in fields(texts)}


def blanks(text: str) -> set[str]:
    """What a caller fills in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("functions", list(Function)),
        ("forms", list(Form)),
        ("relevances", list(Relevance)),
        ("lengths", list(Length)),
        ("parts", list(Part)),
    ],
)
def test_both_languages_name_every_value(field: str, values: list[StrEnum]) -> None:
    """A function without a name would fail on a card; two of one name could not be told apart in 不限…."""
    for texts in (ZH, EN):
        names = getattr(texts.names, field)
        assert list(names) == values
        assert all(name.strip() for name in names.values())
        assert len(set(names.values())) == len(values)


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_the_same_blanks(name: str) -> None:
    """A blank that only one language has would fail in the other, in front of a person."""
    chinese, english = getattr(ZH, name), getattr(EN, name)
    assert chinese.strip()
    assert english.strip()
    assert blanks(chinese) == blanks(english)
    assert "" not in blanks(chinese)


@pytest.mark.parametrize("name", [field.name for field in fields(ConsoleTexts) if field.name != "right"])
def test_both_languages_of_the_command_line_have_the_same_blanks(name: str) -> None:
    """As in the conversation."""
    chinese, english = getattr(console_texts("zh"), name), getattr(console_texts("en"), name)
    assert chinese.strip()
    assert english.strip()
    assert blanks(chinese) == blanks(english)


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_both_languages_of_the_others_have_the_same_blanks(one: object, other: object) -> None:
    """What administrators read, what is said of backups, and the examination."""
    for name, chinese in told(one).items():
        english = told(other)[name]
        assert chinese.strip(), name
        assert english.strip(), name
        assert blanks(chinese) == blanks(english), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_setting_has_its_explanation(language: str) -> None:
    """What would be right is said of every setting, and of nothing else."""
    assert set(console_texts(language).right) == set(Settings.model_fields)


@pytest.mark.parametrize(
    ("count", "sentence"), [(0, "0 passages, 5 ms"), (1, "1 passage, 5 ms"), (2, "2 passages, 5 ms")]
)
def test_a_count_chooses_its_word(count: int, sentence: str) -> None:
    """One passage is not passages; Chinese has one word for both."""
    assert fill(console_texts("en").took, count=count, milliseconds=5) == sentence
    assert fill(console_texts("zh").took, count=count, milliseconds=5) == f"{count} 段，5 毫秒"
    assert fill("{count:03} {who!r}", count=count, who="王") == f"{count:03} '王'"


def test_sentences_with_such_words_are_filled_in_by_fill() -> None:
    """``str.format`` knows no choice of words and would fail in front of a person."""
    sentences = {
        **asdict(EN),
        **asdict(console_texts("en")),
        **{k: v for _, one in OTHERS for k, v in told(one).items()},
    }
    choosing = [name for name, text in sentences.items() if isinstance(text, str) and re.search(r":[^{}]*\|", text)]
    assert {"took", "library_holds"} <= set(choosing)
    assert [name for name in choosing if re.search(rf"\.{name}\.format\b", code())] == []


def code() -> str:
    """All code of the room but the sentences."""
    room = Path(__file__).parents[2] / "bot"
    return "".join(path.read_text(encoding="utf-8") for path in room.rglob("*.py") if path.parent.name != "texts")


@pytest.mark.parametrize(
    "name", ["stale", "not_yours", "failed", "toast_save_gone", "favourite_gone", "stranger", "inline_press"]
)
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
    said = code()
    names = [*NAMES, *(field.name for field in fields(ConsoleTexts) if field.name not in NOTES)]
    names += [name for one, _ in OTHERS for name in told(one)]
    # The sentence of an error is named where the error is raised.
    said += "".join(f".{name}" for name in re.findall(r"BackupError\(\s*\"(\w+)\"", said))
    assert [name for name in names if not re.search(rf"\.{name}\b", said)] == []
