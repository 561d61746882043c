"""Words that a request and a passage share."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.concepts import concepts
from retrieval.errors import IndexDamaged
from retrieval.lexical import Entry, LexicalIndex

STYLE = Entry.of(1, "干部作风实不实，群众看得最清楚。", "一、作风建设", "在作风建设推进会上的讲话")
SAFETY = Entry.of(2, "安全生产一刻也不能放松。", "一、守住底线", "在安全生产工作会议上的讲话")
CLOSING = Entry.of(3, "同志们，让我们守护好万家灯火。", "", "在安全生产工作会议上的讲话")


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    """Three passages."""
    index = LexicalIndex.create(tmp_path / "lexical")
    index.update([STYLE, SAFETY, CLOSING])
    return index


def keys(index: LexicalIndex, query: str) -> list[int]:
    """Keys found, best first."""
    return list(index.scores(concepts(query), 10))


def test_finds_passages_by_their_words(index: LexicalIndex) -> None:
    """The passage that says it comes first; one whose title says it comes after."""
    assert keys(index, "作风") == [1]
    assert keys(index, "安全生产") == [2, 3]
    assert keys(index, "垃圾分类") == []


def test_scores_fall(index: LexicalIndex) -> None:
    """BM25 scores are above 0 and best first; nothing asked scores nothing."""
    scores = list(index.scores(concepts("安全生产"), 10).values())
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0
    assert list(index.scores(concepts("安全生产"), 1).values()) == scores[:1]
    assert index.scores((), 10) == {}


def test_the_body_weighs_more_than_the_title(index: LexicalIndex) -> None:
    """Context has less weight than what the passage says itself."""
    scores = index.scores(concepts("安全生产"), 10)
    assert scores[SAFETY.key] > 2 * scores[CLOSING.key]


def test_english_finds_the_chinese_term(index: LexicalIndex) -> None:
    """Work safety is 安全生产."""
    assert keys(index, "work safety")[0] == 2


def test_a_passage_names_its_words(index: LexicalIndex) -> None:
    """Body and context are told apart."""
    (match,) = index.read([STYLE.key])
    assert "群众" in match.body
    assert "推进" in match.context
    assert "推进" not in match.body


def test_an_index_without_words_gives_scores_and_no_texts(tmp_path: Path) -> None:
    """Whole speeches are scored; what they say is not kept twice."""
    bare = LexicalIndex.create(tmp_path / "speeches", words=False)
    bare.update([STYLE, SAFETY])
    assert list(bare.scores(concepts("作风"), 10)) == [1]
    assert sum(path.read_bytes().count("最清楚".encode()) for path in (tmp_path / "speeches").glob("*.store")) == 0


def test_passages_that_contain_every_word(index: LexicalIndex) -> None:
    """In the body, all of them; nothing for a text without words."""
    assert index.containing("安全生产") == {2}
    assert index.containing("作风 群众") == {1}
    assert index.containing("作风 安全生产") == frozenset()
    assert index.containing("，") == frozenset()


def test_reads_by_key(index: LexicalIndex) -> None:
    """Known keys come back, unknown ones do not."""
    assert sorted(match.key for match in index.read([1, 3, 99])) == [1, 3]
    assert index.read([]) == []


def test_passages_come_and_go(index: LexicalIndex, tmp_path: Path) -> None:
    """A removed key is found no more, a new one is, and both after opening again."""
    index.update([Entry.of(4, "作风建设没有旁观者。", "", "讲话")], removed=[1])
    assert len(index) == 3
    assert keys(LexicalIndex.open(tmp_path / "lexical"), "作风") == [4]


def test_counts_passages_with_a_word(index: LexicalIndex) -> None:
    """Document frequency is of the body alone."""
    assert index.document_frequency("安全生产") == 1
    assert index.document_frequency("红烧肉") == 0


def test_keys_reach_63_bits(tmp_path: Path) -> None:
    """The greatest key there can be goes in and out whole."""
    index = LexicalIndex.create(tmp_path / "lexical")
    index.update([Entry.of(2**63 - 1, "作风", "", "")])
    assert keys(index, "作风") == [2**63 - 1]
    index.update([], removed=[2**63 - 1])
    assert len(index) == 0


def test_a_missing_index_is_told(tmp_path: Path) -> None:
    """Not a foreign exception."""
    with pytest.raises(IndexDamaged, match="词面索引读不出来"):
        LexicalIndex.open(tmp_path)
