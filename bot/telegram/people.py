"""Who a Telegram user is to the conversation (来人)."""

from __future__ import annotations

from telegram import Chat, User
from telegram.constants import ChatType

from bot.person import Person


def person_of(user: User, usual: str, chat: Chat | None = None) -> Person:
    """Return the person of a user, with the language of their Telegram, or the usual one where it tells none.

    In a chat with others they are overheard.
    """
    code = user.language_code
    language = usual if not code else "zh" if code.lower().startswith("zh") else "en"
    return Person(f"tg:{user.id}", language, overheard=chat is not None and chat.type != ChatType.PRIVATE)
