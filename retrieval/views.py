"""The index as each reader sees it (读者所见): the common library and their own speeches, as if there were no others.

What others hold for themselves must not be found, and must not show either: not by crowding out what a reader sees,
nor by a theme that seems to be there, nor by a speech against which another stands out less. So nothing of the search
knows of readers; it is given an index that holds what its reader sees and nothing else. Who sees what is asked of the
library before every search, never of the index, and is kept only as long as the library's revision stays.
"""

from __future__ import annotations

import threading
from typing import Final

from corpus.library import Library
from corpus.models import COMMON, Holders
from retrieval.facets import speech_key
from retrieval.ranking import BACKGROUND, Index

KEPT: Final = 16
"""Views that are kept: that of the common library, and those of the people with speeches of their own who came last.

A view takes about 150 bytes a passage, and some milliseconds to make."""


class Views:
    """Views of one library's index. Safe to use from many threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._index: Index | None = None
        self._holders = Holders(-1, {})
        self._made: dict[str, Index] = {}

    def of(self, index: Index, reader: str) -> Index:
        """Return what a reader sees of an index now; the index itself where that is all of it.

        Raises:
            LibraryError: The library cannot be read.
        """
        revision = self._library.revision()
        with self._lock:
            if revision != self._holders.revision:
                self._holders = self._library.holders()
                self._made.clear()
            if index is not self._index:
                self._index = index
                self._made.clear()
            if reader not in self._holders.speeches:
                reader = COMMON  # who holds nothing sees what everybody sees
            view = self._made.pop(reader, None) or self._make(index, reader)
            self._made[reader] = view  # the one used last stands last
            if len(self._made) > KEPT:
                del self._made[next(iter(self._made))]
            return view

    def _make(self, index: Index, reader: str) -> Index:
        visible = self._holders.visible(reader)
        own = {} if reader == COMMON else self._library.own_descriptions(reader)
        if not own and all(speech.id in visible for speech in index.facets.speeches):
            return index
        facets = index.facets.narrowed(visible, own)
        keys = frozenset(facets.keys.tolist())
        speeches = frozenset(speech_key(speech.id) for speech in facets.speeches)
        dense = index.dense.narrowed(keys)
        return Index(
            index.lexical.narrowed(keys), index.speeches.narrowed(speeches), dense, facets, dense.sample(BACKGROUND)
        )
