"""Favourites as files, a format a module (导出格式)."""

from __future__ import annotations

from importlib import import_module

from bot.export.sheet import Entry, Group, Sheet

__all__ = ["FORMATS", "Entry", "Group", "Sheet", "write"]

FORMATS: dict[int, str] = {0: "docx", 1: "md", 2: "txt", 3: "json"}
"""The ending of each format by its number; the numbers stand in keys that people hold: never change or reuse one."""

_WRITERS = {"docx": "word", "md": "markdown", "txt": "plain", "json": "jsonfile"}


def write(sheet: Sheet, ending: str) -> bytes:
    """Write a sheet in the format of an ending.

    Raises:
        KeyError: no format has this ending.
    """
    # Word's library takes a quarter of a second to import: only where such a file is asked for.
    content = import_module(f"bot.export.{_WRITERS[ending]}").write(sheet)
    return bytes(content)
