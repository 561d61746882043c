"""``init``, ``add``, ``list`` and ``remove``: what is in the library."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.console import PATH, Console, json_option, pass_console
from bot.jsonform import listed_json, report_json
from bot.provenance import full_title
from bot.texts import fill

if TYPE_CHECKING:
    from bot.texts.console import ConsoleTexts
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
            console.say(fill(console.texts.created, home=home, speeches=counts.speeches, passages=counts.passages))


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
            titles = {speech.id: full_title(speech) for speech in app.library.speeches()}
            _say_report(console, report, titles)
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


def _say_report(console: Console, report: Report, titles: Mapping[str, str]) -> None:
    texts = console.texts
    for added in report.added:
        title = titles.get(added.speech_id, added.title)
        console.say(
            fill(texts.added, title=title, passages=added.passages, dropped=added.dropped_lines, file=added.file)
        )
    for same in report.same:
        sentence = texts.same if same.similarity == 1 else texts.nearly_same
        title = titles.get(same.speech_id, same.title)
        console.say(sentence.format(file=same.file, title=title, percent=int(same.similarity * 100)))
    for failed in report.failed:
        console.tell(texts.failed.format(file=failed.file, reason=failed.reason))
    console.say(texts.totals.format(added=len(report.added), same=len(report.same), failed=len(report.failed)))


@click.command("list")
@json_option
@pass_console
def list_command(console: Console, as_json: bool) -> None:
    """List the speeches of the library; through a pipe a speech a line, its columns parted by tabs."""
    with console.app() as app:
        speeches = app.library.speeches()
    if as_json:
        console.say_json([listed_json(speech) for speech in speeches])
        return
    if not speeches:
        console.say(console.texts.nothing_listed)
        return
    rows = [
        (speech.id, full_title(speech), str(speech.year or ""), str(speech.passages), speech.file)
        for speech in speeches
    ]
    if sys.stdout.isatty():
        _say_table(console.texts, rows)
    else:
        for row in rows:
            console.say("\t".join(" ".join(cell.split()) for cell in row))


def _say_table(texts: ConsoleTexts, rows: Sequence[Sequence[str]]) -> None:
    from rich.console import Console as RichConsole
    from rich.table import Table

    table = Table(box=None)
    for heading in (texts.list_id, texts.list_title, texts.list_year, texts.list_passages, texts.list_file):
        # What is too long goes on in the next line: nothing is cut off.
        table.add_column(heading, overflow="fold", no_wrap=heading == texts.list_id)
    for row in rows:
        table.add_row(*row)
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
