"""What a file of favourites holds, whatever its format (一份收藏)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.cards import SEPARATOR, source_line
from bot.store import Favourite
from bot.texts import Texts


@dataclass(frozen=True, slots=True)
class Entry:
    """A favourite and the names of its tags."""

    favourite: Favourite
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under a heading; the only group has none ("")."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All of a file.

    Attributes:
        title: What it is of: a tag, a search, or the favourites.
        texts: The language of what is not a passage.
        made: When.
        groups: In order; each entry stands in one of them.
        orders: The passage ids of each tag in its order, the tag made first coming first.
        writing: The tag of the piece being written, or None.
        damaged: How many favourites were left out, because their text is not what was saved.
    """

    title: str
    texts: Texts
    made: datetime
    groups: tuple[Group, ...]
    orders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    writing: str | None = None
    damaged: int = 0

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry, in the order of the groups."""
        return tuple(entry for group in self.groups for entry in group.entries)

    @property
    def count(self) -> int:
        """How many entries there are."""
        return sum(len(group.entries) for group in self.groups)

    @property
    def subtitle(self) -> str:
        """How many passages, and the day."""
        day = self.made.astimezone().strftime("%Y-%m-%d")
        return self.texts.export_subtitle.format(count=self.count, day=day)

    def heading(self, entry: Entry) -> str:
        """Return what an entry is about: its function and its first theme."""
        favourite = entry.favourite
        function = [self.texts.names.functions[favourite.function]] if favourite.function else []
        return SEPARATOR.join([*function, *favourite.themes[:1]]) or self.texts.export_passage

    def source(self, entry: Entry) -> str:
        """Return the source line of an entry."""
        return source_line(self.texts, entry.favourite.provenance)
