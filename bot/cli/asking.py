"""``ask``: a request, or a file of them, and the passages that answer it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cards import SEPARATOR, qualities, source_line
from bot.cli.console import Console, json_option, pass_console
from bot.jsonform import result_json
from bot.provenance import provenance_of
from bot.remarks import shortfall
from bot.texts import fill, texts_for
from bot.understood import understood_line

if TYPE_CHECKING:
    from retrieval.models import Hit, SearchResult

MOST = 100
SHOWN = 5
"""How many passages an answer holds unless told otherwise."""


@click.command("ask")
@click.argument("text", required=False)
@click.option(
    "-n", "--number", type=click.IntRange(1, MOST), default=SHOWN, show_default=True, help="Passages at most."
)
@click.option(
    "--batch",
    type=click.Path(path_type=Path, allow_dash=True),
    help="A request a line; - is standard input.",
)
@click.option("--explain", is_flag=True, help="Say what was understood, and which words did it.")
@json_option
@pass_console
def ask_command(
    console: Console, text: str | None, number: int, batch: Path | None, explain: bool, as_json: bool
) -> None:
    """Find passages for a request. With --batch a JSON object a line, in the order of the requests."""
    if (text is None) == (batch is None):
        raise click.UsageError("give either TEXT or --batch FILE")
    if batch is not None and not as_json:
        raise click.UsageError("--batch prints JSON: add --json")
    with console.app() as app:
        if batch is not None:
            for line in _lines(batch):
                console.say_json(result_json(app.engine.search(line, limit=number, explained=True)))
            return
        result = app.engine.search(text or "", limit=number, explained=explain or as_json)
    if as_json:
        console.say_json(result_json(result))
    else:
        _say(console, result)
        if explain:
            _explain(console, result)


def _lines(batch: Path) -> list[str]:
    """The requests of a file; an empty line is a request too, so that answers keep their places."""
    if str(batch) == "-":
        return [line.rstrip("\r\n") for line in sys.stdin]
    try:
        return batch.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise click.FileError(str(batch), error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise click.FileError(str(batch), "not UTF-8 text; save it as UTF-8") from error


def _say(console: Console, result: SearchResult) -> None:
    texts = texts_for(console.settings.language)
    line = understood_line(texts, result.request)
    if line:
        console.say(line)
    if not result.hits:
        if result.themes:
            console.say(texts.nothing_but_near.format(themes=texts.joint.join(result.themes)))
        else:
            console.say(getattr(console.texts, result.note.value if result.note else "nothing_relevant"))
        return
    lacking = shortfall(texts, result)
    if lacking:
        console.say(lacking)
    if line or lacking:
        console.say()
    for position, hit in enumerate(result.hits, 1):
        _say_hit(console, position, hit)
    console.tell(fill(console.texts.took, count=len(result.hits), milliseconds=round(result.took_ms)))


def _say_hit(console: Console, position: int, hit: Hit) -> None:
    texts = texts_for(console.settings.language)
    source = source_line(texts, provenance_of(hit.passage, hit.speech))
    told = SEPARATOR.join([hit.passage.id, *qualities(texts, hit.roles, hit.relevance)])
    console.say(f"[{position}] {told}")
    console.say(hit.passage.text)
    console.say(f"—— {source}")
    if hit.similar:
        console.say(console.texts.similar.format(count=len(hit.similar)) + " ".join(hit.similar))
    console.say()


def _explain(console: Console, result: SearchResult) -> None:
    """Say which words were searched, and for which of them others stood in."""
    if not result.request.query:
        console.say(console.texts.explain_no_query)
        return
    console.say(console.texts.explain_query.format(query=result.request.query))
    for one in result.expansions:
        console.say(
            console.texts.explain_word.format(
                word=one.word, stands_for=one.stands_for, relation=one.relation, weight=f"{one.weight:.2g}"
            )
        )
    if not result.expansions:
        console.say(console.texts.explain_alone)
