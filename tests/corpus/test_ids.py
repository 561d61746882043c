"""Ids come from content and survive the way to text and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import ids
from corpus.errors import UnknownId


def test_ids_are_pinned() -> None:
    """An id never changes between releases: favourites and judgements of people's own point to it."""
    text = "同志们：\n抓落实，重在行动。"
    assert ids.digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert ids.speech_id(text) == "s_" + ids.digest(text)[:16]
    key = ids.passage_key("s_0123456789abcdef", 5, 14, ids.digest("抓落实，重在行动。"))
    assert ids.passage_id(key) == "p_7e97024dfad3e823"


@given(st.integers(min_value=0, max_value=2**63 - 1))
def test_a_key_survives_the_way_to_an_id_and_back(key: int) -> None:
    """Every 63-bit key has an id of its own and comes back from it."""
    assert ids.key_of(ids.passage_id(key)) == key


@given(st.text(), st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_passage_key_fits_a_signed_column(text: str, start: int, end: int) -> None:
    """Keys stay within 63 bits, for SQLite's and FAISS' signed integers."""
    key = ids.passage_key(ids.speech_id(text), start, end, ids.digest(text))
    assert 0 <= key < 2**63


def test_every_part_of_a_passage_counts() -> None:
    """Another speech, span or text gives another key: repeated paragraphs of one speech stay apart."""
    base = ("s_0123456789abcdef", 0, 4, ids.digest("抓好落实"))
    others = [
        ("s_0123456789abcdee", 0, 4, base[3]),
        (base[0], 1, 4, base[3]),
        (base[0], 0, 5, base[3]),
        (base[0], 0, 4, ids.digest("狠抓落实")),
    ]
    assert len({ids.passage_key(*base), *(ids.passage_key(*other) for other in others)}) == 5


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "p_",
        "s_0123456789abcdef",
        "p_0123456789ABCDEF",
        "p_8000000000000000",
        "p_0123456789abcdef0",
        "p_0123456789abcdef\n",
    ],
)
def test_a_malformed_id_is_refused(wrong: str) -> None:
    """What is no passage id, or no 63-bit key, is an UnknownId that names it."""
    with pytest.raises(UnknownId) as error:
        ids.key_of(wrong)
    assert wrong in str(error.value)
