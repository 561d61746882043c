"""What the labeller sees of a passage."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import IndexRow, PassageKind, Place
from retrieval.models import Function
from retrieval.roles.cues import question
from retrieval.roles.features import BITS, NUMBERS, Context, buckets, contexts, features
from retrieval.roles.parts import announced
from retrieval.roles.sentences import SENTENCE

ROW = IndexRow(
    key=1,
    parent_key=None,
    speech_id="s_1",
    title="在全县河长制会议上的讲话",
    year=2024,
    section=("一、工作回顾",),
    text="一是把河看住。",
    place=Place.BODY,
    kind=PassageKind.PARAGRAPH,
    paragraph=2,
    paragraphs=4,
)


@given(st.text())
def test_any_text_has_features(text: str) -> None:
    """Whatever a file holds, lone surrogates included, gives finite numbers of the stated shapes."""
    seen = features(Context(text=text, section=(text[:10],)))
    assert seen.numbers.shape == (NUMBERS,)
    assert seen.cues.shape == (len(seen.sentences), SENTENCE)
    assert len(seen.sentences) >= 1
    assert np.isfinite(seen.numbers).all()
    assert np.isfinite(seen.cues).all()


@given(st.text(min_size=1))
def test_buckets_are_a_sorted_set_in_bounds(text: str) -> None:
    """Each bucket once, in order, below the bound, and the same whenever it is asked."""
    found = buckets(text, BITS)
    assert found.tolist() == sorted(set(found.tolist()))
    assert 1 <= len(found) <= 2 * len(text) - 1
    assert found.max() < 1 << BITS
    assert (buckets(text, BITS) == found).all()


def test_hash_is_the_same_everywhere() -> None:
    """The shipped weights depend on it: these numbers may never change without a new version."""
    assert buckets("河长", BITS).tolist() == sorted(
        {ord("河") * 2654435761 % 2**32 >> 17, ord("长") * 2654435761 % 2**32 >> 17}
        | {((ord("河") * 0x85EBCA6B % 2**32) ^ ord("长")) * 2654435761 % 2**32 >> 17}
    )


def test_traditional_and_full_width_are_seen_alike() -> None:
    """A text in Traditional characters has the features of its Simplified copy."""
    one, other = (features(Context(text=text)) for text in ("完成率８０％，群眾滿意。", "完成率80%,群众满意。"))
    assert (one.text == other.text).all()
    assert (one.numbers == other.numbers).all()


def test_siblings_of_a_paragraph_are_its_neighbours() -> None:
    """The paragraphs before and after in the same speech, wherever their rows stand; no other speech's."""
    after = replace(ROW, key=2, paragraph=3, text="二是把水管清。")
    before = replace(ROW, key=3, paragraph=1, text="今天开会。")
    foreign = replace(ROW, key=4, speech_id="s_2", paragraph=3, text="三是别处的。")
    found = contexts([after, foreign, ROW, before])
    assert found[2].siblings == ("今天开会。", "二是把水管清。")
    assert (found[2].paragraph, found[2].paragraphs, found[2].section) == (2, 4, ("一、工作回顾",))


def test_siblings_of_a_point_are_the_points_beside_it() -> None:
    """A point stands where its paragraph does, and beside the paragraph's other points."""
    point = replace(ROW, key=8, parent_key=1, kind=PassageKind.POINT, text="二是把水管清。")
    other = replace(point, key=9, text="三是把岸护好。")
    found = contexts([ROW, point, other])
    assert found[1].siblings == ("三是把岸护好。",)
    assert found[1].paragraph == 2
    assert found[0].siblings == ()


@pytest.mark.parametrize(
    ("headings", "function"),
    [
        (["一、过去一年工作回顾"], Function.ACHIEVEMENTS),
        (["一、2023年河长制工作情况", "(一)巡河更勤"], Function.ACHIEVEMENTS),
        (["二、存在的问题"], Function.PROBLEMS),
        (["三、面临的困难和挑战"], Function.PROBLEMS),
        (["二、总体要求"], Function.GOALS),
        (["四、加强组织领导"], Function.REQUIREMENTS),
        (["五、政府自身建设"], Function.REQUIREMENTS),
        (["一、肯定成绩,正视问题"], None),
        (["二、今后五年的主要目标任务"], None),
        (["二、把河看住"], None),
        ([], None),
    ],
)
def test_headings_that_announce_a_function(headings: list[str], function: Function | None) -> None:
    """Only a heading that names one function in so many words announces it; one that names two does not."""
    assert announced(headings) is function


@pytest.mark.parametrize("text", ["1" * 100_000, "为什么？" * 25_000, "”" * 100_000])
def test_a_text_without_sentences_is_looked_through_once(text: str) -> None:
    """A person's file may be one paragraph of anything; looked over at each character it would stop the bot."""
    began = time.perf_counter()
    question(text.replace("？", "?"))
    assert time.perf_counter() - began < 10
