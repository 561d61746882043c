"""Marks in a message that are wrong cost nothing but themselves."""

from __future__ import annotations

import pytest
from telegram import Chat, Message, MessageEntity, User

from bot.telegram.addressing import is_for, said
from bot.telegram.entities import marked

BOT = User(9, "讲稿", True, username="jianggao_bot")


def message(text: str, *spans: tuple[str, int, int]) -> Message:
    """A message in a group, with these marks."""
    entities = [MessageEntity(kind, offset, length, user=BOT) for kind, offset, length in spans]
    return Message(1, None, Chat(-1, "supergroup"), text=text, entities=entities)  # type: ignore[arg-type]  # no date


@pytest.mark.parametrize(("offset", "length"), [(-1, 4), (0, 0), (0, -3), (99, 5), (2**31, 2**31), (1, 1)])
def test_marks_that_mark_nothing(offset: int, length: int) -> None:
    """Beyond the text, empty, backwards or through a character: no failure, and no mention."""
    held = message("\U0001f525党", ("mention", offset, length), ("bot_command", offset, length))
    assert not is_for(held, BOT)
    assert said(held, BOT) == "\U0001f525党"


def test_half_a_character_at_the_edge() -> None:
    """What is marked begins with the sign for what is missing; a name that is taken out leaves such a half."""
    held = message("\U0001f525党", ("text_mention", 1, 1))
    assert [text for _, text in marked(held, "text_mention")] == ["\ufffd"]
    assert said(held, BOT) == "\ufffd 党"
