"""``backup`` and ``restore`` as an operator runs them."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from corpus.library import Library
from tests.bot.cli.conftest import Run
from tests.corpus.making import make_speech, sentences


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that is made by the first test that uses it."""
    return tmp_path_factory.mktemp("backup") / "home"


def put(home: Path, title: str) -> None:
    """Put a speech into a home, without an index."""
    with Library.open(f"sqlite:///{home / 'jianggao.db'}") as library:
        library.add(make_speech([f"{title}。{sentences(len(title))}"], title=title))


def test_from_one_home_to_another_and_back(run: Run, small: Path, tmp_path: Path) -> None:
    """What was there is there again, in a home that is new as well, and what was in its place is kept aside."""
    run("init", "--empty", home=small)
    put(small, "在春耕会上的讲话")
    done = run("backup", str(tmp_path / "b.db.gz"), "--json", home=small)
    assert done.code == 0
    assert done.json["speeches"] == 1
    listed = run("list", home=small).out

    new = tmp_path / "new"
    done = run("restore", str(tmp_path / "b.db.gz"), "--yes", home=new)
    assert (done.code, done.err) == (0, "")
    assert "1 篇讲稿" in done.out
    done = run("list", home=new)
    assert (done.out, done.err) == (listed, "")  # no bundled speech is put in beside

    put(new, "在全县秋收会议上的讲话")
    before = Path(run("restore", str(tmp_path / "b.db.gz"), "--yes", "--json", home=new).json["before"])
    assert before.parent == new / "backups"
    assert run("list", home=new).out == listed
    assert run("restore", str(before), "--yes", home=new).code == 0
    assert "秋收" in run("list", home=new).out


def test_restoring_asks_first(run: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a terminal and without --yes nothing is done; told no, nothing either."""
    run("init", "--empty", home=small)
    run("backup", str(tmp_path / "b.db"), home=small)
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    done = run("restore", str(tmp_path / "b.db"), home=small)
    assert done.code == 2
    assert "--yes" in done.err
    monkeypatch.setattr("bot.cli.backup._is_terminal", lambda: True)
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\ny\n"))
    done = run("restore", str(tmp_path / "b.db"), home=small)
    assert done.code == 1
    assert "没有恢复" in done.err
    assert not list((small / "backups").glob("before-*"))
    assert run("restore", str(tmp_path / "b.db"), home=small).code == 0


def test_what_is_wrong_is_one_line(run: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the file and what to do, in the operator's language; exit code 2."""
    run("init", "--empty", home=small)
    for words in (
        ("restore", str(tmp_path / "none.db"), "--yes"),
        ("backup", str(small / "jianggao.db")),
        ("backup", str(tmp_path / "no" / "x.db")),
    ):
        done = run(*words, home=small)
        assert (done.code, done.out) == (2, "")
        (line,) = done.err.splitlines()
        assert words[1] in line
    monkeypatch.setenv("JIANGGAO_LANGUAGE", "en")
    assert "cannot be read" in run("restore", str(tmp_path / "none.db"), "--yes", home=small).err
