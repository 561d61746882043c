"""Where a passage stands, as a value that can be kept apart from the library (出处)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corpus.models import Passage, PassageKind, SpeechInfo

NAMELESS = 8
"""A title of at most so many characters ("政府工作报告") is that of many speeches: its subtitle tells which."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a source line says. A favourite keeps its own copy, so that it outlives the speech.

    Attributes:
        speech_id: The speech; it may be gone from the library.
        title: Never empty; with the subtitle where the title alone is that of many speeches.
        title_inferred: The text has no title; this one was made from its first words or its file.
        section: Headings above the passage, outermost first.
        paragraph: Number of the natural paragraph in the speech, from 1.
        kind: Paragraph or point.
        start: Offset in the speech's text, in code points.
        end: Likewise, exclusive.
        year: Year of the speech, or None.
        date: Date of the speech, or None.
        speaker: Who held it, or None.
        file: The file it came from.
    """

    speech_id: str
    title: str
    title_inferred: bool
    section: tuple[str, ...]
    paragraph: int
    kind: PassageKind
    start: int
    end: int
    year: int | None
    date: date | None
    speaker: str | None
    file: str


def full_title(speech: SpeechInfo) -> str:
    """Return the title that tells a speech from others: "政府工作报告——在××会议上"."""
    if speech.subtitle is None or len(speech.title) > NAMELESS:
        return speech.title
    return f"{speech.title}——{speech.subtitle.lstrip('—―-─ ')}"


def provenance_of(passage: Passage, speech: SpeechInfo) -> Provenance:
    """Return where ``passage`` of ``speech`` stands."""
    return Provenance(
        speech_id=speech.id,
        title=full_title(speech),
        title_inferred=speech.title_inferred,
        section=passage.section,
        paragraph=passage.paragraph,
        kind=passage.kind,
        start=passage.start,
        end=passage.end,
        year=speech.year,
        date=speech.date,
        speaker=speech.speaker,
        file=speech.file,
    )
