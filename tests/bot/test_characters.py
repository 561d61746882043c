"""Halves of characters are made whole, and what nobody sees is left out of names."""

from __future__ import annotations

import pytest

from bot.characters import seen, whole, whole_throughout
from bot.replies import Button, Line, Reply
from bot.store.tags import checked
from bot.telegram.render import render
from bot.telegram.request import PollRequest
from tests.bot.fakes import WRITER, Talk


def test_a_half_alone_becomes_a_sign() -> None:
    """A pair stays the character it is; a half is replaced, in texts, lists and keys."""
    assert whole("一\ud83d\udd25二") == "一\U0001f525二"
    assert whole("一\udd25二\ud83d") == "一\ufffd二\ufffd"
    assert whole_throughout({"\ud83d": ["党", 1, None, {"a": "\udd25"}]}) == {
        "\ufffd": ["党", 1, None, {"a": "\ufffd"}]
    }


def test_updates_come_whole() -> None:
    """JSON allows halves; nothing behind the request ever meets one."""
    payload = rb'{"ok": true, "result": [{"update_id": 1, "x": "\ud83d\udd25 \ud83d"}]}'
    assert PollRequest.parse_json_payload(payload)["result"] == [{"update_id": 1, "x": "\U0001f525 \ufffd"}]


@pytest.mark.parametrize(
    "unseen", ["\u200b", "\u2800", "\u3164", "\u202e\u2066", "\u200d", "\ufe0f", "\U000e0041", " \u3000"]
)
def test_what_nobody_sees_is_no_name(unseen: str) -> None:
    """Telegram refuses a message with a button that shows nothing, and with it the list that it stands in."""
    assert seen(unseen) == ""
    with pytest.raises(ValueError):
        checked(unseen)
    assert checked(f"作{unseen.strip()}风") in {"作风", f"作{unseen}风"}
    (message,) = render(Reply((Line("标签"),), ((Button(unseen, "1x"),),)))
    assert message.keyboard is not None
    assert message.keyboard.inline_keyboard[0][0].text == "…"


def test_joined_signs_stay() -> None:
    """A family of one sign is held together by what nobody sees."""
    assert checked("👩\u200d👧 家访") == "👩\u200d👧 家访"


async def test_half_a_character_in_a_request(talk: Talk) -> None:
    """It is searched for, and kept, as the sign for what is missing."""
    assert await talk.ask("作风建设\ud83d")
    held = talk.store.searches.latest(WRITER.id)
    assert held is not None
    assert held.text == "作风建设\ufffd"
