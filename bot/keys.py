"""The keys of buttons: short, versioned, and nothing in them but numbers (按钮的键).

A key is ``1``, one or two letters for what to do, and the numbers it needs: ``1n:42:3:0:0`` shows the fourth passage
of search 42. What the numbers mean lives in the database, tied to the person, so that a key is worth nothing to anybody
else.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

from retrieval.models import Function, Part

VERSION = "1"
MAX_BYTES = 64

_NUMBER = r"(?:0|-?[1-9]\d{0,18})"
_KEY = re.compile(rf"{VERSION}([a-z]{{1,2}})((?::{_NUMBER})*)", re.ASCII)


class Act(StrEnum):
    """What a button does. The letters are part of keys that people hold: never change or reuse one."""

    SHOW = "n"
    SAVE = "s"
    REMOVE = "r"
    CONTEXT = "c"
    CONTEXT_ABOVE = "h"
    WHOLE = "w"
    SAVE_WHOLE = "k"
    REMOVE_WHOLE = "j"
    SIMILAR = "m"
    ASK_AGAIN = "a"
    FAVOURITES = "f"
    OPEN = "o"
    DROP = "d"
    RESTORE = "u"
    FAVOURITE_CONTEXT = "v"
    FAVOURITE_CONTEXT_ABOVE = "x"
    LIBRARY = "l"
    TAKE_OUT = "t"
    PUT_BACK = "p"
    OFFERED = "e"
    THEMES = "g"
    GROUP = "i"
    THEME = "b"
    FUNCTION = "cf"
    PLAIN = "ct"
    PRAISE = "cu"
    BLAME = "cd"
    UNSAY = "cn"
    VIEW = "fv"
    OPEN_IN = "fo"
    FILTERS = "fs"
    FILTER = "ft"
    TAGS_ON = "fa"
    PUT_TAG = "fb"
    TAKE_TAG = "fc"
    NEW_TAG = "fd"
    ASK_NOTE = "fe"
    TAKE_BACK_NOTE = "fn"
    ASK_FIND = "ff"
    TAGS = "fg"
    OPEN_TAG = "fh"
    TAG_MENU = "fi"
    RENAME_TAG = "fj"
    DELETE_TAG = "fk"
    RESTORE_TAG = "fl"
    WRITE_FOR = "fm"
    WRITE_FOR_NONE = "fq"
    MOVE = "fp"
    EXPORT = "fx"
    EXPORT_AS = "fy"
    FORGET = "fz"
    FORGET_NOT = "fw"
    LINK = "fr"
    CANCEL = "fu"
    MINE = "ml"
    SPEECH = "mo"
    SPEECH_PASSAGES = "mp"
    SPEECH_DROPPED = "md"
    DISCARD = "mr"
    DISCARD_YES = "my"
    PUBLISH = "mb"
    PUBLISH_YES = "mc"
    WITHDRAW = "mw"
    WITHDRAW_YES = "mx"
    LANGUAGE = "lc"


NUMBERS: dict[Act, tuple[str, ...]] = {
    Act.SHOW: ("search", "position", "similar", "page"),
    Act.SAVE: ("search", "position", "similar", "page"),
    Act.REMOVE: ("search", "position", "similar", "page"),
    Act.CONTEXT: ("search", "position", "similar", "offset", "page"),
    Act.CONTEXT_ABOVE: ("search", "position", "similar", "offset", "page"),
    Act.WHOLE: ("search", "position", "similar", "page"),
    Act.SAVE_WHOLE: ("search", "position", "similar", "page"),
    Act.REMOVE_WHOLE: ("search", "position", "similar", "page"),
    Act.SIMILAR: ("search", "position", "page"),
    Act.ASK_AGAIN: ("search",),
    Act.FAVOURITES: ("page",),
    Act.OPEN: ("favourite", "page"),
    Act.DROP: ("favourite",),
    Act.RESTORE: ("favourite",),
    Act.FAVOURITE_CONTEXT: ("favourite", "offset", "page"),
    Act.FAVOURITE_CONTEXT_ABOVE: ("favourite", "offset", "page"),
    Act.LIBRARY: ("page",),
    Act.TAKE_OUT: ("search", "part"),
    Act.PUT_BACK: ("search",),
    Act.OFFERED: ("search", "position"),
    Act.THEMES: ("page",),
    Act.GROUP: ("name", "page"),
    Act.THEME: ("name",),
    Act.FUNCTION: ("search", "function"),
    Act.PLAIN: ("search", "position", "similar", "whole"),
    Act.PRAISE: ("search", "position", "similar", "page"),
    Act.BLAME: ("search", "position", "similar", "page"),
    Act.UNSAY: ("search", "position", "similar", "page"),
    Act.VIEW: ("view", "page"),
    Act.OPEN_IN: ("view", "favourite", "page"),
    Act.FILTERS: ("view", "page"),
    Act.FILTER: ("view", "kind", "name"),
    Act.TAGS_ON: ("favourite", "page"),
    Act.PUT_TAG: ("favourite", "tag"),
    Act.TAKE_TAG: ("favourite", "tag"),
    Act.NEW_TAG: ("favourite",),
    Act.ASK_NOTE: ("favourite",),
    Act.TAKE_BACK_NOTE: ("favourite",),
    Act.ASK_FIND: (),
    Act.TAGS: ("page",),
    Act.OPEN_TAG: ("tag", "page"),
    Act.TAG_MENU: ("tag",),
    Act.RENAME_TAG: ("tag",),
    Act.DELETE_TAG: ("tag",),
    Act.RESTORE_TAG: ("tag",),
    Act.WRITE_FOR: ("tag",),
    Act.WRITE_FOR_NONE: (),
    Act.MOVE: ("tag", "favourite", "position"),
    Act.EXPORT: ("view",),
    Act.EXPORT_AS: ("view", "format"),
    Act.FORGET: ("number",),
    Act.FORGET_NOT: (),
    Act.LINK: ("passage",),
    Act.CANCEL: (),
    Act.MINE: ("holder", "page"),
    Act.SPEECH: ("holder", "speech"),
    Act.SPEECH_PASSAGES: ("holder", "speech"),
    Act.SPEECH_DROPPED: ("holder", "speech", "page"),
    Act.DISCARD: ("holder", "speech"),
    Act.DISCARD_YES: ("holder", "speech"),
    Act.PUBLISH: ("holder", "speech"),
    Act.PUBLISH_YES: ("holder", "speech"),
    Act.WITHDRAW: ("holder", "speech"),
    Act.WITHDRAW_YES: ("holder", "speech"),
    Act.LANGUAGE: ("language",),
}
"""The numbers of each act, in order.

``position`` counts the passages of an answer from 0. ``similar`` is 0 for the passage itself and counts the
near-identical ones from 1. ``page`` counts the pages of a long text or list from 0; in context -1 means the page that
shows most. ``offset`` counts natural paragraphs from the passage's own, negative above it. ``part`` is a number of
``PARTS``; the ``position`` of ``OFFERED`` counts the themes that an answer offers from 0. ``name`` is ``named``.
``function`` is a number of ``FUNCTIONS``, ``language`` one of ``bot.speaking.LANGUAGES``; ``whole`` is 1 for the
paragraph of a point, else 0.
``holder`` is ``named`` of the person whom the button was given to, ``speech`` is ``number_of`` its id.
"""

PARTS: dict[Part, int] = {
    Part.FUNCTION: 0,
    Part.FORM: 1,
    Part.COUNT: 2,
    Part.LENGTH: 3,
    Part.YEARS: 4,
    Part.KIND: 5,
    Part.SOURCE: 6,
    Part.MUST: 7,
    Part.WITHOUT: 8,
    Part.CORRECTION: 9,
}
"""The number of each part of a request. They stand in keys that people hold, too: never change or reuse one."""

FUNCTIONS: dict[Function, int] = {
    Function.OPENING: 0,
    Function.SIGNIFICANCE: 1,
    Function.ACHIEVEMENTS: 2,
    Function.PROBLEMS: 3,
    Function.GOALS: 4,
    Function.MEASURES: 5,
    Function.REQUIREMENTS: 6,
    Function.CLOSING: 7,
}
"""The number of each function, of which the same is true."""

_NAME_BYTES = 7
_SPEECH = re.compile(r"s_([0-9a-f]{16})")


@dataclass(frozen=True, slots=True)
class Key:
    """A key taken apart."""

    act: Act
    numbers: tuple[int, ...]


def named(name: str) -> int:
    """Return the number of a theme or of a group of themes: the first 56 bits of its SHA-256, the same for ever."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:_NAME_BYTES])


def number_of(speech_id: str) -> int:
    """Return the number of a speech's id (``s_`` and 16 hex digits), as a signed one: it has 64 bits.

    Raises:
        ValueError: it is no such id.
    """
    match = _SPEECH.fullmatch(speech_id)
    if match is None:
        raise ValueError(f"{speech_id!r} is no id of a speech")
    return int.from_bytes(bytes.fromhex(match[1]), signed=True)


def speech_of(number: int) -> str:
    """Return the id of a speech by its number; the inverse of ``number_of``."""
    return f"s_{number.to_bytes(8, signed=True).hex()}"


def encode(act: Act, *numbers: int) -> str:
    """Return the key of a button.

    Raises:
        ValueError: the act takes another count of numbers, or they are too long for a key.
    """
    key = VERSION + act.value + "".join(f":{number}" for number in numbers)
    if len(numbers) != len(NUMBERS[act]) or len(key) > MAX_BYTES:
        raise ValueError(f"{act.name} takes {NUMBERS[act]} in {MAX_BYTES} bytes, not {key!r}")
    return key


def decode(key: str) -> Key | None:
    """Take a key apart, or return None for anything that ``encode`` does not write."""
    match = _KEY.fullmatch(key) if len(key) <= MAX_BYTES else None
    if match is None or match[1] not in set(Act):
        return None
    act = Act(match[1])
    numbers = tuple(int(number) for number in match[2].split(":")[1:])
    if len(numbers) != len(NUMBERS[act]) or any(abs(number) >= 2**63 for number in numbers):
        return None
    return Key(act, numbers)
