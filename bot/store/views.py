"""Views of the favourites by id, so that their buttons outlive restarts (筛选记录)."""

from __future__ import annotations

from sqlalchemy import Engine, Row, delete, insert, select

from bot.store.connection import reading, writing
from bot.store.tables import views
from bot.store.values import View
from retrieval.models import Function

KEEP = 200
"""How many views of one person are kept."""


class Views:
    """What people looked for in their favourites, and by which tag, theme or function."""

    def __init__(self, engine: Engine, keep: int = KEEP) -> None:
        self._engine = engine
        self._keep = keep

    def of(self, person: str, view: View) -> View:
        """Return a view with its id: the same for the same view of a person who is known, as long as it is kept."""
        values = {
            "words": view.words,
            "tag": view.tag,
            "theme": view.theme,
            "function": view.function.value if view.function else None,
        }
        if not any(values.values()):
            return View()
        alike = [views.c[name].is_(None) if value is None else views.c[name] == value for name, value in values.items()]
        mine = views.c.person == person
        with writing(self._engine) as connection:
            known = connection.execute(select(views.c.id).where(mine, *alike).limit(1)).scalar_one_or_none()
            if known is None:
                row = insert(views).values(person=person, **values).returning(views.c.id)
                known = connection.execute(row).scalar_one()
                oldest = select(views.c.id).where(mine).order_by(views.c.id.desc()).offset(self._keep).limit(1)
                forgotten = connection.execute(oldest).scalar_one_or_none()
                if forgotten is not None:
                    connection.execute(delete(views).where(mine, views.c.id <= forgotten))
        return View(known, view.words, view.tag, view.theme, view.function)

    def get(self, person: str, view: int) -> View | None:
        """Return a view of this person, or None; 0 is everything."""
        if view == 0:
            return View()
        with reading(self._engine) as connection:
            row = connection.execute(select(views).where(views.c.id == view, views.c.person == person)).one_or_none()
        return None if row is None else _view(row)


def _view(row: Row[tuple[object, ...]]) -> View:
    return View(row.id, row.words, row.tag, row.theme, Function(row.function) if row.function else None)
