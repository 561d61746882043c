"""Favourites as Markdown (.md): each passage a quote, its source a footnote."""

from __future__ import annotations

import re

from bot.export.sheet import Sheet

_MARKS = re.compile(r"([\\`*_\[\]<>#|~&])|^(\s*)([-+]|\d+[.)])(?=\s)", re.MULTILINE)


def write(sheet: Sheet) -> bytes:
    """Write a sheet as Markdown; a mark that stands in a passage is escaped, so that it reads as it stands."""
    blocks = [f"# {escaped(sheet.title)}", escaped(sheet.subtitle)]
    sources = []
    number = 0
    for group in sheet.groups:
        if group.name:
            blocks.append(f"## {escaped(group.name)}")
        for entry in group.entries:
            number += 1
            blocks.append(f"### {number}\\. {escaped(sheet.heading(entry))}")
            quote = "\n".join(f"> {line}".rstrip() for line in escaped(entry.favourite.text).split("\n"))
            blocks.append(f"{quote}[^{number}]")
            if entry.favourite.note:
                blocks.append(escaped(sheet.texts.export_note.format(note=entry.favourite.note)))
            sources.append(f"[^{number}]: {escaped(sheet.source(entry))}")
    return ("\n\n".join([*blocks, *sources]) + "\n").encode("utf-8", "replace")


def escaped(text: str) -> str:
    """Return a text in which nothing is a mark of Markdown."""
    return _MARKS.sub(lambda match: f"\\{match[1]}" if match[1] else f"{match[2]}{_listed(match[3])}", text)


def _listed(mark: str) -> str:
    return f"{mark[:-1]}\\{mark[-1]}"
