"""Whole conversations (``conversations/*.toml``): what a person says and presses, and what the answer must show.

A turn is one of ``say`` (a message), ``press`` (a button whose label holds these words, under the last message that
has one) and ``restart`` (the program ends and starts again on the same home). ``by = "other"`` is somebody else's.
What an answer must be:

========= ==============================================================================================
quote     how its quotes begin, one for each message that has one
has       words that it shows, text of passages included
lacks     words that it does not show
cards     how many messages it is
role      what the head of each card says of it: 结尾
new       no passage of it was shown to this person before
again     its first passage is the one that was shown before it
shorter   its first passage is shorter than the one that was shown before it; ``longer`` likewise
labels    words on its buttons
========= ==============================================================================================
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from bot.texts import LANGUAGES
from corpus.bundled import bundled_files

FOLDER = Path(__file__).parent / "conversations"
MINE, OTHER = "mine", "other"


@dataclass(frozen=True)
class Turn:
    """One turn, and what must come of it."""

    say: str = ""
    press: str = ""
    restart: bool = False
    by: str = MINE
    quote: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    cards: int | None = None
    role: str = ""
    new: bool = False
    again: bool = False
    shorter: bool = False
    longer: bool = False
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Conversation:
    """A conversation by name."""

    name: str
    turns: tuple[Turn, ...]

    def phases(self) -> list[list[Turn]]:
        """The turns between restarts."""
        phases: list[list[Turn]] = [[]]
        for turn in self.turns:
            if turn.restart:
                phases.append([])
            else:
                phases[-1].append(turn)
        return phases


@dataclass(frozen=True)
class Answer:
    """What one turn led to, as a front showed it."""

    text: str
    quotes: tuple[str, ...]
    cards: int
    labels: tuple[str, ...] = ()


@dataclass
class Reader:
    """Holds answers to what their turns say."""

    shown: dict[str, list[str]] = field(default_factory=dict)

    def faults(self, turn: Turn, answer: Answer) -> list[str]:
        """Say what is wrong with an answer; nothing where all is well."""
        before = self.shown.setdefault(turn.by, [])
        found = list(_faults(turn, answer, before))
        before += answer.quotes
        said = turn.say or f"[{turn.press}]"
        return [f"{said}: {fault}; the answer was {answer.text[:400]!r} {list(answer.labels)}" for fault in found]


def _faults(turn: Turn, answer: Answer, before: list[str]) -> Iterator[str]:
    yield from (f"not of a speech: {quote[:40]!r}" for quote in answer.quotes if not is_verbatim(quote))
    if any(texts.failed in answer.text for texts in LANGUAGES.values()):
        yield "a failure"
    if turn.quote and len(turn.quote) != len(answer.quotes):
        yield f"{len(answer.quotes)} passages instead of {len(turn.quote)}"
    for wanted, quote in zip(turn.quote, answer.quotes, strict=False):
        if not quote.startswith(wanted):
            yield f"{quote[:30]!r} instead of {wanted!r}"
    yield from (f"lacks {words!r}" for words in turn.has if words not in answer.text)
    yield from (f"shows {words!r}" for words in turn.lacks if words in answer.text)
    yield from (f"has no button {words!r}" for words in turn.labels if not any(words in one for one in answer.labels))
    if turn.cards is not None and answer.cards != turn.cards:
        yield f"{answer.cards} messages instead of {turn.cards}"
    if turn.role and answer.text.count(f" · {turn.role}") < answer.cards:
        yield f"not every card is a {turn.role}"
    if turn.new and (not answer.quotes or set(answer.quotes) & set(before)):
        yield "shows again what was shown before"
    if turn.again and answer.quotes[:1] != tuple(before[-1:]):
        yield "shows another passage"
    if turn.shorter and not (answer.quotes and before and len(answer.quotes[0]) < len(before[-1])):
        yield "is not shorter"
    if turn.longer and not (answer.quotes and before and len(answer.quotes[0]) > len(before[-1])):
        yield "is not longer"


def load() -> list[Conversation]:
    """Read every conversation.

    Raises:
        TypeError: A turn has a key that is none.
    """
    return [
        Conversation(f"{path.stem}: {held['name']}", tuple(_turn(turn) for turn in held["turns"]))
        for path in sorted(FOLDER.glob("*.toml"))
        for held in tomllib.loads(path.read_text(encoding="utf-8"))["conversation"]
    ]


def is_verbatim(quote: str) -> bool:
    """Whether a text stands in a bundled speech."""
    return any(quote in speech for speech in _speeches())


@cache
def _speeches() -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in bundled_files())


def _turn(held: dict[str, Any]) -> Turn:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in held.items()}
    return Turn(**values)
