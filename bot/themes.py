"""What the library speaks of (主题): its themes by group, each to be asked for by a tap."""

from __future__ import annotations

from collections.abc import Sequence

from bot.asking import answer
from bot.cards import clamp, page_buttons, rows, shorten
from bot.desk import Desk
from bot.keys import Act, encode, named
from bot.person import Person
from bot.refusals import own, stale
from bot.replies import Button, Line, Outcome, Reply
from bot.texts import Texts, fill, texts_for
from retrieval.models import ThemeCount

GROUPS_A_PAGE = 12
THEMES_A_PAGE = 15
EXAMPLES = 3
"""Themes that are named beside their group."""

_A_ROW = 3
_NAME_LENGTH = 24


def list_themes(desk: Desk, person: Person, page: int, *, replaces: bool = True) -> Outcome:
    """List the groups of themes, the group of the most frequent theme first, with the themes most spoken of."""
    texts = texts_for(person.language)
    held = grouped(desk.searcher.themes(reader=person.reader))
    if not held:
        nothing = texts.themes_none if desk.shelf.counts(reader=person.reader).speeches else texts.empty_library
        return Outcome((Reply((Line(nothing),), replaces=replaces),))
    last = -(-len(held) // GROUPS_A_PAGE)
    page = clamp(page, last)
    first = page * GROUPS_A_PAGE
    count = sum(map(len, held.values()))
    head = texts.themes_page if last > 1 else texts.themes_head
    lines = [Line(fill(head, count=count, page=page + 1, pages=last), strong=True)]
    choices = []
    for number, (group, themes) in enumerate(list(held.items())[first : first + GROUPS_A_PAGE], start=first + 1):
        name = _group_name(texts, group)
        examples = texts.joint.join(
            texts.theme_count.format(theme=shorten(one.term, _NAME_LENGTH), passages=one.passages)
            for one in themes[:EXAMPLES]
        )
        lines.append(Line(texts.themes_group.format(number=number, group=name, count=len(themes), examples=examples)))
        choices.append(Button(name, encode(Act.GROUP, named(group), 0), str(number)))
    turns = page_buttons(texts, page, last, lambda other: encode(Act.THEMES, other))
    return Outcome((Reply(tuple(lines), rows(*_in_rows(choices), turns), replaces=replaces),))


def show_group(desk: Desk, person: Person, name: int, page: int) -> Outcome:
    """List the themes of a group, most passages first."""
    texts = texts_for(person.language)
    found = next(
        (
            (group, held)
            for group, held in grouped(desk.searcher.themes(reader=person.reader)).items()
            if named(group) == name
        ),
        None,
    )
    if found is None:
        raise stale(desk, person)
    group, themes = found
    last = -(-len(themes) // THEMES_A_PAGE)
    page = clamp(page, last)
    first = page * THEMES_A_PAGE
    lines = [Line(fill(texts.themes_of_group, group=_group_name(texts, group), count=len(themes)), strong=True)]
    choices = []
    for number, one in enumerate(themes[first : first + THEMES_A_PAGE], start=first + 1):
        term = shorten(one.term, _NAME_LENGTH)
        lines.append(Line(fill(texts.theme_entry, number=number, theme=term, passages=one.passages)))
        choices.append(Button(term, encode(Act.THEME, named(one.term)), str(number)))
    if last > 1:
        lines.append(Line(texts.text_page.format(page=page + 1, pages=last), quiet=True))
    turns = page_buttons(texts, page, last, lambda other: encode(Act.GROUP, name, other))
    back = Button(texts.back_to_themes, encode(Act.THEMES, 0), "b")
    return Outcome((Reply(tuple(lines), rows(*_in_rows(choices), turns, [back]), replaces=True),))


def ask_theme(desk: Desk, person: Person, name: int) -> Outcome:
    """Ask for a theme that was listed; the list stays."""
    term = next((one.term for one in desk.searcher.themes(reader=person.reader) if named(one.term) == name), None)
    if term is None:
        raise stale(desk, person)
    # In a group people press what another listed, before they have ever written.
    desk.store.people.remember(person.id, person.language)
    return answer(desk, person, term, language=person.language)


def ask_offered(desk: Desk, person: Person, search: int, position: int) -> Outcome:
    """Ask for a theme that an answer offered instead of passages; what it said stays."""
    saved = own(desk, person, search)
    if not 0 <= position < len(saved.themes):
        raise stale(desk, person)
    return answer(desk, person, saved.themes[position], language=saved.language)


def grouped(themes: Sequence[ThemeCount]) -> dict[str, list[ThemeCount]]:
    """Return themes by group, both in the order in which they come."""
    held: dict[str, list[ThemeCount]] = {}
    for theme in themes:
        held.setdefault(theme.group, []).append(theme)
    return held


def _group_name(texts: Texts, group: str) -> str:
    return shorten(group, _NAME_LENGTH) or texts.themes_other


def _in_rows(choices: Sequence[Button]) -> list[Sequence[Button]]:
    return [choices[start : start + _A_ROW] for start in range(0, len(choices), _A_ROW)]
