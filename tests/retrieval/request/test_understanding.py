"""What holds of every message: the words of asking go, a plain theme stays, nothing raises, nothing takes long."""

from __future__ import annotations

import random
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import Place
from retrieval.models import Form, Function, Length, Part, Request, Years
from retrieval.normalize import normalize
from retrieval.request import LONGEST, understand
from retrieval.themes import load_lexicon

_TABLE = (Path(__file__).parents[2] / "cases" / "asking.tsv").read_text(encoding="utf-8").splitlines()
CASES = [line.split("\t") for line in _TABLE if not line.startswith("#")]
NAMES = frozenset(
    [
        "成绩",
        "问题",
        "存在问题",
        "突出问题",
        "办法",
        "工作部署",
        "名言警句",
        "短板",
        "毛病",
        "目标",
        "主要目标",
        "总体要求",
        "指导思想",
        "古诗词",
        "典故",
        "俗语",
    ]
)
"""Terms of the field that ask for a function or a form when they are the whole message."""
THEMES = sorted({theme.term for theme in load_lexicon().themes} - NAMES)
TODAY = date(2026, 6, 30)
PIECES = (
    *("来两段", "给我", "关于", "安全生产", "做风建设", "的", "结尾", "存在的问题", "和", "举措", "，", " ", "“", "”"),
    *("不要", "反腐", "2023年", "以后", "近两年", "山东", "政府工作报告", "里", "党课", "必须提到", "短一点", "排比"),
    *("《", "》", "带数据", "为什么要", "除了", "以外", "two", "closings", " on ", "without", "since 2020", "problems"),
    *(" and ", "measures", "why ", " matters"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "query", "count", "place", "language"), CASES, ids=[case[0] for case in CASES])
def test_reads_theme_count_and_place(text: str, query: str, count: str, place: str, language: str) -> None:
    """The words of asking go; the theme, the number and the place in a speech stay."""
    request = understand(text)
    assert request.text == text
    assert (request.query or "-") == query
    assert str(request.count or "-") == count
    assert (request.place.value if request.place else "-") == place
    assert request.language.value == language


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "？？？", "😀", "……", "给我一段", "关于", "你好", "the", "一段话"])
def test_a_message_without_theme_or_place_asks_for_nothing(text: str) -> None:
    """Chat and bare asking are never searched."""
    request = understand(text)
    assert request.query == ""
    assert request.place is None
    assert request.functions == ()


def check(request: Request, text: str) -> None:
    """What holds of every request."""
    assert request.text == text
    assert request.query == request.query.strip()
    assert request.count is None or request.count > 0
    assert len(request.query) <= LONGEST + 16
    assert len(set(request.functions)) == len(request.functions)
    assert list(request.forms) == sorted(set(request.forms), key=list(Form).index)
    assert (request.place is Place.OPENING) <= (Function.OPENING in request.functions)
    assert (request.place is Place.CLOSING) <= (Function.CLOSING in request.functions)
    assert all(words.strip() for words in (*request.must, *request.without, *request.sources))
    for years in (request.years, *request.years_without):
        assert years is None or years.first is None or years.last is None or years.first <= years.last


@given(st.text())
def test_any_text_is_understood(text: str) -> None:
    """Whatever comes in, a request comes out."""
    check(understand(text, today=TODAY), text)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_any_heap_of_cues_is_understood(text: str) -> None:
    """Cues in any order and number give a request, too."""
    check(understand(text, today=TODAY), text)


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_without_every_part_only_the_query_is_left(text: str) -> None:
    """What is dropped fills no field, and its words do not come back into the query."""
    whole = understand(text, today=TODAY)
    bare = understand(text, today=TODAY, without=frozenset(Part))
    typed = understand(text, today=TODAY, without=frozenset({Part.CORRECTION}))
    assert bare == Request(text=text, query=typed.query, language=whole.language)


@pytest.mark.parametrize(
    ("part", "field", "value"),
    [
        (Part.FUNCTION, "functions", (Function.CLOSING,)),
        (Part.FORM, "forms", (Form.PARALLELISM,)),
        (Part.COUNT, "count", 2),
        (Part.LENGTH, "length", Length.SHORT),
        (Part.YEARS, "years", Years(2023, None)),
        (Part.KIND, "kind", "政府工作报告"),
        (Part.SOURCE, "sources", ("山东",)),
        (Part.MUST, "must", ("压舱石",)),
        (Part.WITHOUT, "without", ("反腐",)),
        (Part.CORRECTION, "corrections", (("安全声产", "安全生产"),)),
    ],
)
def test_a_part_can_be_taken_out_again(part: Part, field: str, value: object) -> None:
    """Each part fills its field, and without it the field is empty and the others stay."""
    text = "2023年以后 山东政府工作报告里 安全声产的排比结尾 来两段 短一点 “压舱石” 不要反腐"
    whole, less = understand(text, today=TODAY), understand(text, today=TODAY, without=frozenset({part}))
    assert getattr(whole, field) == value
    assert not getattr(less, field)
    others = {"functions", "forms", "count", "length", "years", "kind", "sources", "must", "without", "corrections"}
    assert all(getattr(less, other) == getattr(whole, other) for other in others - {field})
    assert (less.query == whole.query) == (part is not Part.CORRECTION)
    assert (less.place is None) == (part is Part.FUNCTION)


@pytest.mark.parametrize(
    "piece",
    [
        "工作会议", "嗯", "结尾 ", "给我一段", "的", "讲话的结尾", "please ", "你好", "在上", "问题和", "不要反腐，",
        "2023年", "“四风”", "存在的", "为什么要", "必须提到", "营伤环境", "problems and ", "主要", "新", "报告里",
        "不要结尾和", "不要", "但不要", "without quotes and ", "no ",
    ],
)  # fmt: skip
def test_no_message_takes_long(piece: str) -> None:
    """A message that repeats a cue through four thousand characters is read at once."""
    text = piece * (4000 // len(piece)) + "x"
    understand("预热")
    started = time.thread_time()
    understand(text)
    assert time.thread_time() - started < 5  # what grows as the square takes minutes


def test_a_term_of_the_field_asks_for_itself() -> None:
    """No cue is taken out of a theme: 耕地 is not 耕, 新材料 is not 新, 数字经济 holds no figures."""
    read = {term: understand(term) for term in THEMES}
    plain = {term: Request(text=term, query=normalize(term), language=read[term].language) for term in THEMES}
    assert {term: request for term, request in read.items() if request != plain[term]} == {}


@pytest.mark.parametrize("joint", [" ", "、", "和"])
def test_two_terms_ask_for_both(joint: str) -> None:
    """Themes side by side stay as they are; a thousand pairs of terms, drawn with a fixed seed."""
    draw = random.Random(7)
    themes = [theme for theme in THEMES if len(theme) >= 4]
    for _ in range(330):
        text = joint.join(draw.sample(themes, 2))
        request = understand(text)
        assert request == Request(text=text, query=normalize(text)), text
