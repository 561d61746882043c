"""How alike two texts are, and whether those that are alike find one another."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import duplicates
from corpus.duplicates import BANDS, THRESHOLD, bands, jaccard, normalised, shingles, sketch
from tests.corpus.making import make_speech, sentences
from tests.shared import needs_shared, speech_files

CJK = st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=200)


def altered(text: str, changes: int, seed: int = 0) -> str:
    """``text`` with so many of its characters, chosen by chance, replaced by one that it does not hold."""
    chance = random.Random(seed)
    characters = list(text)
    for at in chance.sample(range(len(characters)), changes):
        characters[at] = "龘"
    return "".join(characters)


@pytest.mark.parametrize(
    ("text", "copy"),
    [
        ("各位代表，“发展”！", "各位代表发展"),
        ("ＧＤＰ　增长５％", "gdp增长5"),
        ("全面完成\n了任务。", "全面完成了任务"),
        ("XX市、××市、**市、某市、____市、【】市", "某市某市某市某市某市某市"),
        ("2 0 2 4 年ＸＸ县", "2024年某县"),
        ("maximum 和 x", "maximum和某"),
        ("，。！", ""),
        ("", ""),
    ],
)
def test_the_copy_that_is_compared(text: str, copy: str) -> None:
    """Width, case, white space, punctuation and the form of a mask make no difference."""
    assert normalised(text) == copy


def test_similarity_against_hand_arithmetic() -> None:
    """Of abcdefg and bcdefgh: 3 grams each, 2 in common, 4 in all: 0.5; a text shorter than a gram is one gram."""
    assert shingles("abcdefg") == {"abcde", "bcdef", "cdefg"}
    assert jaccard(shingles("abcdefg"), shingles("bcdefgh")) == 0.5
    assert shingles("甲乙") == {"甲乙"}
    assert jaccard(shingles("甲乙"), shingles("甲、乙。")) == 1.0
    assert jaccard(shingles("，"), shingles("，")) == 0.0


@given(CJK, CJK)
def test_similarity_is_symmetric_and_bounded(a: str, b: str) -> None:
    """Between 0 and 1, the same both ways, and 1 for a text and itself unless nothing of it remains."""
    one, other = shingles(a), shingles(b)
    assert 0.0 <= jaccard(one, other) == jaccard(other, one) <= 1.0
    assert jaccard(one, one) == (1.0 if normalised(a) else 0.0)


def test_bands_are_the_same_on_every_machine() -> None:
    """Stored bands are compared with new ones for ever: hashing, seed and layout are pinned here."""
    first, second, none = bands([shingles("把安全责任落实到每一个岗位"), shingles("甲"), frozenset()])
    assert first[:2] == PINNED
    assert len(set(first)) == len(set(second)) == BANDS
    assert none == ()
    assert all(0 <= band < 2**63 for band in first + second)


PINNED = (7139398362989774208, 7688189759419038042)


def test_near_identical_texts_share_a_band() -> None:
    """Of 200 paragraphs, each with a near-identical copy, at least 99 in 100 pairs are proposed."""
    found = proposed = 0
    for seed in range(200):
        paragraph = sentences(seed, 10)
        pair = [shingles(paragraph), shingles(altered(paragraph, 4, seed))]
        if jaccard(*pair) >= THRESHOLD:
            found += 1
            one, other = bands(pair)
            proposed += not set(one).isdisjoint(other)
    assert found > 100
    assert proposed >= 0.99 * found


def test_a_sketch_holds_natural_paragraphs_that_are_long_enough() -> None:
    """Points are compared within their paragraph, and a formula of a few words is a copy of nothing."""
    point = sentences(2)[:40]
    speech = make_speech(["同志们：", sentences(1), point + sentences(3)], points=[point])
    made = sketch(speech)
    paragraphs = [passage for passage in speech.passages if passage.parent_id is None]
    assert list(made.paragraphs) == list(made.paragraph_bands) == [passage.key for passage in paragraphs[1:]]
    assert made.shingles == shingles(speech.text)
    assert made.bands == bands([made.shingles])[0]


@needs_shared
def test_reports_of_different_years_are_far_from_near_identical() -> None:
    """No two of the real files are anywhere near the threshold; the closest two stay below a quarter."""
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in speech_files()]
    sets = [duplicates.shingles(text) for text in texts]
    assert len(sets) == 65
    assert max(jaccard(a, b) for a, b in combinations(sets, 2)) < 0.25
