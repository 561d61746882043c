"""The backups that a home keeps (留存)."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from bot.backup.manifest import Manifest
from bot.backup.writing import ASIDE, back_up
from bot.errors import BackupError

KEEP: Final = 7
"""How many backups a home keeps; what restoring put aside is not among them and is never removed."""

_ABANDONED = 24 * 3600.0
_NAMES = "jianggao-*.db.gz"


def keep(engine: Engine, folder: Path) -> tuple[Path, Manifest]:
    """Write a backup into ``folder``, named after the time in UTC, and remove all but the newest ``KEEP``.

    Raises:
        BackupError: It cannot be written.
        LibraryError: The database cannot be read.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BackupError("unwritable", file=folder, reason=error.strerror or str(error)) from error
    _sweep(folder)
    file = folder / f"jianggao-{datetime.now(UTC):%Y%m%d-%H%M%S}.db.gz"
    manifest = back_up(engine, file)
    for old in sorted(folder.glob(_NAMES))[:-KEEP]:
        with suppress(OSError):
            old.unlink()
    return file, manifest


def _sweep(folder: Path) -> None:
    """Remove what a process that was killed has left."""
    for left in folder.glob(f"{ASIDE}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _ABANDONED:
                shutil.rmtree(left)
