"""The menu of commands that administrators see in their own chat (管理员菜单)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from telegram import Bot, BotCommandScopeChat
from telegram.error import TelegramError

from bot.texts.administration import administration_texts

_LOGGER = logging.getLogger(__name__)

Menu = list[tuple[str, str]]


async def announce_to_admins(bot: Bot, admins: Iterable[int], menu: Callable[[str], Menu]) -> None:
    """Put the administrators' commands under those of everybody (``menu``, by language), in each one's own chat.

    One who has never written to the bot has no chat with it yet, and gets the menu at a later start.
    """
    for admin in sorted(admins):
        scope = BotCommandScopeChat(admin)
        try:
            for language, code in (("zh", None), ("zh", "zh"), ("en", "en")):
                await bot.set_my_commands([*menu(language), *_own(language)], scope=scope, language_code=code)
        except TelegramError as error:
            _LOGGER.info("管理员菜单未能更新：%s", type(error).__name__)


def _own(language: str) -> Menu:
    texts = administration_texts(language)
    return [
        ("stats", texts.menu_stats),
        ("allow", texts.menu_allow),
        ("block", texts.menu_block),
        ("reindex", texts.menu_reindex),
        ("backup", texts.menu_backup),
    ]
