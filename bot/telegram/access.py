"""Who may use the bot, and what the others are told (准入)."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from telegram import Update
from telegram.ext import Application, ContextTypes, TypeHandler

from bot.errors import StoreError

_LOGGER = logging.getLogger(__name__)

TELL_AGAIN = 600.0
"""Seconds after which a stranger is told their id once more."""

FRESH = 1.5
"""Seconds for which what administrators said is known without another look; another process may have changed it."""

PATIENCE = 2.0
"""Seconds that a message waits for such a look; then what was known before holds."""

BEFORE_ALL = -1
"""The group of handlers in which the look is taken: before those that answer."""


class Doorman:
    """Lets people in by their own id, never by the chat they write in; tells a stranger their id, but not often.

    Administrators always come in; then goes what an administrator said of a person; then the settings.
    """

    def __init__(
        self,
        allows: Callable[[int], bool],
        clock: Callable[[], float] = time.monotonic,
        *,
        admins: frozenset[int] = frozenset(),
        read: Callable[[], Awaitable[Mapping[str, bool]]] | None = None,
    ) -> None:
        """Take what decides.

        Args:
            allows: What the settings say.
            clock: Seconds.
            admins: Who is let in whatever else is said.
            read: Whom administrators let in or shut out, by person (``"tg:1001"``); may raise ``StoreError``.
        """
        self._allows = allows
        self._clock = clock
        self._admins = admins
        self._read = read
        self._said: Mapping[str, bool] = {}
        self._looked = float("-inf")
        self._look: asyncio.Task[None] | None = None
        self._told: dict[int, float] = {}

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Take a look before each update is answered."""
        application.add_handler(TypeHandler(Update, self._on_update), group=BEFORE_ALL)

    def admits(self, user_id: int) -> bool:
        """Whether this person may use the bot, as far as is known now."""
        if user_id in self._admins:
            return True
        said = self._said.get(f"tg:{user_id}")
        return self._allows(user_id) if said is None else said

    async def look(self, *, now: bool = False) -> None:
        """Learn what administrators have said since the last look, unless that was just now.

        Where the database does not answer, what was known before holds, and before the first look the settings.
        """
        if self._read is None or (not now and self._clock() - self._looked < FRESH):
            return
        if self._look is None:
            self._look = asyncio.create_task(self._learn(self._read))
        await asyncio.wait({self._look}, timeout=PATIENCE)

    async def _learn(self, read: Callable[[], Awaitable[Mapping[str, bool]]]) -> None:
        try:
            self._said = await read()
        except StoreError as error:
            _LOGGER.error("准入名单读不出来，仍按上次读到的和设置放行：%s", error)
        except RuntimeError:  # the workers are closed: the bot is about to end
            pass
        finally:
            self._looked = self._clock()
            self._look = None

    async def _on_update(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:  # noqa: ARG002 - its signature
        await self.look()

    def may_tell(self, user_id: int) -> bool:
        """Whether to tell a stranger their id now; notes that it is done."""
        now = self._clock()
        self._told = {user: told for user, told in self._told.items() if now - told < TELL_AGAIN}
        if user_id in self._told:
            return False
        self._told[user_id] = now
        return True
