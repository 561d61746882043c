"""What the parts of a running bot tell those who run it (状态)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from bot.monitoring.meters import Meters


class Indexed(Protocol):
    """What says how its index stands; ``retrieval.engine.Engine`` is one."""

    def standing(self) -> tuple[int, bool]:
        """Return how many passages the index holds, and whether it is of the library as it is now."""
        ...


@dataclass(slots=True)
class Monitor:
    """Set by whoever knows, read by whoever asks.

    Attributes:
        meters: Count what the parts do.
        initialised: Telegram knows us, and updates can come.
        indexed: The search engine, once its index is loaded.
        draining: We were told to stop, and finish what we have.
    """

    meters: Meters = field(default_factory=Meters)
    initialised: bool = False
    indexed: Indexed | None = None
    draining: bool = False
