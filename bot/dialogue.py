"""The conversation (对话): a message or a button in, replies out. It knows nothing of Telegram."""

from __future__ import annotations

from typing import Protocol

from bot.person import Person
from bot.replies import Outcome

__all__ = ["Conversation", "Person"]


class Conversation(Protocol):
    """What Telegram and the terminal need of a dialogue."""

    async def message(self, person: Person, text: str) -> Outcome:
        """Answer a message. Never raises for what a person sent, or for a part that failed."""
        ...

    async def press(self, person: Person, key: str) -> Outcome:
        """Answer a pressed button; any text may stand in for a key."""
        ...
