"""``backup`` and ``restore``: all that the database holds, into one file and back."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from bot.app import App
from bot.backup import Manifest, back_up, opened, restore
from bot.cli.console import PATH, Console, json_option, pass_console
from bot.errors import BackupError
from bot.store.tables import favourites, people
from bot.texts import fill
from bot.texts.backup import backup_texts
from corpus.tables import passages, speeches

COUNTED = {"speeches": speeches, "passages": passages, "people": people, "favourites": favourites}
"""What is told of a backup, and the tables it is counted in."""


@click.command("backup")
@click.argument("file", type=PATH)
@json_option
@pass_console
@click.pass_context
def backup_command(context: click.Context, console: Console, file: Path, as_json: bool) -> None:
    """Write everything in the database to FILE, while the bot runs or not; a name ending in .gz compresses it.

    In it: speeches, people, favourites, searches. Not in it, to be copied by hand: terms.tsv and the settings; the
    adapted model (jianggao train makes it again) and the index (which makes itself). It restores into SQLite and into
    PostgreSQL, whichever it was made from.
    """
    texts = backup_texts(console.settings.language)
    with _told(context, console), console.app(create=False) as app:
        _open(app)
        manifest = back_up(app.library.engine, file)
    size = file.stat().st_size
    if as_json:
        console.say_json({"file": str(file), "bytes": size, **counts(manifest), **_made(manifest)})
    else:
        console.say(fill(texts.written, file=file, size=f"{size / 1e6:.1f}", **counts(manifest)))


@click.command("restore")
@click.argument("file", type=PATH)
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@pass_console
@click.pass_context
def restore_command(context: click.Context, console: Console, file: Path, yes: bool, as_json: bool) -> None:
    """Put the backup FILE in the place of everything in the database.

    FILE is looked through first; an older one is brought to this version. What is there now is kept in the folder
    backups of the home. A running bot may go on: it sees all of the old or all of the new, and notices within
    seconds. Questions that are waiting are still answered; those that waited when the backup was made are not. Who
    deleted their data since the backup was made is in it again.
    """
    texts = backup_texts(console.settings.language)
    with _told(context, console), console.app(create=False) as app:
        folder = app.settings.backups_folder
        with opened(file, folder) as backup:
            _open(app)
            there = {"made": _time(backup.manifest), **counts(backup.manifest)}
            if not yes:
                here = _here(app)
                _ask(context, console, fill(texts.ask, **there, **{f"here_{name}": one for name, one in here.items()}))
            before = restore(app.library.engine, backup, folder)
            app.mark_initialised()
        if as_json:
            counted = counts(backup.manifest)
            console.say_json({"file": str(file), "before": str(before), **counted, **_made(backup.manifest)})
            return
        console.say(fill(texts.restored, file=file, **there))
        console.say(texts.before_kept.format(file=before))
        console.say(texts.index_follows)


def counts(manifest: Manifest) -> dict[str, int]:
    """What is told of a backup."""
    return {name: manifest.rows(table.name) for name, table in COUNTED.items()}


def _open(app: App) -> None:
    """Have the tables of both rooms there and up to date; an empty home gets empty ones."""
    app.create()
    _ = app.store


def _here(app: App) -> dict[str, int]:
    from bot.backup.copying import count
    from corpus.database import reading

    with reading(app.library.engine) as connection:
        return {name: count(connection, table) for name, table in COUNTED.items()}


def _ask(context: click.Context, console: Console, question: str) -> None:
    texts = backup_texts(console.settings.language)
    if not _is_terminal():
        raise BackupError("needs_yes")
    if not click.confirm(question, err=True):
        console.tell(texts.not_restored)
        context.exit(1)


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _made(manifest: Manifest) -> dict[str, Any]:
    return {"made_at": manifest.made_at.isoformat(), "revisions": manifest.revisions}


def _time(manifest: Manifest) -> str:
    return f"{manifest.made_at:%Y-%m-%d %H:%M} UTC"


@contextmanager
def _told(context: click.Context, console: Console) -> Iterator[None]:
    """Tell what is wrong in the operator's language, and end with the exit code of a command that did nothing."""
    try:
        yield
    except BackupError as error:
        console.tell(error.told(console.settings.language))
        context.exit(2)
