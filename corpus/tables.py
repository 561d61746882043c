"""The tables of the library, as they stand after the newest migration (a test compares the two).

::

    speeches ─┬─ texts            the text; apart, so that lists stay quick
              ├─ holdings         who has the speech, and all that is known from the file of that owner alone
              ├─ passages ─┬─ passage_bands    where to look for near-identical paragraphs (corpus.duplicates)
              │            └─ passage_links    the near-identical paragraphs that were found
              └─ speech_bands     where to look for near-identical speeches
    library_state                 one row: the digest of the library, and its revision

A passage has no text of its own: it is cut out of its speech's text whenever it is read, and cannot be anything else.
A speech is there as long as somebody holds it: the common library (the owner ``COMMON``), or people for themselves.
What a person's file says beside the text, its name above all, is a matter of that person's holding and goes with it.
Removing a speech removes all that hangs below it. Times are UTC. Keys are those of ``corpus.ids``.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time: any zone on the way in, UTC on the way out, also from SQLite, which stores no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - its signature
        """To UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - its signature
        """To an aware time in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData()

# SQLite's INTEGER holds 64 bits, and only under this name is a key the row id itself instead of a second index.
_KEY = BigInteger().with_variant(Integer, "sqlite")
_SPEECH_ID = String(18)
_SHA256 = String(64)


def _speech_id(*, primary_key: bool = False) -> Column[str]:
    speech = ForeignKey("speeches.id", ondelete="CASCADE")
    return Column("speech_id", _SPEECH_ID, speech, nullable=False, primary_key=primary_key)


def _passage_key(name: str) -> Column[int]:
    return Column(name, _KEY, ForeignKey("passages.key", ondelete="CASCADE"), primary_key=True)


speeches = Table(
    "speeches",
    metadata,
    Column("id", _SPEECH_ID, primary_key=True),
    Column("characters", Integer, nullable=False),
    Column("passages", Integer, nullable=False),
)

texts = Table(
    "texts",
    metadata,
    _speech_id(primary_key=True),
    Column("text", Text, nullable=False),
    Column("sha256", _SHA256, nullable=False),
    Column("sections", JSON, nullable=False),
)

holdings = Table(
    "holdings",
    metadata,
    _speech_id(primary_key=True),
    Column("owner", String(64), primary_key=True),
    Column("file", Text, nullable=False),
    Column("format", String(16), nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("title", Text, nullable=False),
    Column("title_inferred", Boolean, nullable=False),
    Column("subtitle", Text),
    Column("date", Date),
    Column("year", Integer),
    Column("speaker", Text),
    Column("occasion", Text),
    Column("kind", Text),
    Column("salutation", Text),
    Column("themes", JSON, nullable=False),
    Column("licence", Text),
    # UTF-8, deflated: a source may hold characters that a text column refuses, and is read least of all.
    Column("source", LargeBinary, nullable=False),
    Column("cuts", JSON, nullable=False),
    Index("holdings_of_owner", "owner", "speech_id"),
)

passages = Table(
    "passages",
    metadata,
    Column("key", _KEY, primary_key=True, autoincrement=False),
    _speech_id(),
    Column("position", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("parent_key", _KEY),
    Column("paragraph", Integer, nullable=False),
    Column("place", String(16), nullable=False),
    Column("section", JSON, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("sha256", _SHA256, nullable=False),
    Index("passages_in_order", "speech_id", "position", unique=True),
)

speech_bands = Table(
    "speech_bands",
    metadata,
    Column("band", _KEY, primary_key=True, autoincrement=False),
    _speech_id(primary_key=True),
    Index("speech_bands_of_speech", "speech_id"),
    sqlite_with_rowid=False,
)

passage_bands = Table(
    "passage_bands",
    metadata,
    Column("band", _KEY, primary_key=True, autoincrement=False),
    _passage_key("key"),
    Index("passage_bands_of_passage", "key"),
    sqlite_with_rowid=False,
)

passage_links = Table(
    "passage_links",
    metadata,
    _passage_key("a_key"),
    _passage_key("b_key"),
    Column("similarity", Float, nullable=False),
    Index("passage_links_back", "b_key"),
)

library_state = Table(
    "library_state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("digest", _SHA256, nullable=False),
    # Counts every change of what is held by whom.
    Column("revision", Integer, nullable=False, server_default="0"),
)
