"""A person's own speeches in conversation: listed, opened, read, taken out, and by an admin given to all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.desk import Rules
from bot.dialogue import Dialogue
from bot.keys import Act, encode, named, number_of
from bot.mine import A_PAGE, key
from bot.person import Person
from bot.replies import Quote
from bot.texts.speeches import _ZH as ZH
from bot.texts.speeches import SpeechTexts, speech_texts
from corpus.models import COMMON, Cut, Speech
from tests.bot.fakes import OTHER, STYLE, WRITER, Talk, labels, quotes, talking, words
from tests.corpus.making import other_speech

ADMIN = Person("tg:9")
OVERHEARD = replace(WRITER, overheard=True)


def left_out(speech: Speech, lines: str) -> Speech:
    """A speech of whose file these lines were left out."""
    cuts = (Cut("notice", 0, len(lines)),) if lines else ()
    return replace(speech, source=lines + speech.text, cuts=cuts)


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    """A conversation with an admin, in which WRITER has two speeches and OTHER one."""
    with talking(tmp_path) as talk:
        rules = Rules(frozenset({ADMIN.id, "local"}))
        talk.dialogue = Dialogue(talk.searcher, talk.library, talk.store, talk.workers, rules=rules)
        for number, owner in ((1, WRITER), (2, WRITER), (3, OTHER)):
            talk.library.add(left_out(other_speech(number), "本文仅供学习参考\n"), owner=owner.id)
        yield talk
        with talk.workers:
            pass


def titles(talk: Talk, owner: str) -> list[str]:
    """What somebody holds, the newest first."""
    return [one.title for one in talk.library.own(owner)]


@pytest.mark.parametrize("said", ["/mine", "我的讲稿", "My speeches"])
async def test_own_speeches_are_listed_the_newest_first(talk: Talk, said: str) -> None:
    """By title, year and passages; nobody else's, and none of the common library."""
    reply = await talk.ask(said)
    told = words(reply).splitlines()
    assert told[0] == ZH.mine.format(count=2) if said != "My speeches" else told[0].startswith("My speeches (2)")
    assert [line.split(" · ")[0] for line in told[1:]] == ["1. 《第2次会议上的讲话》", "2. 《第1次会议上的讲话》"]
    assert labels(reply) == ["1", "2"]
    assert not reply.replaces


async def test_who_has_none_is_told_how_to_get_one(talk: Talk) -> None:
    """In Telegram by sending a file; at the machine, where no file can be sent, by the command line."""
    assert words(await talk.ask("/mine", ADMIN)) == ZH.mine_empty
    assert words(await talk.ask("/mine", Person("local"))) == ZH.mine_empty_here


async def test_long_lists_have_pages(talk: Talk) -> None:
    """Numbered on; whatever page a key names, there is one."""
    for number in range(10, 10 + A_PAGE):
        talk.library.add(other_speech(number), owner=WRITER.id)
    first = await talk.ask("/mine")
    assert words(first).startswith(f"我的讲稿（{A_PAGE + 2} 篇）")
    second = await talk.turn(first, "▼")
    assert [label for label in labels(second) if label.isdecimal()] == ["11", "12"]
    assert words(second).splitlines()[2].startswith("12. 《第1次会议上的讲话》")
    (last,) = (await talk.dialogue.press(WRITER, encode(Act.MINE, named(WRITER.id), 99))).replies
    assert last == second


async def test_a_speech_is_opened_with_what_is_known_of_it(talk: Talk) -> None:
    """Its source, its size, how it begins, what was left out of its file; and back."""
    listed = await talk.ask("/mine")
    opened = await talk.turn(listed, "2")
    told = words(opened)
    assert told.startswith("《第1次会议上的讲话》\n2024年 · 王明\n3 段 · ")
    assert "文件：1.txt · " in told
    assert ZH.dropped.format(count=1) in told
    assert other_speech(1).text.startswith(quotes(opened)[0])
    assert labels(opened) == ["看段落", "删去的 1 行", "移出", "↩ 返回"]
    dropped = await talk.turn(opened, "删去的")
    assert quotes(dropped) == ["本文仅供学习参考"]
    assert await talk.turn(dropped, "↩") == opened
    assert words(await talk.turn(opened, "↩")) == words(listed)


async def test_what_was_left_out_of_anothers_file_stays_theirs(talk: Talk) -> None:
    """Also where the same text is everybody's meanwhile: it came from a file that the holder never saw."""
    talk.library.add(left_out(other_speech(1), "请勿外传，联系电话见附件\n"), owner=ADMIN.id)
    talk.library.publish(other_speech(1).id, ADMIN.id)
    opened = await talk.turn(await talk.ask("/mine"), "2")
    assert quotes(await talk.turn(opened, "删去的")) == ["本文仅供学习参考"]
    (everybodys,) = (await talk.dialogue.press(ADMIN, dropped(other_speech(1), ADMIN))).replies
    assert quotes(everybodys) == ["请勿外传，联系电话见附件"]


async def test_many_left_out_lines_have_pages(talk: Talk) -> None:
    """Nothing of them is lost; a speech of which nothing was left out says so."""
    long = left_out(other_speech(20), "".join(f"第{number}条网页上的广告，欢迎点击\n" for number in range(400)))
    whole = left_out(other_speech(21), "")
    for speech in (long, whole):
        talk.library.add(speech, owner=WRITER.id)
    (page,) = (await talk.dialogue.press(WRITER, dropped(long))).replies
    assert words(page).startswith("《第20次会议上的讲话》：删去的 400 行 · 第1/")
    read = [quotes(page)[0]]
    while any(label.startswith("▼") for label in labels(page)):
        page = await talk.turn(page, "▼")
        read.append(quotes(page)[0])
    assert "\n".join(read).splitlines() == long.source[: long.cuts[0].end].strip().splitlines()
    (none,) = (await talk.dialogue.press(WRITER, dropped(whole))).replies
    assert words(none) == ZH.dropped_nothing.format(title="《第21次会议上的讲话》")


def dropped(speech: Speech, person: Person = WRITER) -> str:
    """The key of what was left out of it."""
    return encode(Act.SPEECH_DROPPED, named(person.id), number_of(speech.id), 0)


async def test_its_paragraphs_are_read_one_by_one(talk: Talk) -> None:
    """As the cards of an answer, verbatim, each with its source; in a message of its own."""
    card = await talk.turn(await talk.ask("/mine"), "2", "看段落")
    assert not card.replaces
    read = [quotes(card)[0]]
    while "▶" in labels(card):
        card = await talk.turn(card, "▶")
        read.append(quotes(card)[0])
    assert read == [one.text for one in other_speech(1).passages]
    assert "《第1次会议上的讲话》" in words(card)


async def test_taking_one_out_wants_a_second_yes(talk: Talk) -> None:
    """And says that favourites keep their copies; pressed twice the second says that it is gone."""
    opened = await talk.turn(await talk.ask("/mine"), "1")
    asked = await talk.turn(opened, "移出")
    assert words(asked) == ZH.discard_ask.format(title="《第2次会议上的讲话》")
    assert words(await talk.turn(asked, "不了")) == words(opened)
    assert len(titles(talk, WRITER.id)) == 2
    gone = await talk.turn(asked, "移出")
    assert words(gone) == ZH.discarded.format(title="《第2次会议上的讲话》")
    assert titles(talk, WRITER.id) == ["第1次会议上的讲话"]
    outcome = await talk.press(asked, "移出")
    assert (outcome.replies, outcome.toast, outcome.alert) == ((), ZH.gone, True)
    assert "（1 篇）" in words(await talk.turn(gone, "我的讲稿"))


async def test_somebody_elses_button_is_refused(talk: Talk) -> None:
    """Every one of them, also where they hold the very same speech; no number says what others have."""
    talk.library.add(other_speech(1), owner=OTHER.id)
    opened = await talk.turn(await talk.ask("/mine"), "2")
    for act in (Act.SPEECH, Act.SPEECH_PASSAGES, Act.DISCARD, Act.DISCARD_YES, Act.PUBLISH, Act.PUBLISH_YES):
        outcome = await talk.dialogue.press(OTHER, key(act, WRITER, other_speech(1).id))
        assert (outcome.replies, outcome.toast, outcome.alert) == ((), ZH.gone, True)
    for page in (encode(Act.MINE, named(WRITER.id), 0), dropped(other_speech(1))):
        assert (await talk.dialogue.press(OTHER, page)).toast == ZH.gone
    # A key that they make up for themselves tells them no more: neither of theirs nor of the common library.
    for speech in (other_speech(3), STYLE, other_speech(9)):
        for act in (Act.SPEECH, Act.SPEECH_PASSAGES, Act.DISCARD_YES):
            assert (await talk.dialogue.press(WRITER, key(act, WRITER, speech.id))).toast == ZH.gone
    assert labels(opened) == ["看段落", "删去的 1 行", "移出", "↩ 返回"]
    assert len(titles(talk, OTHER.id)) == 2


async def test_where_others_read_along_nothing_of_it_is_said(talk: Talk) -> None:
    """Neither listed nor opened in a group, not even by their own buttons; they are told where it is done."""
    opened = await talk.turn(await talk.ask("/mine"), "1")
    assert words(await talk.ask("/mine", OVERHEARD)) == ZH.alone
    for row in opened.rows:
        for one in row:
            outcome = await talk.dialogue.press(OVERHEARD, one.key)
            told = [words(reply) for reply in outcome.replies] + [outcome.toast]
            assert ZH.alone in told
            assert "第2次会议" not in str(told)


async def test_an_admin_gives_one_to_all_and_takes_it_back(talk: Talk) -> None:
    """Each after a second yes; then it is no longer among their own, and everybody's, and then nobody's."""
    talk.library.add(other_speech(5), owner=ADMIN.id)
    opened = (await talk.press(await talk.ask("/mine", ADMIN), "1", ADMIN)).replies[0]
    asked = (await talk.press(opened, "放进公共", ADMIN)).replies[0]
    assert words(asked) == ZH.publish_ask.format(title="《第5次会议上的讲话》")
    published = (await talk.press(asked, "放进公共", ADMIN)).replies[0]
    assert words(published) == ZH.published.format(title="《第5次会议上的讲话》")
    assert titles(talk, ADMIN.id) == []
    assert titles(talk, COMMON)[0] == "第5次会议上的讲话"
    assert (await talk.press(asked, "放进公共", ADMIN)).toast == ZH.gone
    asked = (await talk.press(published, "从公共", ADMIN)).replies[0]
    common = (await talk.press(asked, "不了", ADMIN)).replies[0]
    assert labels(common) == ["看段落", "从公共讲稿库移出"]
    withdrawn = (await talk.press(asked, "移出公共", ADMIN)).replies[0]
    assert words(withdrawn) == ZH.withdrawn.format(title="《第5次会议上的讲话》")
    assert "第5次会议上的讲话" not in titles(talk, COMMON)


async def test_nobody_else_changes_the_common_library(talk: Talk) -> None:
    """Whatever key they make up."""
    for act, speech in (
        (Act.PUBLISH, other_speech(1)), (Act.PUBLISH_YES, other_speech(1)),
        (Act.WITHDRAW, STYLE), (Act.WITHDRAW_YES, STYLE),
    ):  # fmt: skip
        outcome = await talk.dialogue.press(WRITER, key(act, WRITER, speech.id))
        assert (outcome.replies, outcome.toast, outcome.alert) == ((), ZH.admins_only, True)
    assert len(titles(talk, COMMON)) == 2


@pytest.mark.parametrize("texts", [speech_texts("zh"), speech_texts("en")])
def test_alerts_fit_the_screen(texts: SpeechTexts) -> None:
    """Telegram shows 200 characters of an alert."""
    assert len(texts.gone) <= 200
    assert len(texts.admins_only) <= 200


async def test_what_a_file_says_is_shown_as_a_quote(talk: Talk) -> None:
    """So that a renderer escapes it and a terminal is not steered by it."""
    opened = await talk.turn(await talk.ask("/mine"), "1")
    assert sum(isinstance(part, Quote) for part in opened.parts) == 1
