"""What is in the library (馆藏)."""

from __future__ import annotations

from bot.cards import SEPARATOR, clamp, page_buttons, rows, titled
from bot.desk import Desk
from bot.keys import Act, encode
from bot.person import Person
from bot.replies import Line, Outcome, Reply
from bot.texts import fill, texts_for
from corpus.models import COMMON

A_PAGE = 20


def list_library(desk: Desk, person: Person, page: int, *, replaces: bool = True) -> Outcome:
    """List the speeches by title, the one added last first."""
    texts = texts_for(person.language)
    speeches = desk.shelf.speeches(reader=person.reader)[::-1]
    if not speeches:
        return Outcome((Reply((Line(texts.empty_library),), replaces=replaces),))
    counts = desk.shelf.counts(reader=person.reader)
    head = fill(
        texts.library_head, speeches=counts.speeches, passages=counts.passages, characters=f"{counts.characters:,}"
    )
    last = -(-len(speeches) // A_PAGE)
    page = clamp(page, last)
    everybodys = {info.id for info in desk.shelf.speeches(reader=COMMON)}
    lines = [Line(head, strong=True)]
    for number, speech in enumerate(speeches[page * A_PAGE : (page + 1) * A_PAGE], start=page * A_PAGE + 1):
        fields = [titled(texts, speech), texts.year.format(year=speech.year) if speech.year else "", speech.speaker]
        fields += [] if speech.id in everybodys else [texts.library_own]
        lines.append(Line(f"{number}. {SEPARATOR.join(field for field in fields if field)}"))
    if last > 1:
        lines.append(Line(texts.text_page.format(page=page + 1, pages=last), quiet=True))
    lines.append(Line(texts.library_more, quiet=True))
    turns = page_buttons(texts, page, last, lambda other: encode(Act.LIBRARY, other))
    return Outcome((Reply(tuple(lines), rows(turns), replaces=replaces),))
