"""``train``: a better model is used by every command of the home, and one that is not better by none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from retrieval.adopted import adopted
from retrieval.builtin import BuiltinEncoder
from retrieval.choose import load_encoder
from retrieval.training import adapting
from retrieval.training.adapting import Adapted
from tests.bot.cli.conftest import Run


@pytest.fixture
def own(home: Path, run: Run, tmp_path: Path) -> Path:
    """A copy of the home with the bundled speeches, for a test to change."""
    assert run("list").code == 0
    return Path(shutil.copytree(home, tmp_path / "own"))


def verdict(monkeypatch: pytest.MonkeyPatch, low: float) -> None:
    """Let the bootstrap's lower bound be this, whatever was measured."""
    judge = adapting._verdict

    def judged(*measured: object) -> Adapted:
        found = judge(*measured)  # type: ignore[arg-type]  # passed on as they come
        return Adapted(
            found.paragraphs, found.headings, found.openings, found.before, found.after, found.gain, low, low > 0
        )

    monkeypatch.setattr(adapting, "_verdict", judged)


def test_a_better_model_is_used_and_can_be_undone(own: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """``ask`` answers with it at once; ``--undo`` brings the built-in model and its index back."""
    verdict(monkeypatch, low=0.01)
    done = run("train", home=own)
    assert done.code == 0
    assert "→" in done.out
    assert "jianggao train --undo" in done.out
    name = load_encoder(None, home=own / "model").name
    assert name != BuiltinEncoder.load().name
    examined = run("doctor", home=own)
    assert name in examined.out
    assert "按本库适配" in examined.out
    asked = run("ask", "安全生产", home=own)
    assert asked.code == 0
    assert asked.out
    assert "正在重建索引" not in asked.err
    assert run("train", "--undo", home=own).code == 0
    assert adopted(own / "model") is None
    assert BuiltinEncoder.load().name in run("doctor", home=own).out
    assert "没有适配过" in run("train", "--undo", home=own).out


def test_a_model_no_better_is_not_used(own: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 1, the figures all the same, and nothing of it stays."""
    verdict(monkeypatch, low=-0.01)
    done = run("train", "--json", home=own)
    assert done.code == 1
    assert done.json["accepted"] is False
    assert done.json["headings"] > 0
    assert adopted(own / "model") is None
    assert list((own / "model").iterdir()) == []


def test_a_library_too_small(run: Run, tmp_path: Path) -> None:
    """One line says what is missing; nothing stays."""
    assert run("init", "--empty", home=tmp_path / "empty").code == 0
    done = run("train", home=tmp_path / "empty")
    assert done.code == 2
    assert "讲稿库太小" in done.err
    assert list((tmp_path / "empty" / "model").iterdir()) == []
