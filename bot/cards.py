"""Cards (卡片): a passage with its source and its buttons. Pure functions from values to replies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.keys import Act, encode
from bot.pages import pages
from bot.provenance import Provenance, full_title, provenance_of
from bot.replies import Button, Line, Quote, Reply
from bot.store import Verdict
from bot.taking import copy_button, to_change
from bot.texts import Texts
from corpus.models import Passage, PassageKind, SpeechInfo
from retrieval.models import Relevance, Roles
from retrieval.stressing import occurrences

SEPARATOR = " · "
_TITLE_LENGTH = 80
_HEADING_LENGTH = 40
_PATH_LENGTH = 160
_A_ROW = 4


class Sourced(Protocol):
    """A passage with its speech: a ``Hit`` of an answer, or what the library ``Found``."""

    @property
    def passage(self) -> Passage:
        """The passage."""
        ...

    @property
    def speech(self) -> SpeechInfo:
        """The speech that it stands in."""
        ...


@dataclass(frozen=True, slots=True)
class Spot:
    """Which passage of which search a card shows, and how far its text is turned.

    Attributes:
        search: Id of the search.
        position: Of the passage among the hits, from 0.
        similar: 0 for the hit itself, else which of its near-identical passages, from 1.
        page: Of a long text, from 0.
    """

    search: int
    position: int
    similar: int = 0
    page: int = 0

    def key(self, act: Act) -> str:
        """Return the key of a button that does ``act`` here and comes back to this very page."""
        return encode(act, self.search, self.position, self.similar, self.page)

    def show(self, *, position: int | None = None, similar: int = 0, page: int = 0) -> str:
        """Return the key of a button that shows another card of the same search."""
        here = self.position if position is None else position
        return encode(Act.SHOW, self.search, here, similar, page)


def card(
    texts: Texts,
    sourced: Sourced,
    spot: Spot,
    *,
    total: int,
    similar: int,
    kept: bool,
    roles: Roles | None = None,
    relevance: Relevance | None = None,
    words: Sequence[str] = (),
    verdict: Verdict | None = None,
    functions: Sequence[Button] = (),
    replaces: bool = False,
) -> Reply:
    """Build the card of one passage.

    Args:
        texts: The sentences of the person's language.
        sourced: What is shown.
        spot: Where it stands in its search.
        total: How many hits the search has.
        similar: How many near-identical passages are folded under the hit.
        kept: Whether the person keeps this passage.
        roles: What the passage does and is made of, or None where nothing tells.
        relevance: How well it answers, or None where nothing tells.
        words: Normalised words that stand out where the passage says them.
        verdict: What the person thinks of it.
        functions: Buttons to other passages on the theme.
        replaces: Whether the card takes the place of the message whose button was pressed.
    """
    passage = sourced.passage
    spans = pages(passage.text)
    page = clamp(spot.page, len(spans))
    start, end = spans[page]
    spot = Spot(spot.search, spot.position, spot.similar, page)
    of_similar = spot.similar > 0
    number = texts.head_similar if of_similar else texts.head
    place = (spot.similar, similar) if of_similar else (spot.position + 1, total)
    head = [
        number.format(position=place[0], total=place[1]),
        *qualities(texts, roles, relevance),
        titled(texts, provenance_of(passage, sourced.speech)),
    ]
    if len(spans) > 1:
        head.append(texts.text_page.format(page=page + 1, pages=len(spans)))

    actions = [keep_button(texts, kept, save=spot.key(Act.SAVE), remove=spot.key(Act.REMOVE))]
    context = encode(Act.CONTEXT, spot.search, spot.position, spot.similar, 0, -1)
    actions.append(Button(texts.context, context, "c"))
    if passage.kind is PassageKind.POINT:
        actions.append(Button(texts.whole, encode(Act.WHOLE, spot.search, spot.position, spot.similar, 0), "w"))
    if of_similar:
        listed = encode(Act.SIMILAR, spot.search, spot.position, 0)
        actions.append(Button(texts.back, listed if similar > 1 else spot.show(), "b"))
    elif similar:
        label = texts.similar.format(count=similar)
        actions.append(Button(label, encode(Act.SIMILAR, spot.search, spot.position, 0), "m"))

    turn = page_buttons(
        texts, page, len(spans), lambda other: encode(Act.SHOW, spot.search, spot.position, spot.similar, other)
    )
    turning = _similar_turns(texts, spot, similar) if of_similar else card_turns(texts, spot, total)
    source = source_line(texts, provenance_of(passage, sourced.speech))
    taking = [
        copy_button(texts, passage.text, source, roles),
        Button(texts.plain, encode(Act.PLAIN, spot.search, spot.position, spot.similar, 0), "qw"),
        *opinion_buttons(texts, spot, verdict),
    ]
    return Reply(
        parts=(
            Line(SEPARATOR.join(head), quiet=True),
            stressed(passage.text, words).cut(start, end),
            Line(source, quiet=True),
            *to_change(texts, passage.text),
        ),
        rows=rows(turn, turning, actions, taking, functions),
        replaces=replaces,
    )


def stressed(text: str, words: Sequence[str]) -> Quote:
    """Return a quote in which normalised words stand out."""
    return Quote(text, stress=occurrences(text, words))


def opinion_buttons(texts: Texts, spot: Spot, verdict: Verdict | None) -> list[Button]:
    """Return 👍 and 👎; the one that was pressed is marked, and takes back what it said."""
    good, bad = verdict is Verdict.GOOD, verdict is Verdict.BAD
    return [
        Button(texts.praised if good else texts.praise, spot.key(Act.UNSAY if good else Act.PRAISE), "+"),
        Button(texts.blamed if bad else texts.blame, spot.key(Act.UNSAY if bad else Act.BLAME), "-"),
    ]


def gone_card(texts: Texts, spot: Spot, total: int) -> Reply:
    """Build what stands in the place of a card whose passage has left the library."""
    again = Button(texts.ask_again, encode(Act.ASK_AGAIN, spot.search), "r")
    return Reply(
        parts=(
            Line(texts.head.format(position=spot.position + 1, total=total), quiet=True),
            Line(texts.passage_gone),
        ),
        rows=rows(card_turns(texts, spot, total), [again]),
        replaces=True,
    )


def source_line(texts: Texts, provenance: Provenance) -> str:
    """Return the source of a passage in one line: title, section path, paragraph, year, speaker."""
    path = shorten(" › ".join(shorten(heading, _HEADING_LENGTH) for heading in provenance.section), _PATH_LENGTH)
    numbered = texts.paragraph_part if provenance.kind is PassageKind.POINT else texts.paragraph
    fields = [
        titled(texts, provenance),
        path,
        numbered.format(number=provenance.paragraph),
        texts.year.format(year=provenance.year) if provenance.year else "",
        shorten(provenance.speaker or "", _HEADING_LENGTH),
    ]
    return SEPARATOR.join(field for field in fields if field)


def qualities(texts: Texts, roles: Roles | None, relevance: Relevance | None) -> list[str]:
    """Return how well a passage answers, what it does, what it is made of and its theme, as far as anything tells."""
    names = texts.names
    told = [names.relevances[relevance]] if relevance else []
    if roles:
        told.append(names.functions[roles.function])
        told += [texts.joint.join(names.forms[form] for form in roles.forms)] if roles.forms else []
        told += [roles.theme] if roles.theme else []
    return told


def titled(texts: Texts, named: Provenance | SpeechInfo) -> str:
    """Return a title in its brackets, marked where it was inferred."""
    pattern = texts.title_inferred if named.title_inferred else texts.title
    title = named.title if isinstance(named, Provenance) else full_title(named)
    return pattern.format(title=shorten(title, _TITLE_LENGTH))


def shorten(text: str, length: int) -> str:
    """Cut words of ours or a heading to a length in characters, on one line; never used on a passage."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def keep_button(texts: Texts, kept: bool, *, save: str, remove: str, label: str | None = None) -> Button:
    """Return the button that saves, or for a passage that is kept the one that removes."""
    return Button(texts.saved, remove, "x") if kept else Button(label or texts.save, save, "s")


def card_turns(texts: Texts, spot: Spot, total: int) -> list[Button]:
    """Return ◀ · 3/12 · ▶ for the hits of a search; at an end the arrow that leads nowhere is left out."""
    if total < 2:
        return []
    here = texts.position.format(position=spot.position + 1, total=total)
    turns = [Button(here, spot.show())]
    if spot.position > 0:
        turns.insert(0, Button(texts.previous, spot.show(position=spot.position - 1), "p"))
    if spot.position + 1 < total:
        turns.append(Button(texts.next, spot.show(position=spot.position + 1), "n"))
    return turns


def _similar_turns(texts: Texts, spot: Spot, similar: int) -> list[Button]:
    turns = []
    if spot.similar > 1:
        turns.append(Button(texts.previous, spot.show(similar=spot.similar - 1), "p"))
    if spot.similar < similar:
        turns.append(Button(texts.next, spot.show(similar=spot.similar + 1), "n"))
    return turns


class PageKey(Protocol):
    """Gives the key of a page, from 0."""

    def __call__(self, page: int, /) -> str:
        """Return the key."""
        ...


def page_buttons(texts: Texts, page: int, count: int, key: PageKey) -> list[Button]:
    """Return the buttons that turn the pages of a long text or list; none where there is one page."""
    buttons = []
    if page > 0:
        buttons.append(Button(texts.page_up.format(page=page, pages=count), key(page - 1), "u"))
    if page + 1 < count:
        buttons.append(Button(texts.page_down.format(page=page + 2, pages=count), key(page + 1), "d"))
    return buttons


def rows(*groups: Iterable[Button]) -> tuple[tuple[Button, ...], ...]:
    """Return the rows that hold a button."""
    return tuple(row for group in groups if (row := tuple(group)))


def numbered(choices: Sequence[Button]) -> Iterator[Sequence[Button]]:
    """Return the numbers of a list in rows that a thumb can hit."""
    return (choices[start : start + _A_ROW] for start in range(0, len(choices), _A_ROW))


def clamp(number: int, count: int) -> int:
    """Return the nearest of ``0 … count - 1``."""
    return max(0, min(number, count - 1))
