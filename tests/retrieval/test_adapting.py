"""Adapting the encoder to a library, on a small one written here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus.importing import import_paths
from corpus.library import Library
from retrieval.builtin import MODEL_FOLDER, BuiltinEncoder
from retrieval.errors import TooLittleToLearn
from retrieval.themes.theme import Theme
from retrieval.training import adapting
from retrieval.training.adapting import Measured, _Ranks, _verdict, adapt

PLACES = (
    *("东河", "西岭", "南坪", "北塘", "上湾", "下坝", "石桥", "柳林"),
    *("沙洲", "梅村", "桃园", "竹溪", "松岗", "云台", "龙泉"),
)
WORK = {
    "{}的茶叶": "{}的茶园今年采得早，合作社统一收青、统一炒制，茶农的收入比上一年多了不少。",
    "{}的水渠": "{}的渠道老化漏水，汛期前要把破损的渠段全部衬砌好，让下游的田块都浇得上水。",
    "{}的学堂": "{}的教学点只剩十几个孩子，要开好接送的校车，把音乐美术课的老师也派到位。",
    "{}的道路": "{}的进村路雨天泥泞，年底前要铺上水泥，装好护栏和路灯，方便大家夜里出行。",
}
THEMES = [Theme("乡村振兴", "", english=("rural revitalization",)), Theme("安全生产", "", english=("work safety",))]


def filled(folder: Path, places: tuple[str, ...]) -> Library:
    """A library of one speech a place, each with four headings and a paragraph under each."""
    for place in places:
        lines = [f"在{place}调研时的讲话", ""]
        for number, (heading, body) in enumerate(WORK.items()):
            title = f"办好{heading.format(place)}这件实事。"
            lines += [f"{'一二三四'[number]}、{heading.format(place)}", title + body.format(place) * 2]
        (folder / f"{place}.txt").write_text("\n".join(lines), encoding="utf-8")
    library = Library.open(f"sqlite:///{folder / 'library.db'}")
    assert not import_paths(library, sorted(folder.glob("*.txt"))).failed
    return library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Fifteen speeches."""
    with filled(tmp_path, PLACES) as library:
        yield library


def test_learns_the_library_and_measures_it(library: Library, tmp_path: Path) -> None:
    """The result loads as an encoder, is repeatable bit for bit, and says what it was measured on."""
    steps: list[tuple[int, int]] = []
    one = adapt(library, MODEL_FOLDER, tmp_path / "one", THEMES, lambda *step: steps.append(step))
    other = adapt(library, MODEL_FOLDER, tmp_path / "other", THEMES)
    assert one == other
    assert (tmp_path / "one" / "model.safetensors").read_bytes() == (
        tmp_path / "other" / "model.safetensors"
    ).read_bytes()
    assert steps[-1] == (len(steps), len(steps))
    assert one.headings == 12
    assert one.openings >= 12
    assert one.paragraphs == 48
    assert one.gain == pytest.approx(
        (one.headings * (one.after.headings - one.before.headings)) / (one.headings + one.openings)
        + (one.openings * (one.after.openings - one.before.openings)) / (one.headings + one.openings)
    )
    adapted, base = BuiltinEncoder.load(tmp_path / "one"), BuiltinEncoder.load()
    assert adapted.name != base.name
    request, right = "南坪的水渠", "南坪的渠道老化漏水，汛期前要把破损的渠段全部衬砌好。"

    def likeness(encoder: BuiltinEncoder) -> float:
        return float(encoder.encode_queries([request])[0] @ encoder.encode_passages([right])[0])

    assert likeness(adapted) > likeness(base)


def test_the_shipped_model_is_not_touched(library: Library, tmp_path: Path) -> None:
    """Whatever is learned is written elsewhere."""
    before = {path: path.read_bytes() for path in MODEL_FOLDER.rglob("*") if path.is_file()}
    adapt(library, MODEL_FOLDER, tmp_path / "out", THEMES)
    assert {path: path.read_bytes() for path in MODEL_FOLDER.rglob("*") if path.is_file()} == before


def test_a_small_library_is_refused(tmp_path: Path) -> None:
    """With how many headings and sentences it has, and how many it takes; nothing is written."""
    with (
        filled(tmp_path, PLACES[:2]) as library,
        pytest.raises(TooLittleToLearn, match=rf"至少要 {adapting.FEWEST} 处.*jianggao add"),
    ):
        adapt(library, MODEL_FOLDER, tmp_path / "out", THEMES)
    assert not (tmp_path / "out").exists()


def ranks(headings: list[float], openings: list[float], names: list[float]) -> _Ranks:
    """Reciprocal ranks."""
    return _Ranks(np.array(headings), np.array(openings), np.array(names))


@pytest.mark.parametrize(
    ("after", "accepted"),
    [
        (ranks([0.7] * 20, [0.6] * 20, [0.9]), True),
        (ranks([0.5] * 20, [0.5] * 20, [0.9]), False),  # nothing gained
        (ranks([0.5] * 19 + [1.0], [0.5] * 20, [0.9]), False),  # gained by chance
        (ranks([0.8] * 20, [0.48] * 20, [0.9]), False),  # one part worse
        (ranks([0.7] * 20, [0.6] * 20, [0.87]), False),  # English forgotten
        (ranks([0.7] * 20, [], [0.9]), True),  # no opening sentences
    ],
)
def test_accepted_only_where_better(after: _Ranks, accepted: bool) -> None:
    """Beyond chance, in neither part worse, and English kept."""
    before = ranks([0.5] * 20, [0.5] * len(after.openings), [0.9])
    verdict = _verdict(10, before, after)
    assert verdict.accepted is accepted
    assert verdict.before == Measured(0.5, 0.5 if len(after.openings) else 0.0, 0.9)
