"""The starter library: what a newcomer finds, and that all of it is ours."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import jieba.posseg
import pytest
from datasketch import MinHash, MinHashLSH

from corpus.bundled import BUNDLED_FOLDER, bundled_files, is_bundled
from corpus.models import Passage, PassageKind, Speech
from corpus.readers import read_file
from corpus.splitting import build_speech
from tests.agreement import FORMS, FUNCTIONS, agreement, read
from tests.shared import needs_shared, speech_files

CASES = Path(__file__).parent / "cases"
# Every theme of the library and the words, one of which its speeches name among their themes.
THEMES = {
    "党风廉政建设和反腐败": ("党风廉政建设",),
    "作风建设与为基层减负": ("作风建设",),
    "巡察整改": ("巡察整改",),
    "主题教育与党课": ("主题教育",),
    "基层党建与组织工作": ("基层党建",),
    "年轻干部与人才": ("年轻干部",),
    "意识形态与宣传思想": ("意识形态",),
    "营商环境与招商引资": ("营商环境",),
    "重大项目与投资": ("重大项目",),
    "科技创新与新质生产力": ("科技创新",),
    "乡村振兴与三农": ("乡村振兴",),
    "生态环保与绿色低碳": ("生态环保",),
    "安全生产与应急防汛": ("安全生产",),
    "民生保障与就业": ("民生保障",),
    "教育": ("教育",),
    "医疗卫生": ("医疗卫生",),
    "基层治理与信访": ("基层治理",),
    "法治与平安建设": ("法治",),
    "数字政府与政务服务": ("数字政府",),
    "文化旅游与文明创建": ("文化旅游", "文明创建"),
}
OCCASIONS = (
    "工作会议", "动员", "推进会", "现场会", "座谈会", "述职评议", "党课", "任前谈话", "表彰", "警示教育", "务虚会",
    "开工仪式", "开班", "调研反馈", "防汛会商", "总结", "新年致辞",
)  # fmt: skip
# Names of doctrines, campaigns and laws that stand in every speech of their year; nobody can say them otherwise.
SET_PHRASES = ("习近平新时代中国特色社会主义思想",)
RUN = 20
"""Characters. A longer run in common with another text is borrowed from it."""


@pytest.fixture(scope="module")
def speeches() -> dict[str, Speech]:
    """Every bundled speech by its file's stem."""
    return {path.stem: build_speech(read_file(path, path.name)) for path in bundled_files()}


@pytest.fixture(scope="module")
def labels() -> list[dict[str, object]]:
    """Every label, in the order of the file."""
    lines = (BUNDLED_FOLDER / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def paragraphs(speech: Speech) -> Iterator[Passage]:
    """The natural paragraphs of a speech."""
    return (passage for passage in speech.passages if passage.kind is PassageKind.PARAGRAPH)


def theme_of(speech: Speech) -> str:
    """The theme that a speech belongs to."""
    (theme,) = [theme for theme, words in THEMES.items() if speech.themes[0] in words]
    return theme


def packed(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


def test_forty_speeches_of_a_usual_length(speeches: dict[str, Speech]) -> None:
    """40 speeches of 1,800 to 3,600 characters, about 100,000 in all."""
    lengths = {name: len(packed(speech.text)) for name, speech in speeches.items()}
    assert len(lengths) == 40
    assert {name: length for name, length in lengths.items() if not 1_800 <= length <= 3_600} == {}
    assert 95_000 <= sum(lengths.values()) <= 115_000


def test_nothing_of_a_speech_is_taken_for_page_chrome(speeches: dict[str, Speech]) -> None:
    """Cleaning drops no line of them: they come in as they were written."""
    assert {
        name: speech.cuts for name, speech in speeches.items() if any(c.step not in {"empty-line"} for c in speech.cuts)
    } == {}


def test_every_theme_has_two_speeches_and_every_occasion_one(speeches: dict[str, Speech]) -> None:
    """Two speeches a theme, the occasions varied, the years 2021 to 2026."""
    assert Counter(map(theme_of, speeches.values())) == dict.fromkeys(THEMES, 2)
    told = [f"{speech.frame.title} {speech.frame.occasion}" for speech in speeches.values()]
    assert [occasion for occasion in OCCASIONS if not any(occasion in one for one in told)] == []
    assert {speech.frame.year for speech in speeches.values()} == set(range(2021, 2027))


def test_frames_are_read_whole(speeches: dict[str, Speech]) -> None:
    """Each has a title of its own, a date, an occasion, an office as its speaker, and headings."""
    for name, speech in speeches.items():
        frame = speech.frame
        assert not frame.title_inferred, name
        assert frame.date is not None, name
        assert frame.year == frame.date.year == int(name[:4]), name
        assert frame.occasion, name
        assert frame.speaker, name
        assert len(speech.sections) >= 2, name
        assert speech.licence == "CC0-1.0", name
    assert len({speech.frame.title for speech in speeches.values()}) == len(speeches)


def test_labels_fit_the_paragraphs(speeches: dict[str, Speech], labels: list[dict[str, object]]) -> None:
    """One label for each natural paragraph, in order, with the characters that it starts with."""
    expected = [(name, p.paragraph) for name, speech in speeches.items() for p in paragraphs(speech)]
    assert [(label["speech"], label["paragraph"]) for label in labels] == expected
    texts = {(name, p.paragraph): p.text for name, speech in speeches.items() for p in paragraphs(speech)}
    for label in labels:
        assert texts[str(label["speech"]), int(str(label["paragraph"]))].startswith(str(label["start"]))
        assert label["function"] in FUNCTIONS
        assert set(label["forms"]) <= set(FORMS)  # type: ignore[call-overload] # JSON, checked just here


def test_two_passes_of_labels_agree(labels: list[dict[str, object]]) -> None:
    """A fifth was labelled again without sight of the first labels; every label reaches a kappa of 0.7."""
    assert len(read("labels_second.jsonl")) * 5 >= len(labels)
    assert {one.label: one.kappa for one in agreement() if one.kappa < 0.7} == {}


def test_every_function_and_form_occurs_thirty_times(labels: list[dict[str, object]]) -> None:
    """Enough of each to find, and to learn from."""
    functions = Counter(label["function"] for label in labels)
    forms = Counter(form for label in labels for form in label["forms"])  # type: ignore[attr-defined] # as above
    assert {name: functions[name] for name in FUNCTIONS if functions[name] < 30} == {}
    assert {name: forms[name] for name in FORMS if forms[name] < 30} == {}


def test_every_theme_has_problems_measures_and_a_closing(
    speeches: dict[str, Speech], labels: list[dict[str, object]]
) -> None:
    """Whatever a newcomer asks for first is there."""
    there: dict[str, set[object]] = defaultdict(set)
    for label in labels:
        there[theme_of(speeches[str(label["speech"])])].add(label["function"])
    assert {theme: found for theme, found in there.items() if not {"问题", "举措", "结尾"} <= found} == {}


def test_what_belongs_to_the_occasion_is_masked(speeches: dict[str, Speech]) -> None:
    """Places and figures are masks, as writers circulate them."""
    assert [name for name, speech in speeches.items() if speech.text.count("XX") < 5] == []


def test_no_two_paragraphs_are_alike(speeches: dict[str, Speech]) -> None:
    """No pair of paragraphs of different speeches has a MinHash similarity over 0.5."""
    index = MinHashLSH(threshold=0.4, num_perm=128)
    sketches: dict[str, MinHash] = {}
    for name, speech in speeches.items():
        for passage in paragraphs(speech):
            sketch = MinHash(num_perm=128, seed=1)
            sketch.update_batch(
                [packed(passage.text)[at : at + 3].encode() for at in range(len(packed(passage.text)) - 2)]
            )
            sketches[f"{name}#{passage.paragraph}"] = sketch
            index.insert(f"{name}#{passage.paragraph}", sketch)
    alike = [
        (key, other)
        for key, sketch in sketches.items()
        for other in index.query(sketch)
        if other.split("#")[0] != key.split("#")[0] and sketch.jaccard(sketches[other]) > 0.5
    ]
    assert alike == []


def runs(text: str) -> set[str]:
    """Every run of ``RUN`` characters of a text, white space and set phrases left out."""
    for phrase in SET_PHRASES:
        text = text.replace(phrase, " ")
    return {part[at : at + RUN] for part in re.split(r"\s", text) for at in range(len(part) - RUN + 1)}


def test_no_sentence_is_shared_between_speeches(speeches: dict[str, Speech]) -> None:
    """No run of 20 characters stands in two of them."""
    own = {name: runs(speech.text) for name, speech in speeches.items()}
    assert [(one, two, own[one] & own[two]) for one, two in combinations(own, 2) if own[one] & own[two]] == []


@needs_shared
def test_no_sentence_is_taken_from_real_speeches(speeches: dict[str, Speech]) -> None:
    """No run of 20 characters stands in any real speech at hand."""
    real = set().union(*(runs(path.read_text(encoding="utf-8")) for path in speech_files()))
    assert {name: found for name, speech in speeches.items() if (found := runs(speech.text) & real)} == {}


def test_nobody_below_the_level_of_history_is_named(speeches: dict[str, Speech]) -> None:
    """Every word that looks like a name was read by a person and stands in the list; a doctrine is no person."""
    read = set((CASES / "starter_names.txt").read_text(encoding="utf-8").split())
    found: dict[str, set[str]] = {}
    for name, speech in speeches.items():
        text = re.sub(r"习近平(?=新时代中国特色社会主义思想|文化思想|法治思想|生态文明思想|强军思想)", "", speech.text)
        words = {word for word, flag in map(tuple, jieba.posseg.cut(text)) if flag.startswith("nr") and len(word) > 1}
        if words - read:
            found[name] = words - read
    assert found == {}


def test_a_bundled_speech_is_known_by_file_and_licence() -> None:
    """Wherever it lies; a person's own file of the same name is their own."""
    name = bundled_files()[0].name
    assert is_bundled(name, "CC0-1.0")
    assert is_bundled(f"speeches/{name}", "CC0-1.0")
    assert not is_bundled(name, None)
    assert not is_bundled("我的讲稿.md", "CC0-1.0")
