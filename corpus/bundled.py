"""The speeches that come with the product (随附讲稿): ours, CC0-1.0, plain Markdown files like any writer's."""

from __future__ import annotations

from pathlib import Path

BUNDLED_FOLDER = Path(__file__).parent / "speeches"


def bundled_files() -> tuple[Path, ...]:
    """Paths of the bundled speeches, in order of their names."""
    return tuple(sorted(BUNDLED_FOLDER.glob("*.md")))
