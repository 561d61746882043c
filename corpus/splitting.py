"""From a document to a speech with its passages: clean, outline, cut (切分)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.cleaning import clean
from corpus.errors import EmptyFile
from corpus.ids import digest, passage_id, passage_key, speech_id
from corpus.models import Document, Paragraph, Passage, PassageKind, Section, Speech
from corpus.structure import outline

POINT_THRESHOLD = 350
"""A paragraph of more characters also yields its points, so that an answer fits a phone."""


def build_speech(document: Document) -> Speech:
    """Clean a document, find its structure and cut it into passages.

    The passages are the natural paragraphs in reading order, each long one followed by its points.

    Raises:
        EmptyFile: No paragraph of a speech remains.
    """
    cleaned = clean(document.source, document.marks)
    structure = outline(cleaned, document.metadata, document.file)
    if not structure.paragraphs:
        raise EmptyFile(document.file, "文件里没有可作为讲话正文的段落；请确认它不是空白文件，也不是只有标题的文件。")
    speech = speech_id(cleaned.text)
    return Speech(
        id=speech,
        text=cleaned.text,
        source=document.source,
        cuts=cleaned.cuts,
        frame=structure.frame,
        sections=structure.sections,
        passages=tuple(_passages(speech, cleaned.text, structure.sections, structure.paragraphs)),
        file=document.file,
        format=document.format,
        themes=document.metadata.themes,
        licence=document.metadata.licence,
    )


def section_path(sections: Sequence[Section], index: int | None) -> tuple[str, ...]:
    """The headings from the outermost down to ``sections[index]``; empty for None."""
    path: list[str] = []
    while index is not None:
        path.append(sections[index].heading)
        index = sections[index].parent
    return tuple(reversed(path))


def _passages(
    speech: str, text: str, sections: Sequence[Section], paragraphs: Sequence[Paragraph]
) -> Iterator[Passage]:
    for number, paragraph in enumerate(paragraphs, start=1):
        whole = _passage(speech, text, paragraph.start, paragraph.end, number, paragraph, sections)
        yield whole
        if len(whole.text) <= POINT_THRESHOLD:
            continue
        for start, end in paragraph.points:
            if (start, end) != (paragraph.start, paragraph.end):
                yield _passage(speech, text, start, end, number, paragraph, sections, parent=whole.id)


def _passage(
    speech: str,
    text: str,
    start: int,
    end: int,
    number: int,
    paragraph: Paragraph,
    sections: Sequence[Section],
    parent: str | None = None,
) -> Passage:
    sha256 = digest(text[start:end])
    key = passage_key(speech, start, end, sha256)
    return Passage(
        id=passage_id(key),
        key=key,
        speech_id=speech,
        start=start,
        end=end,
        text=text[start:end],
        sha256=sha256,
        kind=PassageKind.PARAGRAPH if parent is None else PassageKind.POINT,
        section=section_path(sections, paragraph.section),
        paragraph=number,
        parent_id=parent,
        place=paragraph.place,
    )
