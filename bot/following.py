"""What is said of the last answer (追问): 再来一段, 第二段的出处, 收藏, "save 2"; ``data/following.toml`` has it.

The whole message must be such words: 收藏工作 and 更多就业岗位 are themes. What says how passages are to be (短一点)
is ``retrieval.request.read_refinement``'s to read.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

from corpus.numerals import number
from retrieval.normalize import normalize

LONGEST: Final = 80
"""Characters of such a message; a longer one is a request."""

_FILLERS: Final = 6
_EDGE: Final = " \t\n,.;:!?、。;:!?,…—~～\"'“”‘’()"
_DATA: Final = Path(__file__).parent / "data" / "following.toml"
_ENGLISH: Final = {
    "a": 1, "an": 1, "another": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "两": 2,
}  # fmt: skip
_NUMBERED: Final = re.compile(r"(?<=[\u4e00-\u9fff]) (?=\d)|(?<=\d) (?=[\u4e00-\u9fff])")
"""Blanks around a number: 第 2 段."""
_SLASH: Final = re.compile(r"/([a-z_]+)(?:@\w+)?(?: +(\d{1,3}))?")


class Wish(StrEnum):
    """What a follow-up wants."""

    MORE = "more"
    NEXT = "next"
    PREVIOUS = "previous"
    SHOW = "show"
    CONTEXT = "context"
    WHOLE = "whole"
    SOURCE = "source"
    FULL = "full"
    SAVE = "save"
    SAVE_ALL = "save_all"
    UNSAVE = "unsave"
    FAVOURITES = "favourites"
    FIND = "find"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A message about the last answer.

    Attributes:
        wish: What is wanted.
        position: Of the passage that is meant, from 1, or None for the one that was shown last.
        count: How many more are wanted, or None where the message does not say.
        batch: Several are wanted, however many (换一批).
        words: What to look for in the favourites; empty for any other wish.
    """

    wish: Wish
    position: int | None = None
    count: int | None = None
    batch: bool = False
    words: str = ""


def read_follow_up(text: str) -> FollowUp | None:
    """Return what a message wants of the last answer, or None for any other message."""
    if len(text) > LONGEST:
        return None
    said = _NUMBERED.sub("", re.sub(r"\s+", " ", normalize(text)).strip())
    if said.startswith("/"):
        return _command(said)
    for wording in _wordings(said.strip(_EDGE)):
        for wish, pattern in _patterns():
            if match := pattern.fullmatch(wording):
                return _follow_up(wish, match)
    return None


def taken_out(text: str) -> str:
    """Turn 不要党课的 into the words that take a part of a request out: 去掉党课."""
    table = _table()
    return f"{table['take_out']}{re.sub(table['turned_down'], '', normalize(text).strip(_EDGE))}"


def _follow_up(wish: Wish, match: re.Match[str]) -> FollowUp:
    groups = {name: value for name, value in match.groupdict().items() if value}
    return FollowUp(
        wish,
        position=_position(groups),
        count=_count(match[0]) if wish is Wish.MORE else None,
        batch=wish is Wish.MORE and _table()["batch"].search(match[0]) is not None,
        words=(groups.get("words") or groups.get("phrase") or "").strip(_EDGE),
    )


def _position(groups: Mapping[str, str]) -> int | None:
    for name, value in groups.items():
        if name.startswith("o"):
            ordinals: list[str] = _table()["ordinals"]
            return ordinals.index(value) + 1
        if name[0] in "nm":
            return number(value)
    return None


def _count(said: str) -> int | None:
    found: re.Match[str] | None = _table()["count"].search(said)
    if found is None:
        return None
    word = found[1] or found[2]
    return _ENGLISH.get(word) or number(word)


def _command(said: str) -> FollowUp | None:
    match = _SLASH.fullmatch(said)
    if match is None:
        return None
    position = int(match[2]) if match[2] else None
    for wish, names in _table()["commands"].items():
        if re.fullmatch(names, match[1]):
            if wish == Wish.MORE:
                return FollowUp(Wish.MORE, count=position)
            return FollowUp(Wish(wish), position) if wish != Wish.SHOW or position else None
    return None


def _wordings(said: str) -> Iterator[str]:
    """Give the message as it stands, then with one filler less at an end each time."""
    table = _table()
    yield said
    for _ in range(_FILLERS):
        shorter = table["lead"].sub("", said, count=1)
        if shorter == said:
            shorter = table["tail"].sub("", said, count=1)
        shorter = shorter.strip(_EDGE)
        if shorter in ("", said):
            return
        said = shorter
        yield said


@cache
def _table() -> Mapping[str, Any]:
    raw = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    counted = rf"({raw['number']}){raw['measure']}|\b({raw['number']})\b(?= more|$| passages?| of)"
    return raw | {
        "lead": re.compile(f"^(?:{raw['lead']})(?=.)"),
        "tail": re.compile(f"(?<=.)(?:{raw['tail']})$"),
        "count": re.compile(counted),
        "batch": re.compile(raw["batch"]),
    }


@cache
def _patterns() -> tuple[tuple[Wish, re.Pattern[str]], ...]:
    raw = _table()
    found: list[tuple[Wish, re.Pattern[str]]] = []

    def add(wish: str, pattern: str) -> None:
        filled = pattern.replace("{n}", f"(?:{raw['number']})").replace("{m}", raw["measure"])
        found.append((Wish(wish), re.compile(filled)))

    for wish, patterns in raw["plain"].items():
        for pattern in patterns:
            add(wish, pattern)
    which, bare = raw["which"], raw["which_bare"]
    english = raw["which_english"]
    for wish, (*several, latin) in raw["card"].items():
        chinese = "|".join(several)
        if wish == Wish.SHOW:
            add(wish, f"(?:{chinese}){which}")
            add(wish, f"(?:{latin}) ?(?:{english})")
            continue
        add(wish, f"(?:{chinese})|(?:{latin})")
        add(wish, f"(?:{chinese}) ?(?:{which}|{bare.replace('<n>', '<m>')})")
        add(wish, f"{which}(?:的|也)?(?:{chinese})")
        add(wish, rf"(?:{latin}) (?:of )?(?:{english}|(?P<number>\d{{1,3}}))")
    return tuple(found)
