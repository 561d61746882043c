"""What the dialogue answers with: plain data that Telegram and the terminal both render (回复).

A reply holds words, never markup. ``Quote.text`` is always a slice of a stored source (or of a saved favourite);
a renderer escapes it, may fold it, and never changes a character of it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Button:
    """A thing to press.

    ``key`` is short, versioned, ASCII and at most 64 bytes: Telegram's ``callback_data``, and what the terminal sends
    back for ``shortcut``. What it points to lives in the database, tied to the person.
    """

    label: str
    key: str
    shortcut: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of our own words; ``quiet`` for what may be small, such as a source line."""

    text: str
    quiet: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim slice of a source. ``faint`` marks context around the passage that was asked for."""

    text: str
    faint: bool = False


Part = Line | Quote


@dataclass(frozen=True, slots=True)
class Document:
    """A file that a person gets: its name, without a folder, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """One message.

    Attributes:
        parts: Lines and quotes from top to bottom.
        rows: Buttons, a tuple a row.
        replaces: True where a button was pressed and the message that holds it becomes this one.
        document: A file that goes with it; the parts are then what is said of it, at most 1,000 UTF-16 units.
        share: What a link to the bot must carry ("p_…") to open a passage; who knows the bot's name adds the link.
    """

    parts: tuple[Part, ...]
    rows: tuple[tuple[Button, ...], ...] = ()
    replaces: bool = False
    document: Document | None = None
    share: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What pressing a button, or sending a message, leads to.

    Attributes:
        replies: Messages to send or, where ``replaces`` is set, to put in place of the old one.
        toast: A short word over the screen (Telegram: the answer to the callback, at most 200 characters), or None.
        alert: The toast must be tapped away, because the press was refused.
    """

    replies: tuple[Reply, ...] = ()
    toast: str | None = None
    alert: bool = False
