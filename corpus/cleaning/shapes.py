"""What a single line looks like: a sentence, a heading, a 称谓, a title. Pure functions of stripped text.

Cues only: none of them is sure alone, so every step that cuts asks for more than one.
"""

from __future__ import annotations

import re

from corpus.salutations import is_salutation

END = "。！？!?；;…：:"
"""Characters that end a sentence, or announce what follows on the next line."""

CLOSERS = "”’」』）)】]》〉〕\"'"
OPENERS = "“‘「『（(【[《〈〔"
PAIRS = dict(zip("“「『（【《〈", "”」』）】》〉", strict=True))

MEDIAL = "，、。；：！？）》」』”’％】〉〕,;)%"
"""Characters that can begin no line of their own: a line that starts with one goes on from the line before."""

_DEEPEST = 8
"""Nested brackets; what is open further out has been forgotten by its writer."""

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_NUMERAL = "一二三四五六七八九十百零〇两"
_HEADING = re.compile(
    rf"第[{_NUMERAL}\d]+[章节編编篇部条]"
    rf"|[{_NUMERAL}]{{1,4}}[、．.，]"
    rf"|[（(][{_NUMERAL}\d]{{1,4}}[）)]"
    r"|\d{1,2}[.．、](?!\d)|0[1-9]\s+(?![年月日号期版])(?=[\u4e00-\u9fff“《])"
    r"|[①-⑳⑴-⒛]"
    r"|[［\[]\d{1,3}[］\]]"
    r"|附件|附录|名词解释|名词注释|注释|注[:：]"
)
_POINT = re.compile(rf"第[{_NUMERAL}]{{1,3}}[，、,:：]|[{_NUMERAL}]{{1,3}}(?:是|要)|[—―－-]{{2}}|首先|其次|再次|最后")
_BULLETS = "●■◆▲★•·○▶"
_TITLE = re.compile(
    r"讲话|报告|发言|致辞|致词|演讲|讲稿|党课|讲义|贺信|献词|贺词|祝词|开幕词|闭幕词|述职|汇报|主持词|提纲|决议|会上"
)
_NAMED = re.compile(
    r"(?:讲话|报告|发言|致辞|致词|演讲|党课|讲义|贺信|献词|贺词|祝词|开幕词|闭幕词|汇报|主持词|提纲|决议|会上)(?:稿|提纲|摘要|全文)?"
    r"(?:[（(][^（）()]{1,20}[）)])?[》”]?$"
)
_OFFER = re.compile(r"更多|海量|全套|免费|最新|优质|精品|以上|本[文稿篇资材]|点击|关注|下载|来源|欢迎")
_STARTERS = re.compile(
    r"同志们|各位|今年|明年|去年|近年|过去|当前|目前|同时|此外|另外|下面|下一步|我们|全[市省区县国党]|各[级地部单]|要[^求素点闻]"
    r"|坚[持决定]|加[强快大]|推[进动]|深[化入]|强化|提[升高]|实[施现]|完善|健全|优化|落实|开展|[做抓搞管守办]好|抓[实紧]|着[力眼]"
    r"|大力|全[面力]|持续|扎实|切实|积极|进一步|认真|严[格守]|牢[固记]|始终|统筹|聚焦|围绕|突出|注重|促进|保[障持]|支持|鼓励"
    r"|发[挥展]|扩大|增强|防范|营造|打造|培育|构建|建[立设]|狠抓|紧[盯扣]|在[^于]|对|以|为"
)


def ends_sentence(text: str) -> bool:
    """Whether ``text`` ends as a sentence does, closing quotes and brackets set aside."""
    return text.rstrip(CLOSERS)[-1:] in END if text.rstrip(CLOSERS) else False


def is_complete(text: str) -> bool:
    """Whether nothing in ``text`` itself asks for more: it ends a sentence, or closes a quote or bracket."""
    return ends_sentence(text) or text[-1:] in CLOSERS


def has_han(text: str) -> bool:
    """Whether a Chinese character stands in ``text``."""
    return _HAN.search(text) is not None


def is_heading(text: str) -> bool:
    """Whether ``text`` begins as a numbered heading, a numbered note or an appendix does."""
    return _HEADING.match(text) is not None


def without_number(text: str) -> str:
    """``text`` without the number of a heading before it, whose marks belong to no sentence."""
    number = _HEADING.match(text)
    return text[number.end() :] if number else text


def is_point(text: str) -> bool:
    """Whether ``text`` begins as a point does: 一是, 二要, 第三，, ——, or a bullet."""
    return _POINT.match(text) is not None or is_bullet(text)


def is_bullet(text: str) -> bool:
    """Whether ``text`` begins with a bullet, as lists of links do, too."""
    return text[:1] in _BULLETS if text else False


def is_title(text: str) -> bool:
    """Whether ``text`` may be a title, a subtitle or the line with the occasion."""
    return len(text) <= 80 and _TITLE.search(text) is not None and text[-1:] not in "。！？；"


def names_speech(text: str) -> bool:
    """Whether ``text`` ends as titles do (…会议上的讲话, …工作报告), and is no offer of such texts."""
    return is_title(text) and _NAMED.search(text) is not None and _OFFER.match(text) is None


def is_sentence(text: str) -> bool:
    """Whether ``text`` is running text of a speech, not a label, a name or a heading."""
    return len(text) >= 16 and ends_sentence(text) and any(mark in text for mark in "，。、；,")


def opens_paragraph(text: str) -> bool:
    """Whether ``text`` begins as paragraphs of speeches often do."""
    return is_heading(text) or is_point(text) or is_salutation(text) or _STARTERS.match(text) is not None


def unclosed(text: str, waiting: str = "") -> str:
    """The closing quotes and brackets still open after ``text``, innermost last; ``waiting`` are those before it."""
    open_marks = list(waiting)
    for character in text:
        if character in PAIRS:
            open_marks.append(PAIRS[character])
        elif open_marks and character == open_marks[-1]:
            open_marks.pop()
    return "".join(open_marks[-_DEEPEST:])
