"""Webhooks of the local server: delivery as the service does it, to the bot or to a proxy before several of them.

The updates of one chat are delivered one after another, those of different chats at once; an update is forgotten when
it is answered with 200, and delivered again until then. While a webhook is set, ``getUpdates`` is a conflict.
"""

from __future__ import annotations

import asyncio
import itertools
import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.botapi.rules import Refused

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
AGAIN = 0.05
"""Seconds before an update that was not taken is delivered again; the service waits longer."""

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


@dataclass
class Hook:
    """What ``setWebhook`` said."""

    url: str
    secret: str | None = None
    kinds: list[str] | None = None
    connections: int = 40


@dataclass
class Delivered:
    """One call of the bot: the update's number, and the HTTP status it answered; 0 where it did not."""

    number: int
    status: int


@dataclass(eq=False, repr=False)
class Webhooks:
    """The webhook of a bot. ``BotApi`` is one of these; what it lends stands first."""

    _pending: list[dict[str, Any]] = field(default_factory=list)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _poll: asyncio.Event | None = None
    hook: Hook | None = None
    delivered: list[Delivered] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)
    """Where a proxy that spreads calls in turn would bring them; empty for none, so that they go to the URL set."""
    lose_answers: int = 0
    """How many answers of 200 are to be lost on the way, so that what was taken is delivered again."""
    _busy: set[object] = field(default_factory=set)
    _turn: itertools.count[int] = field(default_factory=itertools.count)
    _postman: asyncio.Task[None] | None = None
    _posts: set[asyncio.Task[None]] = field(default_factory=set)

    async def _set_webhook(
        self,
        url: str,
        secret_token: str | None = None,
        allowed_updates: list[str] | None = None,
        max_connections: str = "40",
        drop_pending_updates: str = "false",
    ) -> bool:
        if not url:
            return await self._delete_webhook(drop_pending_updates)
        if not url.startswith(("https://", "http://127.0.0.1")):
            raise Refused("Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if secret_token is not None and not _SECRET.fullmatch(secret_token):
            raise Refused("Bad Request: secret token contains unallowed characters")
        if not 1 <= int(max_connections) <= 100:
            raise Refused("Bad Request: wrong max_connections")
        async with self._changed:
            self._drop(drop_pending_updates)
            self.hook = Hook(url, secret_token, allowed_updates, int(max_connections))
            self._changed.notify_all()
        if self._poll:
            self._poll.set()  # a poll that is under way ends
        if self._postman is None:
            self._postman = asyncio.create_task(self._deliver_all())
        return True

    async def _delete_webhook(self, drop_pending_updates: str = "false") -> bool:
        async with self._changed:
            self._drop(drop_pending_updates)
            self.hook = None
        return True

    async def _get_webhook_info(self) -> dict[str, Any]:
        found: dict[str, Any] = {"url": "", "has_custom_certificate": False, "pending_update_count": len(self._pending)}
        if self.hook:
            found |= {"url": self.hook.url, "max_connections": self.hook.connections}
        return found

    async def stop_delivering(self) -> None:
        """Deliver no more, as at the end of the server."""
        tasks = [*self._posts, *([self._postman] if self._postman else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._postman = None
        self._busy.clear()

    def _drop(self, pending: str) -> None:
        if pending.lower() == "true":
            self._pending.clear()

    def _refuse_polling(self) -> None:
        if self.hook:
            raise Refused(
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook"
                " first",
                409,
            )

    async def _deliver_all(self) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session:
            while True:
                async with self._changed:
                    await self._changed.wait_for(lambda: self._next() is not None)
                    update, hook = self._next(), self.hook
                    if update is None or hook is None:
                        continue
                    self._busy.add(_lane(update))
                post = asyncio.create_task(self._post(session, hook, update))
                self._posts.add(post)
                post.add_done_callback(self._posts.discard)

    def _next(self) -> dict[str, Any] | None:
        if self.hook is None or len(self._busy) >= self.hook.connections:
            return None
        kinds = set(self.hook.kinds or ())
        wanted = (one for one in self._pending if not kinds or kinds & _content(one))
        return next((one for one in wanted if _lane(one) not in self._busy), None)

    async def _post(self, session: aiohttp.ClientSession, hook: Hook, update: dict[str, Any]) -> None:
        headers = {SECRET_HEADER: hook.secret} if hook.secret else {}
        url = self.behind[next(self._turn) % len(self.behind)] if self.behind else hook.url
        status = 0
        with suppress(aiohttp.ClientError, TimeoutError):
            async with session.post(url, json=update, headers=headers) as response:
                status = response.status
        if status == 200 and self.lose_answers:
            self.lose_answers, status = self.lose_answers - 1, 0
        async with self._changed:
            self.delivered.append(Delivered(update.get("update_id", 0), status))
            if status == 200:
                self._pending[:] = [one for one in self._pending if one is not update]
                self._busy.discard(_lane(update))
            self._changed.notify_all()
        if status != 200:
            await asyncio.sleep(AGAIN)
            async with self._changed:
                self._busy.discard(_lane(update))
                self._changed.notify_all()


def _content(update: dict[str, Any]) -> set[str]:
    return set(update) - {"update_id"}


def _lane(update: dict[str, Any]) -> object:
    """The chat whose updates are delivered one after another; an update of no chat is a lane of its own."""
    for value in update.values():
        if isinstance(value, dict):
            message = value.get("message", value)
            chat = message.get("chat") if isinstance(message, dict) else None
            if isinstance(chat, dict):
                return chat.get("id")
    return id(update)
