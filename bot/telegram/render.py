"""From a reply to what Telegram takes: HTML, buttons, and never more than fits (渲染).

Lengths count UTF-16 code units after the markup is parsed, as Telegram counts them. What is too long is cut at the
ends of sentences *before* it is marked up, so that no tag and no character is ever cut through.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.characters import seen
from bot.pages import first_page, pages, units
from bot.replies import Button, Document, Line, Part, Quote, Reply

LIMIT = 4096
"""UTF-16 units Telegram takes in one message, after the markup is parsed."""

BUDGET = 3900
"""UTF-16 units we put into one message."""

FOLD = 350
"""A quote of more UTF-16 units than this is shown folded, to be opened by a tap."""

CAPTION = 1000
"""UTF-16 units we put under a file; Telegram takes 1,024."""

BUTTONS_A_ROW = 8
BUTTONS_A_MESSAGE = 100
KEY_BYTES = 64
_NAMELESS = "…"  # on a button whose label nobody would see: Telegram refuses the whole message for one
COPIED = 256
"""UTF-16 units of a text that a button copies. Telegram says characters; so counted it is on the safe side."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message as Telegram takes it.

    Attributes:
        html: Text with Telegram's HTML tags; everything that is not a tag of ours is escaped.
        keyboard: The buttons, or None.
        length: UTF-16 units after the markup is parsed, at most ``BUDGET``.
        document: A file whose caption the text is, at most ``CAPTION`` units long; or None.
    """

    html: str
    keyboard: InlineKeyboardMarkup | None
    length: int
    document: Document | None = None


def render(reply: Reply) -> tuple[Message, ...]:
    """Turn a reply into messages: one, unless its parts are over the budget; the buttons stand under the last.

    Raises:
        ValueError: A button's key has no or more than 64 bytes, a text to copy is over 256 units, there are more than
            100 buttons, or a file's caption is too long.
    """
    keyboard = _keyboard(reply.rows)
    messages = [parts for parts in _packed(reply.parts) if any(seen(part.text) for part in parts)]
    last = len(messages) - 1
    if reply.document and _length(messages[last]) > CAPTION:
        raise ValueError(f"{_length(messages[last])} UTF-16 units under a file; say at most {CAPTION}")
    return tuple(
        Message(
            html="\n".join(_escaped(part.text) if reply.plain else _markup(part) for part in parts),
            keyboard=keyboard if number == last else None,
            length=_length(parts),
            document=reply.document if number == last else None,
        )
        for number, parts in enumerate(messages)
    )


def _markup(part: Part) -> str:
    match part:
        case Quote(faint=True):
            return f"<blockquote><i>{_stressed(part)}</i></blockquote>"
        case Quote():
            tag = "blockquote expandable" if units(part.text) > FOLD else "blockquote"
            return f"<{tag}>{_stressed(part)}</blockquote>"
        case Line(strong=True):
            return f"<b>{_escaped(part.text)}</b>"
        case Line(quiet=True):
            return f"<i>{_escaped(part.text)}</i>"
        case _:
            return _escaped(part.text)


def _stressed(quote: Quote) -> str:
    return "".join(f"<b>{_escaped(text)}</b>" if bold else _escaped(text) for text, bold in quote.stretches())


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _length(parts: Sequence[Part]) -> int:
    return sum(units(part.text) for part in parts) + max(len(parts) - 1, 0)


def _packed(parts: Sequence[Part]) -> Iterator[tuple[Part, ...]]:
    """Share parts out over messages, in order, each within the budget; a part that fits none is cut first."""
    message: list[Part] = []
    for part in parts:
        for piece in _pieces(part, BUDGET - _length(message) - 1):
            if message and _length([*message, piece]) > BUDGET:
                yield tuple(message)
                message = []
            message.append(piece)
    if message:
        yield tuple(message)


def _pieces(part: Part, room: int) -> Iterator[Part]:
    """The part itself where a message can hold it, else pieces of it, of which the first fits the room that is left."""
    if units(part.text) <= BUDGET:
        yield part
        return
    begin = len(first_page(part.text, room if room > BUDGET // 2 else BUDGET))
    yield _slice(part, 0, begin)
    for start, end in pages(part.text[begin:], BUDGET):
        yield _slice(part, begin + start, begin + end)


def _slice(part: Part, start: int, end: int) -> Part:
    return part.cut(start, end) if isinstance(part, Quote) else replace(part, text=part.text[start:end])


def _keyboard(rows: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
    lines = [
        [_button(button) for button in row[start : start + BUTTONS_A_ROW]]
        for row in rows
        for start in range(0, len(row), BUTTONS_A_ROW)
    ]
    count = sum(map(len, lines))
    if count > BUTTONS_A_MESSAGE:
        raise ValueError(f"{count} buttons under one message; Telegram takes {BUTTONS_A_MESSAGE}: page the reply")
    return InlineKeyboardMarkup(lines) if lines else None


def _button(button: Button) -> InlineKeyboardButton:
    label = button.label if seen(button.label) else _NAMELESS
    if button.copies:
        if units(button.copies) > COPIED:
            raise ValueError(f"button {button.label!r} copies {units(button.copies)} UTF-16 units; {COPIED} fit")
        return InlineKeyboardButton(label, copy_text=CopyTextButton(button.copies))
    if not 1 <= len(button.key.encode()) <= KEY_BYTES:
        raise ValueError(f"button {button.label!r} has the key {button.key!r}; Telegram takes 1 to {KEY_BYTES} bytes")
    return InlineKeyboardButton(label, callback_data=button.key)
