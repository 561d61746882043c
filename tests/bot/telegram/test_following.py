"""What follows an answer in a group: the same rules as for any message, and a last search for each person."""

from __future__ import annotations

from dataclasses import replace

from bot.texts.zh import ZH
from tests.bot.fakes import POINTS, SECRET, STYLE, Talk
from tests.bot.telegram.conftest import ADMIN, ALLOWED, Running

GROUP = -100
MENTION = {"entities": [{"type": "mention", "offset": 0, "length": 13}]}


async def test_in_a_group(halted: Running, talk: Talk) -> None:
    """A mention, a reply or a command goes on from the person's own answer; what is said to others is not heard."""
    bot = replace(halted, instead=talk.dialogue)
    async with bot.running():
        writer, other = bot.api.person(ALLOWED).inside(GROUP), bot.api.person(ADMIN, "赵六").inside(GROUP)
        await writer.send("@jianggao_bot 作风建设", **MENTION)
        card = await writer.reply()
        assert card.quotes() == [STYLE.passages[0].text]

        await writer.send("再来一段")
        await other.send("@jianggao_bot 再来一段", **MENTION)
        assert (await other.reply(2)).text == ZH.nothing_before

        await writer.send("再来一段", reply_to_message=bot.api.as_json(card))
        assert (await writer.reply(3, 10)).quotes() == [POINTS[0]]
        await writer.send("/save@jianggao_bot 1")
        assert (await writer.reply(4, 10)).text.startswith("已收藏：《在作风建设推进会上的讲话》")
        assert len(writer.messages) == 4
        assert [one.text for one in talk.store.favourites.page(f"tg:{ALLOWED}", 0, 9)] == [STYLE.passages[0].text]


async def test_what_is_ones_own_is_not_spoken_of_in_a_group(halted: Running, talk: Talk) -> None:
    """In a private chat its owner finds it; where others read along it is as if it were not there."""
    talk.library.add(SECRET, owner=f"tg:{ALLOWED}")
    bot = replace(halted, instead=talk.dialogue)
    async with bot.running():
        alone = bot.api.person(ALLOWED)
        await alone.send("不留死角")
        card = await alone.reply()
        assert card.quotes() == [SECRET.passages[0].text]
        seen = alone.inside(GROUP)
        await seen.send("/start@jianggao_bot " + SECRET.passages[0].id)
        assert (await seen.reply()).text == ZH.shared_gone
        await seen.send("@jianggao_bot 全文", **MENTION)
        assert ZH.passage_gone in (await seen.reply(2)).text
        await alone.press("☆", card)
        await bot.api.until(lambda: talk.store.favourites.count(f"tg:{ALLOWED}") == 1)
