"""Two thousand messages and presses that nobody means well: each is answered, nothing breaks, nothing leaks."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.texts import LANGUAGES
from tests.botapi.shown import Call
from tests.hostile import memory
from tests.hostile.making import docx, txt, zipped
from tests.hostile.served import ADMIN, BYSTANDER, FIRST, PEOPLE, SECOND, SECRET, STRANGER, Served, served
from tests.hostile.words import Deed, deeds

TOGETHER = 40
EXAMPLES = int(os.environ.get("HOSTILE", "2000")) // TOGETHER
GROWTH = 40_000_000 + EXAMPLES * TOGETHER * 8_000
"""Bytes that the process may grow by, once warm: Hypothesis remembers every example."""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A bot that runs through all of it."""
    with served(tmp_path_factory.mktemp("home")) as bot:
        yield bot


def test_whatever_a_stranger_sends(bot: Served) -> None:
    """Every message and press has its answer, no fault is logged, nothing of the bystander's is seen or changed."""
    kept = _kept(bot)
    done, warm = count(), list[int]()

    @settings(
        max_examples=EXAMPLES,
        derandomize=EXAMPLES <= 50,
        database=None,
        phases=(Phase.generate, Phase.shrink) if "SHRINK" in os.environ else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(deeds, min_size=TOGETHER, max_size=TOGETHER))
    def happens(batch: list[Deed]) -> None:
        number = next(done)
        calls = bot.does(batch, polled=number % 10 == 0)
        assert not bot.heard.records, [record.getMessage() for record in bot.heard.records]
        _check_answers(bot, calls)
        assert _kept(bot) == kept
        bot.tidy()
        if number == EXAMPLES // 4:
            warm.append(memory.ours())

    happens()
    assert next(done) >= EXAMPLES
    assert memory.ours() - warm[0] < GROWTH


_SOFT = (
    "message is not modified",
    "message to edit not found",
    "message to delete not found",
    "message can't be edited",
    "no text in the message",
)
"""What Telegram refuses in passing: a press without effect, or on what is gone."""


def _check_answers(bot: Served, calls: list[Call]) -> None:
    refused = [(call.method, call.description) for call in calls if call.status != 200]
    assert not (hard := [one for one in refused if not any(soft in one[1] for soft in _SOFT)]), hard
    said = [call for call in calls if "text" in call.parameters or "caption" in call.parameters]
    for call in calls:
        shown = json.dumps(call.parameters, ensure_ascii=False, default=str)
        assert SECRET not in shown, shown
        assert str(BYSTANDER) not in shown
        assert not any(texts.failed in shown for texts in LANGUAGES.values()), shown
    answered = Counter(call.parameters["callback_query_id"] for call in calls if call.method == "answerCallbackQuery")
    assert answered == Counter(dict.fromkeys(bot.pressed, 1)), answered - Counter(dict.fromkeys(bot.pressed, 1))
    alerts = {call.parameters["callback_query_id"]: call for call in calls if call.method == "answerCallbackQuery"}
    for query, deed in bot.pressed.items():
        if PEOPLE[deed.who] == STRANGER and deed.under != "inline":
            assert alerts[query].parameters.get("text"), deed
    offered = [call.parameters["inline_query_id"] for call in calls if call.method == "answerInlineQuery"]
    last = {deed.who: query for query, deed in bot.asked.items()}
    assert set(last.values()) <= set(offered) <= set(bot.asked), (bot.asked, offered)
    assert len(offered) == len(set(offered))
    told = Counter(int(call.parameters["chat_id"]) for call in said if call.method.startswith("send"))
    for person in (FIRST, SECOND, ADMIN):
        wanted = sum(chat == person and _asks(deed) for chat, deed in bot.said)
        assert told[person] >= wanted, (person, told, bot.said)


def _asks(deed: Deed) -> bool:
    """Whether a message wants an answer: what Telegram itself says in a chat does not."""
    if deed.text and deed.text.startswith("/") and "@other_bot" in deed.text.split()[0]:
        return False
    return deed.what == "say" and not (deed.kind and deed.kind.keys() & {"new_chat_title", "some_kind_of_next_year"})


def _kept(bot: Served) -> object:
    store, person = bot.app.store, f"tg:{BYSTANDER}"
    return store.favourites.page(person, 0, 10), store.tags.all(person), store.drawers.written_for(person)


def test_files_that_are_sent(bot: Served) -> None:
    """A file with a hostile name, caption or content has its answer, is kept under a name that can be shown, or not."""
    sent = {
        "\u202egnp.txt": txt(1),
        "<b>{}&.docx": docx(2),
        "../../etc/passwd\x00.txt": txt(3)[:-1] + b"\xed\xa0\x80",
        "%s\n\x1b[2J.zip": zipped({"../x.txt": txt(4), "\u202ey.txt": txt(5)}),
        "\u200b": b"\x89PNG\r\n\x1a\n",
        "\U0001f525" * 100 + ".html": b"<html>" + b"<aside>" * 500,
    }
    bot.api.files |= {f"sent{number}": content for number, content in enumerate(sent.values())}
    deeds = [
        Deed(number % 3, 0, "say", "\u202e公共库</b>{}", kind=_document(number, name, content))
        for number, (name, content) in enumerate(sent.items())
    ]
    calls = bot.does(deeds)
    assert not bot.heard.records, [record.getMessage() for record in bot.heard.records]
    _check_answers(bot, calls)
    shown = "".join(str(call.parameters.get("text")) for call in calls)
    assert not set(shown) & set("\u202e\x00\x1b\ud83d")
    for info in bot.app.library.speeches():
        assert not set(info.file) & set("\u202e\x00\x1b\n")


def _document(number: int, name: str, content: bytes) -> dict[str, Any]:
    held = {"file_id": f"sent{number}", "file_unique_id": "u", "file_name": name, "file_size": len(content)}
    return {"document": held}
