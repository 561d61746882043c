"""The values of this room, all frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from corpus.models import Passage, Place, SpeechInfo


class Language(StrEnum):
    """The language a request is written in; passages stay in their own."""

    CHINESE = "zh"
    ENGLISH = "en"


class Function(StrEnum):
    """What a paragraph does in its speech (功能); ``corpus/LABELS.md`` defines each. The value is its Chinese name."""

    OPENING = "开场"
    SIGNIFICANCE = "意义"
    ACHIEVEMENTS = "成绩"
    PROBLEMS = "问题"
    GOALS = "目标"
    MEASURES = "举措"
    REQUIREMENTS = "要求"
    CLOSING = "结尾"


PLACES: Final = {Function.OPENING: Place.OPENING, Function.CLOSING: Place.CLOSING}
"""The place in a speech that a function names, if it does."""


class Form(StrEnum):
    """What a paragraph is made of (形式); ``corpus/LABELS.md`` defines each. The value is its Chinese name."""

    PARALLELISM = "排比"
    PARALLEL_LEADS = "对仗小标题"
    QUOTATION = "引用"
    METAPHOR = "比喻"
    FIGURES = "数字"
    QUESTION = "设问"
    MAXIM = "金句"


class Length(StrEnum):
    """How long the passages are to be (长短)."""

    SHORT = "short"
    LONG = "long"


class Relevance(StrEnum):
    """How well a passage answers (贴切程度), in three steps calibrated on judged requests."""

    CLOSE = "close"
    RELATED = "related"
    TOUCHING = "touching"


class Part(StrEnum):
    """What was understood of a request beside its theme; each can be taken out again ("不限结尾")."""

    FUNCTION = "function"
    FORM = "form"
    COUNT = "count"
    LENGTH = "length"
    YEARS = "years"
    KIND = "kind"
    SOURCE = "source"
    MUST = "must"
    WITHOUT = "without"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Years:
    """Years of speeches, both ends included; None is open ("2023年以后")."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Request:
    """What a message asks for. A request without a cue is a plain theme.

    Attributes:
        text: The message as it came.
        query: The words to search: asking words and cues gone, normalised (Simplified, half-width, lower case), typing
            slips mended. May be empty.
        functions: What the passage is to do; usually none or one, best first.
        functions_without: What it may not do ("不要结尾"); none of ``functions``.
        forms: What it is to be made of; a passage should have all of them.
        forms_without: What it may not be made of ("不要排比"), each of them; none of ``forms``.
        count: How many passages were asked for ("来两段"), or None.
        length: Short or long, where the message says so.
        years: The years that speeches may be of, or None.
        years_without: Years that they may not be of ("不要2020年的").
        kind: The kind of text (文种) as ``corpus.models.Frame.kind`` names it: 讲话, 报告, 致辞, 党课 …; or None.
        sources: Words that title, occasion, speaker or file name must hold: a region ("山东"), a file's name.
        sources_without: Words that none of them may hold ("不要山东的").
        must: Words that the passage must hold, normalised ("…" in quotes, 必须提到…).
        without: Words that it must not hold, normalised ("不要反腐").
        corrections: What was mended as a slip of typing: as it came, and as it was read (做风建设 → 作风建设).
        language: What most of its words are, each Han character counted as one.
    """

    text: str
    query: str
    functions: tuple[Function, ...] = ()
    functions_without: tuple[Function, ...] = ()
    forms: tuple[Form, ...] = ()
    forms_without: tuple[Form, ...] = ()
    count: int | None = None
    length: Length | None = None
    years: Years | None = None
    years_without: tuple[Years, ...] = ()
    kind: str | None = None
    sources: tuple[str, ...] = ()
    sources_without: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
    language: Language = Language.CHINESE

    @property
    def place(self) -> Place | None:
        """The opening or the closing, if one of them is asked for."""
        return next((PLACES[one] for one in self.functions if one in PLACES), None)


@dataclass(frozen=True, slots=True)
class Roles:
    """What a passage does and what it is made of, as ``retrieval.roles`` tells; forms in the order of ``Form``.

    ``theme`` is the one of the lexicon that it names first, or None; it takes no part in a comparison.
    """

    function: Function
    forms: tuple[Form, ...] = ()
    theme: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage of an answer.

    Attributes:
        passage: A slice of a stored speech.
        speech: The speech it stands in.
        score: Fused score, higher is better, comparable within one answer only; never shown to people.
        similar: Ids of near-identical passages folded under this one, best first.
        roles: What it does and is made of, or None where nothing tells.
        relevance: How well it answers, in a word that people may see, or None where nothing was asked but a function.
    """

    passage: Passage
    speech: SpeechInfo
    score: float
    similar: tuple[str, ...] = ()
    roles: Roles | None = None
    relevance: Relevance | None = None


class Note(StrEnum):
    """Why an answer is empty, or less than what was asked for. A failure is never one of these: it is an error."""

    EMPTY_REQUEST = "empty_request"
    EMPTY_LIBRARY = "empty_library"
    NOTHING_RELEVANT = "nothing_relevant"
    NOTHING_LEFT = "nothing_left"
    FUNCTION_NOT_FOUND = "function_not_found"
    FORM_NOT_FOUND = "form_not_found"


@dataclass(frozen=True, slots=True)
class Expansion:
    """A word that stood in for a word of the request, and how much it weighed beside it, above 0 and at most 1.

    ``relation`` says how the two belong together: 同义, 近义, 上位, 下位, 译名, 词内.
    """

    word: str
    stands_for: str
    relation: str
    weight: float


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """A theme that the library holds: its term, its group in the lexicon, and how many paragraphs name it."""

    term: str
    group: str
    passages: int


@dataclass(frozen=True, slots=True)
class SearchResult:
    """An answer: hits best first, how long it took in milliseconds, and a note where it is not all that was asked for.

    ``FUNCTION_NOT_FOUND`` and ``FORM_NOT_FOUND`` come with hits: they are on the theme, but none
    does, or is made of, what was asked for. ``NOTHING_LEFT`` means that the theme is there, but years, kind, source or
    words leave nothing of it. ``themes`` are the nearest ones that the library does hold, where there are no hits.
    ``functions`` are those that the same request finds a fitting passage for, in the order of ``Function``.
    """

    request: Request
    hits: tuple[Hit, ...]
    took_ms: float
    note: Note | None = None
    expansions: tuple[Expansion, ...] = ()
    themes: tuple[str, ...] = ()
    functions: tuple[Function, ...] = ()
