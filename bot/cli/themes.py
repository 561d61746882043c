"""``themes``: what the library speaks of."""

from __future__ import annotations

import sys

import click

from bot.cli.console import Console, json_option, pass_console
from bot.jsonform import theme_json
from bot.texts import texts_for
from bot.themes import grouped


@click.command("themes")
@json_option
@pass_console
def themes_command(console: Console, as_json: bool) -> None:
    """List the themes of the library, most passages first; through a pipe group, theme and count, parted by tabs."""
    with console.app() as app:
        themes = app.engine.themes()
        empty = not app.library.counts().speeches
    if as_json:
        console.say_json([theme_json(theme) for theme in themes])
        return
    texts = texts_for(console.settings.language)
    if not themes:
        console.say(console.texts.nothing_listed if empty else texts.themes_none)
    elif sys.stdout.isatty():
        for group, held in grouped(themes).items():
            console.say(group or texts.themes_other)
            for theme in held:
                console.say(f"  {texts.theme_count.format(theme=theme.term, passages=theme.passages)}")
    else:
        for theme in themes:
            console.say(f"{theme.group}\t{theme.term}\t{theme.passages}")
