"""The favourites as a file: of a tag, of a search, or all of them (导出)."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from bot.bringing import bring
from bot.cards import rows
from bot.desk import Desk
from bot.errors import ImportRefused
from bot.export import FORMATS, Entry, Group, Sheet, write
from bot.filtering import described, view_named
from bot.keys import Act, encode
from bot.person import Person
from bot.refusals import stale
from bot.replies import Button, Document, Line, Outcome, Reply
from bot.store import Store, View
from bot.texts import Texts, fill, texts_for

_AT_ONCE = 500
_NAME_LENGTH = 40
_UNFIT = re.compile(r"[^\w\-]+")


def choose(desk: Desk, person: Person, view: int, *, replaces: bool = False) -> Outcome:
    """Ask for the kind of file."""
    texts = texts_for(person.language)
    here = desk.store.views.get(person.id, view)
    if here is None:
        raise stale(desk, person)
    count = desk.store.favourites.count(person.id, here)
    if not count:
        return Outcome(toast=texts.export_nothing, alert=True, replies=() if replaces else _say(texts.export_nothing))
    kinds = [Button(ending, encode(Act.EXPORT_AS, view, number), str(number + 1)) for number, ending in FORMATS.items()]
    return Outcome((Reply((Line(fill(texts.export_as, count=count)),), rows(kinds), replaces=replaces),))


def export_as(desk: Desk, person: Person, view: int, number: int) -> Outcome:
    """Give the file."""
    texts = texts_for(person.language)
    here = desk.store.views.get(person.id, view)
    if here is None or number not in FORMATS:
        raise stale(desk, person)
    described(desk, person)
    name = view_named(desk, texts, person, here)
    if here == View(here.id, tag=here.tag) and here.tag is not None:
        known = desk.store.tags.get(person.id, here.tag)
        name = known.name if known else name
    sheet = sheet_of(desk.store, texts, person.id, here, name)
    if not sheet.count:
        return Outcome(toast=texts.export_nothing, alert=True)
    ending = FORMATS[number]
    name = f"{_UNFIT.sub('_', sheet.title)[:_NAME_LENGTH].strip('_')}.{ending}"
    lines = [Line(fill(texts.exported, count=sheet.count))]
    if sheet.damaged:
        lines.append(Line(fill(texts.export_damaged, count=sheet.damaged)))
    return Outcome((Reply(tuple(lines), document=Document(name, write(sheet, ending))),))


def bring_back(desk: Desk, person: Person, content: bytes) -> Outcome:
    """Bring back the favourites of a file that was given before, and say how many came, and how many were damaged."""
    texts = texts_for(person.language)
    try:
        brought = bring(desk.store, person.id, content)
    except ImportRefused:
        return Outcome(_say(texts.import_refused))
    lines = [Line(fill(texts.imported, new=brought.new, known=brought.known))]
    if brought.damaged:
        lines.append(Line(fill(texts.import_damaged, count=brought.damaged)))
    see = [Button(texts.see_favourites, encode(Act.FAVOURITES, 0), "b")]
    return Outcome((Reply(tuple(lines), rows(see)),))


def sheet_of(store: Store, texts: Texts, person: str, view: View, name: str) -> Sheet:
    """Return what a view holds, in its order, in groups by tag where it is not of a tag itself.

    A favourite of several tags stands under the first of them alone.

    Raises:
        StoreError: the favourites cannot be read.
    """
    ids = store.favourites.ids(person, view)
    tags: dict[int, str] = {}
    entries: list[Entry] = []
    damaged = 0
    for start in range(0, len(ids), _AT_ONCE):
        kept = store.favourites.page(person, start, _AT_ONCE, view)
        on = store.tags.on(person, [favourite.id for favourite in kept])
        for favourite in kept:
            damaged += favourite.damaged
            if not favourite.damaged:
                tags[favourite.id] = favourite.passage_id
                entries.append(Entry(favourite, tuple(tag.name for tag in on.get(favourite.id, ()))))
    held = {tag.name: store.tags.order(person, tag.id) for tag in reversed(store.tags.all(person))}
    orders = {tag: tuple(tags[one] for one in order if one in tags) for tag, order in held.items()}
    piece = store.drawers.written_for(person)
    return Sheet(
        title=name or texts.export_title,
        texts=texts,
        made=datetime.now(UTC),
        groups=(Group("", tuple(entries)),) if view.tag is not None else _grouped(texts, entries, held),
        orders={tag: order for tag, order in orders.items() if order or not view.id},
        writing=piece.name if piece and not view.id else None,
        damaged=damaged,
    )


def _grouped(texts: Texts, entries: list[Entry], order: dict[str, tuple[int, ...]]) -> tuple[Group, ...]:
    """Return entries by their first tag, those of a tag in its order, and those without any at the end."""
    by_tag: dict[str, list[Entry]] = {tag: [] for tag in order}
    loose: list[Entry] = []
    for entry in entries:
        (by_tag[entry.tags[0]] if entry.tags and entry.tags[0] in by_tag else loose).append(entry)
    groups = []
    for tag, held in by_tag.items():
        place = {favourite: number for number, favourite in enumerate(order[tag])}
        held.sort(key=lambda entry, place=place: place.get(entry.favourite.id, len(place)))  # type: ignore[misc]  # a default binds it now
        groups += [Group(tag, tuple(held))] if held else []
    if loose:
        groups.append(Group(texts.export_untagged if groups else "", tuple(loose)))
    return tuple(groups)


def _say(sentence: str) -> tuple[Reply, ...]:
    return (Reply((Line(sentence),)),)
