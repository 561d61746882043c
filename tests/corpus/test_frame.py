"""What stands around a speech, in the forms real files give it."""

from __future__ import annotations

import time
from datetime import date

import pytest

from corpus.models import Cleaned, Frame, Mark, MarkKind, Metadata
from corpus.numerals import file_year, full_date, number, years
from corpus.people import speaker_in
from corpus.salutations import is_salutation, leading_salutation
from corpus.structure import outline

BODY = "要把各项任务抓紧抓实抓到位，确保年底前全面完成，请大家务必高度重视。"


def frame(
    *lines: str, file: str = "001_0a1b.txt", metadata: Metadata | None = None, marks: tuple[Mark, ...] = ()
) -> Frame:
    """The frame of a text of these lines."""
    return outline(Cleaned("\n".join(lines), (), marks), metadata or Metadata(), file).frame


def test_metadata_outranks_lines_and_markup_outranks_metadata() -> None:
    """Trust: the file's markup, its metadata, its lines; a template's name is no title."""
    lines = ("在全县大会上的讲话", "同志们：", BODY)
    assert frame(*lines).title == "在全县大会上的讲话"
    assert frame(*lines, metadata=Metadata(title="抓落实")).title == "抓落实"
    assert frame(*lines, metadata=Metadata(title="Microsoft Word - 文档1")).title == "在全县大会上的讲话"
    mark = Mark(0, len(lines[0]), MarkKind.TITLE)
    found = frame(*lines, metadata=Metadata(title="抓落实"), marks=(mark,))
    assert (found.title, found.title_inferred) == ("在全县大会上的讲话", False)


def test_theme_and_subtitle_over_two_lines() -> None:
    """主题——在××上的讲话: the theme is the title, the line with the dash the subtitle."""
    found = frame("凝心聚力抓落实", "——在全市三级干部大会上的讲话", "（２０２３年２月６日）", "同志们：", BODY)
    assert (found.title, found.subtitle) == ("凝心聚力抓落实", "——在全市三级干部大会上的讲话")
    assert (found.occasion, found.kind, found.date) == ("全市三级干部大会", "讲话", date(2023, 2, 6))


def test_title_over_two_lines_below_the_name_of_the_page() -> None:
    """A page names itself by the whole title; the title follows, a line a phrase, and is joined by a space."""
    found = frame(
        "凝心聚力 真抓实干 (全会)", "凝心聚力", "真抓实干", "——在全会上的报告", "张　三　丰", "同志们：", BODY
    )
    assert (found.title, found.speaker) == ("凝心聚力 真抓实干", "张三丰")


def test_longer_of_a_repeated_title() -> None:
    """A page repeats the title without the year: the longer one says more."""
    found = frame(
        "2026年××县政府工作报告", "政府工作报告", "——2026年1月9日在××县人民代表大会上", "县长 李明", "各位代表：", BODY
    )
    assert (found.title, found.year, found.speaker) == ("2026年××县政府工作报告", 2026, "李明")


def test_inferred_titles_are_slices_or_the_name_of_the_file() -> None:
    """Nothing is made up: the meeting of the first sentence, the file's name, or the first clause."""
    opening = "今天召开全区信访工作会议，主要任务是部署全年工作。"
    meeting = frame("同志们：", opening)
    assert (meeting.title, meeting.title_inferred) == ("全区信访工作会议", True)
    named = frame("同志们：", opening, file="会议/在信访会议上的讲话.docx")
    assert (named.title, named.title_inferred, named.kind) == ("在信访会议上的讲话", True, "讲话")
    plain = frame("同志们：", BODY, file="信访工作.docx")
    assert (plain.title, plain.title_inferred) == ("信访工作", True)
    clause = frame("同志们：", BODY)
    assert (clause.title, clause.title_inferred) == ("要把各项任务抓紧抓实抓到位", True)


def test_an_inferred_title_holds_no_run_of_blanks() -> None:
    """Blanks that lay a line or the name of a file out are no part of a name."""
    assert frame("同志们：", "抓好信访工作" + "　" * 22 + BODY).title == "抓好信访工作"
    assert frame("同志们：", BODY, file="信访　　工作.txt").title == "信访 工作"


def test_a_text_without_frame_keeps_its_first_paragraph() -> None:
    """Prose on the first line is body, not title, with or without a form of address after it."""
    for lines in ((BODY, BODY), (BODY, BODY, "同志们：", BODY)):
        found = outline(Cleaned("\n".join(lines), ()), Metadata(), "a.txt")
        assert found.frame.title_inferred
        assert (found.paragraphs[0].start, found.paragraphs[0].end) == (0, len(BODY))


def test_address_and_text_on_one_line() -> None:
    """A first paragraph that begins with the address still says how the audience is addressed."""
    found = outline(Cleaned("在大会上的讲话\n同志们：" + BODY, ()), Metadata(), "a.txt")
    assert (found.frame.title, found.frame.salutation) == ("在大会上的讲话", "同志们：")
    assert len(found.paragraphs) == 1


@pytest.mark.parametrize(
    ("opening", "heading", "year"),
    [
        ("总结2021年工作，动员部署2022年任务。", "一、抓紧抓实", 2022),
        ("总结2019年工作，明确2020年工作要求。", "一、2019年工作情况", 2020),
        ("下面，我讲两点意见。", "二、2025年重点工作安排", 2025),
        ("2018年取得了好成绩。", "一、抓紧抓实", None),
        ("到2035年基本实现现代化。", "一、2019年工作回顾", None),
    ],
)
def test_year_from_the_text_is_the_planned_one(opening: str, heading: str, year: int | None) -> None:
    """A year that tasks are set for dates a speech; a year that is only told of does not."""
    assert frame("在大会上的讲话", "同志们：", opening, heading, BODY).year == year


def test_a_line_of_nothing_but_years_is_read_at_once() -> None:
    """A file may be one line; read over from its beginning at each of its years it would take minutes."""
    began = time.perf_counter()
    assert frame("在全县大会上的讲话", "2024年" * 40_000, "同志们：", BODY).year is None
    assert time.perf_counter() - began < 20


def test_year_of_date_title_metadata_and_file() -> None:
    """A date comes first; then metadata, title and file name."""
    assert frame("2024年工作会议讲话", "（2025年1月2日）", "同志们：", BODY).year == 2025
    assert frame("2024年工作会议讲话", "同志们：", BODY).year == 2024
    assert frame("工作会议讲话", "同志们：", BODY, metadata=Metadata(year=2020), file="讲话2019.txt").year == 2020
    assert frame("工作会议讲话", "同志们：", BODY, file="讲话2019.txt").year == 2019
    assert frame("工作会议讲话", "同志们：", BODY, file="003_d57366d951f7eb83.txt").year is None


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("在工作汇报暨恳谈会上的讲话", "讲话"),
        ("2024年政府工作报告", "政府工作报告"),
        ("在开幕式上的致词", "致辞"),
        ("“七一”专题党课", "党课"),
        ("主题教育表态发言提纲", "发言"),
        ("凝心聚力抓落实", None),
    ],
)
def test_kind_is_the_last_that_the_title_names(title: str, kind: str | None) -> None:
    """文种 comes from the title."""
    assert frame(title, "同志们：", BODY).kind == kind


@pytest.mark.parametrize(
    ("lines", "speaker"),
    [
        (["北京市市长 殷实"], "殷实"),
        (["标题", "习　小　平"], "习小平"),
        (["省长　艾尔肯·买买提"], "艾尔肯·买买提"),
        (["国务院总理", "李小克"], "李小克"),
        (["区委书记　XX"], "XX"),
        (["市长 张XX"], "张XX"),
        (["县委书记 王××"], "王××"),
        (["校长 陈*"], "陈*"),
        (["县长李×明"], "李×明"),
        (["标题", "王　×　×"], "王××"),
        (["标题", "李某某"], "李某某"),
        (["讲话人：王明"], "王明"),
        (["縣長 劉開會"], "劉開會"),
        (["講話人：陳　明"], "陳明"),
        (["标题", "全文"], None),
        (["在全市大会上的讲话"], None),
        (["改革开放再出发"], None),
    ],
)
def test_speaker(lines: list[str], speaker: str | None) -> None:
    """Office and name, a name spaced out, a name below an office; a word that begins like a surname is none."""
    assert speaker_in(lines) == speaker


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ("同志们：", True),
        ("各位代表！", True),
        ("尊敬的各位领导、各位来宾：", True),
        ("女士们、先生们，朋友们！大家好！", True),
        ("张书记、各位领导：", True),
        ("各位书记、主任，社区的同志们：", True),
        ("各位河长，同志们：", True),
        ("各位窗口的同事，各进驻单位的同志：", True),
        ("各位同事、各位家属：", True),
        ("各位网格员：", True),
        ("各位新进中层，同志们：", True),
        ("尊敬的各位領導、各位來賓：", True),
        ("各位辛苦了，同志们！", False),
        ("各位记住：", False),
        ("我们：", False),
        ("各位同志要做到：", False),
        ("同志们，新的征程已经开启。", False),
        ("", False),
    ],
)
def test_bare_salutations(line: str, bare: bool) -> None:
    """A form of address alone, of one audience or several."""
    assert is_salutation(line) is bare


def test_leading_salutation() -> None:
    """Prose that addresses the audience first."""
    assert leading_salutation("同志们，永远在路上。") == "同志们，"
    assert leading_salutation("各位代表！今年是关键之年。") == "各位代表！"
    assert leading_salutation("各位河长，同志们，最后说几句。") == "各位河长，同志们，"
    assert leading_salutation("各位代表！今年是關鍵之年，同志們要努力。") == "各位代表！"
    assert leading_salutation("同志們，永遠在路上。") == "同志們，"
    assert leading_salutation("朋友们来了。") is None
    assert leading_salutation("群众是真正的英雄。") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("二十三", 23),
        ("一百二十", 120),
        ("二〇二六", 2026),
        ("１２", 12),
        ("⑫", 12),
        ("㈢", 3),
        ("两", 2),
        ("甲", None),
        ("", None),
    ],
)
def test_numbers(text: str, value: int | None) -> None:
    """ASCII, full-width, Chinese and enclosed numbers."""
    assert number(text) == value


def test_dates_and_years() -> None:
    """Dates in all scripts; impossible ones are none; a span of years dates nothing."""
    assert full_date("二〇二六年一月二十七日在甘肃") == date(2026, 1, 27)
    assert full_date("（１９９８年３月５日）") == date(1998, 3, 5)
    assert full_date("2024.3.5") == date(2024, 3, 5)
    assert full_date("完成2024.3.5项") is None
    assert full_date("2023年2月31日") is None
    assert full_date("2023年2月") is None
    assert full_date("2024年3月5號") == date(2024, 3, 5)
    assert years("2000年來，2001年間，2002年") == (2002,)
    assert years("１９９１年，二〇二四年，2000年来，9999年") == (1991, 2024)
    assert file_year("20240315讲话.docx") == 2024
    assert file_year("2023和2024.docx") is None
