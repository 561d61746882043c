"""``init``, ``add``, ``list`` and ``remove``: what is in the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.console import PATH, Console, json_option, pass_console
from bot.jsonform import listed_json, report_json

if TYPE_CHECKING:
    from corpus.importing import Report

ALL, SOME, NONE = 0, 1, 2
"""Exit codes of ``add``: all went in, some failed, none went in."""


@click.command("init")
@click.option("--empty", is_flag=True, help="Without the bundled speeches.")
@json_option
@pass_console
def init_command(console: Console, empty: bool, as_json: bool) -> None:
    """Create a library, with the bundled speeches and their index."""
    with console.app(create=False) as app:
        with console.importing() as progress:
            report = app.initialise(bundled=not empty, progress=progress)
        counts = app.library.counts()
        if not empty:
            app.engine.refresh()
        home = console.settings.home
        if as_json:
            console.say_json(report_json(report) if report else {"added": [], "same": [], "failed": []})
        elif counts.speeches == 0:
            console.say(console.texts.created_empty.format(home=home))
        else:
            console.say(console.texts.created.format(home=home, speeches=counts.speeches, passages=counts.passages))


@click.command("add")
@click.argument("paths", nargs=-1, required=True, type=PATH)
@json_option
@click.pass_context
def add_command(context: click.Context, paths: tuple[Path, ...], as_json: bool) -> None:
    """Import files, folders and archives. Exit code 0 if all went in, 1 if some failed, 2 if none."""
    from corpus.importing import ImportInterrupted, import_paths

    console = context.ensure_object(Console)
    with console.app() as app:
        broken_off = False
        try:
            with console.importing() as progress:
                report = import_paths(app.library, paths, progress=progress)
        except ImportInterrupted as interrupted:
            report, broken_off = interrupted.report, True
        if as_json:
            console.say_json(report_json(report))
        else:
            _say_report(console, report)
        if broken_off:
            console.tell(console.texts.broken_off.format(added=len(report.added)))
            context.exit(130)
        if report.added:
            app.engine.refresh()
        context.exit(_exit_code(report))


def _exit_code(report: Report) -> int:
    if not report.failed:
        return ALL
    return SOME if report.added or report.same else NONE


def _say_report(console: Console, report: Report) -> None:
    texts = console.texts
    for added in report.added:
        console.say(
            texts.added.format(title=added.title, passages=added.passages, dropped=added.dropped_lines, file=added.file)
        )
    for same in report.same:
        percent = int(same.similarity * 100)
        console.say(texts.same.format(file=same.file, title=same.title, percent=percent))
    for failed in report.failed:
        console.tell(texts.failed.format(file=failed.file, reason=failed.reason))
    console.say(texts.totals.format(added=len(report.added), same=len(report.same), failed=len(report.failed)))


@click.command("list")
@json_option
@pass_console
def list_command(console: Console, as_json: bool) -> None:
    """List the speeches of the library."""
    with console.app() as app:
        speeches = app.library.speeches()
    if as_json:
        console.say_json([listed_json(speech) for speech in speeches])
        return
    if not speeches:
        console.say(console.texts.nothing_listed)
        return
    from rich.console import Console as RichConsole
    from rich.table import Table

    texts = console.texts
    table = Table(texts.list_id, texts.list_title, texts.list_year, texts.list_passages, texts.list_file, box=None)
    for speech in speeches:
        table.add_row(speech.id, speech.title, str(speech.year or ""), str(speech.passages), speech.file)
    RichConsole(markup=False, highlight=False).print(table)


@click.command("remove")
@click.argument("speech_id")
@pass_console
def remove_command(console: Console, speech_id: str) -> None:
    """Remove a speech. Favourites saved from it are kept."""
    with console.app() as app:
        removed = app.library.remove(speech_id)
        app.engine.refresh()
    console.say(console.texts.removed.format(title=removed.title, id=removed.id))
