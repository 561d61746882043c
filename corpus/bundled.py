"""The speeches that come with the product (随附讲稿): ours, CC0-1.0, plain Markdown files like any writer's."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

BUNDLED_FOLDER: Final = Path(__file__).parent / "speeches"
LICENCE: Final = "CC0-1.0"
"""Of every bundled speech; a person's own file of the same name hardly has it."""


def bundled_files() -> tuple[Path, ...]:
    """Paths of the bundled speeches, in order of their names."""
    return tuple(sorted(BUNDLED_FOLDER.glob("*.md")))


@cache
def _names() -> frozenset[str]:
    return frozenset(path.name for path in bundled_files())


def is_bundled(file: str, licence: str | None) -> bool:
    """Whether a speech of this file and licence came with the product."""
    return licence == LICENCE and file.rpartition("/")[2] in _names()
