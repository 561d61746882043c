"""A bot that is fed its updates, a line each, and says the number of each that it has written down, as a webhook would.

Run with ``--home FOLDER``; the conversation is that of ``tests.e2e.light``.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from telegram import Update

from bot.settings import load_settings
from bot.store import Store
from bot.telegram.access import Doorman
from bot.telegram.answered import Answered
from bot.telegram.inbox import Inbox
from bot.telegram.run import build
from bot.workers import Workers
from corpus.library import Library
from tests.botapi.server import BOT_ID
from tests.e2e.light import Answering


async def _serve(home: Path) -> None:
    settings = load_settings(env_file=None, home=home)
    reader = asyncio.StreamReader(limit=1_000_000)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    with Library.open(settings.database) as library:
        store = Store.open(library.engine)
        async with Workers(2) as workers, Workers(1) as scribe:
            inbox = Inbox(store, scribe, str(BOT_ID), must_write=True)
            doorman, answered = Doorman(settings.allows), Answered(store, workers, str(BOT_ID))
            application = build(settings, Answering(library, store, workers), inbox, doorman, answered)
            async with application:
                await inbox.restore(application.bot)
                await application.start()
                print("ready", flush=True)
                async for line in reader:
                    update = Update.de_json(json.loads(line), application.bot)
                    await inbox.put(update)
                    print(update.update_id, flush=True)
                inbox.stop_taking_over()
                await application.stop()
                await inbox.close()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[sys.argv.index("--home") + 1])))
