"""Favourites as plain text (.txt): UTF-8 with a mark that old editors want, each passage with its source below."""

from __future__ import annotations

from bot.export.sheet import Sheet


def write(sheet: Sheet) -> bytes:
    """Write a sheet as text."""
    blocks = [f"{sheet.title}\n{sheet.subtitle}"]
    number = 0
    for group in sheet.groups:
        if group.name:
            blocks.append(f"【{group.name}】")
        for entry in group.entries:
            number += 1
            lines = [f"{number}. {sheet.heading(entry)}", entry.favourite.text, f"—— {sheet.source(entry)}"]
            if entry.favourite.note:
                lines.append(sheet.texts.export_note.format(note=entry.favourite.note))
            blocks.append("\n".join(lines))
    return ("\n\n".join(blocks) + "\n").replace("\n", "\r\n").encode("utf-8-sig", "replace")
