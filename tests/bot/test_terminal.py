"""The conversation in a terminal: through a pipe, and at a keyboard."""

from __future__ import annotations

import asyncio
import io
import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

from bot.person import Person
from bot.replies import Button, Line, Outcome, Quote, Reply
from bot.terminal import WIDEST, Keyboard, run_terminal
from bot.texts import LANGUAGES
from bot.texts.zh import ZH
from bot.understood import SHORTCUTS
from tests.bot.fakes import POINTS, STYLE, Talk, talking

LOCAL = Person("local")


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Talk]:
    """A conversation, outside any event loop."""
    with talking(tmp_path) as talk:
        yield talk
        asyncio.run(talk.workers.close())


def piped(talk: Talk, *lines: str) -> str:
    """What comes out where these lines go in."""
    output = io.StringIO()
    run_terminal(talk.dialogue, LOCAL, io.StringIO("".join(f"{line}\n" for line in lines)), output)
    return output.getvalue()


def test_a_pipe_gets_answers_alone(here: Talk) -> None:
    """The passage word for word and its source: no prompt, no keys, no colours."""
    assert piped(here, "给我一段关于作风建设的话") == (
        "1/5 · 相关 · 开场 · 数字 · 《在作风建设推进会上的讲话》\n"
        f"{STYLE.passages[0].text}\n"
        "《在作风建设推进会上的讲话》 · 一、总体要求 · 第1段 · 2024年 · 王明\n"
    )


def test_every_line_is_answered_in_order(here: Talk) -> None:
    """Requests, commands and keys, an empty line between the answers; empty lines say nothing."""
    out = piped(here, "作风建设", "", "n", "s", "没有的主题", "收藏夹", "1", "x", "z", "q", "作风建设")
    blocks = out.split("\n\n")
    assert blocks[0].startswith("1/5")
    assert POINTS[0] in blocks[1]
    assert blocks[2] == ZH.toast_saved
    assert blocks[3].startswith("2/5")
    assert blocks[4].startswith(ZH.nothing_relevant)
    assert blocks[5].startswith("我的收藏（1 段）")
    assert POINTS[0] in blocks[6]
    assert blocks[7] == ZH.toast_removed
    assert blocks[9] == ZH.toast_restored
    assert len(blocks) == 11


def test_keys_that_are_not_there(here: Talk) -> None:
    """A single letter or a small number is a key, never a request; help and the list of favourites are always there."""
    assert piped(here, "n") == ZH.terminal_no_such_key.format(key="n") + "\n"
    assert piped(here, "7") == ZH.terminal_no_such_key.format(key="7") + "\n"
    for word in ("?", "h", "帮助", "/help"):
        assert piped(here, word) == ZH.terminal_help + "\n"
    assert piped(here, "f") == ZH.favourites_empty + "\n"
    assert piped(here, "ｋ").startswith("库里有 2 篇")
    assert piped(here) == ""
    assert piped(here, "5G").startswith(ZH.nothing_relevant)


def test_the_words_of_a_card_are_keys(here: Talk) -> None:
    """Other functions, the plain text and opinions; the plain text leaves the card and its keys in use."""
    blocks = piped(here, "作风建设", "jw", "qw", "+", "+", "n", "wt").split("\n\n")
    assert blocks[1].startswith("主题 作风建设 · 结尾\n1/")
    assert STYLE.passages[-1].text in blocks[1]
    assert blocks[2].startswith(f"{STYLE.passages[-1].text}\n《在作风建设推进会上的讲话》")
    assert (blocks[3], blocks[5]) == (ZH.toast_thanks, ZH.toast_unsaid)
    assert blocks[7].startswith("2/")
    assert blocks[8] == ZH.terminal_no_such_key.format(key="wt") + "\n"
    assert piped(here, "AI").startswith(ZH.nothing_relevant)


def test_saving_twice_is_told_politely(here: Talk) -> None:
    """The key that saves is not on the card of a passage that is kept; whoever presses it again hears why."""
    blocks = piped(here, "作风建设", "s", "s", "x", "s").split("\n\n")
    assert blocks[3] == ZH.terminal_saved_before
    assert [blocks[1], blocks[4]] == [ZH.toast_saved, ZH.toast_removed]
    assert blocks[6] == ZH.toast_saved


def test_parts_are_taken_out_by_key(here: Talk) -> None:
    """The keys of ✕ work as long as the answer is the last thing said, also where it has several cards."""
    blocks = piped(here, "来两段作风建设的结尾，短一点", "l", "g", "主题", "1", "1").split("\n\n")
    assert blocks[0].startswith("主题 作风建设 · 结尾 · 2段 · 短\n1/5")
    assert blocks[1].startswith("2/5")
    assert blocks[2].startswith("主题 作风建设 · 结尾 · 2段\n1/5")
    assert blocks[3].startswith("主题 作风建设 · 2段\n1/5")
    assert blocks[4].startswith("库里讲到 4 个主题")
    assert blocks[5].startswith("党的建设（2 个主题）")
    assert blocks[6].startswith("1/5")
    assert piped(here, "来两段作风建设，短一点", "n", "l").endswith(ZH.terminal_no_such_key.format(key="l") + "\n")


def test_the_help_names_the_keys(here: Talk) -> None:
    """Every key that a button of ours has stands in the help of the terminal, which speaks of no button to tap."""
    lines = (
        "作风建设",
        "作风建设永远在路上",
        "m",
        "1",
        "b",
        "b",
        "n",
        "s",
        "抓项目建设",
        "w",
        "f",
        "1",
        "x",
        "要常抓不懈",
        "来两段2024年以来的做风建设的结尾，短一点，用数字，出自作风，提到建设，不要反腐",
        "主题",
        "1",
        *("s", "/writing 甲", "作风建设", "s", "n", "s", "/tags", "1", "1", "j", "/tags", "1", "o", "/forgetme"),
    )
    seen: set[str] = set()

    class Noting:
        """The conversation, noting which keys its replies have."""

        async def message(self, person: Person, text: str) -> Outcome:
            return self._noted(await here.dialogue.message(person, text))

        async def press(self, person: Person, key: str) -> Outcome:
            return self._noted(await here.dialogue.press(person, key))

        async def file(self, person: Person, content: bytes) -> Outcome:
            return self._noted(await here.dialogue.file(person, content))

        def _noted(self, outcome: Outcome) -> Outcome:
            seen.update(button.shortcut for reply in outcome.replies for row in reply.rows for button in row)
            return outcome

    run_terminal(Noting(), LOCAL, io.StringIO("".join(f"{line}\n" for line in lines)), io.StringIO())
    keys = {key for key in seen if key.isalpha()}
    assert {"n", "s", "c", "w", "m", "b", "x", "z", "d"} | set(SHORTCUTS.values()) - {"t"} <= keys
    assert not {"q", "h"} & keys
    for texts in LANGUAGES.values():
        assert all(re.search(rf"\b{key} ", texts.terminal_help, re.ASCII) for key in keys | set(SHORTCUTS.values()))
        assert not re.search("[◀▶☆★]", texts.terminal_help)


@pytest.mark.parametrize(
    ("numbers", "shown"), [((1, 2, 3), "1–3 打开"), ((9,), "9 打开"), ((1, 3), "1 3 打开"), ((1, 2), "1–2 打开")]
)
def test_the_numbers_of_a_list_are_shown_together(numbers: tuple[int, ...], shown: str) -> None:
    """Before the other keys, and each by itself only where one between is gone."""
    output = io.StringIO()
    choices = tuple(Button(str(number), f"k{number}", str(number)) for number in numbers)
    Keyboard(ZH, output).show(Outcome((Reply((Line("列表"),), (choices, (Button("↩ 返回", "k", "b"),))),)))
    assert output.getvalue().splitlines()[-1] == f"{shown}   b ↩ 返回   q 退出"


def test_words_that_cannot_be_encoded(here: Talk) -> None:
    """What a terminal could not decode is no reason to fail."""
    assert piped(here, "作风\udce4建设").startswith("库里没有切题的段落。")


def test_a_stream_in_another_encoding(here: Talk) -> None:
    """Input that is no UTF-8 and output that cannot show Chinese are answered as well as they can."""
    source = io.TextIOWrapper(io.BytesIO("作风".encode("gb18030") + b"\n"), encoding="utf-8")
    output = io.TextIOWrapper(io.BytesIO(), encoding="ascii", write_through=True)
    run_terminal(here.dialogue, LOCAL, source, output)
    assert isinstance(output.buffer, io.BytesIO)
    assert output.buffer.getvalue().endswith(b"\n")


CARD = Reply(
    (
        Line("1/2 · 《讲话》", quiet=True),
        Quote("要抓紧抓实。" * 40),
        Quote("\x1b[31m\x07红", faint=True),
        Line("出处", strong=True),
    ),
    ((Button("◀", "k1", "p"), Button("1/2", "k2"), Button("▶", "k3", "n")), (Button("☆ 收藏", "k4", "s"),)),
)


def test_a_drawn_card() -> None:
    """It fits the width counted in columns, keeps every character, shows its keys, and cannot steer the terminal."""
    output = io.StringIO()
    Keyboard(ZH, output).show(Outcome((CARD,), toast="已收藏"))
    lines = output.getvalue().splitlines()
    assert all(cell_len(line) <= WIDEST for line in lines)
    assert "".join(line.strip() for line in lines).count("要抓紧抓实。") == 40
    assert "p ◀   n ▶   s ☆ 收藏   q 退出" in output.getvalue()
    assert "\x1b" not in output.getvalue()
    assert "\x07" not in output.getvalue()
    assert lines[-1] == "已收藏"


def test_words_stand_out_where_the_terminal_can_show_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """In bold, at the right characters also behind one that must not steer the terminal; elsewhere not at all."""
    reply = Reply((Quote("\x07抓作风要实", stress=((2, 4),)),))
    plain, coloured = io.StringIO(), io.StringIO()
    Keyboard(ZH, plain).show(Outcome((reply,)))
    assert "抓作风要实" in plain.getvalue()
    monkeypatch.setenv("FORCE_COLOR", "1")
    Keyboard(ZH, coloured).show(Outcome((reply,)))
    assert "抓\x1b[1m作风\x1b[0m要实" in coloured.getvalue()


def test_a_plain_text_is_printed_without_a_frame() -> None:
    """Made for copying: no bars, no breaks of ours in a long line, no keys below."""
    output = io.StringIO()
    text = "要抓紧抓实。" * 60
    Keyboard(ZH, output).show(Outcome((Reply((Quote(text), Line("《讲话》")), plain=True),)))
    assert output.getvalue() == f"{text}\n《讲话》\n"


SCRIPT = """
import asyncio, fcntl, sys, termios
from pathlib import Path
from bot.person import Person
from bot.terminal import run_terminal
from tests.bot.fakes import talking
fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # so that Ctrl-C at this terminal reaches this process
with talking(Path(sys.argv[1])) as talk:
    run_terminal(talk.dialogue, Person("local"), sys.stdin, sys.stdout)
    asyncio.run(talk.workers.close())
"""


@pytest.mark.parametrize("end", [b"q\n", b"\x04", b"\x03"])
def test_at_a_keyboard(tmp_path: Path, end: bytes) -> None:
    """Greeting, prompt, card and keys; it ends well with q, Ctrl-D and Ctrl-C."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(tmp_path)],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
        cwd=Path(__file__).parents[2],
        env=os.environ | {"TERM": "xterm", "PYTHONUTF8": "1"},
    )
    os.close(follower)
    screen = Screen(leader)
    try:
        assert ZH.terminal_welcome[:10] in screen.until(ZH.terminal_prompt)
        os.write(leader, "作风建设\n".encode())
        assert "s ☆ 收藏" in screen.until(ZH.terminal_prompt)
        os.write(leader, b"s\n")
        assert ZH.toast_saved in screen.until(ZH.terminal_prompt)
        # Python loses an interrupt that falls into a finaliser; a person then presses again, and so do we.
        screen.until(ZH.terminal_bye, say=end, times=5 if end == b"\x03" else 1)
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.wait()
        os.close(leader)


class Screen:
    """What a process shows on its terminal."""

    def __init__(self, terminal: int) -> None:
        self._terminal = terminal
        self._seen = b""

    def until(self, wanted: str, *, say: bytes = b"", times: int = 1) -> str:
        """What was shown up to and with ``wanted``, ``say`` being typed first; fails where it does not come."""
        for _ in range(times):
            if say:
                os.write(self._terminal, say)
            while wanted.encode() not in self._seen:
                ready, _, _ = select.select([self._terminal], [], [], 20 / times)
                if not ready:
                    break
                self._seen += os.read(self._terminal, 4096)
            else:
                shown, _, self._seen = self._seen.partition(wanted.encode())
                return shown.decode(errors="replace")
        raise AssertionError(self._seen.decode(errors="replace"))


def test_a_file_is_written_into_the_working_folder(here: Talk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over none that is there; where it is, or why it is not, is said."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    out = piped(here, "作风建设", "s", "导出收藏", "3", "导出收藏", "3")
    assert ZH.terminal_file.format(path=tmp_path / "work" / "我的收藏.txt") in out
    assert ZH.terminal_file.format(path=tmp_path / "work" / "我的收藏-2.txt") in out
    assert STYLE.passages[0].text in (tmp_path / "work" / "我的收藏.txt").read_text(encoding="utf-8-sig")

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    out = piped(here, "导出收藏", "3")
    assert ZH.terminal_file_failed.format(name="我的收藏.txt", reason="Permission denied") in out


def test_the_drawer_by_keys(here: Talk) -> None:
    """Tags, notes and the order are at hand as keys; a question is answered by the next line."""
    out = piped(
        here, "正在写：大会讲话", "作风建设", "s", "n", "s", "/tags", "1", "1", "j", "e", "记一笔", "打开标签 大会讲话"
    )
    assert ZH.toast_saved_for.format(tag="大会讲话") in out
    assert ZH.toast_moved.format(position=2, total=2) in out
    assert ZH.note_written in out
    last = out[out.rindex("收藏 · 标签“大会讲话”") :]
    assert last.index(POINTS[0][:10]) < last.index(STYLE.passages[0].text[:10])
