"""Commands, plain words, and the language of a message."""

from __future__ import annotations

import pytest

from bot.commands import Command, UnknownCommand, read_command
from bot.language import language_of


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/start", Command.START),
        ("/start ref_123", Command.START),
        ("/help@jianggao_bot", Command.HELP),
        ("/FAVORITES", Command.FAVORITES),
        ("/favourites", Command.FAVORITES),
        ("/library\n", Command.LIBRARY),
        ("/收藏夹", Command.FAVORITES),
        ("帮助", Command.HELP),
        ("怎么用？", Command.HELP),
        ("？", Command.HELP),
        ("Help!", Command.HELP),
        ("收藏夹", Command.FAVORITES),
        ("我的收藏。", Command.FAVORITES),
        ("My favourites", Command.FAVORITES),
        ("库里有什么？", Command.LIBRARY),
        ("/themes", Command.THEMES),
        ("主题", Command.THEMES),
        ("有哪些主题？", Command.THEMES),
        ("Topics", Command.THEMES),
        ("主题教育", None),
        ("/nope", UnknownCommand("nope")),
        ("/nope@bot more", UnknownCommand("nope")),
        ("给我一段关于作风建设的话", None),
        ("收藏文物保护", None),
        ("help me with a closing", None),
        ("帮助困难群众", None),
        ("/", None),
        ("1/2", None),
    ],
)
def test_what_is_a_command(text: str, command: Command | UnknownCommand | None) -> None:
    """A command stands alone; a theme that begins with the same word is a request."""
    assert read_command(text) == command


@pytest.mark.parametrize(
    ("text", "usual", "language"),
    [
        ("给我一段关于作风建设的话", "en", "zh"),
        ("give me a paragraph on 作风建设", "zh", "en"),
        ("来两段 GDP 增长的话", "en", "zh"),
        ("在 APEC CEO 峰会上的发言", "zh", "zh"),
        ("Three paragraphs on 全面从严治党, please", "zh", "en"),
        ("5G", "zh", "zh"),
        ("5G", "en", "en"),
        ("GDP", "zh", "zh"),
        ("rural revitalization", "zh", "en"),
        ("", "en", "en"),
    ],
)
def test_language(text: str, usual: str, language: str) -> None:
    """The answer speaks the language of the message; a lone Latin word changes nothing."""
    assert language_of(text, usual) == language
