"""One line of the examination (体检结果)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How a finding is to be taken: nothing to do; worth knowing; needs attention."""

    WELL = "well"
    HINT = "hint"
    ILL = "ill"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one thing.

    Attributes:
        key: Which thing, in a word that programs may rely on; several findings may have the same.
        text: One line for a person, with what to do where something is to be done.
        level: How it is to be taken.
    """

    key: str
    text: str
    level: Level = Level.WELL


def judged(key: str, well: bool, said: str, otherwise: str) -> Finding:
    """A finding that is well with one text, and needs attention with the other."""
    return Finding(key, said) if well else Finding(key, otherwise, Level.ILL)


def hint(key: str, text: str) -> Finding:
    """A finding that is worth knowing."""
    return Finding(key, text, Level.HINT)


def ill(key: str, text: str) -> Finding:
    """A finding that needs attention."""
    return Finding(key, text, Level.ILL)
