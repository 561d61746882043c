"""What the store gives back, all frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.provenance import Provenance
from retrieval.models import Function, Part, Relevance, Request


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a person speaks: the language, and whether they chose it rather than wrote in it."""

    language: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What answered a message: the hash of its words, and our messages in order, by their ids."""

    key: str
    sha256: str
    messages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SavedHit:
    """One passage of an answer, by id; the ids of the near-identical ones folded under it; how well it answers."""

    passage_id: str
    similar: tuple[str, ...] = ()
    relevance: Relevance | None = None


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A request and what it found, kept so that its buttons outlive a restart.

    Attributes:
        id: What buttons carry; never given twice.
        person: Whose it is.
        text: The request as it came.
        language: The language of the answer.
        hits: Best first; none where the answer offers another way on.
        created: When it was asked.
        request: What was understood of it; None where it was kept before that was.
        dropped: What was taken out of it since.
        themes: What the answer offers instead of passages, nearest first.
        function: What the passages were to do by a button, whatever the request says of it.
        functions: Those that the theme has passages for.
        after: What had been asked for before, where the request only says how its passages are to be (短一点).
        at: The passage that was shown last: its place among the hits, from 0, and 0 or which of its near-identical
            ones, from 1.
        seen: The places of the hits that were shown.
        before: The passages, by id, that the searches which this one refines had shown.
    """

    id: int
    person: str
    text: str
    language: str
    hits: tuple[SavedHit, ...]
    created: datetime
    request: Request | None = None
    dropped: frozenset[Part] = frozenset()
    themes: tuple[str, ...] = ()
    function: Function | None = None
    functions: tuple[Function, ...] = ()
    after: Request | None = None
    at: tuple[int, int] = (0, 0)
    seen: frozenset[int] = frozenset({0})
    before: frozenset[str] = frozenset()

    def told(self) -> frozenset[str]:
        """Return the ids of all passages that were shown, here and before."""
        return self.before | {hit.passage_id for place, hit in enumerate(self.hits) if place in self.seen}


class Verdict(StrEnum):
    """What a person thinks of a passage as an answer."""

    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Opinion:
    """A verdict on a passage as the answer to a request.

    Attributes:
        request: The request as it came.
        function: What was set by a button, or None.
        dropped: What was taken out of the request.
        passage_id: The passage.
        sha256: Hex digest of its text at the time.
        verdict: What the person thinks.
    """

    request: str
    function: Function | None
    dropped: frozenset[Part]
    passage_id: str
    sha256: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Favourite:
    """A passage a person keeps (收藏): its own copy of text and source, which outlives the speech.

    Attributes:
        id: What buttons carry; never given twice, and the same again after remove and save.
        person: Whose it is.
        passage_id: The passage in the library, which may be gone from there.
        text: The passage as it was when first saved.
        sha256: Hex digest of ``text`` in UTF-8.
        provenance: Where it stands.
        saved_at: When it was saved, the last time.
        removed_at: When it was removed, or None.
        note: What the person wrote to it, or "".
        function: What it does in its speech, as it was told when it was saved; None where nothing told.
        themes: The themes it names, best first.
        damaged: Its text is not what was saved; ``text`` is then empty, for it must not be shown.
    """

    id: int
    person: str
    passage_id: str
    text: str
    sha256: str
    provenance: Provenance
    saved_at: datetime
    removed_at: datetime | None = None
    note: str = ""
    function: Function | None = None
    themes: tuple[str, ...] = ()
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """A word a person puts on favourites (标签).

    Attributes:
        id: What buttons carry; never given twice.
        name: As it was typed first, or at the last renaming.
        count: How many favourites have it.
        removed: It was deleted and can be brought back.
    """

    id: int
    name: str
    count: int = 0
    removed: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """Some of the favourites of a person: those that meet all of these (筛选); ``id`` is what buttons carry.

    The view of id 0 is all of them.
    """

    id: int = 0
    words: str = ""
    tag: int | None = None
    theme: str | None = None
    function: Function | None = None


class Asked(StrEnum):
    """What the bot asked a person to type."""

    TAG = "tag"
    NOTE = "note"
    RENAME = "rename"
    FIND = "find"
    FORGET = "forget"


@dataclass(frozen=True, slots=True)
class Pending:
    """A question that waits for its answer.

    Attributes:
        asked: What for.
        subject: The id of the favourite or tag that it is about, or a number of its own.
        at: When it was asked.
    """

    asked: Asked
    subject: int
    at: datetime


class Taken(StrEnum):
    """What became of an update that came."""

    OURS = "ours"
    """It is new, and its turn is with this process."""
    WAITS = "waits"
    """It is new; another process has an earlier one of its lane, and whoever is free then takes it."""
    KNOWN = "known"
    """It was taken before."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """An update that was taken and is not finished, with what is needed to handle it.

    Attributes:
        key: What names the update, the same when it is delivered again.
        lane: Whose turn it waits for.
        payload: The update itself.
        sent: The ids of the messages of its answer that have been delivered.
        attempts: How often it was begun and did not come as far as its answer.
    """

    key: str
    lane: str
    payload: str
    sent: tuple[int, ...] = ()
    attempts: int = 0
