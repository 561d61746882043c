"""A pressed button: first the press itself is answered, exactly once, then its message (按钮)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from bot.dialogue import Conversation
from bot.person import Person
from bot.replies import Line, Outcome, Reply
from bot.telegram.access import Doorman
from bot.telegram.addressing import Address, address_of
from bot.telegram.people import person_of
from bot.telegram.sending import answer, replace, send, typing
from bot.texts import texts_for

ANSWER_WITHIN = 2.0
"""Seconds a press may wait for its short word; then it is answered without one."""


@dataclass(frozen=True, slots=True)
class Presses:
    """What happens when somebody presses.

    Attributes:
        conversation: Answers presses.
        doorman: Who may use the bot.
        language: The language for people whose own is not known.
    """

    conversation: Conversation
    doorman: Doorman
    language: str

    async def on_press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a pressed button."""
        query = update.callback_query
        if query is None:
            return
        user, held = query.from_user, query.message
        person = person_of(user, self.language, held.chat if held else None)
        if not self.doorman.admits(user.id):
            await answer(query, texts_for(person.language).stranger.format(id=user.id), alert=True)
            return
        if held is None:  # under a message that was chosen in another chat: we put no such button there
            language = await self.conversation.language(person)
            await answer(query, texts_for(language).inline_press, alert=True)
            return
        if isinstance(held, Message):
            address, held_id = address_of(held), held.message_id
        else:  # too old for Telegram to give it back, and so to edit
            address, held_id = Address(held.chat.id), None
        async with typing(context.bot, address):
            outcome = await self._pressed(query, person)
        for reply in outcome.replies:
            if reply.replaces:
                await replace(context.bot, address, held_id, reply)
            else:
                await send(context.bot, address, reply)

    async def _pressed(self, query: CallbackQuery, person: Person) -> Outcome:
        """Let the conversation answer a press, and answer the press as soon as that is known, or it takes too long."""
        task = asyncio.ensure_future(self.conversation.press(person, query.data or ""))
        try:
            await asyncio.wait({task}, timeout=ANSWER_WITHIN)
            if not task.done():
                await answer(query)
                return _late(await task)
            if task.exception():
                await answer(query)
            outcome = task.result()
            return outcome if await answer(query, outcome.toast, alert=outcome.alert) else _late(outcome)
        finally:
            task.cancel()


def _late(outcome: Outcome) -> Outcome:
    """What is left of an outcome whose short word comes too late for the press: it is said where nothing else is."""
    late = (Reply((Line(outcome.toast),)),) if outcome.toast and not outcome.replies else ()
    return Outcome(outcome.replies + late)
