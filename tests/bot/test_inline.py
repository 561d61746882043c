"""Passages for a message in any chat, over a real library and a real store."""

from __future__ import annotations

from dataclasses import replace

from bot import inline
from bot.asking import MAX_REQUEST
from bot.inline import A_PAGE, LONGEST_HINT, InlineAnswer
from bot.pages import PAGE, units
from bot.replies import Line, Quote
from bot.store import View
from bot.telegram.render import render
from bot.texts import LANGUAGES
from bot.texts.en import EN
from bot.texts.zh import ZH
from tests.bot.fakes import LONG, OTHER, POINTS, STYLE, WRITER, Talk, quotes, words
from tests.corpus.making import make_speech, sentences


async def seek(talk: Talk, text: str, offset: str = "") -> InlineAnswer:
    """What the writer is offered."""
    return await talk.dialogue.inline(WRITER, text, offset)


async def test_a_passage_with_its_source(talk: Talk) -> None:
    """Each result is a passage, verbatim, with its source; its title begins as it does, and its id is the passage's."""
    found = await seek(talk, "给我一段关于作风建设的话")
    first = found.results[0]
    assert first.id == STYLE.passages[0].id
    assert first.title.startswith(STYLE.passages[0].text[:20])
    assert first.description == "《在作风建设推进会上的讲话》 · 一、总体要求 · 第1段 · 2024年 · 王明"
    assert first.reply.parts == (Quote(STYLE.passages[0].text), Line(first.description, quiet=True))
    assert (first.reply.rows, first.opens, found.hint, found.next) == ((), None, None, "")
    assert [quotes(result.reply)[0] for result in found.results][1] == POINTS[0]


async def test_conditions_are_understood_as_ever(talk: Talk) -> None:
    """Years, functions and words count as in the conversation; what is not there is said above the results."""
    found = await seek(talk, "2023年以来的安全生产的结尾")
    assert quotes(found.results[0].reply)[0].startswith("安全生产要常抓")
    lacking = await seek(talk, "作风建设永远在路上的结尾")
    assert lacking.results
    assert lacking.hint is not None
    assert lacking.hint.startswith("没有找到作风建设永远在路上的“结尾”段落")


async def test_a_long_passage_is_cut_where_a_sentence_ends(talk: Talk) -> None:
    """It says that it goes on, fits one message, and leads to the whole; nothing else of it is changed."""
    found = await seek(talk, "作风建设要常抓不懈")
    (long,) = [one for one in found.results if one.opens]
    quote, mark, source = long.reply.parts
    assert LONG.startswith(quote.text)
    assert quote.text.endswith("。")
    assert units(quote.text) <= PAGE < units(LONG)
    assert mark == Line(ZH.inline_goes_on, quiet=True)
    assert source.text == long.description
    assert long.opens == long.id
    assert long.label == ZH.inline_open
    assert len(render(long.reply)) == 1
    opened = await talk.ask(f"/start {long.opens}")
    assert quotes(opened)[0].startswith("作风建设要常抓不懈")


async def test_pages_hold_all_once(talk: Talk) -> None:
    """Page by page every passage comes once; beyond the end, or at an offset of nobody's, nothing breaks."""
    said = [f"第{number}项招商引资要抓紧。{sentences(500 + number)}" for number in range(A_PAGE + 3)]
    talk.library.add(make_speech(said, title="在招商会上的讲话", file="招商.txt"))
    first = await seek(talk, "招商引资")
    second = await seek(talk, "招商引资", first.next)
    assert (len(first.results), first.next, len(second.results), second.next) == (A_PAGE, str(A_PAGE), 3, "")
    ids = [result.id for result in (*first.results, *second.results)]
    assert len(set(ids)) == len(said)
    assert (await seek(talk, "招商引资", "9999")) == InlineAnswer()
    for odd in ("-1", "x", "１２", "1" * 60):
        assert (await seek(talk, "招商引资", odd)) == first


async def test_without_words_the_favourites(talk: Talk) -> None:
    """Newest first, and only one's own; who keeps none is told what to write."""
    assert await seek(talk, " ") == InlineAnswer(hint=ZH.inline_ask)
    card = await talk.ask("作风建设")
    await talk.press(card, "☆")
    await talk.press(await talk.turn(card, "▶"), "☆")
    found = await seek(talk, "")
    assert [quotes(result.reply)[0] for result in found.results] == [POINTS[0], STYLE.passages[0].text]
    assert found.hint == ZH.inline_favourites
    assert (await talk.dialogue.inline(OTHER, "", "")).results == ()


async def test_a_long_favourite_whose_speech_is_gone_has_no_link(talk: Talk) -> None:
    """Its beginning can be sent still; there is nothing left to open."""
    long = next(passage for passage in STYLE.passages if passage.text == LONG)
    await talk.press(await talk.ask(f"/start {long.id}"), "☆")
    (before,) = (await seek(talk, "")).results
    talk.library.remove(STYLE.id)
    (after,) = (await seek(talk, "")).results
    assert (before.opens, after.opens) == (long.id, None)
    assert before.reply == after.reply


async def test_a_favourite_with_a_source_without_end_is_one_message(talk: Talk) -> None:
    """A file of favourites may hold a name of any length; Telegram takes a result of one message alone."""
    await talk.press(await talk.ask("作风建设"), "☆")
    (kept,) = talk.store.favourites.page(WRITER.id, 0, 1, View())
    talk.store.forget(WRITER.id)
    await talk.ask("/help")
    talk.store.favourites.bring(replace(kept, provenance=replace(kept.provenance, speaker="名" * 5000)))
    (result,) = (await seek(talk, "")).results
    assert len(render(result.reply)) == 1


async def test_nothing_found_says_so(talk: Talk) -> None:
    """And why: no passage, no theme in the words, conditions that leave nothing, words that are no request."""
    hints = {
        "没有的主题": ZH.inline_nothing,
        "给我一段关于的话": ZH.inline_ask,
        "2099年以来的作风建设": ZH.inline_nothing_left,
        "长" * (MAX_REQUEST + 1): ZH.inline_too_long,
        "no such thing at all": EN.inline_nothing,
    }
    for text, hint in hints.items():
        assert await seek(talk, text) == InlineAnswer(hint=hint)
    for speech in talk.library.speeches():
        talk.library.remove(speech.id)
    assert await seek(talk, "作风建设") == InlineAnswer(hint=ZH.inline_empty_library)


async def test_a_failure_is_no_empty_answer(talk: Talk) -> None:
    """It is told as one, and may be asked again at once."""
    talk.searcher.broken = True
    assert await seek(talk, "作风建设") == InlineAnswer(hint=ZH.inline_failed, failed=True)


async def test_what_was_asked_last_stays(talk: Talk) -> None:
    """Nothing of an inline search is kept: the conversation goes on where it was, and a stranger stays one."""
    await talk.dialogue.inline(OTHER, "安全生产", "")
    assert talk.store.people.language(OTHER.id) is None
    await talk.ask("作风建设")
    await seek(talk, "安全生产")
    assert quotes(await talk.ask("再来一段")) == [POINTS[0]]
    assert words(await talk.ask("再来一段", OTHER)) == ZH.nothing_before


def test_hints_are_short() -> None:
    """A line above the results holds so many characters; the sentences fit it in both languages."""
    for texts in LANGUAGES.values():
        for name in ("ask", "favourites", "nothing", "nothing_left", "empty_library", "too_long", "failed", "stranger"):
            assert len(getattr(texts, f"inline_{name}")) <= LONGEST_HINT
    assert inline.MOST % A_PAGE == 0
