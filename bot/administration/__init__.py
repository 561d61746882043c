"""What administrators may do (管理): let people in, count, renew the index, back up. No Telegram in it."""

from __future__ import annotations

from bot.administration.desk import AdminDesk, Renewable

__all__ = ["AdminDesk", "Renewable"]
