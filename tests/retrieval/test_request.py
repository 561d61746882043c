"""What a message asks for."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.normalize import normalize
from retrieval.request import LONGEST, understand
from retrieval.themes import load_lexicon

_TABLE = (Path(__file__).parent / "cases" / "requests.tsv").read_text(encoding="utf-8").splitlines()
CASES = [line.split("\t") for line in _TABLE if not line.startswith("#")]


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


@given(st.text())
def test_any_text_is_understood(text: str) -> None:
    """Whatever comes in, a request comes out: it keeps the text, and its query is normalised."""
    request = understand(text)
    assert request.text == text
    assert request.query == request.query.strip()
    assert request.count is None or request.count > 0
    assert len(request.query) <= LONGEST


@pytest.mark.parametrize(
    "piece", ["工作会议", "嗯", "结尾 ", "给我一段", "的", "讲话的结尾", "please ", "你好", "在上"]
)
def test_no_message_takes_long(piece: str) -> None:
    """A message that repeats a word of asking a thousand times is read at once."""
    started = time.thread_time()
    understand(piece * 1000 + "x")
    assert time.thread_time() - started < 2


@pytest.mark.parametrize("term", [theme.term for theme in load_lexicon().themes])
def test_a_term_of_the_field_asks_for_itself(term: str) -> None:
    """No word of asking is taken out of a theme: 耕地 is not 耕, 新材料 is not 新."""
    assert understand(term).query == normalize(term)
