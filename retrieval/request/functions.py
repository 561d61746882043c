"""What the passage is to do (功能): 存在的问题, "why … matters". ``data/cues.toml`` has the names and the clauses.

A name counts where the construction asks for it, never inside a term (民生问题, 目标责任制): a function that was not
meant costs more than one that was missed. The constructions, surest first: a row of names (问题和举措), a clause
(有哪些短板), a name with its way of writing (问题怎么写), behind 的, alone, right behind a theme, before one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from retrieval.models import Function
from retrieval.request.asking import is_chat
from retrieval.request.cues import EDGE, cues, either, ends_word, filled, without

_PLACES: Final = (Function.OPENING, Function.CLOSING)
"""Their names are found by ``asking.read_place``; here they count in a row of names and in clauses only."""
_LEAST_THEME: Final = 2
"""Characters of a theme that a name stands right behind."""

Found = tuple[tuple[Function, ...], re.Match[str]]
"""Functions as they are named, and their words; a group ``theme`` holds what stays of them."""


@dataclass(frozen=True, slots=True)
class _Cue:
    """One construction of one function; its group ``name`` holds the words that may be a part of the theme."""

    function: Function
    pattern: re.Pattern[str]


def read_functions(text: str) -> tuple[tuple[Function, ...], str] | None:
    """Find the surest cue of a function, or a row of them, and take it out.

    Args:
        text: What is left of a message, searched copy.

    Returns:
        The functions in the order in which they are named, and the text without their words; None without a cue.
    """
    return _taken(text, _found(text))


def read_row(text: str) -> tuple[tuple[Function, ...], str] | None:
    """Find names in a row and take them out: 开头和结尾, 问题和举措."""
    return _taken(text, _rows(text))


def _taken(text: str, found: Iterator[Found]) -> tuple[tuple[Function, ...], str] | None:
    for functions, match in found:
        rest = without(text, match.start(), match.end(), match.groupdict().get("theme") or "")
        if rest or not is_chat(match[0].strip(EDGE)):
            return functions, rest
    return None


def _found(text: str) -> Iterator[Found]:
    yield from _rows(text)
    for cue in _chinese() if re.search("[\u3400-\u9fff]", text) else ():
        match = cue.pattern.search(text)
        if match is not None and match[0] and not _is_part(text, match, "name"):
            yield (cue.function,), match
    for cue in _english() if re.search("[a-z]{3}", text) else ():
        if (match := cue.pattern.search(text)) is not None:
            yield (cue.function,), match


def _rows(text: str) -> Iterator[Found]:
    """Find names in a row: 问题和举措, "problems and measures in …"."""
    for name, patterns in _row_patterns():
        for pattern in patterns:
            match = pattern.search(text)
            if match is not None and not _is_part(text, match, "row"):
                groups = [one.lastgroup for one in name.finditer(match["row"])]
                yield tuple(dict.fromkeys(_FUNCTIONS[int(group[1:])] for group in groups if group)), match


def _is_part(text: str, match: re.Match[str], name: str) -> bool:
    """Whether a name is a part of the theme before it: 收入差距, 时代的要求."""
    start = match.start(name)
    theme = text[:start].strip(EDGE)
    if start <= 0 or not theme or text[start - 1] in EDGE:
        return False
    joints = cues()["joints"]
    cuts = (f"{text[:at]}|{text[at:]}" for at in (match.start(), start))
    if any(re.search("|".join(joints["not_behind"]), cut) for cut in cuts):
        return True
    if text[start - 1] == "的":
        short = len(text[: match.start()].strip(EDGE)) < _LEAST_THEME
        return short or re.search(f"(?:{joints['not_of']})$", text[:start]) is not None
    linked = match.start() < start
    return not linked and (len(theme) < _LEAST_THEME or ends_word(text, start))


_FUNCTIONS: Final = tuple(Function)


@cache
def _names() -> dict[Function, str]:
    return {Function(one): either([value["strong"], value["weak"]]) for one, value in cues()["functions"].items()}


@cache
def _row_patterns() -> tuple[tuple[re.Pattern[str], tuple[re.Pattern[str], ...]], ...]:
    joints = cues()["joints"]
    chinese = [f"(?:{joints['adjective']}{_names()[one]})" for one in _FUNCTIONS]
    english = [either([cues()["functions"][one.value]["english"]]) for one in _FUNCTIONS]

    def row(names: list[str], between: str) -> tuple[re.Pattern[str], str]:
        each = "|".join(f"(?P<f{index}>{name})" for index, name in enumerate(names))
        any_one = f"(?:{'|'.join(names)})"
        return re.compile(each), f"(?P<row>{any_one}(?:{between}{any_one})+)"

    name, several = row(chinese, joints["between"])
    english_name, english_several = row(english, "(?:, ?(?:and )?| and | & )")
    english_one = several_or_one(english_several)
    link = joints["link_english"]
    return (
        (
            name,
            (
                re.compile(rf"(?:{joints['behind']}|[ ,:])?{several}(?:{joints['part']}|{joints['written']})?$"),
                re.compile(rf"^{several}{joints['part']}?[ ,:]+(?=.{{2}})"),
            ),
        ),
        (
            english_name,
            (
                re.compile(rf"^{english_one} (?:{link})\b"),
                re.compile(rf"(?:^|[,:;] ?){english_one}$"),
                re.compile(rf"(?:^| ){english_several}$"),
                re.compile(rf"(?<=[\u4e00-\u9fff] ){english_one}$"),
            ),
        ),
    )


def several_or_one(several: str) -> str:
    """Turn a row of at least two names into one of at least one."""
    return f"{several[:-2]}*)"


@cache
def _chinese() -> tuple[_Cue, ...]:
    joints = cues()["joints"]
    behind, adjective, part = joints["behind"], joints["adjective"], f"(?:{joints['part']})?"
    table = {Function(one): value for one, value in cues()["functions"].items()}
    nouns = [one for one in table if one not in _PLACES]
    found: list[_Cue] = []

    def add(function: Function, pattern: str) -> None:
        found.append(_Cue(function, re.compile(filled(pattern))))

    for one, value in table.items():
        if framed := value.get("framed"):
            add(one, rf"(?P<name>){framed}")
        if value["asking"]:
            add(one, rf"(?:{behind}|方面|上|[ ,])?(?P<name>{either([value['asking']])})(?:的)?{part}$")
    for one in nouns:
        name = _names()[one]
        add(one, rf"(?:{behind}|方面|[ ,])?(?P<name>{adjective}{name}){joints['written']}$")
        add(one, rf"(?:{behind}|方面|[ ,])?(?P<name>{adjective}{name})(?:这|那)?(?:部分|一块|板块)$")
        add(one, rf"^(?P<name>(?:主要|具体)?{either([table[one]['strong'], table[one]['alone']])}){part}$")
    for one in nouns:
        add(one, rf"(?:{behind}|方面|[ ,:;、](?:要|求|来点|来些)?)(?P<name>{adjective}{_names()[one]}){part}$")
        add(one, rf"(?P<name>{adjective}{either([table[one]['strong']])}){part}$")
    for one in nouns:
        name, strong, lead = _names()[one], either([table[one]["strong"]]), either([table[one]["lead"]])
        add(one, rf"^(?P<name>{adjective}{name}的?{part})[ ,:;]+(?=.{{2}})")
        add(one, rf"^(?P<name>{name}(?:部分|这部分|那部分))(?:的)?(?=.{{2}})")
        add(one, rf"(?<=[ ,;])(?P<name>{strong}){part}(?=[ ,;])")
        if table[one]["lead"]:
            add(one, rf"(?:^|(?<=[ ,]))(?P<name>{lead})[ ,:]*")
    return tuple(found)


@cache
def _english() -> tuple[_Cue, ...]:
    joints = cues()["joints"]
    return tuple(_Cue(Function(one), re.compile(pattern)) for one, pattern in joints["clauses_english"])
