"""How much one file may cost (上限)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file, generous for a speech and small for a machine of 2 GB.

    Attributes:
        file_bytes: Size of a file, and of each file in an archive.
        expanded_bytes: Size of all files of an archive together, once expanded; .docx and .odt are archives too.
        members: Files in an archive, those of archives inside it included.
        pages: Pages of a PDF.
        characters: Characters of the text that a file yields. The longest report known to us has 33,000.
        lines: Lines of that text; each costs time when it is cleaned, however short it is.
        seconds: Wall-clock seconds for one file; for an archive, for each file in it.
        memory_bytes: Address space of the process that reads.
    """

    file_bytes: int = 50 * 1024**2
    expanded_bytes: int = 200 * 1024**2
    members: int = 2_000
    pages: int = 1_000
    characters: int = 2_000_000
    lines: int = 200_000
    seconds: float = 60.0
    memory_bytes: int = 1024**3
