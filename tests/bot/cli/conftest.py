"""A command line to run in this process, over a home of its own."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


Run = Callable[..., Done]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the bundled speeches, made once; tests that change it make their own."""
    return tmp_path_factory.mktemp("cli") / "home"


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run ``jianggao`` with these words, in ``home`` unless another is named, with no setting from outside."""

    def call(*words: str, home: Path = home, stdin: str | None = None) -> Done:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["jianggao", "--home", str(home), *words])
        if stdin is not None:
            piped = tmp_path / "stdin"
            piped.write_text(stdin, encoding="utf-8")
            monkeypatch.setattr(sys, "stdin", piped.open(encoding="utf-8"))
        capsys.readouterr()
        with pytest.raises(SystemExit) as exit_:
            main()
        captured = capsys.readouterr()
        return Done(int(exit_.value.code or 0), captured.out, captured.err)

    return call


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No ``JIANGGAO_*`` variable of the machine reaches a test."""
    import os

    for name in [name for name in os.environ if name.startswith("JIANGGAO_")]:
        monkeypatch.delenv(name)
