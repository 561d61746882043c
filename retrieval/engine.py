"""The one search (检索): from a message to passages, over an index that follows the library.

::

    text ─▶ understand ─▶ encode once ─▶ words and vectors ─▶ fuse, cut ─▶ one read of the library ─▶ select ─▶ result
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from corpus.ids import passage_id
from corpus.library import Library
from corpus.models import COMMON
from retrieval import indexing
from retrieval.concepts import concepts
from retrieval.encoder import Encoder
from retrieval.errors import IndexFault
from retrieval.explaining import explain
from retrieval.grading import relevance
from retrieval.indexing import Generation, Notice, Progress
from retrieval.models import Function, Hit, Note, Part, Request, Roles, SearchResult, ThemeCount
from retrieval.narrowing import holds, narrows
from retrieval.ranking import Index, Mode, Ranked, rank
from retrieval.request import refined, understand
from retrieval.rerank import RERANKED, Reranker, Scored, second_look
from retrieval.selection import Candidate, select
from retrieval.themes import load_lexicon
from retrieval.themes.lexicon import EVERYDAY
from retrieval.themes.naming import related
from retrieval.views import Views
from retrieval.wanted import wants
from retrieval.weight import is_foreign

SPARE: Final = 3
"""For each hit wanted so many candidates are read: folding and families use some of them up."""
OFFERED: Final = 3
"""Nearest themes that are offered where a request has no answer."""


class Engine:
    """Searches a library. Every method may be called from any thread; a search never waits for a refresh."""

    def __init__(
        self, library: Library, folder: Path, generation: Generation, reranker: Reranker | None = None
    ) -> None:
        """Take an index that is loaded; ``Engine.open`` sees to that."""
        self._reranker = reranker
        self._library = library
        self._folder = folder
        self._generation = generation
        self._views = Views(library)
        self._building = threading.Lock()

    @classmethod
    def open(
        cls,
        library: Library,
        folder: Path,
        encoder: Encoder,
        *,
        reranker: Reranker | None = None,
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
            reranker: Takes a second look at the best passages; None for none.
            notice: Called with one line for the person who runs the program.
            progress: Called with how many passages are encoded, and how many there are to encode.

        Raises:
            IndexFault: The index can be neither read nor built.
            LibraryError: The library cannot be read.
        """
        understand("预热")  # dictionaries and tables are read here, not by the first request
        held = indexing.bring_up_to_date(library, folder, encoder, notice, progress)
        return cls(library, folder, held, reranker)

    @classmethod
    def resume(
        cls, library: Library, folder: Path, encoder: Encoder, reranker: Reranker | None = None
    ) -> Engine | None:
        """Serve the index of ``folder`` as it is, where it is sound and made with ``encoder``; else None.

        For going over to another encoder without a pause: resume with the old one, then ``change_encoder``.
        """
        try:
            held = indexing.load(folder, encoder)
        except IndexFault:
            return None  # whoever opens the index tells what is wrong with it, and rebuilds it
        return cls(library, folder, held, reranker) if held is not None and held.fits(encoder) else None

    @property
    def encoder(self) -> Encoder:
        """The encoder that requests go through now."""
        return self._generation.encoder

    @property
    def index(self) -> Index:
        """The index that is searched now."""
        return self._generation.index

    def standing(self) -> tuple[int, bool]:
        """Return how many passages the index holds, and whether it is of the library as it is now.

        Raises:
            LibraryError: The library cannot be read.
        """
        held = self._generation
        return held.manifest.passages, held.serves(indexing.library_state(self._library), held.encoder)

    def refresh(self, *, notice: Notice | None = None, progress: Progress | None = None) -> bool:
        """Follow the library: where it has changed, bring the index up to date aside and swap it in.

        Returns:
            Whether anything had changed. Cheap where nothing had.
        """
        return self._renew(self._generation.encoder, notice, progress)

    def rebuild(self, *, notice: Notice | None = None, progress: Progress | None = None) -> None:
        """Build the index anew from the library alone, aside, and swap it in; searches go on in the old one.

        What ``progress`` raises ends it, and the old index stays.

        Raises:
            IndexFault: The index cannot be written; the old one then goes on serving.
        """
        with self._building:
            self._generation = indexing.bring_up_to_date(
                self._library, self._folder, self._generation.encoder, notice, progress, anew=True
            )

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
            if self._generation.serves(indexing.library_state(self._library), encoder):
                return False
            self._generation = indexing.bring_up_to_date(self._library, self._folder, encoder, notice, progress)
            return True

    def search(
        self,
        text: str,
        *,
        limit: int = 12,
        without: frozenset[Part] = frozenset(),
        function: Function | None = None,
        after: Request | None = None,
        explained: bool = False,
        mode: Mode = Mode.WHOLE,
        reader: str = COMMON,
    ) -> SearchResult:
        """Return the passages that a message asks for, best first; a note where there are none.

        All that an answer says is said of what its reader sees: the common library and their own speeches.

        Args:
            text: The message as it came.
            limit: How many passages at most, 1 or more.
            without: Parts of what is understood that are to be left out ("不限结尾").
            function: What the passages are to do, whatever the message says of it.
            after: What was asked for before, where the message only says how its passages are to be (短一点); its own
                theme is searched then.
            explained: Whether the result names the words that stood in for the request's own (``expansions``).
            mode: Leaves a part of the search out, so that the whole can be measured against it.
            reader: Who asks; the common library alone is searched where nobody is named.

        Raises:
            LibraryError: The library cannot be read.
            ModelError: The encoder fails.
        """
        if limit < 1:
            raise ValueError(f"limit 是 {limit}，至少应为 1。")
        started = time.perf_counter()
        generation = self._generation
        request = understand(text, without=without) if after is None else refined(after, text, without=without)
        if function is not None:
            turned_down = tuple(one for one in request.functions_without if one is not function)
            request = replace(request, functions=(function,), functions_without=turned_down)
        index = self._views.of(generation.index, reader)
        hits, note, functions = self._answer(index, generation.encoder, request, limit, mode, reader)
        keys = [hit.passage.key for hit in hits] if explained else []
        expansions = explain(index.lexical, request.query, keys)
        themes = _nearest_themes(index, request.query) if note is Note.NOTHING_RELEVANT else ()
        took = (time.perf_counter() - started) * 1000
        return SearchResult(request, hits, took, note, expansions, themes, functions)

    def near(self, request: Request, *, reader: str = COMMON) -> tuple[str, ...]:
        """Return the themes that a reader's library has nearest to a request's own, which is not among them."""
        if not request.query:
            return ()
        themes = _nearest_themes(self._views.of(self._generation.index, reader), request.query)
        return tuple(theme for theme in themes if theme not in request.query)

    def roles(self, keys: Sequence[int]) -> dict[int, Roles]:
        """Return what passages do and are made of, by key; one that is not in the index is left out."""
        facets = self._generation.index.facets
        return {key: roles for key in keys if (roles := facets.roles(key)) is not None}

    def themes(self, *, reader: str = COMMON) -> tuple[ThemeCount, ...]:
        """Return the themes of what a reader sees, those of most paragraphs first."""
        return _themes(self._views.of(self._generation.index, reader))

    def _answer(
        self, index: Index, encoder: Encoder, request: Request, limit: int, mode: Mode, reader: str
    ) -> tuple[tuple[Hit, ...], Note | None, tuple[Function, ...]]:
        if not request.query and not wants(request):
            return (), Note.EMPTY_REQUEST, ()
        if not len(index.facets):
            return (), Note.EMPTY_LIBRARY, ()
        ranking = rank(index, request, encoded(encoder, request.query), mode)
        if not ranking.on_theme:
            return (), Note.NOTHING_RELEVANT, ()
        ranked = {one.key: one for one in ranking.ranked}
        reranker = self._reranker if mode is Mode.WHOLE and request.query else None
        candidates = self._read(request, ranking.ranked, max(SPARE * limit, RERANKED if reranker else 0), reader)
        if reranker is not None:
            candidates = _looked_at_again(reranker, request.query, candidates)
        links = self._library.similar([one.passage.key for one in candidates], reader=reader)
        hits = [
            replace(
                hit,
                roles=index.facets.roles(hit.passage.key),
                relevance=relevance(
                    ranked[hit.passage.key].theme, ranked[hit.passage.key].fit if wants(request) else None
                )
                if request.query and mode is Mode.WHOLE
                else None,
            )
            for hit in select(candidates, links, passage_id, limit, request.length)
        ]
        return tuple(hits), _note(request, hits), ranking.functions if hits else ()

    def _read(self, request: Request, ranked: Sequence[Ranked], enough: int, reader: str) -> list[Candidate]:
        """Read passages, best first, until there are ``enough`` of those that a request lets in."""
        candidates: list[Candidate] = []
        for start in range(0, len(ranked), enough):
            scores = {one.key: one.score for one in ranked[start : start + enough]}
            candidates += [
                Candidate(found.passage, found.speech, scores[key])
                for key, found in self._library.passages(list(scores), reader=reader).items()
                if holds(request, found.passage.text)
            ]
            if len(candidates) >= enough or not (request.must or request.without):
                break
        return candidates[:enough]


def _themes(index: Index) -> tuple[ThemeCount, ...]:
    lexicon = load_lexicon()
    return tuple(
        ThemeCount(term, theme.group, count)
        for term, count in index.facets.theme_counts.items()
        if (theme := lexicon.theme(term)) is not None and theme.group not in EVERYDAY
    )


def _nearest_themes(index: Index, query: str) -> tuple[str, ...]:
    """Return the themes of an index that are nearest to a query which it does not answer."""
    if any(is_foreign(concept.word) for group in concepts(query) for concept in group):
        return ()  # whoever asks for a recipe is not helped by the food safety of canteens
    return related(query, [theme.term for theme in _themes(index)], OFFERED)


def _looked_at_again(reranker: Reranker, query: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    scores = second_look(query, [Scored(one.passage.text, one.score) for one in candidates], reranker)
    return [replace(one, score=score) for one, score in zip(candidates, scores, strict=True)]


def _note(request: Request, hits: Sequence[Hit]) -> Note | None:
    """Say what the answer lacks, by what each passage is shown to do and be made of, so that both agree."""
    if not hits:
        return Note.NOTHING_LEFT if narrows(request) else Note.NOTHING_RELEVANT
    if not wants(request) or any(_does(request, hit) and _is_made_of(request, hit) for hit in hits):
        return None
    return Note.FORM_NOT_FOUND if any(_does(request, hit) for hit in hits) else Note.FUNCTION_NOT_FOUND


def _does(request: Request, hit: Hit) -> bool:
    return not request.functions or (hit.roles is not None and hit.roles.function in request.functions)


def _is_made_of(request: Request, hit: Hit) -> bool:
    return hit.roles is not None and set(request.forms) <= set(hit.roles.forms)


def encoded(encoder: Encoder, query: str) -> npt.NDArray[np.float32]:
    """Encode a query to a vector of shape (dimension,); nothing asked is a vector of length 0."""
    if not query:
        return np.zeros(encoder.dimension, dtype=np.float32)
    vector: npt.NDArray[np.float32] = encoder.encode_queries([query])[0]
    return vector
