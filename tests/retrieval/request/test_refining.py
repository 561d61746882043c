"""What only says how passages are to be, and what it makes of the request before."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.models import Form, Function, Length, Part, Request, Years
from retrieval.request import read_refinement, refined, says, understand
from retrieval.request.refining import LONGEST, STAND_IN
from retrieval.themes import load_lexicon

TODAY = date(2026, 3, 1)
NOTHING = says(Request("", ""))

REFINEMENTS: dict[str, dict[str, Any]] = {
    "短一点": {"length": Length.SHORT},
    "再短一点吧": {"length": Length.SHORT},
    "太长了": {"length": Length.SHORT},
    "有没有短一点的": {"length": Length.SHORT},
    "換個短的": {"length": Length.SHORT},
    "shorter": {"length": Length.SHORT},
    "a shorter one please": {"length": Length.SHORT},
    "it's too long": {"length": Length.SHORT},
    "长一点": {"length": Length.LONG},
    "longer": {"length": Length.LONG},
    "太短了": {"length": Length.LONG},
    "要结尾的": {"functions": (Function.CLOSING,)},
    "要結尾的": {"functions": (Function.CLOSING,)},
    "换成结尾": {"functions": (Function.CLOSING,)},
    "结尾": {"functions": (Function.CLOSING,)},
    "a closing one": {"functions": (Function.CLOSING,)},
    "要开头的": {"functions": (Function.OPENING,)},
    "要举措的": {"functions": (Function.MEASURES,)},
    "怎么抓": {"functions": (Function.MEASURES,)},
    "要有问题的": {"functions": (Function.PROBLEMS,)},
    "为什么重要": {"functions": (Function.SIGNIFICANCE,)},
    "提几点要求": {"functions": (Function.REQUIREMENTS,)},
    "要排比的": {"forms": (Form.PARALLELISM,)},
    "带数据的": {"forms": (Form.FIGURES,)},
    "with figures": {"forms": (Form.FIGURES,)},
    "来两段": {"count": 2},
    "来三段短的": {"count": 3, "length": Length.SHORT},
    "不要2020年的": {"years_without": (Years(2020, 2020),)},
    "not 2020": {"years_without": (Years(2020, 2020),)},
    "只要近两年": {"years": Years(2025, None)},
    "近两年的": {"years": Years(2025, None)},
    "2023年以后的": {"years": Years(2023, None)},
    "only since 2023": {"years": Years(2023, None)},
    "2023年的": {"years": Years(2023, 2023)},
    "太老了": {"years": Years(2022, None)},
    "要党课里的": {"kind": "党课"},
    "只要山东的": {"sources": ("山东",)},
    "不要山东的": {"sources_without": ("山东",)},
    "nothing from Shandong": {"sources_without": ("山东",)},
    "不要反腐": {"without": ("反腐",)},
    "别提反腐": {"without": ("反腐",)},
    "no corruption": {"without": ("corruption",)},
    "必须提到初心": {"must": ("初心",)},
    "不要2020年的，短一点": {"years_without": (Years(2020, 2020),), "length": Length.SHORT},
    "要结尾的，短一点，带数据": {
        "functions": (Function.CLOSING,),
        "length": Length.SHORT,
        "forms": (Form.FIGURES,),
    },
    "更短的": {"length": Length.SHORT},
    "别这么长": {"length": Length.SHORT},
    "换一批短的": {"length": Length.SHORT},
    "再来一段短的": {"length": Length.SHORT},
    "再来一段不要2020年的": {"years_without": (Years(2020, 2020),)},
    "字数多一点": {"length": Length.LONG},
    "要最新的": {"years": Years(2022, None)},
    "不要太老的": {"years": Years(2022, None)},
    "多一点数据": {"forms": (Form.FIGURES,)},
    "有结尾吗": {"functions": (Function.CLOSING,)},
    "how about a closing": {"functions": (Function.CLOSING,)},
    "what about measures": {"functions": (Function.MEASURES,)},
    "can I have a shorter one": {"length": Length.SHORT},
    "不要结尾": {"functions_without": (Function.CLOSING,)},
    "不要结尾的": {"functions_without": (Function.CLOSING,)},
    "換一段不要開頭的": {"functions_without": (Function.OPENING,)},
    "不要开头和结尾": {"functions_without": (Function.OPENING, Function.CLOSING)},
    "不要开头要结尾": {"functions": (Function.CLOSING,), "functions_without": (Function.OPENING,)},
    "不要成绩": {"functions_without": (Function.ACHIEVEMENTS,)},
    "别用排比": {"forms_without": (Form.PARALLELISM,)},
    "那就不要金句了": {"forms_without": (Form.MAXIM,)},
    "不要数据的": {"forms_without": (Form.FIGURES,)},
    "no quotes": {"forms_without": (Form.QUOTATION,)},
    "without figures": {"forms_without": (Form.FIGURES,)},
    "not the ending please": {"functions_without": (Function.CLOSING,)},
    "不要报告": {},
}


@pytest.mark.parametrize("text", REFINEMENTS)
def test_refinements(text: str) -> None:
    """Every cue is read, and nothing else."""
    request = read_refinement(text, today=TODAY)
    assert request is not None
    assert says(request) == NOTHING | REFINEMENTS[text]
    assert (request.query, request.text) == ("", text)


@pytest.mark.parametrize(
    "text",
    [
        "作风建设", "给我一段关于作风建设的话", "安全生产的结尾", "来两段安全生产", "短一点的作风建设", "党课",
        "山东", "不要形式主义", "找差距", "阶段的成果", "长三角一体化", "短板弱项整改", "长效机制",
        "近两年的工作成绩和不足怎么写材料", "会议讲话的结尾", "党课的结尾", "领导讲话的开头怎么写",
        "动员会一开头怎么讲", "长征精神", "2035年远景目标", "目标责任制", "民生问题", "数字经济", "不含糊",
        "不要搞形式主义", "close the gap", "work safety", "shorter supply chains", "谢谢", "你好", "", "。",
        "打铁还需自身硬", "不忘初心", "结尾工程", "开头难", "举措落地", "问题导向", "要求严格", "有短有长",
        STAND_IN, f"{STAND_IN}，短一点", "短" * (LONGEST + 1),
    ],
)  # fmt: skip
def test_what_refines_nothing(text: str) -> None:
    """What names a theme, or asks for an opening at large, is a request of its own; small talk is nothing."""
    assert read_refinement(text, today=TODAY) is None


def test_no_theme_is_taken_for_a_refinement() -> None:
    """A term of the field with a query of its own is searched, whatever was asked before."""
    terms = sorted({theme.term for theme in load_lexicon().themes})
    wrong = [term for term in terms if read_refinement(term) is not None and understand(term).query]
    assert [term for term in wrong if term != "全年目标"] == []


def after(*texts: str) -> Request:
    """What is asked for after these messages."""
    first, *rest = texts
    request = understand(first, today=TODAY)
    for text in rest:
        request = refined(request, text, today=TODAY)
    return request


def test_a_later_word_wins() -> None:
    """Function, length, count, years, kind and source of before give way."""
    request = after("来两段安全生产的结尾，短一点，2020年以后", "要举措的", "长一点", "来三段", "2023年的", "党课里的")
    assert request.query == "安全生产"
    assert (request.functions, request.place, request.length) == ((Function.MEASURES,), None, Length.LONG)
    assert (request.count, request.years, request.kind) == (3, Years(2023, 2023), "党课")
    assert after("安全生产", "只要山东的", "只要江苏的").sources == ("江苏",)


def test_what_adds_up() -> None:
    """Forms, words, and what is left out."""
    request = after("安全生产", "要排比的", "带数据的", "不要反腐", "不要扶贫", "不要2020年的", "不要2021年的")
    kinds = after("安全生产", "不要结尾", "不要开头的", "不要引用", "不要金句")
    assert kinds.functions_without == (Function.CLOSING, Function.OPENING)
    assert kinds.forms_without == (Form.QUOTATION, Form.MAXIM)
    assert request.forms == (Form.PARALLELISM, Form.FIGURES)
    assert request.without == ("反腐", "扶贫")
    assert request.years_without == (Years(2020, 2020), Years(2021, 2021))
    assert request.text == "安全生产；要排比的；带数据的；不要反腐；不要扶贫；不要2020年的；不要2021年的"


def test_what_contradicts() -> None:
    """Who turns down what was wanted, or wants what was turned down, has changed their mind."""
    assert after("安全生产", "2023年的", "不要2023年的").years is None
    assert after("安全生产", "不要2023年的", "2023年的").years_without == ()
    assert after("安全生产", "只要山东的", "不要山东的").sources == ()
    assert after("安全生产", "不要山东的", "只要山东的").sources_without == ()
    assert after("安全生产", "不要反腐", "必须提到反腐").without == ()
    assert after("安全生产的结尾", "不要结尾的").functions == ()
    assert after("安全生产", "不要结尾的", "要结尾的").functions_without == ()
    assert after("安全生产", "要排比的", "不要排比").forms == ()
    assert after("安全生产", "不要排比", "要排比的").forms_without == ()


def test_a_message_that_refines_nothing() -> None:
    """The request stays as it is."""
    request = understand("安全生产的结尾", today=TODAY)
    assert refined(request, "作风建设") == request


@pytest.mark.parametrize("part", Part)
def test_parts_are_taken_out_whoever_said_them(part: Part) -> None:
    """Those of before and those of the last message."""
    before = understand("来两段做风建设的结尾，2023年以后的", today=TODAY)
    whole = refined(before, "不要反腐，短一点，带数据的，必须提到初心", today=TODAY)
    less = refined(before, "不要反腐，短一点，带数据的，必须提到初心", today=TODAY, without=frozenset({part}))
    if part is Part.CORRECTION:
        assert (whole.query, less.query) == ("作风建设", "做风建设")
        assert less.corrections == ()
    changed = {name for name, value in says(whole).items() if says(less)[name] != value}
    fields = {
        Part.FUNCTION: {"functions"}, Part.FORM: {"forms"}, Part.COUNT: {"count"}, Part.LENGTH: {"length"},
        Part.YEARS: {"years"}, Part.MUST: {"must"}, Part.WITHOUT: {"without"},
    }  # fmt: skip
    assert changed == fields.get(part, set())


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_messages(first: str, second: str) -> None:
    """Nothing raises; the theme is that of the first."""
    request = understand(first, today=TODAY)
    assert refined(request, second, today=TODAY).query == request.query
