"""The real speeches that tests measure on, where they are at hand; none of their text is in this repository."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
SPEECHES = SHARED / "data" / "speeches"
JUDGMENTS = SHARED / "data" / "judgments" / "dev.jsonl"

needs_shared = pytest.mark.skipif(not SPEECHES.is_dir(), reason="the real speeches of ../shared/data are not here")


def speech_files(*folders: str) -> list[Path]:
    """The real files of these folders (all where none is named), sorted; empty where they are absent."""
    chosen = folders or ("seed", "provincial-2026", "national")
    return [path for folder in chosen for path in sorted((SPEECHES / folder).glob("*.txt"))]
