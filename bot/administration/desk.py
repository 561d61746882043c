"""What administrators' commands work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.settings import Settings
from bot.store import Store
from corpus.library import Library


class Renewable(Protocol):
    """An index that follows the library; ``retrieval.engine.Engine`` has one."""

    def refresh(self, *, progress: Callable[[int, int], None] | None = None) -> bool:
        """Bring it up to date; returns whether anything had changed."""
        ...

    def rebuild(self, *, progress: Callable[[int, int], None] | None = None) -> None:
        """Build it anew from the library alone."""
        ...


@dataclass(frozen=True, slots=True)
class AdminDesk:
    """All of it; every part may be used from any thread."""

    settings: Settings
    library: Library
    store: Store
    index: Renewable

    def is_admin(self, user_id: int) -> bool:
        """Whether a Telegram user runs the bot: the settings alone say so."""
        return user_id in self.settings.admins
