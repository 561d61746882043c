"""Which favourites a view holds, as conditions that every database understands (筛选)."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Text, and_, cast, exists, or_, select

from bot.store.tables import favourite_tags, favourites, tags
from bot.store.values import View
from bot.store.words import asked


def kept_by(person: str) -> ColumnElement[bool]:
    """Return the condition of what a person keeps and has not removed."""
    return (favourites.c.person == person) & favourites.c.removed_at.is_(None)


def within(person: str, view: View) -> ColumnElement[bool]:
    """Return the condition of what a view of this person's holds."""
    conditions = [kept_by(person)]
    if view.tag is not None:
        conditions.append(_tagged(person, tags.c.id == view.tag))
    if view.theme is not None:
        # The list is JSON text; a theme in it stands in quotes.
        conditions.append(cast(favourites.c.themes, Text).contains(f'"{view.theme}"', autoescape=True))
    if view.function is not None:
        conditions.append(favourites.c.function == view.function.value)
    if view.words:
        conditions.append(_found(person, view.words))
    return and_(*conditions)


def _found(person: str, query: str) -> ColumnElement[bool]:
    wanted = asked(query)
    if not wanted:  # 的, or a mark: no word of the search, but it may stand there as it is
        columns = (favourites.c.text, favourites.c.note, favourites.c.title)
        return or_(*(column.contains(query.replace("\x00", ""), autoescape=True) for column in columns))
    return and_(
        *(
            or_(*(and_(*(_holds(person, word) for word in alternative)) for alternative in alternatives))
            for alternatives in wanted
        )
    )


def _holds(person: str, word: str) -> ColumnElement[bool]:
    return favourites.c.searched.contains(f" {word} ", autoescape=True) | _tagged(
        person, tags.c.searched.contains(f" {word} ", autoescape=True)
    )


def _tagged(person: str, which: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(
        select(favourite_tags.c.favourite)
        .join(tags, tags.c.id == favourite_tags.c.tag)
        .where(
            favourite_tags.c.favourite == favourites.c.id,
            tags.c.person == person,
            tags.c.removed_at.is_(None),
            which,
        )
    )
