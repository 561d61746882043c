"""Conditions in Telegram: what was understood, ✕, and themes to tap, over a strict Bot API server."""

from __future__ import annotations

from dataclasses import replace

from bot.texts.zh import ZH
from tests.bot.fakes import STYLE, Talk
from tests.bot.telegram.conftest import ALLOWED, Running

ASKED = "来两段2024年以来的做风建设的结尾，短一点，用数字，出自作风，提到建设，不要反腐"


async def test_a_condition_is_taken_out_in_place(halted: Running, talk: Talk) -> None:
    """✕ under the first card searches again in that message; a message does the same in a new one."""
    bot = replace(halted, instead=talk.dialogue)
    async with bot.running():
        person = bot.api.person(ALLOWED)
        await person.send(ASKED)
        await person.reply(2, 30)  # the first search of a process reads its lexicon
        first, second = person.messages
        assert first.text.startswith("主题 作风建设 · 结尾 · 数字 · 2段 · 短 · 2024年以来 · 出自“作风” · 须含“建设”")
        assert sum(label.startswith("✕") for label in first.labels) == 9
        assert not any(label.startswith("✕") for label in second.labels)
        assert max(map(len, first.keyboard)) <= 4
        assert first.quotes() == [STYLE.passages[-1].text]

        await person.press("✕ 结尾", first)
        await person.edited(first)
        assert first.quotes() == [STYLE.passages[0].text]
        assert "结尾" not in first.text.splitlines()[0]
        assert len(person.messages) == 2

        await person.send("不限年份")
        third = await person.reply(4)
        assert third is not second
        assert "2024年以来" not in person.messages[2].text.splitlines()[0]
        assert [call.description for call in bot.api.calls if call.status == 400] == []


async def test_themes_are_asked_for_by_a_tap(halted: Running, talk: Talk) -> None:
    """From the groups to a group in place, and from a theme to a card of its own."""
    bot = replace(halted, instead=talk.dialogue)
    async with bot.running():
        person = bot.api.person(ALLOWED)
        await person.send("/themes")
        listed = await person.reply()
        assert listed.labels == ["党的建设", "安全发展", "经济发展"]
        await person.press("党的建设")
        await person.edited(listed)
        await person.press("作风建设")
        card = await person.reply(2)
        assert card.quotes() == [STYLE.passages[0].text]
        assert listed.labels == ["作风建设", "队伍建设", ZH.back_to_themes]
        assert [call.description for call in bot.api.calls if call.status == 400] == []
