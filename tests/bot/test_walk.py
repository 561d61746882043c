"""A person who sends and presses anything at all (随机行走)."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.asking import MAX_REQUEST
from bot.keys import MAX_BYTES, NUMBERS, Act, encode
from bot.pages import units
from bot.replies import Button, Outcome, Quote
from bot.telegram.render import CAPTION, render
from bot.texts.en import EN
from bot.texts.zh import ZH
from tests.bot.fakes import OTHER, SAFETY, SECRET, STYLE, WRITER, Talk, talking
from tests.botapi import rules

small = st.integers(-2, 9)
keys = st.sampled_from(Act).flatmap(
    lambda act: st.tuples(*(small for _ in NUMBERS[act])).map(lambda numbers: encode(act, *numbers))
)
steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("say"),
            st.sampled_from(
                ["作风建设", "来两段作风建设", "要常抓", "抓项目建设", "收藏夹", "/library", "/help", "没有的主题", ""]
            ),
        ),
        st.tuples(
            st.just("say"),
            st.sampled_from(
                [
                    "来两段2024年以来的做风建设的结尾，短一点，用数字，出自作风，提到建设，不要反腐",
                    f"2024年以来的作风建设，不要{'反' * 200}，提到{'长' * 250}",
                    "2025年以来的作风建设，短一点",
                    "作风养成的结尾",
                    "主题",
                    "不限年份",
                    "不限结尾",
                    "去掉短和数字",
                    "any function",
                ]
            ),
        ),
        st.tuples(
            st.just("say"),
            st.sampled_from(
                [
                    "再来一段",
                    "换一批",
                    "下一段",
                    "第二段",
                    "上下文",
                    "出处",
                    "全文",
                    "收藏",
                    "收藏第三段",
                    "取消收藏",
                    "打开收藏",
                    "短一点",
                    "要结尾的",
                    "不要结尾",
                    "save 2",
                    "打标签 作风",
                    f"打标签 {'长' * 30}、{'标' * 30}",
                    f"备注：{'记' * 300}",
                    "收藏里找作风",
                    "收藏里找的",
                    "正在写：大会讲话",
                    "写完了",
                    "/tags",
                    "/find",
                    "导出收藏",
                    f"/start {STYLE.passages[0].id}",
                    f"/start {SECRET.passages[0].id}",
                    "/forgetme",
                    "取消",
                ]
            ),
        ),
        st.tuples(st.just("say"), st.text(max_size=20)),
        st.tuples(st.just("say"), st.text("长", min_size=MAX_REQUEST, max_size=MAX_REQUEST + 2)),
        st.tuples(st.just("press"), st.one_of(keys, st.text(max_size=20))),
        st.tuples(st.just("button"), st.integers(0, 40)),
        st.tuples(st.just("button"), st.integers(0, 40)),
        st.tuples(st.just("button"), st.integers(0, 40)),
        st.tuples(st.just("remove"), st.booleans()),
    ),
    max_size=25,
)


@settings(max_examples=int(os.environ.get("WALKS", "25")), deadline=None)
@given(steps)
def test_whatever_a_person_does(steps: Sequence[tuple[str, str | int]]) -> None:
    """No step fails; every quote is a slice of a stored speech, and of none that another holds for themselves.

    Nothing is kept twice; every reply fits a message.
    """
    with tempfile.TemporaryDirectory() as folder, talking(Path(folder)) as talk:
        talk.library.add(SECRET, owner="tg:3")
        asyncio.run(_walk(talk, steps))


async def _walk(talk: Talk, steps: Sequence[tuple[str, str | int]]) -> None:
    buttons: list[Button] = []
    for what, argument in steps:
        outcome = await _step(talk, buttons, what, argument)
        if outcome is None:
            continue
        _check(talk, outcome)
        shown = [button for reply in outcome.replies for row in reply.rows for button in row]
        buttons = shown or buttons
    await talk.workers.close()


async def _step(talk: Talk, buttons: list[Button], what: str, argument: str | int) -> Outcome | None:
    match what, argument:
        case "say", str(text):
            return await talk.dialogue.message(WRITER, text)
        case "press", str(key):
            return await talk.dialogue.press(WRITER, key)
        case "button", int(number) if buttons:
            key = buttons[number % len(buttons)].key
            _check(talk, await talk.dialogue.press(OTHER, key))
            return await talk.dialogue.press(WRITER, key)
        case "remove", bool(whole):
            if any(info.id == STYLE.id for info in talk.library.speeches()):
                talk.library.remove(STYLE.id)
            elif whole:
                talk.library.add(STYLE)
    return None


def _check(talk: Talk, outcome: Outcome) -> None:
    assert outcome.toast not in {ZH.failed, EN.failed}
    assert outcome.replies or outcome.toast
    for reply in outcome.replies:
        assert reply.parts
        allowed = CAPTION if reply.document else 3900
        assert reply.plain or sum(units(part.text) + 1 for part in reply.parts) <= allowed
        for part in reply.parts:
            assert part.text not in {ZH.failed, EN.failed}
            assert SECRET.frame.title not in part.text
            if isinstance(part, Quote):
                assert part.text
                assert part.text in STYLE.text or part.text in SAFETY.text
        shown = [button for row in reply.rows for button in row]
        assert all(len(button.key.encode()) <= MAX_BYTES for button in shown)
        assert all(len(row) <= 5 for row in reply.rows)
        messages = render(reply)
        assert reply.plain or len(messages) == 1
        for message in messages:
            rules.parse_text(message.html, "HTML")
            rules.parse_keyboard(message.keyboard.to_dict() if message.keyboard else None)
        shortcuts = [button.shortcut for button in shown if button.shortcut]
        assert len(shortcuts) == len(set(shortcuts))
    for person in (WRITER, OTHER):
        kept = talk.store.favourites.page(person.id, 0, 1000)
        assert len(kept) == talk.store.favourites.count(person.id) == len({favourite.passage_id for favourite in kept})
