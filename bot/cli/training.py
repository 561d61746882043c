"""``train``: the built-in encoder learns from this library, and is used where that makes it better."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from bot.app import App
from bot.cli.console import Console, json_option
from bot.errors import HomeError
from bot.texts import fill

if TYPE_CHECKING:
    from retrieval.training.adapting import Adapted

BETTER, NO_BETTER = 0, 1
"""Exit codes: the adapted model is in use, or the one before still is."""


@click.command("train")
@click.option("--undo", is_flag=True, help="Go back to the built-in model.")
@json_option
@click.pass_context
def train_command(context: click.Context, undo: bool, as_json: bool) -> None:
    """Adapt the model to this library. Exit code 0 if the adapted one is better and in use, 1 if not.

    It learns from headings, opening sentences and words of the passages. Every fifth heading is held out, to tell
    whether anything was gained; only then is the adapted model used.
    """
    console = context.ensure_object(Console)
    try:
        if undo:
            _undo(console)
            return
        with console.app() as app:
            adapted = _adapt(console, app)
    except OSError as fault:
        folder = console.settings.model_folder
        reason = fault.strerror or fault
        raise HomeError(console.texts.train_unwritable.format(folder=folder, reason=reason)) from fault
    if adapted.accepted:
        _renew(console)
    if as_json:
        console.say_json(asdict(adapted))
    else:
        _say(console, adapted)
    context.exit(BETTER if adapted.accepted else NO_BETTER)


def _adapt(console: Console, app: App) -> Adapted:
    """Train aside, and take the result into use where it is better."""
    from retrieval.adopted import adopt, stage
    from retrieval.builtin import MODEL_FOLDER
    from retrieval.themes import load_lexicon
    from retrieval.training.adapting import adapt

    staging = stage(console.settings.model_folder)
    try:
        with console.learning() as progress:
            adapted = adapt(app.library, MODEL_FOLDER, staging, load_lexicon().themes, progress)
        if adapted.accepted:
            adopt(staging)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return adapted


def _undo(console: Console) -> None:
    from retrieval.adopted import abandon

    if abandon(console.settings.model_folder):
        _renew(console)
        console.say(console.texts.train_undone)
    else:
        console.say(console.texts.train_nothing_to_undo)


def _renew(console: Console) -> None:
    """Bring the index up to date with the model that is now in use."""
    with console.app(create=False) as app:
        app.engine.refresh()


def _say(console: Console, adapted: Adapted) -> None:
    texts, before, after = console.texts, adapted.before, adapted.after
    for sentence, old, new, count in (
        (texts.train_headings, before.headings, after.headings, adapted.headings),
        (texts.train_openings, before.openings, after.openings, adapted.openings),
        (texts.train_names, before.names, after.names, 0),
    ):
        console.say(fill(sentence, before=f"{old:.3f}", after=f"{new:.3f}", count=count))
    console.say(texts.train_gain.format(gain=f"{adapted.gain:.3f}", low=f"{adapted.low:.3f}"))
    console.say(texts.train_accepted if adapted.accepted else texts.train_refused)
    if adapted.accepted and console.settings.model:
        console.say(texts.train_unused.format(model=console.settings.model))
