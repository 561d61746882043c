"""Whom a message is meant for, what it says to us, and where its answer goes (称呼与去处)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from telegram import Message, MessageEntity, User
from telegram.constants import ChatType

from bot.commands import UnknownCommand, read_command
from bot.following import read_follow_up
from bot.telegram.entities import marked


@dataclass(frozen=True, slots=True)
class Address:
    """Where an answer goes: the chat, the topic in it, and in a group the message it answers."""

    chat: int
    topic: int | None = None
    answers: int | None = None


def address_of(message: Message, *, late: bool = False) -> Address:
    """Where the answer to a message goes; ``late`` where others may stand between them, in a private chat too."""
    return Address(
        chat=message.chat.id,
        topic=message.message_thread_id if message.is_topic_message else None,
        answers=message.message_id if late or not is_private(message) else None,
    )


def is_private(message: Message) -> bool:
    """Whether a message was written to the bot alone."""
    return message.chat.type == ChatType.PRIVATE


def is_for(message: Message, bot: User) -> bool:
    """Whether a message is meant for the bot: all in a private chat; in a group a command, a mention or a reply.

    Not meant for it are a command with another bot's name, in a group a command without a name that is none of ours,
    what was chosen from our own results for other chats, and a channel's post that is copied into its group.
    """
    if message.is_automatic_forward or (message.via_bot and message.via_bot.id == bot.id):
        return False
    addressee = _commanded(message)
    if addressee:
        return addressee == _name(bot)
    if is_private(message) or any(_mentions(message, bot)) or _is_reply(message, bot):
        return True
    return addressee is not None and _is_ours(_words(message))


def said(message: Message, bot: User) -> str | None:
    """What a message, or what stands under a picture, says, without the bot's own name; None where it says nothing."""
    text = message.text if message.text is not None else message.caption
    if text is None:
        return None
    for mention in sorted(_mentions(message, bot), key=lambda one: -one.offset):
        before, after = 2 * mention.offset, 2 * (mention.offset + mention.length)
        encoded = text.encode("utf-16-le")  # what entities count in; one may begin or end within a character
        text = f"{encoded[:before].decode('utf-16-le', 'replace')} {encoded[after:].decode('utf-16-le', 'replace')}"
    command, at, rest = text.partition("@")
    if at and command.startswith("/") and rest[: len(_name(bot))].lower() == _name(bot):
        text = command + rest[len(_name(bot)) :]
    return text.strip()


def _is_reply(message: Message, bot: User) -> bool:
    answered = message.reply_to_message
    # In a topic every message that answers none is told as a reply to the one that opened the topic.
    return bool(
        answered and answered.from_user and answered.from_user.id == bot.id and not answered.forum_topic_created
    )


def _is_ours(text: str) -> bool:
    """Whether we know a command; in a group one that we do not know is another bot's."""
    return not isinstance(read_command(text), UnknownCommand) or read_follow_up(text) is not None


def _commanded(message: Message) -> str | None:
    """The bot a command at the start is addressed to, ``""`` for whoever reads it, None where there is no command."""
    for entity, text in marked(message, MessageEntity.BOT_COMMAND):
        if entity.offset == 0:
            return text.partition("@")[2].lower()
    return None


def _mentions(message: Message, bot: User) -> Iterator[MessageEntity]:
    for entity, text in marked(message, MessageEntity.MENTION):
        if text.removeprefix("@").lower() == _name(bot):
            yield entity
    for entity, _ in marked(message, MessageEntity.TEXT_MENTION):
        if entity.user and entity.user.id == bot.id:
            yield entity


def _words(message: Message) -> str:
    return message.text or message.caption or ""


def _name(bot: User) -> str:
    return (bot.username or "").lower()
