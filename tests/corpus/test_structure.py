"""Whole outlines: short speeches written for the purpose, with the trees that a writer would draw by hand."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from opencc import OpenCC

from corpus.lines import split_lines
from corpus.models import Cleaned, Mark, MarkKind, Metadata, Outline, Place
from corpus.structure import LineKind, classify, outline
from tests.corpus.strategies import speech_texts

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases" / "outlines.json").read_text("utf-8"))


def cleaned(*lines: str, marks: tuple[Mark, ...] = ()) -> Cleaned:
    """Lines as a text without cuts."""
    return Cleaned("\n".join(lines), (), marks)


def drawn(text: str, found: Outline, length: int = 200) -> list[str]:
    """An outline as lines: ``#level heading`` and ``p<level> place <start of the paragraph>``, in reading order."""
    items = [(section.start, 0, f"#{section.level} {section.heading}") for section in found.sections]
    for paragraph in found.paragraphs:
        level = "-" if paragraph.section is None else str(found.sections[paragraph.section].level)
        start = text[paragraph.start : paragraph.end][:length]
        items.append((paragraph.start, 1, f"p{level} {paragraph.place.value} {start}"))
    return [item for _, _, item in sorted(items)]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_outline_is_the_one_drawn_by_hand(case: dict[str, Any]) -> None:
    """Each case says in ``why`` what of real files it stands for."""
    text = "\n".join(case["text"])
    found = drawn(text, outline(Cleaned(text, ()), Metadata(), case["file"]))
    assert len(found) == len(case["outline"]), "\n".join(found)
    for line, expected in zip(found, case["outline"], strict=True):
        assert line == expected if expected.startswith("#") else line.startswith(expected), case["why"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_frame_is_the_one_read_by_hand(case: dict[str, Any]) -> None:
    """Title, date, speaker, occasion and the rest, each None where the file does not say it."""
    frame = outline(Cleaned("\n".join(case["text"]), ()), Metadata(), case["file"]).frame
    found = {name: getattr(frame, name) for name in case["frame"]}
    found["date"] = found["date"].isoformat() if found["date"] else None
    assert found == case["frame"]


@given(speech_texts())
@settings(max_examples=60, deadline=None)
def test_every_line_is_accounted_for(text: str) -> None:
    """Each non-blank line is frame, heading, salutation or paragraph; paragraphs are whole lines, in order, apart."""
    source = Cleaned(text, ())
    lines = classify(source)
    assert tuple(line for line, _ in lines) == split_lines(text)
    found = outline(source, Metadata(), "讲话.txt")
    whole = [(line.start, line.end) for line, kind in lines if kind is LineKind.PARAGRAPH]
    assert [(paragraph.start, paragraph.end) for paragraph in found.paragraphs] == whole
    alone = {line.start for line, kind in lines if kind is LineKind.HEADING}
    starts = {section.start for section in found.sections}
    assert alone <= starts
    assert starts - alone <= {start for start, _ in whole}


@given(speech_texts())
@settings(max_examples=60, deadline=None)
def test_sections_form_a_tree_in_reading_order(text: str) -> None:
    """Parents stand before their children, levels go down by one, headings are slices, and spans are in order."""
    found = outline(Cleaned(text, ()), Metadata(), "讲话.txt")
    for index, section in enumerate(found.sections):
        assert section.heading == text[section.start : section.end] != ""
        if section.parent is None:
            assert section.level == 1
        else:
            assert section.parent < index
            assert section.level == found.sections[section.parent].level + 1
    starts = [section.start for section in found.sections]
    assert starts == sorted(set(starts))
    for paragraph in found.paragraphs:
        if paragraph.section is not None:
            assert found.sections[paragraph.section].start <= paragraph.start
        bounds = [paragraph.start, *(bound for point in paragraph.points for bound in point), paragraph.end]
        assert bounds == sorted(bounds)


def test_marks_of_the_format_are_headings_and_title() -> None:
    """Word and Markdown headings count without numbers, and a marked title wins over the file's metadata."""
    lines = [
        "抓落实",
        "前言部分",
        "说在前面的话。" * 8,
        "抓什么",
        "抓重点的话。" * 8,
        "怎么抓",
        "抓方法的话。" * 8,
        "细则",
        "细则的话。" * 9,
    ]
    starts = [sum(len(line) + 1 for line in lines[:index]) for index in range(len(lines))]

    def mark(index: int, kind: MarkKind, level: int) -> Mark:
        return Mark(starts[index], starts[index] + len(lines[index]), kind, level)

    marks = (
        mark(0, MarkKind.TITLE, 0),
        mark(1, MarkKind.HEADING, 2),
        mark(3, MarkKind.HEADING, 2),
        mark(5, MarkKind.HEADING, 2),
        mark(7, MarkKind.HEADING, 3),
    )
    found = outline(cleaned(*lines, marks=marks), Metadata(title="旧稿模板"), "a.docx")
    assert found.frame.title == "抓落实"
    assert [(section.level, section.heading) for section in found.sections] == [
        (1, "前言部分"),
        (1, "抓什么"),
        (1, "怎么抓"),
        (2, "细则"),
    ]


def test_a_salutation_alone_is_no_passage() -> None:
    """A bare form of address in mid-speech is neither paragraph nor heading, and ends the part below 一、."""
    body = "要把各项任务抓紧抓实抓到位，确保年底前全面完成，请大家务必高度重视、迅速行动起来。"
    source = cleaned("各位代表：", body, "一、回顾", "（一）工业", body, "各位代表！", body, "二、展望", body, body)
    kinds = [kind for _, kind in classify(source)]
    assert kinds.count(LineKind.SALUTATION) == 1
    found = outline(source, Metadata(), "报告.txt")
    assert [paragraph.section for paragraph in found.paragraphs] == [None, 1, 0, 2, 2]


def test_what_stands_behind_the_speech_is_a_note() -> None:
    """The closing ends the speech; explanations and lists after it are no words that were spoken."""
    body = "要把各项任务抓紧抓实抓到位，确保年底前全面完成。"
    lines = ("同志们：", body, "一、抓落实", body, body, "同志们，" + body, "名词解释", "1.两山：" + body, "2.双碳。")
    found = outline(cleaned(*lines), Metadata(), "a.txt")
    assert [paragraph.place for paragraph in found.paragraphs] == [
        Place.OPENING, Place.BODY, Place.BODY, Place.CLOSING, Place.NOTE, Place.NOTE,
    ]  # fmt: skip


def test_what_comes_after_a_list_is_not_below_its_last_item() -> None:
    """Items without a stop are paragraphs, and so is a row of a table; all stand under the heading above the list."""
    lines = ("一、责任分工", "1.牵头单位 县发改委", "2.配合单位 县财政局", "事项\t时限", "二、要求", "要抓紧抓好。")
    found = outline(cleaned(*lines), Metadata(), "a.docx")
    assert [section.heading for section in found.sections] == ["一、责任分工", "二、要求"]
    assert [paragraph.section for paragraph in found.paragraphs] == [0, 0, 0, 1]


def test_a_text_in_traditional_characters_has_the_same_structure() -> None:
    """Every offset, place and point is that of the same text in Simplified characters; the words stay its own."""
    body = "要把各项任务抓紧抓实抓到位，确保年底前全面完成，请大家务必高度重视、迅速行动起来。"
    plain = cleaned(
        "凝心聚力抓落实", "——在全县干部大会上的报告", "二〇二六年一月八日", "县长 刘开会", "同志们：",
        "今天的会议很重要。", "第一部分　工作回顾", "（一）产业发展", body, "各位代表！", body, "第二部分　工作安排",
        "一是抓责任。" + body, body, "二是抓关键。" + body, body, "各位书记、各位网格员：", "最后，" + body,
        "名词解释", "两山：" + body,
    )  # fmt: skip
    text = OpenCC("s2t").convert(plain.text)
    expected, found = (outline(source, Metadata(), "a.txt") for source in (plain, cleaned(text)))
    assert found.paragraphs == expected.paragraphs
    assert [(part.start, part.end, part.parent) for part in found.sections] == [
        (part.start, part.end, part.parent) for part in expected.sections
    ]
    assert [part.heading for part in found.sections] == [text[part.start : part.end] for part in found.sections]
    frame = found.frame
    assert (frame.title, frame.subtitle) == ("凝心聚力抓落實", "——在全縣幹部大會上的報告")
    assert (frame.speaker, frame.occasion, frame.kind) == ("劉開會", "全縣幹部大會", "报告")
    assert (frame.salutation, frame.date) == ("同志們：", date(2026, 1, 8))


def test_places_of_a_short_text() -> None:
    """Two paragraphs have neither opening nor closing; a last point is no closing."""
    body = "要把各项任务抓紧抓实抓到位，确保年底前全面完成。"
    short = outline(cleaned(body, body), Metadata(), "a.txt")
    assert {paragraph.place for paragraph in short.paragraphs} == {Place.BODY}
    pointed = outline(cleaned(body, body, "一是" + body, "二是" + body), Metadata(), "a.txt")
    assert [paragraph.place for paragraph in pointed.paragraphs] == [Place.OPENING, Place.BODY, Place.BODY, Place.BODY]


def test_rows_of_a_table_are_no_closing() -> None:
    """A list of names behind the last words leaves them the closing, and is none itself."""
    body = "要把各项任务抓紧抓实抓到位，确保年底前全面完成，请大家务必高度重视。"
    lines = ("在大会上的讲话", "同志们：", body, "一、抓落实", body, body, "东山水库\t李某某", "西山水库\t王某某")
    text = "\n".join(lines)
    marks = tuple(Mark(text.index(row), text.index(row) + len(row), MarkKind.TABLE) for row in lines[-2:])
    places = [paragraph.place for paragraph in outline(cleaned(*lines, marks=marks), Metadata(), "a.txt").paragraphs]
    assert places == [Place.OPENING, Place.BODY, Place.CLOSING, Place.BODY, Place.BODY]
