"""What the documents say is so."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.main import COMMANDS
from bot.settings import PREFIX, Settings
from corpus.bundled import bundled_files

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_readme_explains_every_setting_and_no_other() -> None:
    """The table of settings is complete."""
    explained = set(re.findall(rf"`({PREFIX}[A-Z_]+)`", README))
    assert explained == {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}


def test_readme_names_only_commands_that_exist() -> None:
    """Every ``jianggao …`` in the README runs."""
    named = set(re.findall(r"(?:\.venv/bin/)?jianggao ([a-z]+)", README))
    assert named
    assert named <= set(COMMANDS)


def test_every_make_target_in_the_readme_exists() -> None:
    """And each has its line in the Makefile."""
    targets = set(re.findall(r"`?make ([a-z]+)`?", README))
    rules = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert targets <= rules


def test_the_readme_shows_a_real_answer(tmp_path: Path) -> None:
    """The answer on the first screen is what the command prints over the bundled speeches."""
    shown = r"```\n\$ echo \"(?P<request>[^\"]+)\" \| make run\n\n(?P<answer>.*?)```"
    block = re.search(shown, README, flags=re.DOTALL)
    assert block is not None
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "--home", str(tmp_path / "home")],
        input=block["request"] + "\n", capture_output=True, text=True, check=True, cwd=tmp_path, timeout=120,
    )  # fmt: skip
    assert done.stdout.strip() == block["answer"].strip()


@pytest.mark.parametrize("path", bundled_files(), ids=lambda path: path.stem)
def test_bundled_speeches_are_under_their_licence(path: Path) -> None:
    """Each says CC0-1.0 in its front matter."""
    front = path.read_text(encoding="utf-8").split("---")[1]
    assert "licence: CC0-1.0" in front
