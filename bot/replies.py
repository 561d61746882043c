"""What the dialogue answers with: plain data that Telegram and the terminal both render (回复).

A reply holds words, never markup. ``Quote.text`` is always a slice of a stored source (or of a saved favourite);
a renderer escapes it, may fold it, and never changes a character of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

Span = tuple[int, int]
"""A stretch of a text: start and end in code points, the end exclusive."""


@dataclass(frozen=True, slots=True)
class Button:
    """A thing to press.

    ``key`` is short, versioned, ASCII and at most 64 bytes: Telegram's ``callback_data``, and what the terminal sends
    back for ``shortcut``. What it points to lives in the database, tied to the person. A button that ``copies`` a text
    (1 to 256 UTF-16 units) asks nothing of us: its key is empty, and a terminal leaves it out.
    """

    label: str
    key: str
    shortcut: str = ""
    copies: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of our own words; ``quiet`` for what may be small, such as a source line."""

    text: str
    quiet: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim slice of a source.

    Attributes:
        text: The slice.
        faint: It is context around the passage that was asked for.
        stress: What stands out in it, in order, without overlap; a renderer may leave it out.

    Raises:
        ValueError: the stress is out of order, or beyond the text.
    """

    text: str
    faint: bool = False
    stress: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        """Check the stress."""
        ends = [0, *(offset for span in self.stress for offset in span), len(self.text)]
        if ends != sorted(ends):
            raise ValueError(f"stress {self.stress} does not fit a text of {len(self.text)} characters")

    def cut(self, start: int, end: int) -> Quote:
        """Return a slice of this quote, stressed as it is."""
        kept = ((max(first, start) - start, min(last, end) - start) for first, last in self.stress)
        return Quote(self.text[start:end], self.faint, tuple((first, last) for first, last in kept if first < last))

    def stretches(self) -> Iterator[tuple[str, bool]]:
        """Return the text in pieces, each with whether it is stressed; joined they are the text."""
        at = 0
        for start, end in self.stress:
            yield self.text[at:start], False
            yield self.text[start:end], True
            at = end
        yield self.text[at:], False


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
        plain: Made for copying: no markup, no frame, nothing but the words.
        document: A file that goes with it; the parts are then what is said of it, at most 1,000 UTF-16 units.
        share: What a link to the bot must carry ("p_…") to open a passage; who knows the bot's name adds the link.
    """

    parts: tuple[Part, ...]
    rows: tuple[tuple[Button, ...], ...] = ()
    replaces: bool = False
    plain: bool = False
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
