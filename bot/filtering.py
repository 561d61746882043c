"""Some of the favourites: by words, tag, theme and function (收藏里找、筛选)."""

from __future__ import annotations

from dataclasses import replace

from bot.cards import SEPARATOR, clamp, page_buttons, rows, shorten
from bot.desk import Desk
from bot.keys import Act, encode, named
from bot.person import Person
from bot.refusals import stale
from bot.replies import Button, Line, Outcome, Reply
from bot.store import View
from bot.texts import Texts, texts_for
from corpus.ids import key_of
from retrieval.models import Function

LONGEST = 60
"""Characters of what is looked for."""

CHOICES_A_PAGE = 18
_A_ROW = 3
_NAME_LENGTH = 20
_BY_TAG, _BY_THEME, _BY_FUNCTION = range(3)


def described(desk: Desk, person: Person) -> None:
    """Describe what the person kept before favourites were described; with each of these this is done once."""
    ids = desk.store.favourites.undescribed(person.id)
    if ids:
        roles = desk.searcher.roles([key_of(passage_id) for passage_id in ids])
        for passage_id in ids:
            role = roles.get(key_of(passage_id))
            desk.store.favourites.describe(person.id, passage_id, role.function if role else None)


def found(desk: Desk, person: Person, words: str) -> View:
    """Return the view of all favourites that hold some words."""
    described(desk, person)
    desk.store.people.remember(person.id, person.language)
    return desk.store.views.of(person.id, View(words=" ".join(words.split())[:LONGEST]))


def view_named(desk: Desk, texts: Texts, person: Person, view: View) -> str:
    """Return a view in words: its tag, theme, function and what was looked for."""
    names = []
    if view.tag is not None:
        tag = desk.store.tags.get(person.id, view.tag)
        names.append(texts.view_tag.format(tag=tag.name if tag else texts.tag_unknown))
    if view.theme is not None:
        names.append(texts.understood_theme.format(theme=view.theme))
    if view.function is not None:
        names.append(texts.names.functions[view.function])
    if view.words:
        names.append(texts.view_words.format(words=view.words))
    return SEPARATOR.join(names)


def list_filters(desk: Desk, person: Person, view: int, page: int) -> Outcome:
    """Offer what the favourites of a view can be narrowed by: tags, functions and themes they really have."""
    texts = texts_for(person.language)
    here = desk.store.views.get(person.id, view)
    if here is None:
        raise stale(desk, person)
    choices = _choices(desk, texts, person, here)
    back = Button(texts.back, encode(Act.VIEW, view, 0) if view else encode(Act.FAVOURITES, 0), "b")
    if not choices:
        return Outcome((Reply((Line(texts.filters_none),), rows([back]), replaces=True),))
    last = -(-len(choices) // CHOICES_A_PAGE)
    page = clamp(page, last)
    first = page * CHOICES_A_PAGE
    shown = choices[first : first + CHOICES_A_PAGE]
    name = view_named(desk, texts, person, here)
    lines = [Line(texts.filters_head_of.format(view=name) if name else texts.filters_head, strong=True)]
    buttons = []
    for number, (label, count, kind, value) in enumerate(shown, start=first + 1):
        lines.append(Line(texts.filter_entry.format(number=number, name=label, count=count)))
        key = encode(Act.FILTER, view, kind, value)
        buttons.append(Button(shorten(label, _NAME_LENGTH), key, str(number)))
    in_rows = [buttons[start : start + _A_ROW] for start in range(0, len(buttons), _A_ROW)]
    turns = page_buttons(texts, page, last, lambda other: encode(Act.FILTERS, view, other))
    return Outcome((Reply(tuple(lines), rows(*in_rows, turns, [back]), replaces=True),))


def narrowed(desk: Desk, person: Person, view: int, kind: int, name: int) -> View:
    """Return a view narrowed by one of its choices.

    Raises:
        Refused: the view is old or somebody else's, or there is no such choice any more.
    """
    here = desk.store.views.get(person.id, view)
    if here is None or desk.store.people.language(person.id) is None:
        raise stale(desk, person)
    tag, theme, function = here.tag, here.theme, here.function
    if kind == _BY_TAG:
        known = desk.store.tags.get(person.id, name)
        tag = known.id if known and not known.removed else None
    elif kind == _BY_THEME:
        theme = next((one for one in desk.store.favourites.themes(person.id, here) if named(one) == name), None)
    elif kind == _BY_FUNCTION and 0 <= name < len(Function):
        function = list(Function)[name]
    narrower = View(0, here.words, tag, theme, function)
    if (narrower.tag, narrower.theme, narrower.function) == (here.tag, here.theme, here.function):
        raise stale(desk, person)
    return desk.store.views.of(person.id, narrower)


def _choices(desk: Desk, texts: Texts, person: Person, view: View) -> list[tuple[str, int, int, int]]:
    """Return label, count, kind and name of each way to narrow a view further."""
    described(desk, person)
    found: list[tuple[str, int, int, int]] = []
    store = desk.store
    if view.tag is None:
        for tag in store.tags.all(person.id):
            count = store.favourites.count(person.id, replace(view, tag=tag.id)) if tag.count and view.id else tag.count
            found += [(texts.view_tag.format(tag=tag.name), count, _BY_TAG, tag.id)] if count else []
    if view.function is None:
        found += [
            (texts.names.functions[function], count, _BY_FUNCTION, list(Function).index(function))
            for function, count in store.favourites.functions(person.id, view).items()
        ]
    if view.theme is None:
        found += [
            (theme, count, _BY_THEME, named(theme)) for theme, count in store.favourites.themes(person.id, view).items()
        ]
    return found
