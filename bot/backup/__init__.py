"""Backup and restore (备份与恢复): one portable file for both rooms' tables, whichever database they are in.

The operator's terms (``terms.tsv``), the adapted model, the settings and the index are not in it: the first three are
files of the operator's own or can be made again, and the index is made from the library.
"""

from __future__ import annotations

from bot.backup.keeping import KEEP, keep
from bot.backup.manifest import Manifest
from bot.backup.restoring import Checked, opened, restore
from bot.backup.writing import back_up

__all__ = ["KEEP", "Checked", "Manifest", "back_up", "keep", "opened", "restore"]
