"""What functions, forms and the other values are called in each language (名称)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from retrieval.models import Form, Function, Length, Part, Relevance


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one language, one for each value."""

    functions: Mapping[Function, str]
    forms: Mapping[Form, str]
    relevances: Mapping[Relevance, str]
    lengths: Mapping[Length, str]
    parts: Mapping[Part, str]


ZH_NAMES: Final = Names(
    functions={function: function.value for function in Function},
    forms={form: form.value for form in Form},
    relevances={Relevance.CLOSE: "很贴切", Relevance.RELATED: "相关", Relevance.TOUCHING: "沾边"},
    lengths={Length.SHORT: "短", Length.LONG: "长"},
    parts={
        Part.FUNCTION: "功能",
        Part.FORM: "形式",
        Part.COUNT: "段数",
        Part.LENGTH: "长短",
        Part.YEARS: "年份",
        Part.KIND: "文种",
        Part.SOURCE: "来源",
        Part.MUST: "须含的词",
        Part.WITHOUT: "不含的词",
        Part.CORRECTION: "改正",
    },
)

EN_NAMES: Final = Names(
    functions={
        Function.OPENING: "opening",
        Function.SIGNIFICANCE: "significance",
        Function.ACHIEVEMENTS: "achievements",
        Function.PROBLEMS: "problems",
        Function.GOALS: "goals",
        Function.MEASURES: "measures",
        Function.REQUIREMENTS: "requirements",
        Function.CLOSING: "closing",
    },
    forms={
        Form.PARALLELISM: "parallelism",
        Form.PARALLEL_LEADS: "parallel leads",
        Form.QUOTATION: "quotation",
        Form.METAPHOR: "metaphor",
        Form.FIGURES: "figures",
        Form.QUESTION: "question",
        Form.MAXIM: "maxim",
    },
    relevances={Relevance.CLOSE: "close", Relevance.RELATED: "related", Relevance.TOUCHING: "touches on it"},
    lengths={Length.SHORT: "short", Length.LONG: "long"},
    parts={
        Part.FUNCTION: "function",
        Part.FORM: "form",
        Part.COUNT: "number",
        Part.LENGTH: "length",
        Part.YEARS: "years",
        Part.KIND: "kind of text",
        Part.SOURCE: "source",
        Part.MUST: "required words",
        Part.WITHOUT: "excluded words",
        Part.CORRECTION: "correction",
    },
)
