"""``doctor``: everything that can be wrong with a home, each with its remedy."""

from __future__ import annotations

import errno
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from bot.app import App
from bot.cli.console import Console, pass_console
from bot.errors import BotError
from bot.texts import fill
from bot.texts.console import ConsoleTexts
from corpus.errors import CorpusError
from retrieval.adopted import adopted
from retrieval.errors import RetrievalError

FREE_MB = 200
"""Less free disk than this is a finding: a new index is built beside the old one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the examination; ``well`` is False where something needs attention."""

    well: bool
    text: str


@click.command("doctor")
@pass_console
@click.pass_context
def doctor_command(context: click.Context, console: Console) -> None:
    """Examine the home: exit code 0 where all is well, 1 where something needs attention."""
    with console.app(create=False) as app:
        findings = list(examine(app, console.texts))
    for finding in findings:
        console.say(f"{'✓' if finding.well else '✗'} {finding.text}")
    ill = sum(not finding.well for finding in findings)
    console.say(fill(console.texts.doctor_ill, count=ill) if ill else console.texts.doctor_well)
    context.exit(1 if ill else 0)


def examine(app: App, texts: ConsoleTexts) -> Iterator[Finding]:
    """Every finding, cheapest first. A part that cannot be opened is one finding and does not stop the others.

    A home that is not there yet is not made: then there is no library and no index to examine.
    """
    version = platform.python_version()
    new_enough = sys.version_info >= (3, 11)
    yield Finding(new_enough, (texts.python_well if new_enough else texts.python_old).format(version=version))
    yield from _settings(app, texts)
    home = app.settings.home
    fault = _home_fault(home)
    there = fault is None and home.exists()
    if fault is not None:
        yield Finding(False, texts.home_unusable.format(home=home, reason=fault))
    elif there:
        yield _disk(home, texts)
        yield from _guarded(lambda: _library(app, texts), texts.database_ill)
    else:
        yield Finding(True, texts.home_missing.format(home=home))
    yield from _guarded(lambda: _model(app, texts), texts.model_ill)
    if there:
        yield from _guarded(lambda: _terms(app, texts), texts.terms_ill)
        yield from _guarded(lambda: _index(app, texts), texts.index_ill)
    # Without LibreOffice one old format cannot be read: worth knowing, and nothing is wrong.
    converter = shutil.which("soffice") or shutil.which("libreoffice")
    yield Finding(True, texts.converter_well if converter else texts.converter_missing)


def _guarded(part: Callable[[], Iterator[Finding]], ill: str) -> Iterator[Finding]:
    try:
        yield from part()
    except (BotError, CorpusError, RetrievalError) as error:
        yield Finding(False, ill.format(message=error))


def _settings(app: App, texts: ConsoleTexts) -> Iterator[Finding]:
    settings = app.settings
    chosen = " ".join(f"{variable}={value}" for variable, value in settings.chosen().items())
    yield Finding(True, texts.settings_chosen.format(chosen=chosen) if chosen else texts.settings_well)
    if settings.telegram_token is None:
        yield Finding(True, texts.telegram_missing)
    elif settings.allow or settings.admins:
        yield Finding(True, texts.telegram_well)
    else:
        yield Finding(False, texts.nobody_allowed)


def _home_fault(home: Path) -> str | None:
    """Why the home can be neither written nor made, in the system's words; None where it can."""
    probe = home / ".doctor"
    try:
        probe.touch()
        probe.unlink()
    except FileNotFoundError:
        above = next(folder for folder in home.parents if folder.exists())
        return None if os.access(above, os.W_OK | os.X_OK) else os.strerror(errno.EACCES)
    except OSError as error:
        return error.strerror or str(error)
    return None


def _disk(home: Path, texts: ConsoleTexts) -> Finding:
    free = shutil.disk_usage(home).free // 2**20
    enough = free >= FREE_MB
    return Finding(enough, texts.disk_well.format(free=free) if enough else texts.disk_ill.format(free=free, home=home))


def _library(app: App, texts: ConsoleTexts) -> Iterator[Finding]:
    counts = app.library.counts()
    yield Finding(True, fill(texts.database_well, speeches=counts.speeches, passages=counts.passages))
    yield from _guarded(lambda: _contents(app, texts), texts.contents_unreadable)


def _contents(app: App, texts: ConsoleTexts) -> Iterator[Finding]:
    faults = app.library.verify()
    if faults:
        yield Finding(False, fill(texts.contents_ill, count=len(faults), first=faults[0].rstrip("。")))
    else:
        yield Finding(True, texts.contents_well)
    damaged = app.store.favourites.damaged()
    if damaged:
        listed = " ".join(map(str, damaged[:10]))
        yield Finding(False, fill(texts.favourites_ill, count=len(damaged), ids=listed))


def _model(app: App, texts: ConsoleTexts) -> Iterator[Finding]:
    encoder = app.encoder
    yield Finding(True, texts.model_well.format(name=encoder.name, dimension=encoder.dimension))
    if app.settings.model is None and adopted(app.settings.model_folder) is not None:
        yield Finding(True, texts.model_adapted)


def _terms(app: App, texts: ConsoleTexts) -> Iterator[Finding]:
    from retrieval.themes.reading import read_themes

    own = app.settings.own_terms
    if own.exists():
        yield Finding(True, fill(texts.terms_well, count=len(read_themes(own)), file=own))


def _index(app: App, texts: ConsoleTexts) -> Iterator[Finding]:
    app.engine.refresh()
    yield Finding(True, fill(texts.index_well, passages=app.library.counts().passages))
