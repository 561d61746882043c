"""``chat`` and ``bot``: the conversation, in the terminal and in Telegram."""

from __future__ import annotations

import asyncio
import sys

import click

from bot.app import App
from bot.cli.console import Console, pass_console
from bot.errors import SettingsError
from bot.logs import start_logging


@click.command("chat")
@pass_console
def chat_command(console: Console) -> None:
    """Chat in the terminal. Piped input is answered line by line."""
    from bot.person import Person
    from bot.terminal import run_terminal

    start_logging("WARNING", "%(levelname)s %(message)s")
    with console.app() as app, app.workers() as workers:
        run_terminal(app.dialogue(app.engine, workers), Person("local", app.settings.language), sys.stdin, sys.stdout)


@click.command("bot")
@pass_console
def bot_command(console: Console) -> None:
    """Run the Telegram bot until it is told to stop."""
    if console.settings.telegram_token is None:
        raise SettingsError(console.texts.telegram_needed)
    start_logging(console.settings.log_level, "%(asctime)s %(levelname)s %(name)s %(message)s")
    with console.app() as app:
        asyncio.run(_serve(app))


async def _serve(app: App) -> None:
    from bot.freshness import Renewal, following
    from bot.monitoring import monitoring
    from bot.stopping import stop_event, unless
    from bot.telegram.run import serve
    from bot.workers import beside

    stop = stop_event()
    async with monitoring(app.settings, app.store, app.library) as monitor:
        # Beside the event loop: to build an index may take long, and whoever asks meanwhile whether we live is told.
        loading = asyncio.ensure_future(beside(app.begin))
        if not await unless(stop, loading):
            return
        engine = monitor.indexed = loading.result()
        renewal = Renewal()
        async with app.workers() as workers, following(engine, app.encoder, workers, renewal=renewal):
            dialogue = app.dialogue(engine, workers, monitor.meters, renewal.soon)
            desk = app.admin_desk(engine)
            await serve(app.settings, dialogue, app.store, workers, stop, monitor, desk)
