"""Somebody who uses the bot: writes, presses buttons by their label, and reads the chat."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.botapi.rules import Parsed, utf16_length
from tests.botapi.shown import Shown

if TYPE_CHECKING:
    from tests.botapi.server import BotApi


@dataclass
class Person:
    """A person in a chat, private or not."""

    api: BotApi
    id: int
    name: str
    language: str | None
    chat: dict[str, Any]
    updates: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.api.chats.setdefault(self.chat["id"], [])

    def inside(self, chat: int, *, kind: str = "supergroup") -> Person:
        """The same person in a group."""
        group = {"id": chat, "type": kind, "title": "文稿组"}
        return Person(self.api, self.id, self.name, self.language, group)

    async def send(self, text: str, **more: Any) -> int:
        """Write a text message; returns the number of its update."""
        return await self.post({"text": text, **_command(text), **more}, text)

    async def upload(self, name: str, content: bytes, *, size: int | None = None, **more: Any) -> int:
        """Send a file, claiming a size, or none for -1; ``more`` stands beside it in the message."""
        file_id = f"f{self.api.number()}"
        self.api.files[file_id] = content
        size = len(content) if size is None else size
        claimed = {} if size < 0 else {"file_size": size}
        document = {"file_id": file_id, "file_unique_id": file_id, "file_name": name, **claimed}
        return await self.post({"document": document, **more})

    async def post(self, content: dict[str, Any], text: str = "") -> int:
        """Post a message of any kind; ``content`` is all that is not sender, chat, number or date."""
        shown = Shown(self.api.number(), False, Parsed(text), chat=self.chat)
        self.api.chats[self.chat["id"]].append(shown)
        message = {"message_id": shown.id, "date": int(time.time()), "chat": self.chat, "from": self.user(), **content}
        return await self.happens(message=message)

    async def press(self, label: str, message: Shown | None = None) -> int:
        """Press the button whose label holds ``label``, under a message or under the last that has one."""
        held = message or next(one for one in reversed(self.messages) if any(label in own for own in one.labels))
        key = next(key for row in held.keyboard for key in row if label in key.label)
        return await self.press_key(key.data, held)

    async def press_key(self, data: str, message: Shown) -> int:
        """Press a button by its key, which need not be under the message (any more)."""
        query = f"q{self.api.number()}"
        self.api.open_query(query)
        return await self.happens(
            callback_query={
                "id": query,
                "from": self.user(),
                "chat_instance": str(self.chat["id"]),
                "message": self.api.as_json(message),
                "data": data,
            }
        )

    @property
    def messages(self) -> list[Shown]:
        """What the bot has written into this chat, oldest first."""
        return [message for message in self.api.chats[self.chat["id"]] if message.from_bot]

    @property
    def last(self) -> Shown:
        """The bot's last message."""
        return self.messages[-1]

    async def reply(self, count: int = 1, seconds: float = 5.0) -> Shown:
        """Wait until the bot has written ``count`` messages in all, and give the last."""
        await self.api.until(lambda: len(self.messages) >= count, seconds)
        return self.last

    async def edited(self, message: Shown, times: int = 1, seconds: float = 5.0) -> Shown:
        """Wait until a message has been edited ``times`` in all, and give it."""
        await self.api.until(lambda: message.edits >= times, seconds)
        return message

    async def happens(self, **content: Any) -> int:
        """Deliver an update of this content; returns its number."""
        number = await self.api.deliver(**content)
        self.updates.append({"update_id": number, **content})
        return number

    def user(self) -> dict[str, Any]:
        """The person as the API tells them."""
        user: dict[str, Any] = {"id": self.id, "is_bot": False, "first_name": self.name}
        return user | ({"language_code": self.language} if self.language else {})


def _command(text: str) -> dict[str, Any]:
    if not text.startswith("/"):
        return {}
    return {"entities": [{"type": "bot_command", "offset": 0, "length": utf16_length(text.split()[0])}]}
