"""Being added to a group: one line on how to use the bot there, where it was a person of ours who added it (进群)."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import ChatMember, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.dialogue import Conversation
from bot.telegram.access import Doorman
from bot.telegram.addressing import Address
from bot.telegram.people import person_of
from bot.telegram.sending import say
from bot.texts import texts_for

_INSIDE = frozenset({ChatMember.MEMBER, ChatMember.ADMINISTRATOR})
_OUTSIDE = frozenset({ChatMember.LEFT, ChatMember.BANNED})


@dataclass(frozen=True, slots=True)
class Groups:
    """What happens when the bot's place in a chat changes.

    Attributes:
        conversation: Knows who chose which language.
        doorman: Who may use the bot.
        language: The language for people whose own is not known.
    """

    conversation: Conversation
    doorman: Doorman
    language: str

    async def on_member(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say how to use the bot in a group that it was added to; nothing to a channel, and nothing for a stranger."""
        change = update.my_chat_member
        if change is None or change.chat.type not in {ChatType.GROUP, ChatType.SUPERGROUP}:
            return
        added = change.old_chat_member.status in _OUTSIDE and change.new_chat_member.status in _INSIDE
        if not added or not self.doorman.admits(change.from_user.id):
            return
        texts = texts_for(await self.conversation.language(person_of(change.from_user, self.language)))
        await say(context.bot, Address(change.chat.id), texts.group_hint.format(name=context.bot.username))
