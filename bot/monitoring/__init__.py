"""Telling those who run the bot how it is (监测): whether it lives, whether it is ready, and what it has done.

Only this package knows Prometheus. The rest of the product is given a ``Monitor``, whose ``Meters`` count nothing where
nobody asked for them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.monitoring.state import Monitor

if TYPE_CHECKING:
    from bot.monitoring.figures import Holding
    from bot.settings import Settings
    from bot.store import Store

__all__ = ["Monitor", "monitoring"]


@asynccontextmanager
async def monitoring(settings: Settings, store: Store, library: Holding | None = None) -> AsyncIterator[Monitor]:
    """Answer at ``settings.monitor_listen`` while the block runs; where that is not set, nothing is counted or told.

    Args:
        settings: Where to listen.
        store: Whose database is looked at.
        library: Whose speeches are counted.

    Raises:
        SettingsError: The port is taken, or is the webhook's too.
    """
    if settings.monitor_listen is None:
        yield Monitor()
        return
    from bot.monitoring.server import answering  # only here: a server and its libraries take a while to import

    async with answering(settings.monitor_listen, settings, store, library) as monitor:
        yield monitor
