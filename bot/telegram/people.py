"""Who a Telegram user is to the conversation (来人)."""

from __future__ import annotations

from telegram import User

from bot.person import Person


def person_of(user: User, usual: str) -> Person:
    """Return the person of a user, with the language of their Telegram, or the usual one where it tells none."""
    code = user.language_code
    return Person(f"tg:{user.id}", usual if not code else "zh" if code.lower().startswith("zh") else "en")
