"""``show``: a passage in its context, or what cleaning removed from its speech."""

from __future__ import annotations

import click

from bot.cards import source_line
from bot.cli.console import Console, json_option, pass_console
from bot.jsonform import context_json, listed_json
from bot.provenance import provenance_of
from bot.texts import fill, texts_for
from corpus.cleaning import removed_lines
from corpus.library import Library


@click.command("show")
@click.argument("item")
@click.option("--around", type=click.IntRange(0, 50), default=0, help="Natural paragraphs before and after.")
@click.option("--removed", is_flag=True, help="The lines that cleaning dropped from the speech.")
@json_option
@pass_console
def show_command(console: Console, item: str, around: int, removed: bool, as_json: bool) -> None:
    """Show a passage (p_...) with its source; with --removed what cleaning dropped from its speech (p_... or s_...)."""
    with console.app() as app:
        if removed or item.startswith("s_"):
            speech_id = item if item.startswith("s_") else app.library.passage(item).speech.id
            if removed:
                _show_removed(console, app.library, speech_id, as_json=as_json)
            else:
                _show_speech(console, app.library, speech_id, as_json=as_json)
            return
        found = app.library.passage(item)
        paragraphs = app.library.around(item, around, around) if around else ()
    if as_json:
        console.say_json(context_json(found, paragraphs))
        return
    for passage in [neighbour.passage for neighbour in paragraphs] or [found.passage]:
        console.say(passage.text)
        console.say()
    console.say(f"—— {source_line(texts_for(console.settings.language), provenance_of(found.passage, found.speech))}")


def _show_removed(console: Console, library: Library, speech_id: str, *, as_json: bool) -> None:
    """Print each line that cleaning dropped, with the name of the step that did."""
    speech = library.speech(speech_id)
    lines = removed_lines(speech.source, speech.cuts)
    if as_json:
        console.say_json([{"step": step, "text": text} for step, text in lines])
        return
    title = speech.frame.title
    if not lines:
        console.say(console.texts.nothing_removed.format(title=title))
        return
    console.say(fill(console.texts.removed_lines, title=title, count=len(lines)))
    for step, text in lines:
        console.say(f"[{step}] {text}")


def _show_speech(console: Console, library: Library, speech_id: str, *, as_json: bool) -> None:
    """Print a whole speech as it is stored."""
    speech = library.speech(speech_id)
    if as_json:
        info = next(known for known in library.speeches() if known.id == speech_id)
        console.say_json(listed_json(info) | {"text": speech.text})
    else:
        console.say(speech.text)
