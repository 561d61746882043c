"""The values of this room, all frozen.

From a file to passages::

    file ──readers──▶ Document ──cleaning──▶ Cleaned ──structure──▶ Outline ──splitting──▶ Speech with Passages

Two invariants hold for every value here, and tests prove them on every file:

* ``Speech.text`` is ``Speech.source`` with the spans of ``Speech.cuts`` left out, nothing added, nothing changed;
* ``speech.text[p.start:p.end] == p.text`` and ``sha256(p.text) == p.sha256`` for every passage ``p``.

Offsets count Unicode code points, as Python's ``str`` does. ``start`` is inclusive, ``end`` exclusive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

COMMON: Final = ""
"""Owner of the common library, which everybody sees. Other owners are people ("tg:123"); theirs only they see."""


class MarkKind(StrEnum):
    """What a reader knows of a line from the file's own markup."""

    TITLE = "title"
    HEADING = "heading"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of ``Document.source`` that the file's format names, e.g. a Word heading style.

    ``level`` is 1 for the outermost heading, and 0 where it means nothing.
    """

    start: int
    end: int
    kind: MarkKind
    level: int = 0


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says of itself outside its text (front matter, document properties). All may be unknown."""

    title: str | None = None
    year: int | None = None
    date: date | None = None
    occasion: str | None = None
    speaker: str | None = None
    themes: tuple[str, ...] = ()
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file as its reader gives it: its text, one paragraph or line of the file a line, joined by line feeds.

    Attributes:
        file: The name its owner knows, relative to the folder or archive that was added ("会议/讲话.docx").
        format: The ending of the reader that read it, without the dot ("docx").
        source: The text, never normalised: the file's own characters. Layout alone is read as line feeds: a line
            break of any kind, and in plain text the indent of a paragraph that goes on in the same line.
        marks: Spans of ``source``, sorted by start, not overlapping.
        metadata: What the file says of itself.
    """

    file: str
    format: str
    source: str
    marks: tuple[Mark, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)


@dataclass(frozen=True, slots=True)
class Cut:
    """A span of ``Document.source`` that cleaning leaves out, and the name of the step that does so."""

    step: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The text of a speech, and the cuts that lead to it from the source; ``apply_cuts(source, cuts) == text``.

    ``cuts`` are sorted and do not overlap. ``marks`` are those of the document, moved to offsets of ``text``.
    """

    text: str
    cuts: tuple[Cut, ...]
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the body of a speech (标题、副题、时间、讲话人、场合、文种、称谓).

    ``title`` is never empty: where the text has none it is inferred from the first sentence after the 称谓 or from
    the file's name, and ``title_inferred`` says so. ``kind`` is a kind of text (文种): 讲话, 报告, 致辞, 党课 …
    """

    title: str
    title_inferred: bool
    subtitle: str | None = None
    date: date | None = None
    year: int | None = None
    speaker: str | None = None
    occasion: str | None = None
    kind: str | None = None
    salutation: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it (章节).

    Attributes:
        level: 1 for the outermost. Levels of one speech have no gaps on the way down a path.
        start: Offset of the heading in ``Speech.text``.
        end: Offset of the heading's end; for the one-line form "（一）标题。正文" the full stop is not included.
        heading: ``text[start:end]``.
        parent: Index in ``Speech.sections`` of the section around this one, or None at the top.
    """

    level: int
    start: int
    end: int
    heading: str
    parent: int | None


class PassageKind(StrEnum):
    """A natural paragraph (自然段), or one point (一是…、一要…) of a long one."""

    PARAGRAPH = "paragraph"
    POINT = "point"


class Place(StrEnum):
    """Where in its speech a passage stands; position alone, no judgement of its function.

    ``NOTE`` is behind the speech: an annex, or an explanation of its terms (附件、名词解释).
    """

    OPENING = "opening"
    BODY = "body"
    CLOSING = "closing"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Passage:
    """What is searched and shown: a slice of one speech.

    Attributes:
        id: ``p_`` and 16 hex digits, from the content alone (see ``corpus.ids``).
        key: The same id as an integer, 0 ≤ key < 2**63: the row id in the database and in every index.
        speech_id: ``s_`` and 16 hex digits.
        start: Offset in ``Speech.text``.
        end: Offset in ``Speech.text``.
        text: ``Speech.text[start:end]``.
        sha256: Hex digest of ``text`` in UTF-8.
        kind: Paragraph or point.
        section: The headings above it, outermost first; may be empty.
        paragraph: Number of its natural paragraph in the speech, from 1; a point has its parent's number.
        parent_id: For a point the id of its paragraph, else None.
        place: Where in the speech it stands.
    """

    id: str
    key: int
    speech_id: str
    start: int
    end: int
    text: str
    sha256: str
    kind: PassageKind
    section: tuple[str, ...]
    paragraph: int
    parent_id: str | None = None
    place: Place = Place.BODY


@dataclass(frozen=True, slots=True)
class Outline:
    """The structure of a cleaned text: frame, sections in reading order, and the spans of natural paragraphs.

    Attributes:
        frame: Title and what else stands around the body.
        sections: In reading order; a child stands after its parent.
        paragraphs: Natural paragraphs of the body, in reading order.
    """

    frame: Frame
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The span of one natural paragraph, its section (index, or None before the first) and the spans of its points."""

    start: int
    end: int
    section: int | None
    place: Place = Place.BODY
    points: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Speech:
    """A whole speech with its source, its structure and its passages (paragraphs and points in reading order)."""

    id: str
    text: str
    source: str
    cuts: tuple[Cut, ...]
    frame: Frame
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    file: str
    format: str
    themes: tuple[str, ...] = ()
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class SpeechInfo:
    """A speech without its text: what a source line and a list need.

    All but the id, the characters and the passages is as its owner's file says: another owner of the same text has
    other names for it.
    """

    id: str
    title: str
    title_inferred: bool
    subtitle: str | None
    year: int | None
    date: date | None
    speaker: str | None
    occasion: str | None
    kind: str | None
    file: str
    characters: int
    passages: int
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Description:
    """What an index knows of a speech beside its text.

    ``source`` holds all that names where it comes from: title, subtitle, occasion, speaker and file, as far as known.
    ``genre`` is the kind of text (文种); ``bundled`` says whether the speech came with the product. ``title`` is empty
    where several people hold the speech, each for themselves, and call it differently.
    """

    title: str
    year: int | None
    themes: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    genre: str | None = None
    bundled: bool = False


@dataclass(frozen=True, slots=True)
class Holders:
    """Who holds what: the ids of speeches by owner, and the revision of the library that this is true of."""

    revision: int
    speeches: Mapping[str, frozenset[str]]

    def visible(self, reader: str) -> frozenset[str]:
        """Ids of the speeches that a reader sees: those of the common library and their own."""
        nothing: frozenset[str] = frozenset()
        return self.speeches.get(COMMON, nothing) | self.speeches.get(reader, nothing)


@dataclass(frozen=True, slots=True)
class Found:
    """A passage of the library with the speech that it stands in: all that a source line needs."""

    passage: Passage
    speech: SpeechInfo


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A passage as an index wants it; ``title``, ``year``, ``themes`` and what follows are those of its speech.

    ``paragraph`` is the number of its natural paragraph, from 1, and ``paragraphs`` how many the speech has. The rest
    is as in ``Description``.
    """

    key: int
    parent_key: int | None
    speech_id: str
    title: str
    year: int | None
    section: tuple[str, ...]
    text: str
    place: Place
    kind: PassageKind
    paragraph: int
    paragraphs: int
    themes: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    genre: str | None = None
    bundled: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the library holds; ``characters`` are those of the speeches' texts."""

    speeches: int
    passages: int
    characters: int


@dataclass(frozen=True, slots=True)
class Added:
    """The speech is now in the library."""

    info: SpeechInfo


@dataclass(frozen=True, slots=True)
class Same:
    """Its owner sees this speech or a near-identical one, ``info``, in the library already; nothing was stored.

    ``similarity`` is the Jaccard similarity that ``corpus.duplicates`` describes, 1.0 for the same text.
    """

    info: SpeechInfo
    similarity: float
