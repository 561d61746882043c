"""Steps for what a web page puts around a text (网页导航、工具条、来源行、图片说明、相关链接、页脚).

Almost all of it is dropped only above the body or below it; ``View.head`` and ``View.tail`` say where that is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from corpus.cleaning.furniture import Furniture, is_certain
from corpus.cleaning.shapes import is_title, names_speech
from corpus.cleaning.view import Line, Span, View
from corpus.cleaning.web import is_bare_date, is_caption, is_empty_label, is_stamp, labelled_title, signature
from corpus.models import MarkKind
from corpus.salutations import is_salutation

_CRUMB_START = re.compile(r"(?:您|你)?(?:现在|当前|所在)?(?:的)?(?:位置|所在位置)(?:是)?\s*[:：]?|首\s*页")
_CRUMB_LABEL = re.compile(r"(?:您|你)?(?:现在|当前|所在)?(?:的)?(?:位置|所在位置)(?:是)?\s*[:：]")
_CRUMB_LINE = re.compile(
    r"(?:(?:您|你)?(?:现在|当前|所在)?(?:的)?(?:位置|所在位置)(?:是)?\s*[:：]|首\s*页\s*[>＞»›]).{0,150}"
)
_CRUMB_PARTS = re.compile(r"[>＞»›/]{1,2}|->|→")
_SITE = re.compile(r"\s*[_|｜]\s*|\s+[-—–]+\s*(?=[^\s-]*(?:政府|网|门户|频道|日报))|-(?=[^\s-]*(?:网|门户|政府)$)")
_LONGEST_VALUE = 24
_LONGEST_ENTRY = 8
"""Characters in an entry of a menu."""
_PLACE = re.compile(r"(?:地\s*点|会议地点|地\s*址)\s*[:：]")


def dropping(kind: Furniture) -> Callable[[View], Iterator[Span]]:
    """The step that drops all lines of one kind, above and below the body."""

    def step(view: View) -> Iterator[Span]:
        return (view.whole(line) for line in view.outside(kind))

    return step


def breadcrumb(view: View) -> Iterator[Span]:
    """The way to a page (您的位置：首页 > 要闻), on one line or with every part on its own, and the menu above it."""
    head = view.filled[: view.head]
    index = 0
    while index < len(head):
        line = head[index]
        last = index + 1
        if _CRUMB_START.fullmatch(line.text):
            last = _end_of_crumbs(head, index)
            for crumb in head[index:last]:
                yield view.whole(crumb)
        elif _CRUMB_LINE.fullmatch(line.text) or _is_crumb_path(line.text):
            yield _without_title(view, line)
        if _CRUMB_LABEL.match(line.text):
            yield from (view.whole(above) for above in head[:index] if _is_menu(above))
        index = max(last, index + 1)


def _without_title(view: View, line: Line) -> Span:
    """The span of a breadcrumb on one line, but for a title at its end where the head has no other."""
    title = re.split(r"[>＞»›]+", line.text)[-1].strip()
    others = (other.text for other in view.filled[: view.head] if other is not line)
    if not names_speech(title) or any(names_speech(other) for other in others):
        return view.whole(line)
    return line.start, line.start + line.raw.rindex(title)


def _is_menu(line: Line) -> bool:
    return (
        len(line.text) <= _LONGEST_ENTRY
        and line.mark is None
        and not is_title(line.text)
        and line.text[0] not in "—（("
    )


def _is_crumb_path(text: str) -> bool:
    parts = [part.strip() for part in re.split(r"[>＞»›]+", text)]
    return len(parts) >= 3 and len(text) <= 120 and all(len(part) <= 20 for part in parts[:-1]) and "正文" in parts[-1]


def _end_of_crumbs(head: tuple[Line, ...], start: int) -> int:
    """Index after the last part of a breadcrumb that begins at ``start``, the title never included."""
    end = start + 1
    labelled = not head[start].text.replace(" ", "").startswith("首")
    if labelled and end < len(head) and len(head[end].text) <= _LONGEST_VALUE and not is_title(head[end].text):
        end += 1
    seen = False
    while end + 1 < len(head) and _CRUMB_PARTS.fullmatch(head[end].text) and len(head[end + 1].text) <= _LONGEST_VALUE:
        seen = True
        goes_on = end + 2 < len(head) and _CRUMB_PARTS.fullmatch(head[end + 2].text) is not None
        if is_title(head[end + 1].text) and not goes_on and not _stands_again(head, end + 1):
            return end + 1
        end += 2
    if not (seen or labelled):
        return start
    while seen and end < len(head) and head[end].text in {line.text for line in head[start:end]}:
        end += 1
    return end


def _stands_again(head: tuple[Line, ...], index: int) -> bool:
    return any(line.text == head[index].text for line in head[index + 1 :])


def byline(view: View) -> Iterator[Span]:
    """来源, 时间, 编辑, 阅读量 …: the label, its value on the same or on the next line, and bare time stamps.

    Inside the body an editor's name alone is sure to be none of the speech.
    """
    for index, line in enumerate(view.filled):
        if line.mark is MarkKind.TITLE:
            continue
        if view.head <= index < view.tail:
            if line.mark is None and line.kind is not None and is_certain(line.text, Furniture.BYLINE):
                yield view.whole(line)
            continue
        title = labelled_title(line.text)
        if title is not None and any(other.text == title for other in view.filled):
            yield view.whole(line)
        if line.kind is not Furniture.BYLINE or _tells_of_meeting(view, index) or _dates_speech(view, index):
            continue
        yield view.whole(line)
        if is_empty_label(line.text) and index + 1 < len(view.filled) and _is_value(view, index + 1):
            yield view.whole(view.filled[index + 1])


def _dates_speech(view: View, index: int) -> bool:
    """Whether a bare date stands beside no other line of a page: then it may be that of the speech."""
    if not is_bare_date(view.filled[index].text):
        return False
    beside = (view.filled[near] for near in (index - 1, index + 1) if 0 <= near < len(view.filled))
    return all(line.kind is None for line in beside)


def signatures(view: View) -> Iterator[Span]:
    """A credit in brackets at the end of the last paragraph: …努力奋斗！（来源：某某日报）."""
    for line in view.filled[max(view.tail - 2, view.head) :]:
        at = signature(line.text)
        if at > 0:
            start = line.start + line.raw.index(line.text)
            yield start + at, start + len(line.text)


def page_title(view: View) -> Iterator[Span]:
    """The title once more with the name of the site behind it: 政府工作报告_某某市人民政府."""
    texts = {line.text for line in view.filled[: view.head + 3]}
    for line in view.filled[: view.head]:
        parts = _SITE.split(line.text, maxsplit=1)
        if len(parts) == 2 and parts[0].strip() in texts and is_title(parts[0].strip()):
            yield view.whole(line)


def _is_value(view: View, index: int) -> bool:
    if view.head <= index < view.tail:
        return False
    text = view.filled[index].text
    if is_stamp(text):
        return True
    return len(text) <= _LONGEST_VALUE and not (
        is_title(text) or is_salutation(text) or view.filled[index].kind or text.startswith(("—", "（", "("))
    )


def _tells_of_meeting(view: View, index: int) -> bool:
    """Whether a line 时间：… stands beside a line 地点：…, as the head of a speech's own manuscript does."""
    if not view.filled[index].text.startswith(("时间", "日期")):
        return False
    beside = view.filled[max(index - 2, 0) : index + 3]
    return any(_PLACE.match(line.text) for line in beside)


def caption(view: View) -> Iterator[Span]:
    """Captions of pictures and reports of the meeting between title and 称谓: …作政府工作报告。本报记者…摄."""
    for index, line in enumerate(view.filled):
        if line.kind is not None or not is_caption(line.text) or line.mark is MarkKind.TITLE:
            continue
        if index < view.head and any(is_title(above.text) for above in view.filled[:index]):
            yield view.whole(line)


def related_links(view: View) -> Iterator[Span]:
    """相关报道, 相关链接, 上一篇 … below the body, and all that follows them: titles of other pages, teasers, names."""
    yield from dropping(Furniture.RELATED)(view)
    below = view.filled[view.tail :]
    anchor = next((n for n, line in enumerate(below) if line.kind in (Furniture.RELATED, Furniture.TOOLS)), len(below))
    for line in below[anchor:]:
        if line.kind is None:
            yield view.whole(line)
