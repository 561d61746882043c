"""``opinions``: what people think of the passages they were shown, as judgments for ``eval``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from bot.cli.console import PATH, Console, json_option, pass_console
from bot.judging import judge
from bot.store import Verdict
from bot.texts import fill


@click.command("opinions")
@click.option("--export", type=PATH, help="Write them to this file as judged requests, for jianggao eval.")
@json_option
@pass_console
def opinions_command(console: Console, export: Path | None, as_json: bool) -> None:
    """Count the opinions (👍 and 👎) that people gave; with --export write the praised passages as judgments."""
    with console.app() as app:
        opinions = app.store.opinions.all()
        judged = judge(opinions, app.library) if export else None
    good = sum(one.verdict is Verdict.GOOD for one in opinions)
    if export is not None and judged is not None and judged.relevant:
        _write(export, judged.lines())
    if as_json:
        written = {"requests": len(judged.relevant), "left_out": judged.left_out} if judged else {}
        console.say_json({"good": good, "bad": len(opinions) - good} | written)
        return
    console.say(console.texts.opinions_given.format(good=good, bad=len(opinions) - good))
    if judged is None:
        return
    if judged.relevant:
        counts = {"requests": len(judged.relevant), "left_out": judged.left_out}
        console.say(fill(console.texts.opinions_written, file=export, **counts))
    else:
        console.say(console.texts.opinions_none)


def _write(file: Path, lines: list[dict[str, object]]) -> None:
    try:
        file.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        raise click.FileError(str(file), error.strerror or str(error)) from error
