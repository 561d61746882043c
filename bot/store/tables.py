"""The tables of people's data. ``bot/migrations`` creates them; a test holds the two together."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from corpus.tables import UtcDateTime

# SQLite counts rows up by itself only for INTEGER; other databases need 64 bits for it.
RowId = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData()

people = Table(
    "people",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("language", String(8), nullable=False),
    Column("created", UtcDateTime, nullable=False),
    # The language that the person chose; NULL where it follows Telegram's.
    Column("chosen", String(8)),
)

# Who was let in or shut out by an administrator, over what the settings say; it outlives /forgetme.
access = Table(
    "access",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("admitted", Boolean, nullable=False),
    Column("changed_by", String(64), nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
)

searches = Table(
    "searches",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("person", String(64), ForeignKey("people.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("language", String(8), nullable=False),
    Column("hits", JSON, nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("request", JSON, nullable=False, server_default="{}"),
    Column("dropped", JSON, nullable=False, server_default="[]"),
    Column("grades", JSON, nullable=False, server_default="[]"),
    Column("themes", JSON, nullable=False, server_default="[]"),
    Column("function", String(16)),
    Column("functions", JSON, nullable=False, server_default="[]"),
    Column("after", JSON, nullable=False, server_default="{}"),
    Column("shown", JSON, nullable=False, server_default="{}"),
    Column("shown_at", UtcDateTime),
    # How many passages it found and how many milliseconds it took; NULL where it was kept before that was noted.
    Column("found", Integer),
    Column("took_ms", Integer),
    Index("searches_of_person", "person", "id"),
    Index("searches_by_time", "created"),
    # The id of a search that was pruned is never given to another: an old button must not open somebody else's card.
    sqlite_autoincrement=True,
)

favourites = Table(
    "favourites",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("person", String(64), ForeignKey("people.id"), nullable=False),
    Column("passage_id", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("speech_id", String(32), nullable=False),
    Column("title", Text, nullable=False),
    Column("title_inferred", Boolean, nullable=False),
    Column("section", JSON, nullable=False),
    Column("paragraph", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("year", Integer),
    Column("date", Date),
    Column("speaker", Text),
    Column("file", Text, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
    Column("removed_at", UtcDateTime),
    Column("note", Text, nullable=False, server_default=""),
    Column("note_before", Text),
    Column("function", String(16)),
    Column("themes", JSON, nullable=False, server_default="[]"),
    # The words it is found by, each between two spaces; NULL where it was saved before there were such.
    Column("searched", Text),
    UniqueConstraint("person", "passage_id", name="favourites_once"),
    sqlite_autoincrement=True,
)

opinions = Table(
    "opinions",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("person", String(64), ForeignKey("people.id"), nullable=False),
    Column("request", Text, nullable=False),
    # What was set or taken out by button; empty rather than null, for a null is like no other in a unique key.
    Column("function", String(16), nullable=False),
    Column("dropped", String(128), nullable=False),
    Column("passage_id", String(32), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("verdict", String(8), nullable=False),
    Column("created", UtcDateTime, nullable=False),
    UniqueConstraint("person", "request", "function", "dropped", "passage_id", name="opinions_once"),
)

tags = Table(
    "tags",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("person", String(64), ForeignKey("people.id"), nullable=False),
    Column("name", String(64), nullable=False),
    # The name as names are compared: 作风 and  作风 , ABC and abc are one tag.
    Column("folded", String(128), nullable=False),
    Column("searched", Text, nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("removed_at", UtcDateTime),
    UniqueConstraint("person", "folded", name="tags_once"),
    sqlite_autoincrement=True,
)

favourite_tags = Table(
    "favourite_tags",
    metadata,
    Column("favourite", RowId, ForeignKey("favourites.id"), primary_key=True),
    Column("tag", RowId, ForeignKey("tags.id"), primary_key=True),
    Column("person", String(64), ForeignKey("people.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Index("favourites_of_tag", "tag", "position"),
)

views = Table(
    "views",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("person", String(64), ForeignKey("people.id"), nullable=False),
    Column("words", Text, nullable=False),
    Column("tag", RowId),
    Column("theme", Text),
    Column("function", String(16)),
    Index("views_of_person", "person", "id"),
    sqlite_autoincrement=True,
)

drawers = Table(
    "drawers",
    metadata,
    Column("person", String(64), ForeignKey("people.id"), primary_key=True),
    Column("tag", RowId, ForeignKey("tags.id")),
    Column("favourite", RowId, ForeignKey("favourites.id")),
    Column("asked", String(16)),
    Column("subject", RowId),
    Column("asked_at", UtcDateTime),
)

receipts = Table(
    "receipts",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("payload", Text),
    Column("attempts", Integer, nullable=False),
    Column("taken_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    # Whose turn it waits for: updates of one lane are handled one after another, by whichever process.
    Column("lane", String(64), nullable=False, server_default=""),
    # Its place among the updates of its lane that are not finished.
    Column("place", Integer, nullable=False, server_default="0"),
    # The process that has it in hand; NULL where it waits.
    Column("holder", String(64)),
    # The ids of the messages of its answer that have been delivered; they are not sent again.
    Column("sent", JSON, nullable=False, server_default="[]"),
    Index("receipts_by_time", "taken_at"),
    # Those that are not finished are few and stand together.
    Index("receipts_of_lane", "finished_at", "lane"),
)

# Which messages answered a message, so that an edited one has its answer edited.
answers = Table(
    "answers",
    metadata,
    # "<bot id>:<chat id>:<message id>" of the message that was answered.
    Column("key", String(64), primary_key=True),
    # Who wrote it.
    Column("person", String(64), nullable=False),
    # Of its words, to tell an edit that changed them from one that did not; the words themselves are not kept.
    Column("sha256", String(64), nullable=False),
    Column("messages", JSON, nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Index("answers_by_time", "created"),
)
