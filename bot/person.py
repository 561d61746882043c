"""Who is talking (对话的人)."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.models import COMMON


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes to the bot.

    Attributes:
        id: Who it is, the same for ever: ``"tg:123456"`` for a Telegram user, ``"local"`` in the terminal.
        language: ``"zh"`` or ``"en"``: what to speak until they have written something that shows it.
        chosen: They chose that language: nothing they write changes it.
        overheard: Others read along, as in a group: what the person holds for themselves is not spoken of there.
    """

    id: str
    language: str = "zh"
    chosen: bool = False
    overheard: bool = False

    @property
    def reader(self) -> str:
        """For whom the library is read: for the person, or for everybody where others read along."""
        return COMMON if self.overheard else self.id
