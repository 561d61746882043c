"""Cleaning: what goes, what stays, and that the record of cuts leads from the source to the text."""

from __future__ import annotations

import json
import time
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cleaning import STEPS, apply_cuts, clean, dropped_lines, removed_lines
from corpus.models import Cut, Mark, MarkKind
from tests.corpus import strategies

_CASES = Path(__file__).parent / "cases"
_LINES = st.sampled_from(
    [
        "下载",
        "【字号：",
        "大",
        "】",
        "【】",
        "来源：某市日报",
        "2026-02-03 09:00",
        "当前位置：",
        "首页",
        ">",
        "相关链接",
        "仅供学习 禁止外传",
        "加微信laomi2020进群",
        "目录",
        "一、看清形势 1",
        "一、看清形势",
        "1",
        "2",
        "3",
        "- 4 -",
        "在某某会议上的讲话",
        "同志们：",
        "要认真落实《",
        "城市更新条例",
        "》，规范推进。",
        "细颗粒物（PM",
        "2.5",
        "一是",
        "——",
        "[",
        "]",
        "'",
        "粗体文字",
        "{{header",
        "|甲}}",
        "==一、形势==",
        "'''同志们'''，[[条例|《条例》]]<ref>注</ref>。",
        "1 / 12",
        "【打印】 【关闭】",
        "也是干部的责任线。广告：加微信abc12345",
        "事关长远、事关大局、事关",
        "本作品在中国大陆属于公有领域。",
        "有关情况[1]。（来源：某市日报）",
        "",
        "\u3000\u3000",
        "\u200b",
        "今天召开会议，部署下一步工作。",
        "要把有限的资金用在刀刃上，优先解决群众反映强烈的加装电梯、停车难、",
        "充电难等问题。要坚持量力而行、尽力而为，让居民住得安心",
    ]
)
_TEXTS = st.one_of(
    st.text(max_size=200),
    st.text(alphabet="同志们：，。《》“”（）\n \u3000\u200b一二1.[]'第是目录……", max_size=120),
    st.lists(_LINES, max_size=40).map("\n".join),
    st.lists(st.one_of(strategies.sentences(), _LINES), max_size=30).map("\n".join),
)


class Case(NamedTuple):
    """A source, what remains of it, and the steps that drop words of it."""

    name: str
    source: str
    text: str
    steps: tuple[str, ...]


def _cases() -> list[Case]:
    rows = map(json.loads, (_CASES / "cleaning.jsonl").read_text("utf-8").splitlines())
    return [Case(row["name"], "\n".join(row["source"]), "\n".join(row["text"]), tuple(row["steps"])) for row in rows]


def _unchanged() -> list[tuple[str, str]]:
    rows = map(json.loads, (_CASES / "cleaning_unchanged.jsonl").read_text("utf-8").splitlines())
    return [(row["name"], "\n".join(row["text"])) for row in rows]


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case.name)
def test_case(case: Case) -> None:
    """Each case loses what is no speech, and the named steps say so."""
    cleaned = clean(case.source)
    assert cleaned.text == case.text
    assert tuple(sorted({step for step, _ in removed_lines(case.source, cleaned.cuts)})) == case.steps


@pytest.mark.parametrize(("name", "text"), _unchanged(), ids=[name for name, _ in _unchanged()])
def test_must_not_change(name: str, text: str) -> None:
    """Lines of speeches that resemble chrome, notices or broken lines stay as they are."""
    assert clean(text).text == text


@given(_TEXTS)
def test_cuts_replay(source: str) -> None:
    """The cuts alone lead from the source to the text: nothing is added and nothing changed."""
    cleaned = clean(source)
    assert apply_cuts(source, cleaned.cuts) == cleaned.text


@given(_TEXTS)
def test_cuts_are_in_order(source: str) -> None:
    """Cuts are sorted, within the source, not empty, do not overlap, and those of one step do not touch."""
    cuts = clean(source).cuts
    names = {step.name for step in STEPS}
    assert all(0 <= cut.start < cut.end <= len(source) and cut.step in names for cut in cuts)
    for before, after in pairwise(cuts):
        assert before.end < after.start or (before.end == after.start and before.step != after.step)


@given(_TEXTS)
def test_cleaning_twice_changes_nothing(source: str) -> None:
    """A clean text is clean."""
    text = clean(source).text
    assert clean(text).cuts == ()


@given(_TEXTS)
def test_one_paragraph_a_line(source: str) -> None:
    """No line of the text is empty or has white space at its edges."""
    text = clean(source).text
    assert all(line and line == line.strip() for line in text.split("\n")) or text == ""


@st.composite
def _marked(draw: st.DrawFn) -> tuple[str, tuple[Mark, ...]]:
    source = draw(_TEXTS)
    edges = sorted(draw(st.sets(st.integers(0, len(source)), max_size=8)))
    kinds = draw(st.lists(st.sampled_from(list(MarkKind)), min_size=len(edges), max_size=len(edges)))
    spans = list(pairwise(edges))[::2]
    return source, tuple(Mark(a, b, kind) for (a, b), kind in zip(spans, kinds, strict=False))


@given(_marked())
def test_marks_keep_their_characters(marked: tuple[str, tuple[Mark, ...]]) -> None:
    """A mark covers what is left of its characters, and is gone where nothing is."""
    source, marks = marked
    cleaned = clean(source, marks)
    gone = {offset for cut in cleaned.cuts for offset in range(cut.start, cut.end)}
    left = ["".join(source[offset] for offset in range(mark.start, mark.end) if offset not in gone) for mark in marks]
    assert [cleaned.text[mark.start : mark.end] for mark in cleaned.marks] == [words for words in left if words]


def test_rows_of_tables_are_not_joined_or_dropped() -> None:
    """Rows that a reader marks as a table's stay apart, even where they look like broken lines or buttons."""
    source = "同志们：\n指标，\n完成率\n下载\n今天召开会议，部署下一步工作。"
    start = source.index("指标")
    end = source.index("\n今天")
    assert clean(source, (Mark(start, end, MarkKind.TABLE),)).text == source


def test_marked_headings_are_not_joined() -> None:
    """A heading of the file's format stays on its own line though it ends in a comma."""
    source = "同志们：\n守住底线，\n今天召开会议，部署下一步工作。"
    start = source.index("守住")
    assert clean(source, (Mark(start, start + 5, MarkKind.HEADING, 1),)).text == source


def test_words_of_other_scripts_are_not_glued() -> None:
    """Between two Latin words a line feed is cut only where a space stays."""
    apart = "We are here to work,\nand we will."
    assert clean(apart).text == apart
    assert (
        clean("各位来宾：\nWe are here to work, \nand we will.").text == "各位来宾：\nWe are here to work, and we will."
    )


def test_removed_lines_tell_step_and_words() -> None:
    """What was dropped is told line by line, also parts of lines; joins and white space are not."""
    source = (
        "下载\n  打印\n在全市大会上的讲话\n来源：\u200b某市日报\n同志们：\n\n　　今天[1]召开会议，\n部署下一步工作。\n"
    )
    cuts = clean(source).cuts
    assert removed_lines(source, cuts) == (
        ("page-tools", "下载"),
        ("page-tools", "打印"),
        ("byline", "来源：某市日报"),
        ("footnote-mark", "[1]"),
    )
    assert dropped_lines(source, cuts) == 4


def test_applying_no_cuts_keeps_all() -> None:
    """Without cuts the source is the text."""
    assert apply_cuts("同志们：", ()) == "同志们："
    assert apply_cuts("同志们：", (Cut("notice", 0, 2),)) == "们："


def test_steps_are_named_once_and_explained() -> None:
    """Every step has a name of its own and a reason in one sentence."""
    assert len({step.name for step in STEPS}) == len(STEPS)
    assert all(step.reason.endswith(".") and "\n" not in step.reason for step in STEPS)


@pytest.mark.parametrize(
    "source",
    [
        "下载" * 20_000,
        "《" * 40_000,
        "，\n" * 15_000,
        "“甲\n" * 10_000,
        "[ " * 20_000,
        "来源：" * 15_000,
        "1\n" * 15_000,
        "\n".join(str(number) for number in range(8_000)),
        ". . . " * 8_000,
        ("加" * 99 + "\n") * 400,
        ("记者" * 50 + "\n") * 300,
        "\u200b\n" * 15_000,
        "目录\n" * 10_000,
        ("“" * 60 + "\n") * 600,
        "要把有限的资金用在刀刃上优先解决群众反映强烈的问题\n" * 1_500,
        "[\n注\n]\n" * 5_000,
        "{{header\n|甲\n" * 8_000,
        "[[甲|" * 20_000,
        "'''甲" * 20_000,
        "<ref>" * 20_000,
        "=" * 50_000,
        "加微信laomi2020。" * 8_000,
        "要抓好落实。加微信laomi2020\n" * 5_000,
        "事关大局、事关\n" * 10_000,
        "甲、" * 30_000 + "甲",
    ],
    ids=range(25),
)
def test_hostile_text_takes_linear_time(source: str) -> None:
    """Long runs of what the patterns look for take no more than a few seconds on a slow machine."""
    start = time.thread_time()
    clean(source)
    assert time.thread_time() - start < 5
