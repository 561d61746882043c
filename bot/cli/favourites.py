"""``favourites``: what a person keeps, into a file and back."""

from __future__ import annotations

from pathlib import Path

import click

from bot.bringing import bring
from bot.cli.console import PATH, Console, json_option, pass_console
from bot.errors import ImportRefused
from bot.export import FORMATS, write
from bot.exporting import sheet_of
from bot.store import View
from bot.texts import fill, texts_for

person_option = click.option(
    "--person", default="local", show_default=True, help="Whose: local, or tg: and the id of a Telegram user."
)


@click.group("favourites")
def favourites_command() -> None:
    """Write what a person keeps into a file, or bring it back from one."""


@favourites_command.command("export")
@click.argument("file", type=PATH)
@person_option
@click.option("--tag", help="Those of a tag alone.")
@click.option("--find", default="", help="Those that hold these words alone.")
@json_option
@pass_console
def export_command(console: Console, file: Path, person: str, tag: str | None, find: str, as_json: bool) -> None:
    """Write favourites to FILE; its ending says how: .docx, .md, .txt or .json."""
    ending = file.suffix.lower().removeprefix(".")
    if ending not in FORMATS.values():
        raise click.UsageError(f"{file} ends in none of {', '.join('.' + one for one in FORMATS.values())}")
    texts = texts_for(console.settings.language)
    with console.app() as app:
        known = app.store.tags.named(person, tag) if tag is not None else None
        if tag is not None and known is None:
            raise click.UsageError(texts.tag_not_found.format(tag=tag))
        view = View(words=find, tag=known.id if known else None)
        name = " ".join([*([known.name] if known else []), *([find] if find else [])])
        sheet = sheet_of(app.store, texts, person, view, name)
    try:
        file.write_bytes(write(sheet, ending))
    except OSError as error:
        raise click.FileError(str(file), error.strerror or str(error)) from error
    if as_json:
        console.say_json({"file": str(file), "exported": sheet.count, "damaged": sheet.damaged})
        return
    console.say(fill(texts.exported, count=sheet.count))
    if sheet.damaged:
        console.tell(fill(texts.export_damaged, count=sheet.damaged))


@favourites_command.command("import")
@click.argument("file", type=PATH)
@person_option
@json_option
@pass_console
@click.pass_context
def import_command(context: click.Context, console: Console, file: Path, person: str, as_json: bool) -> None:
    """Bring back the favourites of FILE, a .json that export wrote. Exit code 1 where some of them are damaged."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise click.FileError(str(file), error.strerror or str(error)) from error
    with console.app() as app:
        if app.store.people.language(person) is None:
            app.store.people.remember(person, app.settings.language)
        try:
            brought = bring(app.store, person, content)
        except ImportRefused as error:
            raise ImportRefused(f"{file}：{error}") from error
    if as_json:
        console.say_json({"new": brought.new, "known": brought.known, "damaged": brought.damaged})
    else:
        console.say(fill(console.texts.brought, new=brought.new, known=brought.known))
        if brought.damaged:
            console.tell(fill(console.texts.brought_damaged, count=brought.damaged))
    context.exit(1 if brought.damaged else 0)
