"""Whom a message is meant for, what it says to us, and where its answer goes (称呼与去处)."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Message, MessageEntity, User
from telegram.constants import ChatType

from bot.telegram.entities import marked


@dataclass(frozen=True, slots=True)
class Address:
    """Where an answer goes: the chat, the topic in it, and in a group the message it answers."""

    chat: int
    topic: int | None = None
    answers: int | None = None


def address_of(message: Message) -> Address:
    """Where the answer to a message goes."""
    return Address(
        chat=message.chat.id,
        topic=message.message_thread_id if message.is_topic_message else None,
        answers=None if message.chat.type == ChatType.PRIVATE else message.message_id,
    )


def is_for(message: Message, bot: User) -> bool:
    """Whether a message is meant for the bot: all in a private chat; in a group a command, a mention or a reply."""
    addressee = _commanded(message)
    if addressee:
        return addressee == _name(bot)
    if message.chat.type == ChatType.PRIVATE or addressee is not None:
        return True
    answered = message.reply_to_message
    return bool(_mentions(message, bot)) or bool(answered and answered.from_user and answered.from_user.id == bot.id)


def said(message: Message, bot: User) -> str | None:
    """What a message says, without the bot's own name; None where it holds no text."""
    if message.text is None:
        return None
    text = message.text
    for name in _mentions(message, bot):
        text = text.replace(name, " ")
    command, at, rest = text.partition(f"@{bot.username}")
    if at and command.startswith("/"):
        text = command + rest
    return text.strip()


def _commanded(message: Message) -> str | None:
    """The bot a command at the start is addressed to, ``""`` for whoever reads it, None where there is no command."""
    for entity, text in marked(message, MessageEntity.BOT_COMMAND):
        if entity.offset == 0:
            return text.partition("@")[2].lower()
    return None


def _mentions(message: Message, bot: User) -> list[str]:
    return [text for _, text in marked(message, MessageEntity.MENTION) if text.removeprefix("@").lower() == _name(bot)]


def _name(bot: User) -> str:
    return (bot.username or "").lower()
