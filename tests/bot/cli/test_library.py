"""``init``, ``add``, ``list``, ``remove`` and ``show``."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Run

SPEECH = """在全县森林防火会议上的讲话

同志们：
入春以来气温回升快、降雨少，全县森林火险等级居高不下。今天这个会，就是把防火的弦再紧一紧。
一、把火源管住
进山的路口要有人守，上坟的香烛要换成鲜花，田埂上的秸秆一把也不许点。
二、把队伍练强
半专业扑火队三月底以前要拉练一次，水泵、风力灭火机、对讲机要件件能用。
同志们，山上多一分绿，山下就多一分安宁。大家回去就上山！
"""


def write(folder: Path, name: str, text: str) -> Path:
    """Write a file in a folder and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_new_home_gets_the_bundled_speeches_on_first_use(run: Run) -> None:
    """A home that does not exist is created with the bundled speeches, whatever the first command is."""
    speeches = run("list", "--json").json
    assert len(speeches) >= 4
    assert all(speech["passages"] > 5 for speech in speeches)
    assert {"id", "title", "title_inferred", "year", "date", "speaker", "file"} <= speeches[0].keys()


def test_init_empty_makes_a_library_without_speeches(run: Run, tmp_path: Path) -> None:
    """``init --empty`` creates nothing but the library, and it stays empty on the next command."""
    assert run("init", "--empty", home=tmp_path / "h").code == 0
    assert run("list", "--json", home=tmp_path / "h").json == []


def test_init_twice_changes_nothing(run: Run, tmp_path: Path) -> None:
    """``init`` over a library that is there adds nothing and doubles nothing."""
    first = run("init", "--json", home=tmp_path / "h")
    again = run("init", "--json", home=tmp_path / "h")
    assert len(first.json["added"]) == len(again.json["same"]) >= 4
    assert again.json["added"] == []


def test_add_says_what_became_of_each_file(run: Run, tmp_path: Path) -> None:
    """Added, already there and failed files each get their entry; some failed is exit code 1."""
    folder = tmp_path / "files"
    write(folder, "防火.txt", "仅供学习 禁止外传\n" + SPEECH)
    write(folder, "空.txt", "")
    done = run("add", str(folder), "--json", home=tmp_path / "h")
    assert done.code == 1
    (added,) = done.json["added"]
    assert added["title"] == "在全县森林防火会议上的讲话"
    assert added["dropped_lines"] == 1
    assert added["passages"] == 4
    (failed,) = done.json["failed"]
    assert "空.txt" in failed["file"]
    assert failed["reason"]
    again = run("add", str(folder / "防火.txt"), "--json", home=tmp_path / "h")
    assert again.code == 0
    assert again.json["added"] == []
    assert again.json["same"][0]["speech"] == added["speech"]


def test_add_of_nothing_usable_is_exit_code_2(run: Run, tmp_path: Path) -> None:
    """Where no file went in the exit code says so."""
    missing = tmp_path / "没有这个文件.txt"
    done = run("add", str(missing), "--json")
    assert done.code == 2
    assert missing.name in done.json["failed"][0]["file"]


def test_what_was_added_is_found_and_what_was_removed_is_not(run: Run, tmp_path: Path) -> None:
    """``add`` and ``remove`` are seen by the next request."""
    home = tmp_path / "h"
    path = write(tmp_path, "防火.txt", SPEECH)
    speech = run("add", str(path), "--json", home=home).json["added"][0]["speech"]
    found = run("ask", "森林防火 火源", "--json", home=home).json["results"]
    assert found[0]["speech"]["id"] == speech
    assert run("remove", speech, home=home).code == 0
    assert all(hit["speech"]["id"] != speech for hit in run("ask", "森林防火", "--json", home=home).json["results"])


REPORT = """政府工作报告
——在XX县第{which}届人民代表大会第{session}次会议上

各位代表：
{body}
"""


def test_reports_of_one_title_are_told_apart(run: Run, tmp_path: Path) -> None:
    """``add`` and ``list`` name the subtitle with a title that many speeches bear; JSON keeps the two apart."""
    home = tmp_path / "h"
    bodies = ("春耕不等人，种子化肥要备足。", "老旧小区改造三十个，惠及两万户。")
    paths = [
        write(tmp_path, f"{session}.txt", REPORT.format(which="十", session=session, body=body))
        for session, body in zip("一二", bodies, strict=True)
    ]
    added = run("add", *map(str, paths), home=home).out
    listed = run("list", home=home).out
    for session in "一二":
        title = f"政府工作报告——在XX县第十届人民代表大会第{session}次会议上"
        assert f"《{title}》" in added
        assert title in listed
    again = run("add", str(paths[0]), home=home).out
    assert "《政府工作报告——在XX县第十届人民代表大会第一次会议上》相同\n" in again
    assert run("add", str(paths[0]), "--json", home=home).json["same"][0]["title"] == "政府工作报告"


def test_a_nearly_identical_speech_is_called_so(run: Run, tmp_path: Path) -> None:
    """Where a few words differ it is not called the same."""
    home = tmp_path / "h"
    body = "".join(f"第{number}个村的路灯、水渠和晒场都要在入冬以前修好，谁家门前谁照看。" for number in range(60))
    first = write(tmp_path, "a.txt", f"{SPEECH}{body}\n")
    second = write(tmp_path, "b.txt", f"{SPEECH}{body.replace('第7个村的路灯', '第7个村的灯杆')}\n")
    run("add", str(first), home=home)
    assert re.search(r"《在全县森林防火会议上的讲话》基本相同（9\d%）", run("add", str(second), home=home).out)


def test_a_piped_list_holds_a_speech_a_line(run: Run, tmp_path: Path) -> None:
    """Whole titles and files whatever the width of a screen, parted by tabs, without a heading."""
    home = tmp_path / "h"
    title = "在全县" + "森林草原防灭火和防汛抗旱" * 3 + "工作会议上的讲话"
    file = "很长的文件名" * 10 + ".txt"
    run("init", "--empty", home=home)
    run("add", str(write(tmp_path, file, SPEECH.replace("在全县森林防火会议上的讲话", title))), home=home)
    (line,) = run("list", home=home).out.splitlines()
    speech_id, shown, year, passages, shown_file = line.split("\t")
    assert speech_id.startswith("s_")
    assert (shown, year, passages, shown_file) == (title, "", "4", file)


def test_a_list_on_a_screen_cuts_nothing_off(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a narrow screen long titles go on in the next line."""
    home = tmp_path / "h"
    monkeypatch.setenv("COLUMNS", "80")
    run("init", "--empty", home=home)
    run("add", str(write(tmp_path, "很长的文件名" * 10 + ".txt", SPEECH)), home=home)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    out = run("list", home=home).out
    assert "编号" in out
    assert "…" not in out
    assert out.count("文") >= 10


def test_removing_an_unknown_speech_is_told(run: Run) -> None:
    """An id that is not there is named in the error."""
    done = run("remove", "s_0123456789abcdef")
    assert done.code == 2
    assert "s_0123456789abcdef" in done.err


def test_show_opens_a_passage_in_its_context(run: Run) -> None:
    """``show`` gives the passage as it was found, with its neighbours in reading order."""
    hit = run("ask", "作风建设", "--json").json["results"][0]
    shown = run("show", hit["id"], "--around", "1", "--json").json
    assert shown["text"] == hit["text"]
    assert shown["sha256"] == hashlib.sha256(hit["text"].encode()).hexdigest()
    numbers = [passage["paragraph"] for passage in shown["around"]]
    assert numbers == sorted(numbers)
    assert hit["paragraph"] in numbers
    assert hit["text"] in run("show", hit["id"]).out


def test_show_removed_prints_what_cleaning_dropped(run: Run, tmp_path: Path) -> None:
    """Each dropped line stands there with the step that dropped it."""
    home = tmp_path / "h"
    path = write(tmp_path, "防火.txt", "仅供学习 禁止外传\n" + SPEECH)
    speech = run("add", str(path), "--json", home=home).json["added"][0]["speech"]
    (line,) = run("show", speech, "--removed", "--json", home=home).json
    assert line["text"] == "仅供学习 禁止外传"
    assert line["step"]
    assert line["step"] in run("show", speech, "--removed", home=home).out


def test_a_whole_speech_is_shown_as_it_is_stored(run: Run, tmp_path: Path) -> None:
    """``show`` with a speech's id prints its text; every passage is a slice of it."""
    speech = run("list", "--json").json[0]["id"]
    text = run("show", speech, "--json").json["text"]
    for hit in run("ask", "结尾", "-n", "20", "--json").json["results"]:
        if hit["speech"]["id"] == speech:
            assert text[hit["start"] : hit["end"]] == hit["text"]
