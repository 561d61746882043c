"""Which passages are shown, and in what order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from corpus.models import Passage, PassageKind, SpeechInfo
from retrieval.models import Length
from retrieval.selection import BAND, LONG, LONG_FROM, ODD_LENGTH, SHORT_UP_TO, Candidate, select


def candidate(key: int, score: float, speech: str = "甲", text: str = "", parent: int | None = None) -> Candidate:
    """A paragraph, or a point of ``parent``."""
    passage = Passage(
        id=name(key),
        key=key,
        speech_id=speech,
        start=0,
        end=1,
        text=text or f"第{key}段的话",
        sha256="",
        kind=PassageKind.PARAGRAPH if parent is None else PassageKind.POINT,
        section=(),
        paragraph=1,
        parent_id=None if parent is None else name(parent),
    )
    info = SpeechInfo(
        speech, speech, False, None, None, None, None, None, None, "", 0, 0, datetime(2026, 1, 1, tzinfo=UTC)
    )
    return Candidate(passage, info, score)


def of_year(year: int | None, one: Candidate) -> Candidate:
    """The same from a speech of a year."""
    return replace(one, speech=replace(one.speech, year=year))


def name(key: int) -> str:
    """The id of a key."""
    return f"p_{key:016x}"


def shown(candidates: list[Candidate], links: dict[int, tuple[int, ...]] | None = None, limit: int = 12) -> list[int]:
    """Keys shown, in order."""
    return [hit.passage.key for hit in select(candidates, links or {}, name, limit)]


def test_best_first_and_no_more_than_asked() -> None:
    """Order of arrival does not matter."""
    assert shown([candidate(1, 0.2), candidate(2, 0.9), candidate(3, 0.5)], limit=2) == [2, 3]
    assert shown([]) == []


def test_equal_texts_are_folded_under_the_best() -> None:
    """Also where commas and white space differ; the folded one is named."""
    hits = select(
        [candidate(1, 0.9, text="作风建设，没有旁观者。"), candidate(2, 0.8, "乙", text="作风建设没有旁观者 ")],
        {},
        name,
        12,
    )
    assert [(hit.passage.key, hit.similar) for hit in hits] == [(1, (name(2),))]


def test_linked_passages_are_folded_and_named_found_or_not() -> None:
    """A link that was not among the candidates is still worth a look."""
    hits = select([candidate(1, 0.9), candidate(2, 0.8, "乙"), candidate(3, 0.7, "丙")], {1: (2, 9), 2: (1,)}, name, 12)
    assert [(hit.passage.key, hit.similar) for hit in hits] == [(1, (name(2), name(9))), (3, ())]


def test_a_short_paragraph_stands_for_its_points() -> None:
    """Never both; the paragraph fits a phone."""
    assert shown([candidate(1, 0.9), candidate(2, 0.85, parent=1)]) == [1]


def test_a_point_stands_for_a_long_paragraph() -> None:
    """Where the point says nearly as much of the theme, at the place that the paragraph had."""
    long = candidate(1, 0.9, text="长" * (LONG + 1))
    assert shown([long, candidate(2, 0.85, parent=1), candidate(3, 0.86)]) == [2, 3]
    assert shown([long, candidate(2, 0.3, parent=1), candidate(3, 0.86)]) == [1, 3]


def test_a_point_that_scores_higher_stays() -> None:
    """Its paragraph and its sisters go."""
    assert shown([candidate(1, 0.5), candidate(2, 0.9, parent=1), candidate(3, 0.8, parent=1)]) == [2]


def test_speeches_take_turns_among_equals() -> None:
    """甲 has the two best, but 乙 is about as good."""
    assert shown([candidate(1, 1.0), candidate(2, 0.99), candidate(3, 0.98, "乙")]) == [1, 3, 2]


def test_variety_never_lifts_what_is_off_the_theme() -> None:
    """Outside the band another speech waits."""
    below = 1.0 - BAND - 0.01
    assert shown([candidate(1, 1.0), candidate(2, 1.0), candidate(3, below, "乙")]) == [1, 2, 3]


def test_scores_of_zero_are_kept_in_order() -> None:
    """A band of nothing is no reason to divide by it."""
    assert shown([candidate(1, 0.0), candidate(2, 0.0, "乙"), candidate(3, 0.0)]) == [1, 2, 3]


def test_a_lead_in_comes_after_what_says_something() -> None:
    """It may score high (重点抓好以下工作), and says nothing: a passage of less score goes before it."""
    lead = candidate(1, 1.0, text="今年，我们要重点抓好以下工作：")
    body = candidate(
        2, 0.6, text="要把稳就业摆在突出位置，落实援企稳岗政策，帮助高校毕业生和农民工找到工作，兜住困难群众的底。"
    )
    assert [hit.passage.key for hit in select([lead, body], {}, name, 5)] == [2, 1]


def test_a_text_that_another_holds_whole_is_folded_under_the_better() -> None:
    """The same words once alone and once with more behind them are one answer."""
    short = "要深化放管服改革，推动政府职能转变，让企业和群众办事更加方便。"
    one = candidate(1, 1.0, text=short)
    more = candidate(2, 0.9, text=short + "各地要在年底前完成清单编制，接受社会监督。")
    (hit,) = select([one, more], {}, name, 5)
    assert (hit.passage.key, len(hit.similar)) == (1, 1)


@pytest.mark.parametrize(
    ("length", "first"), [(None, 1), (Length.SHORT, 2), (Length.LONG, 3)], ids=["none", "short", "long"]
)
def test_a_length_that_is_asked_for_counts(length: Length | None, first: int) -> None:
    """The best of the middle length leads where none is asked for; a good one that fits leads where one is."""
    candidates = [
        candidate(1, 0.9, text="中" * (SHORT_UP_TO + LONG_FROM // 2 - 65)),
        candidate(2, 0.85, "乙", text="短" * SHORT_UP_TO),
        candidate(3, 0.86, "丙", text="长" * LONG_FROM),
    ]
    assert select(candidates, {}, name, 12, length)[0].passage.key == first


def test_a_length_never_outweighs_the_theme() -> None:
    """What is far better on the theme leads, however long it is."""
    candidates = [candidate(1, 0.9, text="长" * 900), candidate(2, 0.9 * ODD_LENGTH - 0.01, "乙", text="短话")]
    assert [hit.passage.key for hit in select(candidates, {}, name, 12, Length.SHORT)] == [1, 2]


def test_newer_speeches_come_first_among_equals() -> None:
    """A year that nobody knows is the oldest; a better passage is never overtaken for its age."""
    equal = [
        of_year(None, candidate(1, 0.8, "甲")),
        of_year(2021, candidate(2, 0.8, "乙")),
        of_year(2025, candidate(3, 0.8, "丙")),
        of_year(2026, candidate(4, 0.8 * (1 - 2 * BAND), "丁")),
    ]
    assert shown(equal) == [3, 2, 1, 4]
