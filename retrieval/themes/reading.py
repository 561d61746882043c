"""Files of themes (词表文件): tab-separated text that can be edited by hand.

::

    # a comment
    [农民工与欠薪]
    欠薪	拖欠工资 拖欠薪资	讨薪 工资支付	农民工	发不出工资 工资+拖	unpaid wages; wage arrears

A line in square brackets names the group (组) of the lines after it. The columns are term (术语), synonyms (同义),
near words (近义), broader terms (上位), everyday wording (口语) and English; Chinese words are parted by spaces,
English names by semicolons. Columns at the end may be left out. In the everyday wording ``工资/工钱+不给/拖``
stands for either of the first and either of the second in one clause, in any order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from retrieval.errors import TermsError
from retrieval.normalize import normalize
from retrieval.themes.theme import Theme

COLUMNS: Final = ("术语", "同义", "近义", "上位", "口语", "English")
OWN_GROUP: Final = "本单位"
"""The group of an operator's lines before the first bracket."""
LONGEST: Final = 10
"""Characters of the longest word; what is longer is a sentence, and belongs to the everyday wording."""
_GROUP: Final = re.compile(r"\[\s*([^\[\]\t]+?)\s*\]")
_WORD: Final = re.compile(r"[a-z0-9\u3400-\u9fff][a-z0-9.+\-·\u3400-\u9fff]*")
_SPOKEN: Final = re.compile(r"[a-z0-9\u3400-\u9fff]+(?:[+/][a-z0-9\u3400-\u9fff]+)*")
_ENGLISH: Final = re.compile(r"[a-z0-9][a-z0-9 ,.'’\-]*")


def read_themes(path: Path) -> tuple[Theme, ...]:
    """Read the themes of a file in its order; words are normalised as requests are.

    Raises:
        TermsError: It cannot be read, or lines are malformed; all of them are named, each with what to do.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise TermsError(f"词表不是 UTF-8 文字：{path}。请另存为 UTF-8 编码的文本后重试。") from fault
    except OSError as fault:
        raise TermsError(f"词表读不出来：{path}（{fault.strerror}）。请检查文件与权限后重试。") from fault
    themes, faults = _read(text.splitlines())
    if faults:
        raise TermsError(f"词表 {path} 有 {len(faults)} 处要改，现用的词表未动：\n" + "\n".join(faults))
    return themes


def merge(first: Iterable[Theme], then: Iterable[Theme]) -> tuple[Theme, ...]:
    """Join two lists of themes; of a term that both have, the words of ``first`` lead and its group holds."""
    merged = {theme.term: theme for theme in first}
    for theme in then:
        own = merged.get(theme.term)
        merged[theme.term] = theme if own is None else _joined(own, theme)
    return tuple(merged.values())


def _joined(first: Theme, then: Theme) -> Theme:
    synonyms = _unique((*first.synonyms, *(word for word in then.synonyms if word not in first.near)))
    near = _unique((*first.near, *(word for word in then.near if word not in synonyms)))
    return Theme(
        first.term,
        then.group if first.group == OWN_GROUP else first.group,
        synonyms,
        near,
        _unique((*first.broader, *then.broader)),
        _unique((*first.spoken, *then.spoken)),
        _unique((*first.english, *then.english)),
    )


def _read(lines: Iterable[str]) -> tuple[tuple[Theme, ...], list[str]]:
    themes: dict[str, Theme] = {}
    faults: list[str] = []
    group = OWN_GROUP
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if match := _GROUP.fullmatch(line.strip()):
            group = match[1]
            continue
        columns = [normalize(column).strip() for column in line.split("\t")]
        wrong = list(_faults(columns))
        if columns[0] in themes:
            wrong.append(f"术语“{columns[0]}”前面已经有了，请把两行并成一行")
        faults += [f"第 {number} 行：{fault}。" for fault in wrong]
        if not wrong:
            themes[columns[0]] = _theme(group, columns)
    return tuple(themes.values()), faults


def _theme(group: str, columns: list[str]) -> Theme:
    term, synonyms, near, broader, spoken, english = [*columns, *[""] * (len(COLUMNS) - len(columns))]
    names = tuple(name.strip() for name in english.split(";") if name.strip())
    return Theme(
        term,
        group,
        _unique(synonyms.split()),
        _unique(near.split()),
        _unique(broader.split()),
        _unique(spoken.split()),
        _unique(names),
    )


def _faults(columns: list[str]) -> Iterator[str]:
    """Tell what is wrong with a line, each with what to do."""
    if len(columns) > len(COLUMNS):
        yield f"有 {len(columns)} 栏，最多 {len(COLUMNS)} 栏（{'、'.join(COLUMNS)}），请删去多余的制表符"
        return
    term, synonyms, near, broader, spoken, english = [*columns, *[""] * (len(COLUMNS) - len(columns))]
    if not term:
        yield "没有术语，请在行首写上术语，或在行首加 # 作注释"
        return
    if " " in term:
        yield f"术语“{term}”里有空格，各栏之间请用制表符（Tab）隔开"
        return
    for word in (term, *synonyms.split(), *near.split(), *broader.split()):
        if _WORD.fullmatch(word) is None:
            yield f"“{word}”不是一个词，词里只用汉字、字母与数字，词与词之间用空格隔开"
        elif len(word) > LONGEST:
            yield f"“{word}”超过 {LONGEST} 个字，请写短，或移到“口语”一栏"
    for word in (*synonyms.split(), *near.split(), *broader.split()):
        if word == term:
            yield f"“{word}”与术语相同，请删去"
    for word in sorted({*synonyms.split()} & {*near.split()}):
        yield f"“{word}”同时是同义和近义，请只留一处"
    for phrase in spoken.split():
        if _SPOKEN.fullmatch(phrase) is None:
            yield f"口语“{phrase}”写法不对，只用汉字、字母与数字，分开的两段用 + 连接，任选其一用 / 隔开"
    for name in english.split(";"):
        if name.strip() and _ENGLISH.fullmatch(name.strip()) is None:
            yield f"英文“{name.strip()}”写法不对，只用英文字母与数字，各个说法用分号隔开"


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
