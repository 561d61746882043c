"""What the local Bot API keeps: the calls that came, and the messages as a chat shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.botapi.rules import File, Key, Parsed


@dataclass
class Call:
    """One request, as it came and as it was answered."""

    method: str
    parameters: dict[str, Any]
    at: float
    status: int = 200
    description: str = ""


@dataclass
class Shown:
    """A message as the chat shows it."""

    id: int
    from_bot: bool
    parsed: Parsed
    keyboard: tuple[tuple[Key, ...], ...] = ()
    edits: int = 0
    topic: int | None = None
    answers: int | None = None
    chat: dict[str, Any] = field(default_factory=dict)
    file: File | None = None

    @property
    def text(self) -> str:
        """The text without markup."""
        return self.parsed.text

    @property
    def labels(self) -> list[str]:
        """The labels of the buttons, row by row."""
        return [key.label for row in self.keyboard for key in row]

    def quotes(self) -> list[str]:
        """The texts of the quotes, top to bottom."""
        encoded = self.parsed.text.encode("utf-16-le")
        return [
            encoded[2 * one.offset : 2 * (one.offset + one.length)].decode("utf-16-le")
            for one in self.parsed.entities
            if one.type.endswith("blockquote")
        ]
