"""Which passages a request lets in."""

from __future__ import annotations

import pytest

from retrieval.facets import Facets, SpeechFacet
from retrieval.models import Form, Function, Request, Years
from retrieval.narrowing import Mask, allowed, holds, likely, narrows, of_kind
from tests.retrieval.test_facets import facet

SHANDONG = SpeechFacet("s_0000000000000a01", 2026, "报告", "山东省政府工作报告 山东.txt")
COUNTY = SpeechFacet("s_0000000000000a02", 2021, "讲话", "在全县教育大会上的讲话 王某")
UNDATED = SpeechFacet("s_0000000000000a03", None, None, "手稿.docx")
FACETS = Facets.create([facet(1, SHANDONG), facet(2, COUNTY), facet(3, UNDATED)])


def let_in(**asked: object) -> list[int]:
    """Keys of the passages that a request lets in."""
    request = Request("", "教育", **asked)  # type: ignore[arg-type]  # one field each
    mask = allowed(request, FACETS, lambda _: frozenset())
    return [int(key) for key in FACETS.keys[mask]]


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ({}, [1, 2, 3]),
        ({"years": Years(2025, None)}, [1]),
        ({"years": Years(None, 2021)}, [2]),
        ({"years": Years(2021, 2026)}, [1, 2]),
        ({"years_without": (Years(2021, 2021),)}, [1, 3]),
        ({"kind": "报告"}, [1, 2, 3]),
        ({"sources": ("山东",)}, [1]),
        ({"sources": ("教育大会",)}, [2]),
        ({"sources": ("山东", "教育大会")}, []),
        ({"sources_without": ("山东",)}, [2, 3]),
    ],
)
def test_each_condition(asked: dict[str, object], keys: list[int]) -> None:
    """A speech whose year nobody knows is of no year that is asked for, and is shut out by none."""
    assert let_in(**asked) == keys


def test_a_kind_of_text_is_known_and_shuts_nothing_out() -> None:
    """It only comes first."""
    assert FACETS.keys[of_kind(Request("", "教育", kind="讲话"), FACETS)].tolist() == [2]
    assert of_kind(Request("", "教育"), FACETS).all()
    report = Facets.create([facet(4, SpeechFacet("s_0000000000000a04", 2025, "政府工作报告", "报告"))])
    assert of_kind(Request("", "教育", kind="报告"), report).all()
    assert not narrows(Request("", "教育", kind="讲话"))


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ({"functions_without": (Function.CLOSING,)}, [2, 3]),
        ({"functions_without": (Function.CLOSING, Function.MEASURES)}, [3]),
        ({"forms_without": (Form.PARALLELISM,)}, [3]),
        ({"forms_without": (Form.MAXIM, Form.QUOTATION)}, [2, 3]),
        ({"functions_without": (Function.PROBLEMS,), "forms_without": (Form.MAXIM,)}, [2]),
    ],
)
def test_what_is_turned_down_is_shut_out(asked: dict[str, object], keys: list[int]) -> None:
    """A passage that does one of it, or is made of one of it among others."""
    facets = Facets.create(
        [
            facet(1, SHANDONG, Function.CLOSING, (Form.PARALLELISM, Form.MAXIM)),
            facet(2, COUNTY, Function.MEASURES, (Form.PARALLELISM,)),
            facet(3, UNDATED, Function.PROBLEMS),
        ]
    )
    request = Request("", "教育", **asked)  # type: ignore[arg-type]  # fields of a request
    assert narrows(request)
    assert facets.keys[allowed(request, facets, lambda _: frozenset())].tolist() == keys


def test_a_plain_theme_narrows_nothing() -> None:
    """Function, form, count and length are no conditions."""
    assert not narrows(Request("作风", "作风", count=2))
    assert narrows(Request("作风", "作风", without=("反腐",)))


@pytest.mark.parametrize(
    ("must", "without", "held"),
    [
        ((), (), True),
        (("钉钉子",), (), True),
        (("钉子 精神",), (), True),
        (("钉钉子", "形式主义"), (), False),
        ((), ("形式主义",), True),
        ((), ("钉钉子",), False),
        (("gdp",), (), True),
    ],
)
def test_words_are_looked_for_in_the_text_itself(must: tuple[str, ...], without: tuple[str, ...], held: bool) -> None:
    """Letter by letter in the searched copy, white space aside."""
    text = "要發揚釘釘子精神，把ＧＤＰ算清楚。"
    assert holds(Request("", "", must=must, without=without), text) is held


@pytest.mark.parametrize("word", ["反腐败", "反腐", "anti-corruption"])
def test_what_must_not_occur_goes_by_all_its_names(word: str) -> None:
    """One theme, whatever it is called and in whichever language."""
    request = Request("", "作风", without=(word,))
    assert not holds(request, "坚定不移推进反腐败斗争。")
    assert holds(request, "作风建设永远在路上。")


def test_words_tell_where_to_look_first_and_shut_out_what_surely_holds_them() -> None:
    """A word of the index stands in the passage; that a text is not found by its words says nothing of it."""
    found = {"有": frozenset({1, 3}), "疫情": frozenset({2})}

    def containing(text: str) -> frozenset[int]:
        return found.get(text, frozenset())

    def keys(mask: Mask) -> list[int]:
        return [int(key) for key in FACETS.keys[mask]]

    assert keys(likely(Request("", "", must=("有",)), FACETS, containing)) == [1, 3]
    assert keys(likely(Request("", "", must=("有", "自己")), FACETS, containing)) == [1, 3]
    assert keys(likely(Request("", ""), FACETS, containing)) == [1, 2, 3]
    assert keys(allowed(Request("", "", must=("有",)), FACETS, containing)) == [1, 2, 3]
    assert keys(allowed(Request("", "", without=("疫情",)), FACETS, containing)) == [1, 3]
