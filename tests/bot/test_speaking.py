"""The language that a person chooses, and the one they write in."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.keys import Act, encode
from bot.person import Person
from bot.replies import Line
from bot.texts.en import EN
from bot.texts.zh import ZH
from corpus.library import Library
from tests.bot.fakes import OTHER, WRITER, Talk, labels, talking, words

HELLO = "给我一段关于没有的主题的话"


async def test_the_chosen_language_goes_before_that_of_the_message(talk: Talk) -> None:
    """Who chose English is answered in English, whatever they write; in place, and marked."""
    offered = await talk.ask("/language")
    assert offered.parts == (Line(ZH.language_ask),)
    assert labels(offered) == ["中文", "English", "✓ 跟随 Telegram"]
    chosen = await talk.turn(offered, "English")
    assert chosen.replaces
    assert (words(chosen), labels(chosen)) == (EN.language_chosen, ["中文", "✓ English", "Follow Telegram"])
    assert await talk.turn(offered, "English") == chosen
    for text, sentence in {
        HELLO: EN.nothing_relevant,
        "/favorites": EN.favourites_empty,
        "再来一段": EN.nothing_shown,
        "长" * 501: EN.too_long.format(limit=500),
    }.items():
        assert words(await talk.ask(text)).startswith(sentence)
    assert (await talk.dialogue.press(WRITER, "nonsense")).toast == EN.stale
    assert await talk.dialogue.language(WRITER) == "en"
    assert await talk.dialogue.language(OTHER) == "zh"
    assert (await talk.dialogue.inline(WRITER, "没有的主题", "")).hint == EN.inline_nothing


async def test_a_failure_is_told_in_the_chosen_language(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever fails: a request, a press, a file, a query in any chat."""
    card = await talk.ask("作风建设")
    await talk.turn(await talk.ask("/language"), "English")
    talk.searcher.broken = True

    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Library, "passage", fail)
    monkeypatch.setattr("bot.exporting.bring_back", fail)
    assert words(await talk.ask("安全生产")) == EN.failed
    assert (await talk.press(card, "☆")).toast == EN.failed
    assert words((await talk.dialogue.file(WRITER, b"{}")).replies[0]) == EN.failed
    assert (await talk.dialogue.inline(WRITER, "安全生产", "")).hint == EN.inline_failed


async def test_following_telegram_again(talk: Talk) -> None:
    """Then the language of the message counts, and where it tells none, that of Telegram."""
    abroad = Person(WRITER.id, "en")
    offered = await talk.ask("/language", abroad)
    await talk.turn(offered, "中文")
    assert words(await talk.ask("no such thing at all")).startswith(ZH.nothing_relevant)
    (followed,) = (await talk.dialogue.press(abroad, encode(Act.LANGUAGE, 0))).replies
    assert words(followed) == EN.language_followed
    assert words(await talk.ask("/favorites", abroad)) == EN.favourites_empty
    assert words(await talk.ask(HELLO, abroad)).startswith(ZH.nothing_relevant)


async def test_it_outlives_a_restart(talk: Talk, tmp_path: Path) -> None:
    """The choice stands in the database, and goes with all else that is forgotten."""
    await talk.ask("请用英文回答")
    with talking(tmp_path) as later:
        assert words(await later.ask(HELLO)) != words(await later.ask(HELLO, OTHER))
        later.store.forget(WRITER.id)
        assert await later.dialogue.language(WRITER) == "zh"
        await later.workers.close()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("English please", EN.language_chosen),
        ("Please speak English.", EN.language_chosen),
        ("请用英文", EN.language_chosen),
        ("请用中文回答。", ZH.language_chosen),
        ("Chinese, please", ZH.language_chosen),
        ("语言", ZH.language_ask),
        ("Language", ZH.language_ask),
    ],
)
async def test_it_is_chosen_in_words_too(talk: Talk, text: str, sentence: str) -> None:
    """Said as people say it; the answer is a message of its own."""
    reply = await talk.ask(text)
    assert words(reply) == sentence
    assert not reply.replaces


async def test_there_are_no_other_languages(talk: Talk) -> None:
    """A key with another number is an old button; a request that names a language is a request."""
    assert (await talk.dialogue.press(WRITER, encode(Act.LANGUAGE, 7))).toast == ZH.stale
    assert words(await talk.ask("中文教育")).startswith("没有")


async def test_in_the_terminal_there_is_no_telegram_to_follow(talk: Talk) -> None:
    """There the third choice is called otherwise."""
    assert labels(await talk.ask("/language", Person("local")))[-1] == "✓ 自动"
