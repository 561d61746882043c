"""``ask``, ``eval``, ``doctor``, ``chat`` and what is wrong with a command."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.app import INITIALISED, App
from bot.cli import themes
from bot.texts.console import console_texts
from retrieval.models import Request
from tests.bot.cli.conftest import Run
from tests.bot.fakes import talking


def test_ask_prints_passages_with_their_source(run: Run) -> None:
    """An answer names speech, section, paragraph and year under the passage."""
    out = run("ask", "给我一段关于作风建设的话", "-n", "2").out
    assert "《在全县作风建设大会上的讲话》" in out
    assert "2024年" in out
    assert "第" in out


def test_ask_json_has_the_form_that_programs_rely_on(run: Run) -> None:
    """Every key of the contract is there, and the text matches its hash and offsets."""
    answer = run("ask", "来两段安全生产的结尾", "-n", "3", "--json").json
    assert answer["request"]["text"] == "来两段安全生产的结尾"
    assert answer["note"] is None
    assert answer["took_ms"] > 0
    assert 1 <= len(answer["results"]) <= 3
    for hit in answer["results"]:
        assert hit.keys() >= {
            "id", "text", "sha256", "score", "speech", "section", "paragraph", "start", "end", "similar",
        }  # fmt: skip
        assert hit["speech"].keys() >= {"id", "title", "title_inferred", "year", "date", "speaker", "file"}
        assert hashlib.sha256(hit["text"].encode()).hexdigest() == hit["sha256"]
        assert hit["end"] - hit["start"] == len(hit["text"])


def test_nothing_relevant_is_said_and_is_no_failure(run: Run) -> None:
    """A theme that the library does not hold gives no results, a note, and exit code 0."""
    done = run("ask", "红烧肉怎么做", "--json")
    assert (done.code, done.json["results"], done.json["note"]) == (0, [], "nothing_relevant")
    assert "没有" in run("ask", "红烧肉怎么做").out


def test_an_ending_that_is_not_there_is_told(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer says that its passages stand elsewhere, in its first line and, for programs, in its note."""
    with talking(tmp_path) as talk:
        monkeypatch.setattr(App, "engine", property(lambda _: talk.searcher))
        run("init", "--empty", home=tmp_path)
        (tmp_path / INITIALISED).touch()
        out = run("ask", "抓项目建设的结尾", home=tmp_path).out
        remark = "没有找到抓项目建设的“结尾”段落，下面是同一主题的其他段落。"
        assert out.startswith(f"主题 抓项目建设 · 结尾\n{remark}\n\n[1]")
        answer = run("ask", "抓项目建设的结尾", "--json", home=tmp_path).json
        assert (answer["note"], len(answer["results"])) == ("function_not_found", 1)
        assert "没有找到" not in run("ask", "作风建设的结尾", home=tmp_path).out


@pytest.fixture
def faked(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """The command line over the search of our own, in a home of its own."""
    with talking(tmp_path) as talk:
        monkeypatch.setattr(App, "engine", property(lambda _: talk.searcher))
        run("init", "--empty", home=tmp_path)
        (tmp_path / INITIALISED).touch()
        yield partial(run, home=tmp_path)


def test_ask_explains_itself(faked: Run) -> None:
    """What was understood comes first; with --explain the words that were searched come last."""
    words = ("ask", "2024年以来的作风建设，短一点", "-n", "1")
    plain = faked(*words).out
    assert plain.startswith("主题 作风建设 · 短 · 2024年以来\n\n[1] p_")
    assert " · 相关 · 开场 · 数字\n" in plain
    explained = faked(*words, "--explain").out
    assert explained == plain + "检索的词：作风建设\n  作风 ← 作风建设（近义 0.5）\n"
    assert faked("ask", "安全生产", "--explain").out.endswith("检索的词：安全生产\n  没有用到其他说法。\n")
    assert "没有主题" in faked("ask", "的结尾", "--explain").out


def test_ask_json_says_what_was_understood(faked: Run) -> None:
    """Every field of the request, and of each passage what it does, is made of and how well it answers."""
    answer = faked("ask", "来两段2024年以来的作风建设，短一点", "--json").json
    assert answer["request"].keys() == {*Request.__dataclass_fields__, "place"}
    assert answer["request"]["years"] == {"first": 2024, "last": None}
    assert (answer["request"]["count"], answer["request"]["length"]) == (2, "short")
    assert answer["results"][0]["roles"] == {"function": "开场", "forms": ["数字"], "theme": None}
    assert answer["results"][0]["relevance"] == "related"
    assert answer["expansions"] == [{"word": "作风", "stands_for": "作风建设", "relation": "近义", "weight": 0.5}]
    empty = faked("ask", "作风养成", "--json").json
    assert (empty["note"], empty["themes"], empty["expansions"]) == ("nothing_relevant", ["作风建设"], [])


def test_an_answer_that_is_empty_says_why(faked: Run) -> None:
    """Conditions that leave nothing, and near themes, are told."""
    assert faked("ask", "2024年以来的安全生产").out == (
        "主题 安全生产 · 2024年以来\n库里有这方面的段落，但没有一段同时符合以上条件。可以少写一项条件再问。\n"
    )
    assert faked("ask", "作风养成").out == "库里没有切题的段落。相近的有：作风建设\n"


def test_themes(faked: Run, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A theme a line through a pipe, by group at a terminal, as JSON for programs; an empty library says so."""
    assert faked("themes").out.splitlines()[:2] == ["党的建设\t作风建设\t6", "安全发展\t安全生产\t2"]
    assert faked("themes", "--json").json[0] == {"term": "作风建设", "group": "党的建设", "passages": 6}
    with monkeypatch.context() as patch:
        patch.setattr(themes, "sys", SimpleNamespace(stdout=SimpleNamespace(isatty=lambda: True)))
        assert faked("themes").out.splitlines()[:3] == ["党的建设", "  作风建设 6 段", "  队伍建设 1 段"]
    (tmp_path / "bare").mkdir()
    with talking(tmp_path / "bare", empty=True) as talk:
        monkeypatch.setattr(App, "engine", property(lambda _: talk.searcher))
        (tmp_path / "bare" / INITIALISED).touch()
        assert run("themes", home=tmp_path / "bare").out == console_texts("zh").nothing_listed + "\n"


def test_a_batch_keeps_the_order_of_its_requests(run: Run, tmp_path: Path) -> None:
    """A request a line in, a JSON object a line out, in the same order; an empty line is answered, too."""
    texts = ["安全生产", "", "乡村振兴", "红烧肉怎么做"]
    batch = tmp_path / "requests.txt"
    batch.write_text("\n".join(texts) + "\n", encoding="utf-8")
    answers = [json.loads(line) for line in run("ask", "--batch", str(batch), "--json").out.splitlines()]
    assert [answer["request"]["text"] for answer in answers] == texts
    assert [bool(answer["results"]) for answer in answers] == [True, False, True, False]


@pytest.mark.parametrize("words", [("ask",), ("ask", "作风", "--batch", "x", "--json"), ("ask", "作风", "-n", "0")])
def test_a_wrong_command_is_exit_code_2(run: Run, words: tuple[str, ...]) -> None:
    """Too little, too much or a number out of range is told and does nothing."""
    done = run(*words)
    assert done.code == 2
    assert done.err


def test_eval_measures_judged_requests(run: Run, tmp_path: Path) -> None:
    """Each measure is printed with its interval; in JSON it is a number between 0 and 1."""
    judged = [
        {"id": "a", "request": "作风建设", "relevant": {"作风是什么": 2}},
        {"id": "b", "request": "红烧肉怎么做", "relevant": {}},
    ]
    path = tmp_path / "judged.jsonl"
    path.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in judged), encoding="utf-8")
    measures = run("eval", str(path), "--json").json["measures"]
    assert {"ndcg@5", "success@1", "success@5", "answered", "empty_answered_with_none"} == set(measures)
    for measure in measures.values():
        assert 0 <= measure["low"] <= measure["value"] <= measure["high"] <= 1
    assert measures["success@5"]["value"] == 1
    assert "nDCG@5" in run("eval", str(path)).out


def test_eval_of_a_malformed_file_names_the_line(run: Run, tmp_path: Path) -> None:
    """A line that is no judged request is an error with its number, not a figure."""
    path = tmp_path / "judged.jsonl"
    path.write_text('{"id": "a", "request": "作风", "relevant": {}}\nnot json\n', encoding="utf-8")
    done = run("eval", str(path))
    assert done.code == 2
    assert "2" in done.err


def test_eval_of_a_missing_file_names_it(run: Run, tmp_path: Path) -> None:
    """The file and what to do, in Chinese; of the system's words only the reason."""
    done = run("eval", str(tmp_path / "nope"))
    assert done.code == 2
    assert str(tmp_path / "nope") in done.err
    assert "Errno" not in done.err
    assert "请检查" in done.err


def test_doctor_finds_a_well_home_well(run: Run) -> None:
    """Every part is examined and the exit code is 0."""
    done = run("doctor")
    assert done.code == 0, done.out
    assert "✗" not in done.out
    assert "Settings(" not in done.out
    assert "JIANGGAO_HOME=" in done.out


def test_doctor_tells_a_bot_that_answers_nobody(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token without anybody who may use it is a finding, and the token is not shown."""
    monkeypatch.setenv("JIANGGAO_TELEGRAM_TOKEN", "123456:" + "A" * 35)
    monkeypatch.setenv("JIANGGAO_TELEGRAM_BASE_URL", "http://127.0.0.1:9/bot")
    done = run("doctor")
    assert done.code == 1
    assert "JIANGGAO_ALLOW" in done.out
    assert "A" * 35 not in done.out + done.err


def test_doctor_tells_a_broken_database(run: Run, tmp_path: Path) -> None:
    """A database that is none is a finding with its path; the other parts are examined all the same."""
    home = tmp_path / "h"
    home.mkdir()
    (home / "jianggao.db").write_bytes(b"this is no database at all" * 100)
    done = run("doctor", home=home)
    assert done.code == 1
    assert "jianggao.db" in done.out


def test_a_wrong_setting_is_named_with_what_would_be_right(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bad value stops every command with one readable message."""
    monkeypatch.setenv("JIANGGAO_WORKERS", "many")
    done = run("list")
    assert done.code == 2
    assert "JIANGGAO_WORKERS=many" in done.err


def test_the_bot_without_a_token_says_what_is_needed(run: Run) -> None:
    """``bot`` names the variable that is missing."""
    done = run("bot")
    assert done.code == 2
    assert "JIANGGAO_TELEGRAM_TOKEN" in done.err


def test_piped_requests_are_answered_and_the_chat_ends(home: Path, run: Run) -> None:
    """Without a command and without a token, a pipe is answered line by line in a process that ends with 0."""
    run("list")
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "--home", str(home)],
        input="给我一段关于作风建设的话\n红烧肉怎么做\n",
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "《在全县作风建设大会上的讲话》" in done.stdout
    assert "没有" in done.stdout
    assert "\x1b[" not in done.stdout
