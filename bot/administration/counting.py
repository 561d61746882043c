"""How much the bot is used (统计): counts, no texts and no names."""

from __future__ import annotations

from sqlalchemy import func, select

from bot.administration.desk import AdminDesk
from bot.replies import Line, Reply
from bot.texts import fill
from bot.texts.administration import administration_texts
from corpus.database import reading
from corpus.tables import metadata


def stats(desk: AdminDesk, language: str) -> Reply:
    """Return the counts.

    Raises:
        StoreError: People's data cannot be read.
        LibraryError: The library cannot be read.
    """
    texts, figures, slow = administration_texts(language), desk.store.figures, desk.settings.slow_ms
    counts = desk.library.counts()
    lines = [
        Line(texts.stats_head, strong=True),
        Line(texts.stats_people.format(people=figures.people())),
        *(
            Line(
                fill(
                    texts.stats_span,
                    days=one.days,
                    active=one.active,
                    requests=one.requests,
                    empty=one.empty,
                    slow=one.slow,
                )
            )
            for one in figures.spans(slow)
        ),
        Line(texts.stats_slow.format(seconds=f"{slow / 1000:g}"), quiet=True),
        Line(texts.stats_favourites.format(favourites=figures.favourites())),
        Line(fill(texts.stats_library, speeches=counts.speeches, passages=counts.passages)),
    ]
    own = _own_speeches(desk)
    if own is not None:
        lines.append(Line(fill(texts.stats_own, speeches=own)))
    lines.append(Line(texts.stats_unfinished.format(count=figures.unfinished())))
    return Reply(tuple(lines))


def _own_speeches(desk: AdminDesk) -> int | None:
    """How many speeches people keep for themselves; None where the library has no such table."""
    holdings = metadata.tables.get("holdings")
    if holdings is None:
        return None
    with reading(desk.library.engine) as connection:
        own = holdings.c.owner != ""  # that of the common library is empty
        return connection.execute(select(func.count()).select_from(holdings).where(own)).scalar_one()
