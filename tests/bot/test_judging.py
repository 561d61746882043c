"""Opinions as judgments that ``eval`` reads."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from bot.judging import GRADE, asked, distinctive, judge
from bot.store import Opinion, Verdict
from retrieval.evaluate import grade_of, read_judgments
from retrieval.models import Function, Part
from tests.bot.fakes import SHARED, STYLE, Talk

FIRST, LAST = STYLE.passages[0], STYLE.passages[-1]
GOOD = Opinion("作风建设", None, frozenset(), FIRST.id, FIRST.sha256, Verdict.GOOD)
BAD = replace(GOOD, verdict=Verdict.BAD)


async def test_praise_becomes_a_grade(talk: Talk, tmp_path: Path) -> None:
    """The file is one that ``eval`` reads, and the passage gets its grade in it."""
    judged = judge([GOOD, replace(GOOD, request="开局")], talk.library)
    file = tmp_path / "judged.jsonl"
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in judged.lines()), encoding="utf-8")
    read = read_judgments(file)
    assert [one.request for one in read] == ["作风建设", "开局"]
    assert judged.left_out == 0
    for judgment in read:
        (string,) = judgment.relevant
        assert string in FIRST.text
        assert grade_of("".join(FIRST.text.split()), {"".join(string.split()): GRADE}) == GRADE


async def test_blame_gives_no_grade(talk: Talk) -> None:
    """Nor does praise that blame outweighs; a request of blame alone would claim that the library holds nothing."""
    assert judge([BAD], talk.library).relevant == {}
    assert judge([GOOD, BAD], talk.library).relevant == {}
    assert judge([GOOD, BAD], talk.library).left_out == 2
    two = judge([GOOD, GOOD, BAD, replace(BAD, passage_id=LAST.id, sha256=LAST.sha256)], talk.library)
    assert [len(strings) for strings in two.relevant.values()] == [1]
    assert two.left_out == 2


async def test_what_is_gone_is_left_out(talk: Talk) -> None:
    """A passage whose text has changed is not what was judged."""
    assert judge([replace(GOOD, sha256="0" * 64)], talk.library).left_out == 1
    talk.library.remove(STYLE.id)
    assert judge([GOOD], talk.library).relevant == {}
    assert judge([], talk.library).left_out == 0


def test_what_was_asked_is_told_in_words() -> None:
    """A function that a button set is said; what was taken out cannot be, nor a second function."""
    assert asked(replace(GOOD, function=Function.CLOSING)) == "作风建设 结尾"
    assert asked(replace(GOOD, request="作风建设的开头", function=Function.CLOSING)) is None
    assert asked(replace(GOOD, dropped=frozenset({Part.YEARS}))) is None


def test_the_string_is_one_that_others_do_not_have() -> None:
    """The rarest sentence, else the first; a passage of short ones stands for itself."""
    common, own = "这句话哪篇讲稿里都有一模一样的。", "这一句只有这一段里才有，别处没有。"
    assert distinctive(common + own, [common + own, common, SHARED]) == own
    assert distinctive(own + common, [own + common]) == own
    assert distinctive("短。也短。", ["短。也短。"]) == "短。也短。"
