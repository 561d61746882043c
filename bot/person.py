"""Who is talking (对话的人)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes to the bot.

    Attributes:
        id: Who it is, the same for ever: ``"tg:123456"`` for a Telegram user, ``"local"`` in the terminal.
        language: ``"zh"`` or ``"en"``: what to speak until they have written something that shows it.
        chosen: They chose that language: nothing they write changes it.
    """

    id: str
    language: str = "zh"
    chosen: bool = False
