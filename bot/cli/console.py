"""What the commands share: the settings, the home, and where output goes (控制台)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.app import App
from bot.settings import Settings
from bot.texts.console import console_texts

if TYPE_CHECKING:
    from corpus.importing import Progress


class Console:
    """Standard output for what was asked, standard error for everything else.

    Attributes:
        settings: Of this run.
        texts: The sentences of the operator's language.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.texts = console_texts(settings.language)

    def say(self, text: str = "") -> None:
        """Print a line of what was asked."""
        click.echo(text)

    def say_json(self, value: object) -> None:
        """Print one JSON value on one line."""
        click.echo(json.dumps(value, ensure_ascii=False))

    def tell(self, text: str) -> None:
        """Print a notice on standard error."""
        click.echo(text, err=True)

    @contextmanager
    def app(self, *, create: bool = True) -> Iterator[App]:
        """The home of this run; with ``create`` a new one gets the bundled speeches first."""
        with self._bar(self.texts.indexing) as steps:
            app = App(self.settings, self.tell, steps)
            if create and not app.is_initialised:
                app.create()  # before anything is promised
                self.tell(self.texts.first_use.format(home=self.settings.home))
                app.initialise()
            yield app

    @contextmanager
    def importing(self) -> Iterator[Callable[[Progress], None]]:
        """A progress bar for an import, on standard error."""
        with self._bar(self.texts.importing) as steps:
            yield lambda progress: steps(progress.done, progress.total or progress.done)

    @contextmanager
    def learning(self) -> Iterator[Callable[[int, int], None]]:
        """A progress bar for training, on standard error."""
        with self._bar(self.texts.learning) as steps:
            yield steps

    @contextmanager
    def _bar(self, label: str) -> Iterator[Callable[[int, int], None]]:
        """A bar that appears with its first step; silent where standard error is no terminal."""
        from rich.console import Console as RichConsole
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        bar = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
            console=RichConsole(stderr=True), transient=True,
        )  # fmt: skip
        if not bar.console.is_terminal:
            yield lambda _done, _total: None
            return
        task: Any = None

        def step(done: int, total: int) -> None:
            nonlocal task
            if task is None:
                bar.start()
                task = bar.add_task(label, total=total)
            bar.update(task, completed=done, total=total)
            if done >= total:
                bar.stop()

        try:
            yield step
        finally:
            bar.stop()


pass_console = click.make_pass_decorator(Console)
PATH = click.Path(path_type=Path, readable=False)
"""A path as it was typed: whoever opens it says what is wrong with it, in the reader's language."""

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
