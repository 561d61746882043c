"""What the library speaks of, and asking for it by a tap."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.keys import Act, encode, named
from bot.texts.zh import ZH
from bot.themes import GROUPS_A_PAGE, THEMES_A_PAGE
from retrieval.models import ThemeCount
from tests.bot.fakes import OTHER, SAFETY, STYLE, WRITER, Talk, button, labels, quotes, talking, words


async def test_groups_then_themes_then_passages(talk: Talk) -> None:
    """Groups with their most frequent themes; a group's themes with their counts; a tap asks, and the list stays."""
    listed = await talk.ask("/themes")
    assert not listed.replaces
    assert words(listed).splitlines() == [
        "库里讲到 4 个主题，点一类看其中的主题",
        "1. 党的建设（2 个）：作风建设 6 段、队伍建设 1 段",
        "2. 安全发展（1 个）：安全生产 2 段",
        "3. 经济发展（1 个）：项目建设 1 段",
    ]
    assert labels(listed) == ["党的建设", "安全发展", "经济发展"]
    group = await talk.turn(listed, "党的建设")
    assert group.replaces
    assert words(group).splitlines() == [
        "党的建设（2 个主题），点一个即可检索",
        "1. 作风建设（6 段）",
        "2. 队伍建设（1 段）",
    ]
    assert labels(group) == ["作风建设", "队伍建设", "↩ 主题目录"]
    card = await talk.turn(group, "作风建设")
    assert not card.replaces
    assert quotes(card) == quotes(await talk.ask("作风建设"))
    assert words(await talk.turn(group, "↩")) == words(listed)
    assert words(await talk.turn(await talk.ask("/help"), ZH.see_themes)) == words(listed)


async def test_somebody_who_has_never_written_may_tap(talk: Talk) -> None:
    """In a group a list is everybody's; the answer is theirs who tapped."""
    group = await talk.turn(await talk.ask("主题"), "党的建设")
    (card,) = (await talk.press(group, "作风建设", OTHER)).replies
    assert quotes(card)
    assert (await talk.press(card, "▶", OTHER)).replies
    assert (await talk.press(card, "▶", WRITER)).toast == ZH.not_yours


async def test_many_themes_come_in_pages(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every group and every theme can be reached; rows stay narrow; a page that is gone shows the last."""
    many = [
        ThemeCount(f"第{number}个主题", "" if number < 40 else f"第{number}类", 100 - number) for number in range(70)
    ]
    monkeypatch.setattr(talk.searcher, "themes", lambda **_: tuple(many))
    page = await talk.ask("主题")
    seen = [label for label in labels(page) if not label.startswith("▼")]
    assert len(seen) == GROUPS_A_PAGE
    assert seen[0] == ZH.themes_other
    assert all(len(row) <= 4 for row in page.rows)
    while any(label.startswith("▼") for label in labels(page)):
        page = await talk.turn(page, "▼")
        seen += [label for label in labels(page) if label[0] not in "▼▲"]
    assert len(seen) == len(set(seen)) == 31
    far = await talk.dialogue.press(WRITER, encode(Act.THEMES, 99))
    assert far.replies[0] == page

    group = (await talk.dialogue.press(WRITER, encode(Act.GROUP, named(""), 0))).replies[0]
    themes = [label for label in labels(group) if label[0] not in "▼▲↩"]
    assert len(themes) == THEMES_A_PAGE
    while any(label.startswith("▼") for label in labels(group)):
        group = await talk.turn(group, "▼")
        themes += [label for label in labels(group) if label[0] not in "▼▲↩"]
    assert themes == [one.term for one in many[:40]]


async def test_a_library_without_themes(tmp_path: Path, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty library says how to fill it; one that names no theme says so."""
    monkeypatch.setattr(talk.searcher, "themes", lambda **_: ())
    assert words(await talk.ask("/themes")) == ZH.themes_none
    folder = tmp_path / "empty"
    folder.mkdir()
    with talking(folder, empty=True) as bare:
        assert words(await bare.ask("/themes")) == ZH.empty_library
        await bare.workers.close()


async def test_themes_that_are_gone(talk: Talk) -> None:
    """A theme or a group that the library no longer holds is an old button, not another theme."""
    group = await talk.turn(await talk.ask("主题"), "安全发展")
    listed = await talk.ask("主题")
    talk.library.remove(SAFETY.id)
    assert (await talk.press(group, "安全生产")).toast == ZH.stale
    assert (await talk.press(listed, "安全发展")).toast == ZH.stale


async def test_near_themes_are_offered(tmp_path: Path) -> None:
    """Where nothing fits, what the library does hold is a tap away, also after a restart."""
    with talking(tmp_path) as talk:
        reply = await talk.ask("作风养成")
        assert words(reply).splitlines() == [
            "库里没有切题的段落。相近的有：1. 作风建设",
            ZH.library_holds.format(speeches=2, passages=13),
        ]
        assert labels(reply) == ["作风建设", ZH.see_library, ZH.see_themes]
        assert button(reply, "作风建设").shortcut == "1"
        await talk.workers.close()
    with talking(tmp_path) as talk:
        (card,) = (await talk.press(reply, "作风建设")).replies
        assert not card.replaces
        assert quotes(card) == [STYLE.passages[0].text]
        assert (await talk.press(reply, "作风建设", OTHER)).toast == ZH.not_yours
        for position in (1, -1):
            outcome = await talk.dialogue.press(WRITER, encode(Act.OFFERED, 1, position))
            assert outcome.toast == ZH.stale
        await talk.workers.close()


def test_the_fake_is_honest(talk: Talk) -> None:
    """Most passages first, as the protocol says."""
    themes: Sequence[ThemeCount] = talk.searcher.themes()
    assert [one.passages for one in themes] == sorted((one.passages for one in themes), reverse=True)
