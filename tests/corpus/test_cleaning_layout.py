"""Texts wrapped at a width, as PDF pages and e-mail give them, become paragraphs again."""

from __future__ import annotations

import pytest

from corpus.cleaning import clean, removed_lines

_TITLE = "在全市城市更新推进会上的讲话"
_PARAGRAPHS = (
    "今天召开全市城市更新推进会，主要任务是盘点上半年进展，研究解决难点堵点，部署下一步工作。刚才，三个区作了发言，讲得"
    "都很好，有思路、有办法、有干劲，请大家认真学习借鉴。",
    "一、坚持规划引领，把准更新方向",
    "要把城市体检作为更新改造的前置条件，摸清房屋、管网、道路、绿地等方面的底数，编制好三年滚动计划，做到无体检不项目、"
    "无规划不施工。各区要抓紧完善实施方案，明确时间表和路线图，确保年底前全部启动。",
    "要坚持量力而行、尽力而为，把有限的资金用在刀刃上，优先解决群众反映强烈的加装电梯、停车难、充电难、管道老化等问题，"
    "让居民住得安心、住得舒心。对长期推不动的项目，要逐一分析原因，拿出过硬措施，挂图作战、限期销号。",
    "二、坚持建管并重，巩固更新成果",
    "三分建七分管，改造完成只是第一步。要健全长效管理机制，推动物业服务提质扩面，引导居民自治共管，防止前改后乱、反复投"
    "入。要创新投融资机制，鼓励社会资本参与运营，探索以丰补歉、肥瘦搭配的平衡办法，走出一条可持续的更新路子。",
    "同志们，城市更新一头连着民生、一头连着发展，让我们鼓足干劲、善作善成，交出一份合格答卷！",
)


def _wrapped(width: int, indent: str, parted: bool = False) -> list[str]:
    lines = [_TITLE, "同志们："]
    for paragraph in _PARAGRAPHS:
        rest = indent + paragraph
        while rest:
            lines.append(rest[:width])
            rest = rest[width:]
        if parted:
            lines.append("")
    return lines


def _paged(lines: list[str], length: int, number: str, head: str | None = None) -> list[str]:
    pages = []
    for page, start in enumerate(range(0, len(lines), length), 1):
        if page > 1 and head is not None:
            pages.append(head)
        pages.extend(lines[start : start + length])
        pages.append(number.format(page))
    return pages


_WANTED = "\n".join([_TITLE, "同志们：", *_PARAGRAPHS])


@pytest.mark.parametrize("width", [21, 24, 28, 32, 36, 40])
@pytest.mark.parametrize(
    ("indent", "parted"), [("\u3000\u3000", False), ("    ", False), ("", True)], ids=["set in", "by spaces", "parted"]
)
def test_wrapped_lines_become_paragraphs(width: int, indent: str, parted: bool) -> None:
    """Lines broken at a width are joined; paragraphs are told by their first line's indent or by empty lines."""
    assert clean("\n".join(_wrapped(width, indent, parted))).text == _WANTED


@pytest.mark.parametrize("number", ["— {} —", "- {} -", "第 {} 页", "{}"])
@pytest.mark.parametrize("head", [None, _TITLE])
def test_pages_become_paragraphs(number: str, head: str | None) -> None:
    """Page numbers and heads go first, so that a sentence goes on from one page to the next."""
    source = "\n".join(_paged(_wrapped(24, "\u3000\u3000"), 9, number, head))
    cleaned = clean(source)
    assert cleaned.text == _WANTED
    steps = {step for step, _ in removed_lines(source, cleaned.cuts)}
    assert steps == {"page-number"} | ({"running-head"} if head else set())


def test_empty_lines_between_pages_do_not_part_a_sentence() -> None:
    """A sentence goes on over the empty lines that a page break leaves."""
    lines = _wrapped(24, "\u3000\u3000")
    broken = next(n for n in range(9, len(lines)) if len(lines[n]) == 24 and lines[n][-1] not in "。！：；")
    assert clean("\n".join([*lines[: broken + 1], "", "", *lines[broken + 1 :]])).text == _WANTED


def test_lines_of_one_length_without_sentences_are_a_list() -> None:
    """A list of slogans of one length is no wrapped text."""
    slogans = ["坚持人民至上推动城市高质量发展落地见效", "坚持底线思维推动安全生产各项措施落地见效"] * 5
    text = "\n".join([_TITLE, "同志们：", *slogans])
    assert clean(text).text == text


def test_wrapped_headings_stay_apart_from_their_text() -> None:
    """A heading shorter than a line is never joined to the paragraph under it."""
    lines = clean("\n".join(_wrapped(28, "\u3000\u3000"))).text.split("\n")
    assert "一、坚持规划引领，把准更新方向" in lines
    assert "二、坚持建管并重，巩固更新成果" in lines
