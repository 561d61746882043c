"""The operator's own terms, in one file of the home."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.themes import configure
from tests.bot.cli.conftest import Run

SPEECH = """在全市水务工作会议上的讲话
同志们：
今天会议的主要任务是安排抗旱保供工作。
一、用好青石渠
青石渠修了三年，管着下游六个乡镇的浇地用水。巡渠员每天走一遍，哪里漏了哪里补，一滴水也不白流。
同志们，水不等人。让我们把渠道管好，把水送到田头。
"""
TERMS = "[本市水利]\n青石渠\t大干渠\t引水灌溉\t\t南边那条渠\tqingshi canal\n"


@pytest.fixture(autouse=True)
def _shipped_again() -> Iterator[None]:
    """Terms hold for the process: the next test starts without."""
    yield
    configure(None)


@pytest.fixture
def own_home(run: Run, tmp_path: Path) -> Path:
    """A home with one speech about a canal that no lexicon knows."""
    home = tmp_path / "own"
    (tmp_path / "水务.txt").write_text(SPEECH, encoding="utf-8")
    assert run("init", "--empty", home=home).code == 0
    assert run("add", str(tmp_path / "水务.txt"), home=home).code == 0
    return home


def found(run: Run, home: Path, text: str) -> list[str]:
    """Beginnings of the passages for a request."""
    return [one["text"][:3] for one in run("ask", text, "--json", home=home).json["results"]]


def test_a_term_of_their_own_is_searched_by_all_its_names(run: Run, own_home: Path) -> None:
    """A synonym, the English name and the everyday wording find the passage once the file is there."""
    requests = ("大干渠", "qingshi canal", "南边那条渠")
    assert [found(run, own_home, text) for text in requests] == [[], [], []]
    (own_home / "terms.tsv").write_text(TERMS, encoding="utf-8")
    for text in requests:
        assert found(run, own_home, text)[:1] == ["青石渠"], text


def test_the_examination_counts_them(run: Run, own_home: Path) -> None:
    """One line with the file."""
    (own_home / "terms.tsv").write_text(TERMS, encoding="utf-8")
    done = run("doctor", home=own_home)
    assert f"✓ 自备词表 1 条：{own_home / 'terms.tsv'}" in done.out


def test_a_malformed_file_is_told_and_stops_nothing(run: Run, own_home: Path) -> None:
    """Every command names the line; the shipped terms go on serving."""
    (own_home / "terms.tsv").write_text("[本市水利]\n青 石渠\n", encoding="utf-8")
    done = run("ask", "抗旱保供", home=own_home)
    assert done.code == 0
    assert "第 2 行" in done.err
    assert "同志们" in done.out or "今天会议" in done.out
    examined = run("doctor", home=own_home)
    assert examined.code == 1
    assert "自备词表用不了" in examined.out
