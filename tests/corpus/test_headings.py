"""Which lines are headings, and how they nest."""

from __future__ import annotations

import pytest

from corpus.headings import find_headings, is_appendix, is_note_name
from corpus.levels import parents
from corpus.lines import split_lines
from corpus.models import Mark, MarkKind
from corpus.numbering import Family, numbering

BODY = "要把各项任务抓紧抓实抓到位，确保年底前全面完成，请大家务必高度重视、迅速行动、狠抓落实。"
LONG = BODY + BODY


def tree(*lines: str) -> list[tuple[int, str]]:
    """Level and text of each heading."""
    text = "\n".join(lines)
    found = find_headings(split_lines(text), {})
    levels: list[int] = []
    for parent in parents(found):
        levels.append(1 if parent is None else levels[parent] + 1)
    return [(level, text[heading.start : heading.end]) for level, heading in zip(levels, found, strict=True)]


def levels_of(*headings: str) -> list[int]:
    """The level of each of several headings, each above a body of its own."""
    return [level for level, _ in tree(*(line for heading in headings for line in (heading, BODY)))]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("一、总体要求", (Family.CHINESE, 1)),
        ("十二、其他", (Family.CHINESE, 12)),
        ("（三）抓落实", (Family.CHINESE_PAREN, 3)),
        ("(二)抓落实", (Family.CHINESE_PAREN, 2)),
        ("㈠抓落实", (Family.CHINESE_PAREN, 1)),
        ("1.抓落实", (Family.ARABIC, 1)),
        ("１．抓落实", (Family.ARABIC, 1)),
        ("2、抓落实", (Family.ARABIC, 2)),
        ("（1）抓落实", (Family.ARABIC_PAREN, 1)),
        ("3）抓落实", (Family.ARABIC_PAREN, 3)),
        ("①抓落实", (Family.CIRCLED, 1)),
        ("第一部分　形势", (Family.PART, 1)),
        ("第二章 任务", (Family.CHAPTER, 2)),
        ("01 不怕苦", (Family.ARABIC, 1)),
        ("01 月 02 日", None),
        ("10 人", None),
        ("第三节 要求", (Family.CLAUSE, 3)),
        ("第三節 要求", (Family.CLAUSE, 3)),
        ("第二講　任務", (Family.CHAPTER, 2)),
        ("5.5%左右的预期目标", None),
        ("1、2号楼", None),
        ("一、二、三产业增加值", None),
        ("2025年重点工作", None),
        ("第一书记", None),
    ],
)
def test_numbering(line: str, expected: tuple[Family, int] | None) -> None:
    """The number at the start of a line, and figures that only look like one."""
    found = numbering(line)
    assert (found[:2] if found else None) == expected


def test_one_line_heading_ends_before_the_stop() -> None:
    """The phrase up to the stop is the heading, without the stop; the rest is body."""
    assert tree("一、形势", "（一）强化政治自觉。要把学习抓紧。", "（二）任务是：" + BODY) == [
        (1, "一、形势"),
        (2, "（一）强化政治自觉"),
        (2, "（二）任务是"),
    ]


def test_a_colon_inside_a_heading_alone_on_its_line_does_not_end_it() -> None:
    """A short numbered line without a full stop is a heading as a whole, colon and all."""
    assert tree("一、看进度：快的要稳，慢的要赶", BODY, "二、看质量：好的要学，差的要改", BODY) == [
        (1, "一、看进度：快的要稳，慢的要赶"),
        (1, "二、看质量：好的要学，差的要改"),
    ]


def test_a_long_numbered_sentence_is_no_heading() -> None:
    """A numbered line whose first sentence is long is a paragraph with a number."""
    assert tree("一、形势", "1." + BODY.replace("。", "") * 2 + "。" + BODY) == [(1, "一、形势")]


def test_a_sentence_is_a_heading_above_its_body_only() -> None:
    """The same short numbered sentence heads a body, and is an item among items."""
    assert tree("（一）责任到人。", BODY, "（二）措施到位。", BODY) == [(1, "（一）责任到人"), (1, "（二）措施到位")]
    assert tree("1.每天读书。", "2.每周写作。", "3.每月讲课。") == []


def test_a_sentence_with_nothing_below_is_no_heading() -> None:
    """A numbered sentence before a form of address, or at the end, is a paragraph: as a heading it is not found."""
    address = "同志们，" + BODY
    assert tree("一、形势", "(一)市场在倒逼。", "同志们：", BODY) == [(1, "一、形势")]
    assert tree("一、形势", "(一)市场在倒逼。", address) == [(1, "一、形势")]
    assert tree("一、形势。", address) == [(1, "一、形势")]
    assert tree("一、形势", BODY, "(一)市场在倒逼。") == [(1, "一、形势")]
    assert tree("一、形势", "(一)市场在倒逼。", "二、任务", BODY) == [(1, "一、形势"), (1, "二、任务")]


def test_a_marked_sentence_with_nothing_below_is_no_heading() -> None:
    """The file's own markup makes no heading of a sentence above its like; above a body it does."""
    text = "市场在倒逼。\n群众在期盼。\n" + BODY
    lines = split_lines(text)
    marks = {index: Mark(lines[index].start, lines[index].end, MarkKind.HEADING, 2) for index in (0, 1)}
    assert [heading.line for heading in find_headings(lines, marks)] == [1]


def test_numbers_with_a_nought_are_a_series() -> None:
    """01, 02, 03 before a blank number headings as 1. 2. 3. do, the first also below a line without an end."""
    lines = ("讲三句话", "01 不怕苦", BODY, "02 不怕累", BODY, "03 不怕难", BODY)
    assert tree(*lines)[-3:] == [(2, "01 不怕苦"), (2, "02 不怕累"), (2, "03 不怕难")]


def test_numbered_lines_in_a_row_are_a_list() -> None:
    """Names in a row have nothing below them, and what comes after the last belongs to none of them."""
    row = "事项　牵头单位　完成时限　六月底"
    assert tree("三、责任分工", "1.牵头单位 县发改委", "2.配合单位 县财政局", row) == [(1, "三、责任分工")]
    assert tree("三、责任分工", "（1）县发改委", "（2）县财政局", "四、工作要求", BODY) == [
        (1, "三、责任分工"),
        (1, "四、工作要求"),
    ]
    assert tree("议程如下：", "一、听取汇报", "二、讨论发言", "三、领导讲话") == []


def test_a_list_ends_before_an_unnumbered_heading() -> None:
    """The line after an item begins anew, though items end with no stop."""
    assert tree("1.县发改委", "2.县财政局", "工作要求", BODY) == [(1, "工作要求")]


def test_a_numbered_line_with_something_below_is_a_heading() -> None:
    """A body or a heading further in makes one of each member; one left empty among such is a paragraph alone."""
    assert tree("1.甲事", BODY, "2.乙事", BODY) == [(1, "1.甲事"), (1, "2.乙事")]
    assert tree("一、甲事", "（一）丙事", BODY, "二、乙事", "（一）丁事", BODY) == [
        (1, "一、甲事"),
        (2, "（一）丙事"),
        (1, "二、乙事"),
        (2, "（一）丁事"),
    ]
    assert tree("1.甲事", BODY, "2.乙事", "3.丙事", BODY) == [(1, "1.甲事"), (1, "3.丙事")]
    assert tree("1.甲事", "2.乙事", BODY, "3.丙事", BODY) == [(1, "2.乙事"), (1, "3.丙事")]


def test_the_body_of_an_ordinal_may_begin_with_an_enumeration() -> None:
    """Two characters and a pause are the rest of a broken word below a bare name, not below 第五，."""
    assert tree("第四，抓好农业", BODY, "第五，抓好社会事业", "科技、教育、文化都很要紧。" + BODY) == [
        (1, "第四，抓好农业"),
        (1, "第五，抓好社会事业"),
    ]
    assert tree("抓好农业", "科技、教育、文化都很要紧。" + BODY) == []


def test_a_member_of_a_series_may_have_a_short_body() -> None:
    """一要…二要… alone on their lines, each with paragraphs below, however short these are."""
    found = tree("一要大张旗鼓宣传勤俭节约的好做法。", "坚决刹住浪费。", "二要节省开支。", "资金、物资、人力都要省。")
    assert found == [(1, "一要大张旗鼓宣传勤俭节约的好做法"), (1, "二要节省开支")]


def test_a_closing_quotation_mark_stays_with_its_heading() -> None:
    """A stop inside a quotation at the end of the line does not cut its mark off."""
    assert tree("（一）落实责任“零拖延。”", BODY) == [(1, "（一）落实责任“零拖延。”")]


def test_unnumbered_sentences_need_a_like() -> None:
    """Short sentences that alternate with bodies are headings; a single one is a short paragraph, a lead-in never."""
    assert tree("一、回顾", "产业持续优化。", BODY, "民生不断改善。", BODY) == [
        (1, "一、回顾"),
        (2, "产业持续优化"),
        (2, "民生不断改善"),
    ]
    assert tree("一、回顾", "产业持续优化。", BODY, LONG) == [(1, "一、回顾")]
    assert tree("主要做了以下工作。", BODY, "重点抓好三个方面。", BODY) == []


def test_a_line_after_a_broken_one_is_no_heading() -> None:
    """A short line that goes on from the line before is text."""
    assert tree("要认真贯彻", "民族区域自治法", BODY) == []


def test_levels_restart_and_skip() -> None:
    """A family restarts under each parent, a level may be left out, and numbers may jump."""
    lines = ("一、甲", "（一）乙", "1.丙", "2.丁", "（二）戊", "1.己", "二、庚", "1.辛", "（1）壬", "4.癸")
    assert levels_of(*lines) == [1, 2, 3, 3, 2, 3, 1, 2, 3, 2]


def test_inner_series_before_an_outer_one_is_a_list() -> None:
    """A series 1. 2. before （一） is over when that begins; one that goes on after it holds it."""
    assert levels_of("一、甲", "1.乙", "2.丙", "（一）丁", "（二）戊") == [1, 2, 2, 2, 2]
    assert levels_of("1.甲", "（一）乙", "（二）丙", "2.丁", "（一）戊") == [1, 2, 2, 1, 2]


def test_one_series_numbered_in_two_ways() -> None:
    """（1）（二）（三） in a row are one series, also below （一）."""
    mixed = (
        "一、甲",
        "（一）乙",
        "（1）丙。" + BODY,
        "（二）丁。" + BODY,
        "（三）戊。" + BODY,
        "（二）己",
        BODY,
        "（三）庚",
        BODY,
    )
    assert [level for level, _ in tree(*mixed)] == [1, 2, 3, 3, 3, 2, 2]
    assert levels_of("一、甲", "（一）乙", "（1）丙", "（2）丁", "（二）戊") == [1, 2, 3, 3, 2]


def test_final_headings_are_outermost() -> None:
    """结束语 stands beside 一、, however deep the text was before it."""
    assert tree("一、甲", "（一）乙", BODY, "结束语", BODY) == [(1, "一、甲"), (2, "（一）乙"), (1, "结束语")]


def test_unnumbered_parts_hold_numbered_sections() -> None:
    """Two unnumbered titles of parts hold 一、 below them; a single title beside 一、 does not."""
    assert [level for level, _ in tree("工作回顾", BODY, "工作安排", BODY, "一、抓重点", BODY, "二、抓难点", BODY)] == [
        1,
        1,
        2,
        2,
    ]
    assert [level for level, _ in tree("工作回顾", BODY, "一、抓重点", BODY, "二、抓难点", BODY)] == [1, 1, 1]


@pytest.mark.parametrize(
    "line",
    ["附件", "附錄", "名詞解釋", "附件：", "附件1", "注释", "名词解释", "《政府工作报告》有关内容名词注释", "附录"],
)
def test_appendix(line: str) -> None:
    """What opens the part after a speech."""
    assert is_appendix(line)


def test_no_appendix_and_note_names() -> None:
    """Prose that begins with 附 or 注 is none; a note is named in brackets."""
    assert not is_appendix("附近群众反映强烈")
    assert not is_appendix("注重实效")
    assert is_note_name("［2］四大主导产业：")
    assert not is_note_name("［2］四大主导产业。")
