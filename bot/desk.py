"""What the conversation works with: a search, a library, people's data; each by the smallest shape it needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.person import Person
from bot.store import Store
from corpus.models import Added, Counts, Found, Same, Speech, SpeechInfo
from retrieval.models import Function, Part, Request, Roles, SearchResult, ThemeCount


class Searcher(Protocol):
    """Finds passages; ``retrieval.engine.Engine`` is one. Called from several threads at once."""

    def search(
        self,
        text: str,
        *,
        limit: int,
        without: frozenset[Part] = frozenset(),
        function: Function | None = None,
        after: Request | None = None,
        reader: str,
    ) -> SearchResult:
        """Return the best passages for a request, at most ``limit``, as if it did not say the parts of ``without``.

        With ``function`` as if it asked for that one, and for no other. ``after`` is what was asked for before, where
        the message only says how its passages are to be. Searched is what ``reader`` sees.
        """
        ...

    def near(self, request: Request, *, reader: str) -> tuple[str, ...]:
        """Return the themes of what ``reader`` sees that are nearest to what a request asks for."""
        ...

    def roles(self, keys: Sequence[int]) -> dict[int, Roles]:
        """Return what passages do and are made of, by key; those of which nothing is known are left out."""
        ...

    def themes(self, *, reader: str) -> tuple[ThemeCount, ...]:
        """Return the themes of what ``reader`` sees, most passages first."""
        ...


class Shelf(Protocol):
    """What the conversation reads of the library; ``corpus.library.Library`` is one. Called from several threads.

    ``reader`` sees the common library and their own speeches; all else is to them as if it were not there.
    """

    def passage(self, passage_id: str, *, reader: str) -> Found:
        """Return a passage, checked against its speech; raises ``UnknownId`` where it is gone."""
        ...

    def passages(self, keys: Sequence[int], *, reader: str) -> dict[int, Found]:
        """Return passages by key in one read; those that are gone are left out."""
        ...

    def around(self, passage_id: str, before: int, after: int, *, reader: str) -> tuple[Found, ...]:
        """Return the natural paragraphs around a passage, its own included, in reading order."""
        ...

    def speeches(self, *, reader: str) -> tuple[SpeechInfo, ...]:
        """Return all speeches that the reader sees."""
        ...

    def forget(self, owner: str) -> int:
        """Take from somebody all speeches that they hold for themselves; returns how many that were."""
        ...

    def counts(self, *, reader: str) -> Counts:
        """Return how much there is."""
        ...

    def speech(self, speech_id: str, *, reader: str) -> Speech:
        """Return a whole speech; raises ``UnknownId`` where its reader does not see it."""
        ...

    def held(self, speech_id: str, owner: str) -> Speech:
        """Return a whole speech as its owner's own file has it; raises ``UnknownId`` where they hold none."""
        ...

    def own(self, owner: str) -> tuple[SpeechInfo, ...]:
        """Return the speeches that somebody holds, the newest first."""
        ...

    def add(self, speech: Speech, *, owner: str = "") -> Added | Same:
        """Store a speech for its owner, unless the owner sees the same one."""
        ...

    def remove(self, speech_id: str, *, owner: str) -> SpeechInfo:
        """Take a speech from its owner; raises ``UnknownId`` where they hold none."""
        ...

    def publish(self, speech_id: str, owner: str) -> SpeechInfo:
        """Give a speech of somebody's own to the common library; raises ``UnknownId`` where they hold none."""
        ...


def _nothing() -> None:
    """Where nothing follows the library."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the operator has set for the conversation.

    Attributes:
        admins: Ids of the people who run the bot.
        drawer: How many speeches of their own each person may keep.
        renew: Called when the library was changed here, so that what changed is found soon; from any thread.
    """

    admins: frozenset[str] = frozenset({"local"})
    drawer: int = 500
    renew: Callable[[], object] = _nothing

    def runs(self, person: Person) -> bool:
        """Whether a person runs the bot: an admin, or who sits at the machine."""
        return person.id in self.admins


@dataclass(frozen=True, slots=True)
class Desk:
    """All of it, as every part of the conversation gets it."""

    searcher: Searcher
    shelf: Shelf
    store: Store
    rules: Rules = Rules()
