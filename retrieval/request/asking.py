"""The words of asking (提问用语) around a theme, and where in a speech a passage is to stand; ``data/asking.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from corpus.models import Place
from retrieval.request.cues import EDGE, asking, begins_word, either, ends_word, filled

LONGEST: Final = 500
"""Characters of a message that are read; nobody asks for a paragraph in more."""


@dataclass(frozen=True, slots=True)
class _Asking:
    """The patterns of ``asking.toml``, compiled. Repetitions are possessive: no message makes one run for long."""

    head: re.Pattern[str]
    tail: re.Pattern[str]
    chat: re.Pattern[str]
    kinds: re.Pattern[str]
    kinds_beside: re.Pattern[str]
    style: re.Pattern[str]
    style_behind: re.Pattern[str]
    style_of_place: re.Pattern[str]
    places: tuple[tuple[Place, re.Pattern[str]], ...]


def strip(text: str) -> str:
    """Take the words of asking off both ends until none is left."""
    while (shorter := strip_once(text)) != text:
        text = shorter
    return text


def strip_once(text: str) -> str:
    """Take one word of asking off each end."""
    cues = _compiled()
    text = text.strip(EDGE)
    if (head := cues.head.match(text)) and not begins_word(text, head.end()):
        text = text[head.end() :].strip(EDGE)
    if (tail := cues.tail.search(text)) and not ends_word(text, tail.start()):
        text = text[: tail.start()].strip(EDGE)
    return text


def is_chat(text: str) -> bool:
    """Whether a message is small talk, which asks for nothing."""
    return _compiled().chat.fullmatch(text) is not None


def read_place(text: str, wanted: Place | None) -> tuple[Place, str] | None:
    """Find where in a speech the passage is to stand, and take the words for it out.

    Args:
        text: What is left of a message.
        wanted: A place that is asked for already; only words for the same one are taken out then.
    """
    for place, pattern in _compiled().places:
        if wanted in (None, place) and (match := pattern.search(text)):
            return place, re.sub(r"\s+", " ", f"{text[: match.start()]} {text[match.end() :]}").strip(EDGE)
    return None


def names_kind_only(text: str) -> bool:
    """Whether nothing but kinds of text is left ("会议讲话"): beside a function they name no theme."""
    return _compiled().kinds.fullmatch(text) is not None


def strip_style(text: str, *, told: bool) -> str:
    """Take off what says how a passage is to sound: 结尾|有力一点; ``told``: also behind a comma, 要有气势.

    Only beside a function or a form that is told already is a clause like that no theme.
    """
    cues = _compiled()
    pattern = cues.style_behind if told else cues.style_of_place
    return pattern.sub("", text).strip(EDGE)


def beside_place(text: str) -> str:
    """Take out what only says for which occasion, and in which tone, an opening or a closing is wanted."""
    cues = _compiled()
    return strip(cues.style.sub(" ", cues.kinds_beside.sub("", text)).strip())


@cache
def _compiled() -> _Asking:
    raw = asking()

    def placed(chinese: str, english: str) -> re.Pattern[str]:
        """Match a place at the start or the end, or as a word of its own: not inside 收尾工作 or "opening up"."""
        before = filled(rf"^(?:{{n}}{{m}})?(?:{raw['kinds']})*+")
        return re.compile(
            "|".join(
                (
                    rf"{before}(?:{chinese})(?:的|是|,| |$)+",
                    rf"(?:^|的|[ ,](?:[只就]?要个?)?|(?<=[\u4e00-\u9fff]))(?:{chinese})$",
                    rf"(?<=[ ,])(?:{chinese})(?=[ ,])",
                    rf"^(?:{english})(?: {raw['joint_english']}\b|$)",
                    rf"(?<= )(?:{english})(?= |$)",
                )
            )
        )

    style = rf"(?:要|得|最好|更)?(?:{raw['style']})(?:一?点儿?|一些)?(?:的)?"
    return _Asking(
        head=re.compile(rf"(?:{either(raw['head'])}|{either(raw['head_english'])})[ ,:]*"),
        tail=re.compile(rf"[ ,:]*(?:{either(raw['tail'])}|(?<![a-z])(?:{either(raw['tail_english'])}))$"),
        chat=re.compile(rf"(?:{raw['chat']}[ ,?!]*)++"),
        kinds=re.compile(rf"(?:{raw['kinds']}[ ,']*)*+"),
        kinds_beside=re.compile(rf"^(?:{raw['kinds_before']})|(?:{raw['kinds_after']})$"),
        style=re.compile(rf"(?:{raw['style']}的?)"),
        style_behind=re.compile(rf"(?:^|[ ,、]){style}$"),
        style_of_place=re.compile(rf"(?<=[结收]尾|开[头场]|场白|束语){style}(?=$|[ ,])"),
        places=(
            (Place.CLOSING, placed(raw["closing"], raw["closing_english"])),
            (Place.OPENING, placed(raw["opening"], raw["opening_english"])),
        ),
    )
