"""Who may use the bot, and what the others are told (准入)."""

from __future__ import annotations

import time
from collections.abc import Callable

TELL_AGAIN = 600.0
"""Seconds after which a stranger is told their id once more."""


class Doorman:
    """Lets people in by their own id, never by the chat they write in; tells a stranger their id, but not often."""

    def __init__(self, allows: Callable[[int], bool], clock: Callable[[], float] = time.monotonic) -> None:
        self._allows = allows
        self._clock = clock
        self._told: dict[int, float] = {}

    def admits(self, user_id: int) -> bool:
        """Whether this person may use the bot."""
        return self._allows(user_id)

    def may_tell(self, user_id: int) -> bool:
        """Whether to tell a stranger their id now; notes that it is done."""
        now = self._clock()
        self._told = {user: told for user, told in self._told.items() if now - told < TELL_AGAIN}
        if user_id in self._told:
            return False
        self._told[user_id] = now
        return True
