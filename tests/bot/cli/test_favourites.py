"""``favourites export`` and ``favourites import``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.store import Store
from bot.store.tables import favourites
from corpus.database import open_engine, writing
from corpus.library import Library
from tests.bot.cli.conftest import Run
from tests.bot.fakes import STYLE


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A home in which the person at the terminal keeps two passages, one of them with a tag."""
    home = tmp_path / "kept"
    home.mkdir()
    with Library.open(f"sqlite:///{home / 'jianggao.db'}") as library:
        library.add(STYLE)
        store = Store.open(library.engine)
        store.people.remember("local", "zh")
        for passage in STYLE.passages[:2]:
            found = library.passage(passage.id)
            favourite, _ = store.favourites.save("local", found.passage, found.speech)
        store.tags.put("local", favourite.id, store.tags.make("local", "大会").id)
    (home / "initialised").touch()
    return home


def test_out_and_in_again(run: Run, kept: Path, tmp_path: Path) -> None:
    """What one home wrote another reads, once and again, for whomever."""
    file = tmp_path / "all.json"
    assert run("favourites", "export", str(file), home=kept).out == "导出了 2 段收藏。\n"
    other = tmp_path / "other"
    run("init", "--empty", home=other)
    first = run("favourites", "import", str(file), "--person", "tg:7", "--json", home=other)
    assert (first.code, first.json) == (0, {"new": 2, "known": 0, "damaged": 0})
    again = run("favourites", "import", str(file), "--person", "tg:7", home=other)
    assert again.out == "带回 0 段收藏；另有 2 段本来就在。\n"
    back = tmp_path / "back.json"
    run("favourites", "export", str(back), "--person", "tg:7", home=other)
    one, two = (json.loads(path.read_text(encoding="utf-8")) for path in (file, back))
    assert {**one, "made": ""} == {**two, "made": ""}


def test_a_tag_or_a_search_alone(run: Run, kept: Path, tmp_path: Path) -> None:
    """In the format of the ending."""
    done = run("favourites", "export", str(tmp_path / "tag.txt"), "--tag", "大会", "--json", home=kept)
    assert done.json == {"file": str(tmp_path / "tag.txt"), "exported": 1, "damaged": 0}
    text = (tmp_path / "tag.txt").read_text(encoding="utf-8-sig")
    assert STYLE.passages[1].text in text
    assert STYLE.passages[0].text not in text
    found = run("favourites", "export", str(tmp_path / "a.md"), "--find", "部署", "--json", home=kept)
    assert found.json["exported"] == 1
    assert (tmp_path / "a.md").read_text(encoding="utf-8").startswith("# 部署\n")
    run("favourites", "export", str(tmp_path / "a.docx"), home=kept)
    assert (tmp_path / "a.docx").read_bytes().startswith(b"PK")


def test_what_is_wrong_is_told(run: Run, kept: Path, tmp_path: Path) -> None:
    """An ending without a format, a tag that is none, a file that is none, and a damaged entry."""
    wrong = run("favourites", "export", str(tmp_path / "a.pdf"), home=kept)
    assert (wrong.code, ".docx" in wrong.err) == (2, True)
    assert "没有标签“无”" in run("favourites", "export", str(tmp_path / "a.md"), "--tag", "无", home=kept).err
    assert run("favourites", "import", str(tmp_path / "none.json"), home=kept).code == 1
    (tmp_path / "odd.json").write_text("[]", encoding="utf-8")
    odd = run("favourites", "import", str(tmp_path / "odd.json"), home=kept)
    assert odd.code == 2
    assert "odd.json" in odd.err
    assert odd.err.count("\n") == 1
    file = tmp_path / "all.json"
    run("favourites", "export", str(file), home=kept)
    held = json.loads(file.read_text(encoding="utf-8"))
    held["favourites"][0]["text"] += "。"
    file.write_text(json.dumps(held), encoding="utf-8")
    damaged = run("favourites", "import", str(file), "--person", "tg:8", home=kept)
    assert damaged.code == 1
    assert damaged.out.startswith("带回 1 段收藏")
    assert "1 段已损坏" in damaged.err


def test_doctor_finds_a_damaged_favourite(run: Run, kept: Path) -> None:
    """With its number, and what makes it whole."""
    assert "收藏" not in run("doctor", home=kept).out
    with writing(open_engine(f"sqlite:///{kept / 'jianggao.db'}")) as connection:
        connection.execute(update(favourites).where(favourites.c.id == 2).values(text="别的话"))
    done = run("doctor", home=kept)
    assert done.code == 1
    assert "✗ 有 1 条收藏的文字与保存时不符（编号 2）" in done.out
