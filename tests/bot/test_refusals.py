"""What the conversation says where it cannot answer: failures, old and foreign buttons, a speech that is gone."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.keys import Act, encode
from bot.texts.zh import ZH
from corpus.library import Library
from tests.bot.fakes import (
    LONG,
    OTHER,
    SAFETY,
    STYLE,
    WRITER,
    Talk,
    button,
    labels,
    quotes,
    talking,
    words,
)

ASK = "给我一段关于作风建设的话"


async def test_nothing_relevant(talk: Talk) -> None:
    """It says so, and what the library holds; it never shows something else instead."""
    reply = await talk.ask("量子纠缠")
    assert words(reply).splitlines() == [ZH.nothing_relevant, ZH.library_holds.format(speeches=2, passages=13)]
    assert quotes(reply) == []
    assert "库里有 2 篇" in words(await talk.turn(reply, ZH.see_library))


async def test_an_empty_library(tmp_path: Path) -> None:
    """It says how to fill it."""
    with talking(tmp_path, empty=True) as talk:
        assert words(await talk.ask(ASK)) == ZH.empty_library
        assert words(await talk.ask("/library")) == ZH.empty_library
        await talk.workers.close()


async def test_a_failure_is_told_as_one(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    """Never as "nothing found"; the log names the fault and holds no word of the person's."""
    talk.searcher.broken = True
    with caplog.at_level(logging.DEBUG):
        assert words(await talk.ask(ASK)) == ZH.failed
    assert "IndexDamaged" in caplog.text
    assert "作风" not in caplog.text


async def test_a_failed_press_leaves_the_card(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told as an alert, and the card with its buttons stays for another try."""
    reply = await talk.ask(ASK)

    def fail(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(Library, "passage", fail)
        outcome = await talk.press(reply, "☆")
    assert (outcome.replies, outcome.toast, outcome.alert) == ((), ZH.failed, True)
    assert (await talk.press(reply, "☆")).toast == ZH.toast_saved


@pytest.mark.parametrize(
    "key", ["", "garbage", "0n:1:0:0:0", "1n:999:0:0:0", "1n:1:99:0:0", "1n:1:0:7:0", "1o:9:0", "1n:-1:-1:0:0"]
)
async def test_unknown_buttons(talk: Talk, key: str) -> None:
    """An alert says so, and the person's last request can be searched again by one press."""
    stranger = await talk.dialogue.press(OTHER, key if key.startswith("1o") else "garbage")
    assert (stranger.toast, stranger.alert, stranger.replies) == (ZH.stale, True, ())
    card = await talk.ask(ASK)
    outcome = await talk.dialogue.press(WRITER, key)
    assert (outcome.toast, outcome.alert) == (ZH.stale, True)
    (offer,) = outcome.replies
    assert not offer.replaces
    assert labels(offer) == [f"重新检索：{ASK}"]
    again = await talk.turn(offer, "重新检索")
    assert quotes(again) == quotes(card)
    assert not again.replaces


async def test_somebody_elses_buttons(talk: Talk) -> None:
    """In a group nobody turns, saves or reopens what another asked for."""
    card = await talk.ask(ASK)
    for label in ("▶", "☆", "上下文"):
        outcome = await talk.press(card, label, OTHER)
        assert (outcome.toast, outcome.alert, outcome.replies) == (ZH.not_yours, True, ())
    await talk.press(card, "☆")
    mine = await talk.ask("收藏夹")
    assert (await talk.press(mine, "1", OTHER)).toast == ZH.stale
    assert talk.store.favourites.count(OTHER.id) == 0


async def test_a_speech_removed_while_paging(talk: Talk) -> None:
    """The card says that its passage is gone, the others stay reachable, and nothing gone is saved."""
    card = await talk.ask("要常抓")
    assert labels(card)[1:3] == ["1/2", "▶"]
    kept = await talk.turn(card, "☆")
    talk.library.remove(STYLE.id)
    gone = await talk.turn(kept, "上下文")
    assert words(gone).splitlines() == ["1/2", ZH.passage_gone]
    assert labels(gone) == ["1/2", "▶", ZH.ask_again]
    assert quotes(await talk.turn(gone, "▶")) == [SAFETY.passages[2].text]
    assert labels(await talk.turn(gone, ZH.ask_again))[:1] == ["☆ 收藏"]
    for label in ("1/2", "★"):
        assert ZH.passage_gone in words((await talk.press(kept, label)).replies[0])

    favourite = await talk.turn(await talk.ask("收藏夹"), "1")
    assert "".join(quotes(favourite)) in LONG
    assert ZH.favourite_gone in words(favourite)
    assert "上下文" not in labels(favourite)
    late = await talk.dialogue.press(WRITER, encode(Act.FAVOURITE_CONTEXT, 1, 0, -1))
    assert (late.toast, late.alert) == (ZH.favourite_gone, True)
    saving = await talk.dialogue.press(WRITER, button(card, "☆").key)
    assert (saving.toast, saving.alert) == (ZH.toast_save_gone, True)

    talk.library.add(STYLE)
    assert "上下文" in labels(await talk.turn(await talk.ask("收藏夹"), "1"))
    assert quotes(await talk.turn(kept, "1/2")) == quotes(kept)


async def test_old_cards(talk: Talk) -> None:
    """A card whose search was forgotten says so like any old button."""
    card = await talk.ask(ASK)
    talk.store.searches.prune(datetime.now(UTC) + timedelta(days=1))
    outcome = await talk.press(card, "▶")
    assert (outcome.toast, outcome.alert, outcome.replies) == (ZH.stale, True, ())
