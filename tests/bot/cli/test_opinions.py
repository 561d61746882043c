"""``opinions``: counted, and exported as judgments."""

from __future__ import annotations

from pathlib import Path

from bot.app import App
from bot.settings import Settings
from bot.store import SavedHit, Verdict
from retrieval.evaluate import read_judgments
from tests.bot.cli.conftest import Run


def test_opinions_become_judgments(run: Run, tmp_path: Path) -> None:
    """Nothing is written where there is nothing; what is written ``eval`` reads."""
    home, file = tmp_path / "home", tmp_path / "judged.jsonl"
    speech = tmp_path / "讲话.txt"
    speech.write_text(
        "在作风建设会议上的讲话\n\n同志们：\n\n作风建设永远在路上，没有休止符，要一抓到底。\n", encoding="utf-8"
    )
    run("init", "--empty", home=home)
    run("add", str(speech), home=home)
    done = run("opinions", "--export", str(file), home=home)
    assert "👍 0 · 👎 0" in done.out
    assert not file.exists()

    with_store = App(Settings(home=home), lambda _: None)
    store, library = with_store.store, with_store.library
    passage = library.passage(
        next(one.id for one in library.speech(library.speeches()[0].id).passages if "路上" in one.text)
    )
    store.people.remember("tg:1", "zh")
    saved = store.searches.add("tg:1", "作风建设", "zh", [SavedHit(passage.passage.id)])
    store.opinions.give(saved, passage.passage, Verdict.GOOD)

    assert run("opinions", "--json", home=home).json == {"good": 1, "bad": 0}
    assert run("opinions", "--json", "--export", str(file), home=home).json["requests"] == 1
    (judgment,) = read_judgments(file)
    assert judgment.request == "作风建设"
    assert run("eval", str(file), "--json", home=home).json["measures"]["success@5"]["value"] == 1
    assert str(file) in run("opinions", "--export", str(file), home=home).out
    assert run("opinions", "--export", str(tmp_path), home=home).code != 0
