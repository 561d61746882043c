"""Get a reply to its chat, at most once where once matters (送达).

A send whose answer was lost may have been delivered, so only a request that surely was not is tried again: one that
never left this machine, or that Telegram refused for being too fast. An edit may be repeated: the second time Telegram
says that nothing changed, which is no error. How often the process is killed in between makes no difference
(``bot.telegram.delivery``).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace as with_values
from typing import TypeVar

import httpx
from telegram import Bot, CallbackQuery, InputFile, ReplyParameters
from telegram import Message as TelegramMessage
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, NetworkError, RetryAfter, TelegramError
from telegram.helpers import create_deep_linked_url

from bot.replies import Line, Reply
from bot.telegram.addressing import Address
from bot.telegram.delivery import once, showing
from bot.telegram.limits import seconds
from bot.telegram.render import Message, render
from bot.telegram.updates import rest

_LOGGER = logging.getLogger(__name__)

TYPING_AFTER = 0.5
"""Seconds an answer may take before the person sees that we type."""

_TYPING_LASTS = 4.5  # Telegram shows a chat action for five seconds
# Seconds before each repetition, a minute in all; after it what never left this machine is repeated every half minute.
_WAITS = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
_LONGEST_REFUSAL = 3600.0  # seconds; whoever is told to wait longer is not answered any more
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)

_CANNOT_EDIT = (
    "message to edit not found",
    "message_id_invalid",  # gone, too
    "message can't be edited",
    "there is no text in the message to edit",  # a file
)

_T = TypeVar("_T")


async def send(bot: Bot, address: Address, *replies: Reply) -> tuple[int, ...]:
    """Send replies, each as one message, or as several where it is over the budget; returns the messages' ids.

    Raises:
        TelegramError: Telegram refused it or cannot be reached. What was sent before stays.
    """
    return tuple([await _send(bot, address, message) for reply in replies for message in _messages(bot, reply)])


async def say(bot: Bot, address: Address, sentence: str) -> None:
    """Send a sentence of ours.

    Raises:
        TelegramError: As for ``send``.
    """
    await send(bot, address, Reply((Line(sentence),)))


async def replace(bot: Bot, address: Address, message_id: int | None, reply: Reply) -> None:
    """Put a reply in place of a message; where that one is gone, or cannot be edited, send it instead.

    Raises:
        TelegramError: Telegram refused it or cannot be reached.
    """
    messages = _messages(bot, reply)
    if (
        message_id is not None
        and messages
        and not messages[0].document
        and await _edited(bot, address, message_id, messages[0])
    ):
        messages = messages[1:]
    for message in messages:
        await _send(bot, address, message)


async def amend(
    bot: Bot, address: Address, held: Sequence[int], replies: Sequence[Reply], withdrawn: str
) -> tuple[int, ...]:
    """Put an answer in the place of an earlier one, message by message; returns the ids of its messages.

    Where one of the earlier messages is gone or cannot be edited, it and what came after it are sent anew, so that
    the order stays. Those that are left over are deleted or, where they may not be, become the sentence ``withdrawn``.

    Raises:
        TelegramError: Telegram refused it or cannot be reached.
    """
    ids: list[int] = []
    left = list(held)
    spare: list[int] = []
    for message in (message for reply in replies for message in _messages(bot, reply)):
        if left and not message.document and await _edited(bot, address, left[0], message):
            ids.append(left.pop(0))
        else:
            spare, left = spare + left, []
            ids.append(await _send(bot, address, message))
    for message_id in spare + left:
        await _withdraw(bot, address, message_id, withdrawn)
    return tuple(ids)


async def answer(query: CallbackQuery, toast: str | None = None, *, alert: bool = False) -> bool:
    """End the button's waiting, with a short word. One that comes too late, or not through, is no reason to fail.

    Returns:
        False where it surely was not shown.
    """
    try:
        await query.answer(toast[:200] if toast else None, show_alert=alert)
    except TelegramError as error:
        _LOGGER.info("按钮未能应答：%s", error)
        return not isinstance(error, BadRequest)
    return True


@asynccontextmanager
async def typing(bot: Bot, address: Address) -> AsyncIterator[None]:
    """Show that we type while the body runs, once it has taken half a second; ends with the body, however it ends."""
    task = asyncio.create_task(_type(bot, address))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


async def _type(bot: Bot, address: Address) -> None:
    await asyncio.sleep(TYPING_AFTER)
    with suppress(TelegramError):
        while True:
            await bot.send_chat_action(address.chat, ChatAction.TYPING, message_thread_id=address.topic)
            await asyncio.sleep(_TYPING_LASTS)


def _messages(bot: Bot, reply: Reply) -> tuple[Message, ...]:
    """Render a reply; a passage to be shared gets its link, now that the bot's name is known."""
    if reply.share and bot.username:
        link = Line(create_deep_linked_url(bot.username, reply.share))
        reply = with_values(reply, parts=(*reply.parts, link))
    return render(reply)


async def _withdraw(bot: Bot, address: Address, message_id: int, sentence: str) -> None:
    try:
        await bot.delete_message(address.chat, message_id)
    except BadRequest as error:
        if "can't be deleted" in error.message:  # too old; one that is gone needs nothing
            (note,) = render(Reply((Line(sentence, quiet=True),)))
            await _edited(bot, address, message_id, note)
    except ChatMigrated:
        _LOGGER.info("消息 %d 留在改组之前的群里", message_id)


async def _send(bot: Bot, address: Address, message: Message) -> int:
    """Send a message, unless an earlier process has sent it; returns its id."""

    async def send() -> int:
        try:
            sent = await _repeated(lambda: _request(bot, address, message), never_sent)
        except ChatMigrated as error:  # refused, so not delivered; the group goes on under another id
            moved = Address(error.new_chat_id)
            sent = await _repeated(lambda: _request(bot, moved, message), never_sent)
        return sent.message_id

    return await once(send)


def _request(bot: Bot, address: Address, message: Message) -> Awaitable[TelegramMessage]:
    answers = ReplyParameters(address.answers, allow_sending_without_reply=True) if address.answers else None
    file = message.document
    if file is not None:
        return bot.send_document(
            address.chat,
            InputFile(file.content, file.name),
            caption=message.html,
            message_thread_id=address.topic,
            reply_parameters=answers,
            reply_markup=message.keyboard,
            disable_content_type_detection=True,
        )
    return bot.send_message(
        address.chat,
        message.html,
        message_thread_id=address.topic,
        reply_parameters=answers,
        reply_markup=message.keyboard,
    )


async def _edited(bot: Bot, address: Address, message_id: int, message: Message) -> bool:
    """Edit a message; False where it is gone or cannot be edited."""
    await showing()
    try:
        # reply_markup always goes along: an edit without it drops the keyboard.
        await _repeated(
            lambda: bot.edit_message_text(message.html, address.chat, message_id, reply_markup=message.keyboard),
            lambda error: isinstance(error, NetworkError) and not isinstance(error, BadRequest),
        )
    except ChatMigrated:
        return False
    except BadRequest as error:
        said = error.message.lower()
        if "message is not modified" in said:
            return True
        if any(reason in said for reason in _CANNOT_EDIT):
            return False
        raise
    return True


async def _repeated(request: Callable[[], Awaitable[_T]], may_repeat: Callable[[TelegramError], bool]) -> _T:
    """Make a request until it is done; nobody else waits while it does."""
    waits = iter(_WAITS)
    while True:
        try:
            return await request()
        except RetryAfter as refusal:
            wait = seconds(refusal)
            if wait > _LONGEST_REFUSAL:
                raise
        except TelegramError as error:
            if not may_repeat(error):
                raise
            wait = next(waits, _WAITS[-1] if never_sent(error) else 0.0)
            if not wait:
                raise
            _LOGGER.info("%.1f 秒后重试：%s", wait, error)
        await rest(wait)


def never_sent(error: TelegramError) -> bool:
    """Whether a request surely did not reach the server, so that repeating it doubles nothing."""
    return isinstance(error.__cause__, _NEVER_SENT)
