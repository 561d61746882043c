"""The one search (检索): from a message to passages, over an index that follows the library.

::

    text ─▶ understand ─▶ encode once ─▶ words and vectors ─▶ fuse, cut ─▶ one read of the library ─▶ select ─▶ result
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from corpus.ids import passage_id
from corpus.library import Library
from retrieval import indexing
from retrieval.encoder import Encoder
from retrieval.errors import IndexFault
from retrieval.indexing import Generation, Notice, Progress
from retrieval.models import Hit, Note, Part, Request, Roles, SearchResult, ThemeCount
from retrieval.ranking import Mode, rank
from retrieval.request import understand
from retrieval.selection import Candidate, select
from retrieval.tokens import words

SPARE: Final = 3
"""For each hit wanted so many candidates are read: folding and families use some of them up."""


class Engine:
    """Searches a library. Every method may be called from any thread; a search never waits for a refresh."""

    def __init__(self, library: Library, folder: Path, generation: Generation) -> None:
        """Take an index that is loaded; ``Engine.open`` sees to that."""
        self._library = library
        self._folder = folder
        self._generation = generation
        self._building = threading.Lock()

    @classmethod
    def open(
        cls,
        library: Library,
        folder: Path,
        encoder: Encoder,
        *,
        notice: Notice | None = None,
        progress: Progress | None = None,
    ) -> Engine:
        """Load the index of ``folder``, brought up to date with the library first.

        Only passages that are new are encoded. An index that is missing, damaged or made with another encoder is
        built from the library; what is wrong with one that exists is told through ``notice`` in one line.

        Args:
            library: What is searched.
            folder: The index lives here; made where it is missing.
            encoder: For passages and for requests.
            notice: Called with one line for the person who runs the program.
            progress: Called with how many passages are encoded, and how many there are to encode.

        Raises:
            IndexFault: The index can be neither read nor built.
            LibraryError: The library cannot be read.
        """
        words("预热")  # the segmenter's dictionary is read here, not by the first request
        return cls(library, folder, indexing.bring_up_to_date(library, folder, encoder, notice, progress))

    @classmethod
    def resume(cls, library: Library, folder: Path, encoder: Encoder) -> Engine | None:
        """Serve the index of ``folder`` as it is, where it is sound and made with ``encoder``; else None.

        For going over to another encoder without a pause: resume with the old one, then ``change_encoder``.
        """
        try:
            held = indexing.load(folder, encoder)
        except IndexFault:
            return None  # whoever opens the index tells what is wrong with it, and rebuilds it
        return cls(library, folder, held) if held is not None and held.fits(encoder) else None

    @property
    def encoder(self) -> Encoder:
        """The encoder that requests go through now."""
        return self._generation.encoder

    def refresh(self, *, notice: Notice | None = None, progress: Progress | None = None) -> bool:
        """Follow the library: where it has changed, bring the index up to date aside and swap it in.

        Returns:
            Whether anything had changed. Cheap where nothing had.
        """
        return self._renew(self._generation.encoder, notice, progress)

    def change_encoder(
        self, encoder: Encoder, *, notice: Notice | None = None, progress: Progress | None = None
    ) -> bool:
        """Go over to another encoder; the old one and its index serve until the new index is whole.

        Returns:
            Whether anything was rebuilt.

        Raises:
            ModelError: The encoder fails; the old one then goes on serving.
        """
        return self._renew(encoder, notice, progress)

    def _renew(self, encoder: Encoder, notice: Notice | None, progress: Progress | None) -> bool:
        with self._building:
            if self._generation.serves(self._library.digest(), encoder):
                return False
            self._generation = indexing.bring_up_to_date(self._library, self._folder, encoder, notice, progress)
            return True

    def roles(self, keys: Sequence[int]) -> dict[int, Roles]:  # noqa: ARG002 - nothing tells of roles yet
        """Return what passages do and are made of, by key; those of which nothing is known are left out."""
        return {}

    def themes(self) -> tuple[ThemeCount, ...]:
        """Return the themes that the library holds, most passages first."""
        return ()

    def search(
        self,
        text: str,
        *,
        limit: int = 12,
        mode: Mode = Mode.HYBRID,
        without: frozenset[Part] = frozenset(),  # noqa: ARG002 - nothing but the theme is understood yet
    ) -> SearchResult:
        """Return the passages that a message asks for, best first; a note where there are none.

        Args:
            text: The message as it came.
            limit: How many passages at most, 1 or more.
            mode: Leaves a part of the search out, so that the whole can be measured against it.
            without: What is not to count although the message says it.

        Raises:
            LibraryError: The library cannot be read.
            ModelError: The encoder fails.
        """
        if limit < 1:
            raise ValueError(f"limit 是 {limit}，至少应为 1。")
        started = time.perf_counter()
        generation = self._generation
        request = understand(text)
        hits, note = self._answer(generation, request, limit, mode)
        return SearchResult(request, hits, (time.perf_counter() - started) * 1000, note)

    def _answer(
        self, generation: Generation, request: Request, limit: int, mode: Mode
    ) -> tuple[tuple[Hit, ...], Note | None]:
        if not request.query and request.place is None:
            return (), Note.EMPTY_REQUEST
        if not generation.manifest.passages:
            return (), Note.EMPTY_LIBRARY
        vector = _encoded(generation.encoder, request.query)
        ranked = rank(generation.index, request.query, vector, request.place, mode)[: SPARE * limit]
        found = self._library.passages([one.key for one in ranked])
        candidates = [
            Candidate(found[one.key].passage, found[one.key].speech, one.score) for one in ranked if one.key in found
        ]
        hits = select(candidates, self._library.similar(list(found)), passage_id, limit)
        return hits, _note(request, hits)


def _note(request: Request, hits: tuple[Hit, ...]) -> Note | None:
    if not hits:
        return Note.NOTHING_RELEVANT
    if request.place is not None and all(hit.passage.place is not request.place for hit in hits):
        return Note.PLACE_NOT_FOUND
    return None


def _encoded(encoder: Encoder, query: str) -> npt.NDArray[np.float32]:
    """Encode the query; nothing asked is a vector of length 0."""
    if not query:
        return np.zeros(encoder.dimension, dtype=np.float32)
    vector: npt.NDArray[np.float32] = encoder.encode_queries([query])[0]
    return vector
