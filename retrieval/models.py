"""The values of this room, all frozen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.models import Passage, Place, SpeechInfo


class Language(StrEnum):
    """The language a request is written in; passages stay in their own."""

    CHINESE = "zh"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Request:
    """What a message asks for.

    Attributes:
        text: The message as it came.
        query: The words to search: asking words gone, normalised (Simplified, half-width, lower case). May be empty.
        count: How many passages were asked for ("来两段"), or None.
        place: Opening or closing, where the message asks for one ("结尾"), else None.
        language: What most of its words are, each Han character counted as one.
    """

    text: str
    query: str
    count: int | None = None
    place: Place | None = None
    language: Language = Language.CHINESE


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage of an answer.

    Attributes:
        passage: A slice of a stored speech.
        speech: The speech it stands in.
        score: Fused score, higher is better, comparable within one answer only.
        similar: Ids of near-identical passages folded under this one, best first.
    """

    passage: Passage
    speech: SpeechInfo
    score: float
    similar: tuple[str, ...] = ()


class Note(StrEnum):
    """Why an answer is empty, or less than what was asked for. A failure is never one of these: it is an error."""

    EMPTY_REQUEST = "empty_request"
    EMPTY_LIBRARY = "empty_library"
    NOTHING_RELEVANT = "nothing_relevant"
    PLACE_NOT_FOUND = "place_not_found"


@dataclass(frozen=True, slots=True)
class SearchResult:
    """An answer: hits best first, how long it took in milliseconds, and a note where it is not all that was asked for.

    ``PLACE_NOT_FOUND`` comes with hits: they are on the theme, but none is an opening or closing, as was asked.
    """

    request: Request
    hits: tuple[Hit, ...]
    took_ms: float
    note: Note | None = None
