"""Spans that Telegram marks in a message, read whatever they say: beyond the text, or through a character (标记)."""

from __future__ import annotations

from collections.abc import Iterator

from telegram import Message, MessageEntity


def marked(message: Message, kind: str) -> Iterator[tuple[MessageEntity, str]]:
    """Yield the entities of a kind in a message's text, or in what stands under a picture, with the words they mark.

    Offsets count UTF-16 units; half a character at the edge of one becomes U+FFFD. One that marks nothing is left out.
    """
    text, entities = message.text, message.entities
    if text is None:
        text, entities = message.caption or "", message.caption_entities
    encoded = text.encode("utf-16-le") if entities else b""
    for entity in entities:
        if entity.type == kind and entity.offset >= 0 < entity.length:
            start, end = entity.offset, entity.offset + entity.length
            yield entity, encoded[2 * start : 2 * end].decode("utf-16-le", "replace")
