"""``doctor``: everything that can be wrong with a home, each with its remedy."""

from __future__ import annotations

import click

from bot.cli.console import Console, json_option, pass_console
from bot.doctor import Level, examine
from bot.telegram.redaction import redact
from bot.texts import fill
from bot.texts.doctor import doctor_texts

MARKS = {Level.WELL: "✓", Level.HINT: "·", Level.ILL: "✗"}
"""How a finding is marked: nothing to do; worth knowing; needs attention."""


@click.command("doctor")
@json_option
@pass_console
@click.pass_context
def doctor_command(context: click.Context, console: Console, as_json: bool) -> None:
    """Examine the home, its database, the bot's token and the clock; nothing is changed.

    Exit code 0 where all is well, 1 where something needs attention. With --json one object: "well", and "findings",
    each with a "key", a "level" (well, hint or ill) and a "text".
    """
    texts = doctor_texts(console.settings.language)
    with console.app(create=False) as app:
        findings = [(finding, redact(finding.text)) for finding in examine(app)]
    ill = sum(finding.level is Level.ILL for finding, _ in findings)
    if as_json:
        listed = [{"key": finding.key, "level": finding.level, "text": text} for finding, text in findings]
        console.say_json({"well": not ill, "findings": listed})
    else:
        for finding, text in findings:
            console.say(f"{MARKS[finding.level]} {text}")
        console.say(fill(texts.doctor_ill, count=ill) if ill else texts.doctor_well)
    context.exit(1 if ill else 0)
