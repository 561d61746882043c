"""A file that a person sends becomes a speech of theirs, or the sentence that says why not."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot import receiving
from bot.desk import Rules
from bot.dialogue import Dialogue
from bot.parcels import MOST
from bot.person import Person
from bot.replies import Reply
from bot.texts.speeches import _EN as EN
from bot.texts.speeches import _ZH as ZH
from bot.texts.zh import ZH as SENTENCES
from corpus.errors import ReadError
from corpus.importing import FailedFile, import_sources
from corpus.models import COMMON
from tests.bot.fakes import OTHER, SAFETY, WRITER, Talk, labels, talking, words
from tests.bot.sent import NOTICE, Handed, docx_of, pdf_of, text_of, zip_of
from tests.corpus.making import sentences

ADMIN = Person("tg:9")
READER = Person("tg:7", "en")
TITLE = "在第1次工作会议上的讲话"


class Bench(Talk):
    """A conversation with an admin and a small drawer, that counts how often the index was to be renewed."""

    renewed = 0

    def renew(self) -> None:
        self.renewed += 1

    async def send(self, parcel: Handed, person: Person = WRITER) -> Reply:
        """The one reply that a file leads to."""
        (reply,) = (await self.dialogue.document(person, parcel)).replies
        return reply


@pytest.fixture
async def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bench]:
    """Set up, with temporary files where a test can see that they are gone."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    with talking(tmp_path) as talk:
        bench = Bench(talk.dialogue, talk.library, talk.store, talk.searcher, talk.workers)
        rules = Rules(frozenset({ADMIN.id}), 3, bench.renew)
        bench.dialogue = Dialogue(talk.searcher, talk.library, talk.store, talk.workers, rules=rules)
        yield bench
        await talk.workers.close()
    assert list((tmp_path / "tmp").iterdir()) == []


async def test_a_file_becomes_a_speech_of_their_own(bench: Bench) -> None:
    """Said at once, then the title, the date, the passages, what was left out, what is to be filled in, and when."""
    parcel = Handed(docx_of(1, notice=True, mask=True), "../x/讲\u202e话.docx")
    reply = await bench.send(parcel)
    assert [words(told) for told in parcel.told] == [ZH.received.format(name="讲话.docx")]
    assert reply.replaces
    told = words(reply).splitlines()
    assert told[0] == ZH.added.format(title=f"《{TITLE}》")
    assert told[1] == "2023-03-05 · 第1次工作会议 · 讲话"
    assert told[2].startswith("7 段 · ")
    assert told[2].endswith("待填 2 处")
    assert told[3].startswith("文件：讲话.docx · ")
    assert told[4:] == [ZH.dropped.format(count=1), ZH.found_soon]
    assert labels(reply) == ["看段落", "删去的 1 行", "移出", "我的讲稿"]
    assert [one.title for one in bench.library.own(WRITER.id)] == [TITLE]
    assert bench.renewed == 1
    dropped = await bench.turn(reply, "删去的")
    assert words(dropped).splitlines() == [f"《{TITLE}》：删去的 1 行", NOTICE]


async def test_nobody_else_finds_out(bench: Bench) -> None:
    """To another person it is not there, neither by id nor in what is said when they send the very same file."""
    reply = await bench.send(Handed(text_of(1)))
    (mine,) = bench.library.own(WRITER.id)
    assert mine.id not in {one.id for one in bench.library.speeches(reader=OTHER.id)}
    for row in reply.rows:
        for one in row:
            outcome = await bench.dialogue.press(OTHER, one.key)
            assert (outcome.replies, outcome.toast, outcome.alert) == ((), ZH.gone, True)
    assert words(await bench.send(Handed(text_of(1)), OTHER)).startswith(ZH.added.format(title=f"《{TITLE}》"))
    assert len(bench.library.own(WRITER.id)) == len(bench.library.own(OTHER.id)) == 1


async def test_the_same_again_is_told_as_the_same(bench: Bench) -> None:
    """One's own with a button to open it; one of the common library, and a nearly identical one, by its name."""
    await bench.send(Handed(text_of(1)))
    again = await bench.send(Handed(text_of(1), "别名.txt"))
    assert words(again) == ZH.same.format(title=f"《{TITLE}》")
    assert words(await bench.turn(again, "打开")).startswith(f"《{TITLE}》")
    nearly = await bench.send(Handed(text_of(1) + "\n谢谢大家！".encode()))
    assert words(nearly).startswith("您的讲稿里已有几乎相同的一篇（相似 9")
    common = await bench.send(Handed(SAFETY.text.encode()))
    assert words(common) == ZH.same_common.format(title=f"《{SAFETY.frame.title}》")
    assert labels(common) == []
    assert bench.renewed == 1


async def test_an_admin_may_add_to_the_common_library(bench: Bench) -> None:
    """By the words under the file; with a button to take it out again, after a second yes."""
    reply = await bench.send(Handed(text_of(1), caption="放进公共库。"), ADMIN)
    assert words(reply).startswith(ZH.added_common.format(title=f"《{TITLE}》"))
    assert words(reply).endswith(ZH.found_soon_common)
    assert bench.library.own(ADMIN.id) == ()
    assert bench.library.own(COMMON)[0].title == TITLE
    assert labels(reply) == ["看段落", "从公共讲稿库移出"]
    again = await bench.send(Handed(text_of(1), caption=" Common Library "), ADMIN)
    assert words(again).startswith("公共讲稿库里已有这一篇")
    (asked,) = (await bench.press(reply, "从公共讲稿库移出", ADMIN)).replies
    assert words(asked) == ZH.withdraw_ask.format(title=f"《{TITLE}》")
    (gone,) = (await bench.press(asked, "移出公共讲稿库", ADMIN)).replies
    assert words(gone) == ZH.withdrawn.format(title=f"《{TITLE}》")
    assert TITLE not in {one.title for one in bench.library.own(COMMON)}
    outcome = await bench.press(asked, "移出公共讲稿库", ADMIN)
    assert (outcome.toast, outcome.alert) == (ZH.gone, True)


async def test_nobody_else_adds_to_the_common_library(bench: Bench) -> None:
    """It goes to their own, and they are told; an admin's without such words, too, with a button to give it to all."""
    reply = await bench.send(Handed(text_of(1), caption="公共"))
    assert words(reply).endswith(ZH.common_is_closed)
    assert len(bench.library.own(WRITER.id)) == 1
    reply = await bench.send(Handed(text_of(2)), ADMIN)
    assert ZH.publish in labels(reply)
    assert len(bench.library.own(ADMIN.id)) == 1


async def test_where_others_read_along_only_the_common_library_grows(bench: Bench) -> None:
    """A file sent in a group is no secret, but what its sender holds is: it is not even fetched, and told where to."""
    parcel = Handed(text_of(1))
    assert words(await bench.send(parcel, replace(WRITER, overheard=True))) == ZH.alone
    assert (parcel.told, parcel.fetched) == ([], 0)
    common = await bench.send(Handed(text_of(1), caption="公共"), replace(ADMIN, overheard=True))
    assert words(common).startswith("已放进公共讲稿库")
    outcome = await bench.press(common, "看段落", replace(ADMIN, overheard=True))
    assert TITLE in words(outcome.replies[0])


async def test_the_files_of_an_archive_are_counted(bench: Bench) -> None:
    """What went in by title, with a button each; what was there; what failed, and why."""
    await bench.send(Handed(text_of(5)))
    parcel = Handed(
        zip_of({"1.txt": text_of(1, notice=True), "会议/2.docx": docx_of(2), "5.txt": text_of(5), "../4.txt": b"a",
                "3.jpg": b"\xff\xd8\xff"}),
        "合集.zip",
    )  # fmt: skip
    reply = await bench.send(parcel)
    told = words(reply).splitlines()
    assert told[0] == "“合集.zip”读完：收进您的讲稿 2 篇，已有 1 篇，没收成 2 篇。"
    assert told[1:4] == [
        f"1. 《{TITLE}》",
        "2. 《在第2次工作会议上的讲话》",
        "共删去 1 行网页导航、广告、页眉页脚之类，打开一篇可以看。",
    ]
    assert told[4] == ZH.many_failed
    assert told[5].startswith("· 4.txt：压缩包里的路径指向包外")
    assert told[6].startswith("· 3.jpg：不能读 .jpg 文件")
    assert labels(reply) == ["1", "2", "我的讲稿"]
    assert words(await bench.turn(reply, "2")).startswith("《在第2次工作会议上的讲话》")


async def test_a_full_drawer_takes_no_more(bench: Bench) -> None:
    """An archive is read as far as there is room; then a file is not even fetched, and is told what to do."""
    many = zip_of({f"{number}.txt": text_of(number) for number in range(1, 6)})
    reply = await bench.send(Handed(many, "合集.zip"))
    assert words(reply).splitlines()[0] == "“合集.zip”读完：收进您的讲稿 3 篇，已有 0 篇，没收成 0 篇。"
    assert words(reply).endswith(ZH.stopped_full.format(limit=3))
    parcel = Handed(text_of(9))
    assert words(await bench.send(parcel)) == ZH.drawer_full.format(name="讲话.txt", limit=3)
    assert parcel.fetched == 0
    # The common library of an admin has no such limit.
    assert "5 篇" in words(await bench.send(Handed(many, "合集.zip", caption="公共"), ADMIN))


async def test_where_nobody_keeps_speeches_a_file_is_refused(bench: Bench) -> None:
    """With what to do instead; an admin's for all goes in."""
    rules = Rules(frozenset({ADMIN.id}), 0)
    bench.dialogue = Dialogue(bench.searcher, bench.library, bench.store, bench.workers, rules=rules)
    assert words(await bench.send(Handed(text_of(1)))) == ZH.drawer_closed
    assert words(await bench.send(Handed(text_of(1), caption="公共"), ADMIN)).startswith("已放进公共讲稿库")


async def test_what_cannot_be_read_says_why(bench: Bench) -> None:
    """In the words of the reader, which say what to do; to a reader of English in English."""
    unread = [
        (b"", "空.txt", "文件是空的（0 字节）"),
        (b"ID3\0\0", "歌.mp3", "不能读 .mp3 文件；可读 .docx .doc .pdf .txt .md .html .rtf .odt 和 .zip"),
        (pdf_of(1)[:400], "半.pdf", "PDF 已损坏"),
        (b"\n" * 20_000 + text_of(1), "长.txt", "超过上限 12000 行"),
    ]
    for content, name, told in unread:
        reply = await bench.send(Handed(content, name))
        assert words(reply).startswith(f"“{name}”没有收成：")
        assert told in words(reply)
        assert labels(reply) == []
    assert bench.renewed == 0
    english = words(await bench.send(Handed(b"", "a.txt"), READER))
    assert english == f'"a.txt" was not taken: {EN.reasons["EmptyFile"]}.'


def test_every_kind_of_fault_has_its_english() -> None:
    """A reader of English is told in English whatever it is."""
    assert {kind.__name__ for kind in ReadError.__subclasses__()} == set(EN.reasons)


def test_a_reason_that_has_no_english_is_told_in_chinese() -> None:
    """And says so."""
    failed = FailedFile("a.txt", "程序出错。")
    assert receiving.reason(EN, failed) == "the reader says (in Chinese): 程序出错"
    assert receiving.reason(ZH, failed) == "程序出错"


async def test_a_file_too_large_or_lost_is_told_so(bench: Bench) -> None:
    """Too large by its own claim it is not fetched, and nothing is said before."""
    parcel = Handed(b"", size=MOST + 1)
    assert words(await bench.send(parcel)) == ZH.too_large.format(name="讲话.txt", limit=20)
    assert (parcel.told, parcel.fetched) == ([], 0)
    assert words(await bench.send(Handed(b"0" * (MOST + 1)))) == ZH.too_large.format(name="讲话.txt", limit=20)
    assert words(await bench.send(Handed(b"0", lost=True))) == ZH.lost.format(name="讲话.txt")
    assert words(await bench.send(Handed(text_of(1), None))).splitlines()[3].startswith("文件：未命名.txt")


async def test_a_failure_of_ours_is_told_as_one(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not as a fault of the file; and the next one is read."""
    monkeypatch.setattr("bot.receiving.import_sources", None)
    assert words(await bench.send(Handed(text_of(1)))) == SENTENCES.failed
    monkeypatch.undo()
    assert words(await bench.send(Handed(text_of(1)))).startswith("已收进您的讲稿")


async def test_people_are_read_side_by_side_and_each_in_order(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """One file of a person at a time; a long one holds up neither another person's nor a question."""
    held = threading.Event()
    begun: list[str] = []

    def slow(*args: object, **more: object) -> object:
        begun.append(str(more["owner"]))
        assert more["owner"] != WRITER.id or held.wait(60)
        return import_sources(*args, **more)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr("bot.receiving.import_sources", slow)
    first = asyncio.ensure_future(bench.send(Handed(text_of(1))))
    second = asyncio.ensure_future(bench.send(Handed(text_of(2))))
    await bench.send(Handed(text_of(3)), OTHER)
    assert "1 篇" in words(await bench.ask("/mine", OTHER))
    assert sorted(begun) == [WRITER.id, OTHER.id]
    held.set()
    await asyncio.gather(first, second)
    assert begun[2:] == [WRITER.id]
    assert len(bench.library.own(WRITER.id)) == 2


async def test_a_long_file_says_how_far_it_is(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Now and then how many speeches were read; what is not done in time is left for the next time it is sent."""
    monkeypatch.setattr(receiving, "EVERY", 0.01)
    monkeypatch.setattr(receiving, "LONGEST", 0.0)
    many = Handed(zip_of({f"{number}.txt": text_of(number) for number in (1, 2)}), "合集.zip")
    reply = await bench.send(many)
    assert words(reply).startswith("“合集.zip”读完：收进您的讲稿 1 篇") or "已收进您的讲稿" in words(reply)
    assert words(reply).endswith(ZH.stopped_late)
    monkeypatch.setattr(receiving, "LONGEST", 60.0)
    monkeypatch.setattr("bot.receiving._import", _slowly(receiving._import))
    reply = await bench.send(again := Handed(many.content, "合集.zip"))
    assert len(bench.library.own(WRITER.id)) == 2
    assert words(again.told[-1]).endswith("已读 2 篇")


def _slowly(work: object) -> object:
    def slowly(*args: object) -> None:
        work(*args)  # type: ignore[operator]  # the function it stands for
        threading.Event().wait(0.3)

    return slowly


async def test_an_import_that_is_broken_off_is_done_again(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cancelled in the middle it stops between two speeches, leaves no file, and the next time adds the rest."""
    many = zip_of({f"{number}.txt": text_of(number) for number in (1, 2, 3)})
    real = receiving._Watch.__call__
    held, begun = threading.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def waits(self: receiving._Watch, step: object) -> None:
        if self.fates and not held.is_set():
            loop.call_soon_threadsafe(begun.set)
            held.wait(60)
        real(self, step)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(receiving._Watch, "__call__", waits)
    task = asyncio.ensure_future(bench.send(Handed(many, "合集.zip")))
    await asyncio.wait_for(begun.wait(), 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    held.set()
    monkeypatch.undo()
    reply = await bench.send(Handed(many, "合集.zip"))
    assert "没收成 0 篇" in words(reply)
    assert len(bench.library.own(WRITER.id)) == 3
    assert bench.library.verify() == ()


async def test_a_long_speech_is_not_promised_within_seconds(bench: Bench) -> None:
    """Where there is much to index, minutes are named."""
    text = "\n".join(["在大会上的讲话", "同志们：", *(sentences(number, 1) for number in range(receiving.SOON + 9))])
    assert words(await bench.send(Handed(text.encode()))).endswith(ZH.found_later)
