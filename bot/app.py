"""The composition root (装配): opens what a command needs, once, and hands it to those who need it.

Nothing is opened before it is asked for, so that ``jianggao list`` never loads an encoder, and nothing here imports
torch: the built-in encoder does without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from bot.errors import HomeError
from bot.settings import Settings
from bot.texts.console import console_texts

if TYPE_CHECKING:
    from bot.administration import AdminDesk
    from bot.dialogue import Dialogue
    from bot.monitoring.meters import Meters
    from bot.store import Store
    from bot.workers import Workers
    from corpus.importing import Progress, Report
    from corpus.library import Library
    from retrieval.encoder import Encoder
    from retrieval.engine import Engine
    from retrieval.rerank import Reranker

INITIALISED = "initialised"
"""The file in the home folder that says the bundled speeches were offered once, so that a removed one stays removed."""

Notice = Callable[[str], None]
Steps = Callable[[int, int], None]
"""Called with how many are done and how many there are."""


class App:
    """Everything of one home folder.

    Attributes:
        settings: What it was opened with.
    """

    def __init__(self, settings: Settings, notice: Notice, steps: Steps | None = None) -> None:
        self.settings = settings
        self._notice = notice
        self._steps = steps

    @cached_property
    def library(self) -> Library:
        """The library, migrated; it may be empty.

        Raises:
            HomeError: The home folder cannot be made.
            LibraryError: The database cannot be opened.
        """
        from corpus.library import Library

        with self._home_faults():
            # It will hold what people keep and ask, and speeches that are theirs alone.
            self.settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        return Library.open(self.settings.database)

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder of the settings."""
        from retrieval.choose import load_encoder

        settings = self.settings
        return load_encoder(
            settings.model,
            settings.backend,
            trust_remote_code=settings.trust_remote_code,
            home=settings.model_folder,
        )

    @cached_property
    def reranker(self) -> Reranker | None:
        """The reranker of the settings, where one is named."""
        if self.settings.reranker is None:
            return None
        from retrieval.rerank import CrossEncoderReranker

        return CrossEncoderReranker.load(self.settings.reranker, trust_remote_code=self.settings.trust_remote_code)

    @cached_property
    def engine(self) -> Engine:
        """The search engine, its index brought up to date."""
        from retrieval.engine import Engine

        self._use_own_terms()
        return Engine.open(
            self.library,
            self.settings.index_folder,
            self.encoder,
            reranker=self.reranker,
            notice=self._notice,
            progress=self._steps,
        )

    def begin(self) -> Engine:
        """An engine that answers at once: where the model was changed, the old index, for ``freshness`` to renew.

        Only the built-in encoder is kept beside the new one: two large models do not fit a small machine.
        """
        from retrieval.choose import load_encoder
        from retrieval.engine import Engine

        self._use_own_terms()
        if self.encoder.name != (builtin := load_encoder(None)).name:
            old = Engine.resume(self.library, self.settings.index_folder, builtin, self.reranker)
            if old is not None:
                return old
        return self.engine

    @cached_property
    def store(self) -> Store:
        """People's data, in the library's database."""
        from bot.store import Store

        return Store.open(self.library.engine)

    def workers(self) -> Workers:
        """Threads for blocking work: a context, in which what was begun is finished before it ends."""
        from bot.workers import Workers

        return Workers(self.settings.workers)

    def dialogue(
        self,
        engine: Engine,
        workers: Workers,
        meters: Meters | None = None,
        renew: Callable[[], object] | None = None,
    ) -> Dialogue:
        """A conversation over all of it.

        Args:
            engine: What searches.
            workers: Threads for blocking work.
            meters: Count its requests and its failures, where there are any.
            renew: Follows what the conversation changes in the library; the engine itself, at once, where None.
        """
        from bot.desk import Rules
        from bot.dialogue import Dialogue

        admins = frozenset({"local", *(f"tg:{admin}" for admin in self.settings.admins)})
        rules = Rules(admins, self.settings.drawer_speeches, renew or (lambda: self._refreshed(engine)))
        if meters is None:
            return Dialogue(engine, self.library, self.store, workers, rules=rules)
        from bot.monitoring.searching import MeasuredSearcher

        searcher = MeasuredSearcher(engine, meters)
        return Dialogue(searcher, self.library, self.store, workers, meters.failed, rules)

    def admin_desk(self, engine: Engine) -> AdminDesk:
        """What administrators' commands work with."""
        from bot.administration import AdminDesk

        return AdminDesk(self.settings, self.library, self.store, engine)

    @property
    def is_initialised(self) -> bool:
        """Whether the bundled speeches were offered to this home before; not where nothing can be seen of it."""
        try:
            return (self.settings.home / INITIALISED).exists()
        except OSError:
            return False

    def create(self) -> None:
        """Make the home folder and an empty library in it, where they are missing.

        Raises:
            HomeError: The home folder cannot be made.
            LibraryError: The database cannot be opened.
        """
        self.library.counts()

    def initialise(self, *, bundled: bool = True, progress: Callable[[Progress], None] | None = None) -> Report | None:
        """Create the library, with the bundled speeches unless told otherwise. Safe to repeat, and to break off.

        Returns:
            What was imported, or None where nothing was to be.

        Raises:
            HomeError: The home folder cannot be made or written.
            LibraryError: The database cannot be opened or written.
        """
        from corpus.bundled import bundled_files
        from corpus.importing import import_paths

        self.create()
        report = import_paths(self.library, bundled_files(), progress=progress) if bundled else None
        self.mark_initialised()
        return report

    def mark_initialised(self) -> None:
        """Note that this home has what it is to begin with, so that the bundled speeches are not offered again.

        Raises:
            HomeError: The home folder cannot be written.
        """
        with self._home_faults():
            (self.settings.home / INITIALISED).touch()

    def _refreshed(self, engine: Engine) -> None:
        """Bring the index up to date; where that fails it is told, and the old one serves."""
        from corpus.errors import CorpusError
        from retrieval.errors import RetrievalError

        try:
            engine.refresh()
        except (CorpusError, RetrievalError) as error:
            self._notice(str(error))

    def _use_own_terms(self) -> None:
        """Use the operator's own terms; a file that cannot be used is told, and the shipped terms serve alone."""
        from retrieval.errors import TermsError
        from retrieval.themes import configure

        try:
            configure(self.settings.own_terms)
        except TermsError as error:
            self._notice(str(error))

    @contextmanager
    def _home_faults(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            settings = self.settings
            reason = error.strerror or str(error)
            message = console_texts(settings.language).home_unusable.format(home=settings.home, reason=reason)
            raise HomeError(message) from error
