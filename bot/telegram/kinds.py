"""What is said of a message without words: a sentence for each kind, with what to send instead (非文字消息)."""

from __future__ import annotations

from telegram import Message

from bot.texts import Texts


def wordless(texts: Texts, message: Message) -> str:
    """Return the helpful sentence for what is no text: a voice, a picture, and whatever else there is or will be."""
    if message.voice or message.audio or message.video or message.video_note:
        return texts.not_heard
    if message.photo or message.paid_media:
        return texts.not_seen
    # A sticker, an animation, a place, a contact, a poll, dice, a game, a story, or what this version does not know.
    return texts.not_text


def is_file(message: Message) -> bool:
    """Whether a message is a file; an animation is told as one, too, and is none."""
    return message.document is not None and message.animation is None
