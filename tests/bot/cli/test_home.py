"""A home that cannot be made, and one that is not there yet."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import click
import pytest

from bot.cli.evaluation import eval_command
from bot.cli.library import add_command
from bot.cli.main import cli
from tests.bot.cli.conftest import Run

COMMANDS = (("ask", "安全"), ("init",), ("init", "--empty"), ("list",), ("add", "x.txt"))


def below_a_file(folder: Path) -> Path:
    """A home in the place of which no folder can be made: what stands above it is a file."""
    (folder / "file").write_text("", encoding="utf-8")
    return folder / "file" / "home"


def with_a_long_name(folder: Path) -> Path:
    """A home of a name that no file system takes."""
    return folder / ("x" * 300)


@pytest.mark.parametrize("make", [below_a_file, with_a_long_name])
@pytest.mark.parametrize("words", COMMANDS)
def test_a_home_that_cannot_be_made_is_told(
    run: Run, tmp_path: Path, words: tuple[str, ...], make: Callable[[Path], Path]
) -> None:
    """Every command names the folder and another way in one line, and promises nothing before."""
    home = make(tmp_path)
    done = run(*words, home=home)
    assert (done.code, done.out) == (2, "")
    (line,) = done.err.splitlines()
    assert line.startswith(f"用不了文件夹 {home}：")
    assert "--home" in line


@pytest.mark.parametrize("make", [below_a_file, with_a_long_name])
def test_doctor_tells_such_a_home_in_one_finding(run: Run, tmp_path: Path, make: Callable[[Path], Path]) -> None:
    """The folder is the one finding: nothing that would stand in it is examined."""
    home = make(tmp_path)
    done = run("doctor", home=home)
    assert done.code == 1
    (finding,) = [line for line in done.out.splitlines() if line.startswith("✗")]
    assert str(home) in finding
    assert "--home" in finding


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
@pytest.mark.parametrize("words", [*COMMANDS, ("doctor",)])
def test_a_home_in_a_folder_that_may_not_be_written(run: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    """It is told in the same way."""
    above = tmp_path / "above"
    above.mkdir(mode=0o555)
    done = run(*words, home=above / "home")
    assert done.code == (1 if words == ("doctor",) else 2)
    assert f"用不了文件夹 {above / 'home'}：" in done.out + done.err
    assert "建库并导入" not in done.err


def test_doctor_makes_no_home(run: Run, tmp_path: Path) -> None:
    """A home that is not there yet is no fault; doctor says how it comes to be, and leaves it alone."""
    home = tmp_path / "a" / "b"
    done = run("doctor", home=home)
    assert done.code == 0
    assert f"还没有建库：{home}" in done.out
    assert not home.parent.exists()


def test_a_fault_in_the_contents_is_no_fault_of_the_database(run: Run, tmp_path: Path) -> None:
    """A passage that is no longer its source is told as that, beside a database that opens."""
    home = tmp_path / "h"
    run("init", home=home)
    with closing(sqlite3.connect(home / "jianggao.db")) as connection, connection:
        connection.execute("UPDATE texts SET text = replace(text, '安全', '平安')")
    done = run("doctor", home=home)
    assert done.code == 1
    assert "✓ 数据库：" in done.out
    assert "✗ 内容有" in done.out
    assert "数据库打不开" not in done.out


@pytest.mark.parametrize("command", [add_command, eval_command, cli], ids=lambda command: command.name)
def test_paths_are_judged_by_whoever_opens_them(command: click.Command) -> None:
    """No path is refused before it is opened: an unreadable file is a failed one, not a wrong command."""
    paths = [parameter.type for parameter in command.params if isinstance(parameter.type, click.Path)]
    assert paths
    assert not any(path.exists or path.readable or path.writable for path in paths)


def test_good_files_go_in_beside_bad_ones(run: Run, tmp_path: Path) -> None:
    """A file that is not there fails by itself, with a reason; exit code 1 says that some did."""
    good = tmp_path / "好.txt"
    good.write_text("在全县春耕会上的讲话\n同志们：\n春耕不等人，种子化肥要备足。\n", encoding="utf-8")
    done = run("add", str(good), str(tmp_path / "无.txt"), "--json", home=tmp_path / "h")
    assert done.code == 1
    assert [added["title"] for added in done.json["added"]] == ["在全县春耕会上的讲话"]
    assert [failed["file"] for failed in done.json["failed"]] == [str(tmp_path / "无.txt")]


def test_contents_that_cannot_be_read_are_no_fault_of_opening(run: Run, tmp_path: Path) -> None:
    """The database opens; that its contents cannot be read to the end is a finding of its own."""
    home = tmp_path / "h"
    run("init", home=home)
    with closing(sqlite3.connect(home / "jianggao.db")) as connection, connection:
        connection.execute("UPDATE holdings SET source = cast(x'78ff' AS TEXT)")
    done = run("doctor", home=home)
    assert done.code == 1
    assert "✓ 数据库：" in done.out
    assert "✗ 内容没能核对完" in done.out
    assert "数据库打不开" not in done.out
