"""A backup to an administrator (备份): sent where Telegram takes it, and kept in the home in any case."""

from __future__ import annotations

from typing import Final

from bot.administration.desk import AdminDesk
from bot.backup import keep
from bot.errors import BackupError
from bot.replies import Document, Line, Reply
from bot.texts import fill
from bot.texts.administration import administration_texts
from bot.texts.backup import backup_texts
from corpus.errors import CorpusError

LIMIT_MB: Final = 45
"""Megabytes that are sent; Telegram takes 50."""


def back_up(desk: AdminDesk, language: str) -> Reply:
    """Write a backup and return it, or where it is, or why there is none."""
    texts = backup_texts(language)
    try:
        file, manifest = keep(desk.store.engine, desk.settings.backups_folder)
        size = file.stat().st_size
        content = file.read_bytes() if size <= LIMIT_MB * 1_000_000 else None
    except BackupError as error:
        return _failed(language, error.told(language))
    except (CorpusError, OSError) as error:
        return _failed(language, str(error))
    shown = f"{size / 1e6:.1f}"
    restore = Line(texts.how_to_restore.format(name=file.name), quiet=True)
    if content is None:
        return Reply((Line(texts.too_large.format(size=shown, limit=LIMIT_MB, file=file)), restore))
    rows = {name: manifest.rows(name) for name in ("speeches", "passages", "people", "favourites")}
    return Reply(
        (Line(fill(texts.sent, file=file.name, size=shown, **rows)), restore), document=Document(file.name, content)
    )


def _failed(language: str, message: str) -> Reply:
    return Reply((Line(administration_texts(language).backup_failed.format(message=message)),))
