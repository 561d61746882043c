"""The database: which, how far its migrations have come, and whether it holds what was stored (数据库).

Nothing is changed: neither a file nor a table is made, and no migration is run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, func, make_url, select

from bot.backup.rooms import ROOMS, found
from bot.doctor.finding import Finding, hint, ill
from bot.errors import BotError
from bot.settings import Settings
from bot.store import VERSION_TABLE as PEOPLE
from bot.store import Store
from bot.texts import fill
from bot.texts.doctor import DoctorTexts
from corpus.database import check_file, open_engine, reading
from corpus.errors import CorpusError
from corpus.library import VERSION_TABLE as LIBRARY
from corpus.library import Library


@dataclass(slots=True)
class Data:
    """What the examination of the database leaves for that of the index and of the clock.

    Attributes:
        engine: Open where the database is, else None.
        library: The library, where its tables are of this version.
        now: The server's clock, and ours at that moment; None for SQLite.
    """

    engine: Engine | None = None
    library: Library | None = None
    now: tuple[datetime, datetime] | None = None

    def close(self) -> None:
        """Give back the connections."""
        if self.engine is not None:
            self.engine.dispose()


def data(settings: Settings, texts: DoctorTexts, kept: Data) -> Iterator[Finding]:
    """Examine the database; ``kept`` is filled in."""
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
        yield hint("database", texts.database_none)
        return
    try:
        kept.engine = engine = open_engine(settings.database, read_only=True)
        with reading(engine) as connection:
            revisions = found(connection)
            if engine.dialect.name == "postgresql":
                kept.now = connection.execute(select(func.clock_timestamp())).scalar_one(), datetime.now().astimezone()
            version = ".".join(map(str, connection.dialect.server_version_info or ()))
    except CorpusError as error:
        yield ill("database", texts.database_ill.format(message=error))
        return
    kind = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(engine.dialect.name, engine.dialect.name)
    yield Finding("database", texts.database_well.format(kind=f"{kind} {version}"))
    ready: set[str] = set()
    yield from _migrations(revisions, texts, ready)
    yield from _guarded(engine, ready, texts, kept)


def _migrations(revisions: dict[str, str], texts: DoctorTexts, ready: set[str]) -> Iterator[Finding]:
    if not any(revisions.values()):
        yield hint("migrations", texts.tables_none)
        return
    old = []
    for room in ROOMS:
        held, known = revisions[room.version_table], room.revisions
        if held == known[-1]:
            ready.add(room.version_table)
        elif held and held not in known:
            yield ill(
                "migrations", texts.migrations_newer.format(table=room.version_table, found=held, known=known[-1])
            )
        else:
            old.append(f"{room.version_table} {held or '-'} → {known[-1]}")
    if old:
        yield hint("migrations", texts.migrations_old.format(revisions=", ".join(old)))
    elif len(ready) == len(ROOMS):
        listed = " ".join(f"{table} {held}" for table, held in revisions.items())
        yield Finding("migrations", texts.migrations_well.format(revisions=listed))


def _guarded(engine: Engine, ready: set[str], texts: DoctorTexts, kept: Data) -> Iterator[Finding]:
    try:
        if LIBRARY in ready:
            kept.library = library = Library(engine)
            counts = library.counts()
            yield Finding("library", fill(texts.counts, speeches=counts.speeches, passages=counts.passages))
            yield from _contents(library, texts)
        elif faults := check_file(engine):
            yield ill("contents", fill(texts.file_ill, count=len(faults), first=faults[0]))
        if PEOPLE in ready and (damaged := Store.on(engine).favourites.damaged()):
            listed = " ".join(map(str, damaged[:10]))
            yield ill("favourites", fill(texts.favourites_ill, count=len(damaged), ids=listed))
    except (BotError, CorpusError) as error:
        yield ill("contents", texts.contents_unreadable.format(message=error))


def _contents(library: Library, texts: DoctorTexts) -> Iterator[Finding]:
    faults = library.verify()
    if faults:
        yield ill("contents", fill(texts.contents_ill, count=len(faults), first=faults[0].rstrip("。")))
    else:
        yield Finding("contents", texts.contents_well)
