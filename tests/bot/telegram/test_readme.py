"""The table of what goes wrong in Telegram: every file and every test it names is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
README = ROOT / "bot" / "telegram" / "README.md"


def test_every_point_has_its_answer_and_its_test() -> None:
    """Twelve rows; each names files of the bot that exist, and tests that are defined where it says."""
    lines = README.read_text(encoding="utf-8").splitlines()
    rows = [line.strip("|").split(" | ") for line in lines if re.match(r"\| \d", line)]
    assert [int(row[0]) for row in rows] == list(range(1, 13))
    for number, _wrong, answered, shown in rows:
        files, tests = re.findall(r"`([^`]+)`", answered), re.findall(r"`([^`]+)::(\w+)`", shown)
        assert files, number
        assert tests, number
        assert [file for file in files if not (ROOT / file).is_file() or not file.startswith("bot/")] == []
        assert [name for path, name in tests if f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8")] == []
