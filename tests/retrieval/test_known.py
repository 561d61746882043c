"""The table of known models."""

from __future__ import annotations

import pytest

from retrieval.known import KNOWN, known


@pytest.mark.parametrize(
    ("model", "query", "document"),
    [
        ("intfloat/multilingual-e5-small", "query: ", "passage: "),
        ("BAAI/bge-small-zh-v1.5", "为这个句子生成表示以用于检索相关文章：", ""),
        ("google/embeddinggemma-300m", "task: search result | query: ", "title: none | text: "),
        ("BAAI/bge-m3", "", ""),
    ],
)
def test_prompts(model: str, query: str, document: str) -> None:
    """A known model has the prompts of its card."""
    entry = known(model)
    assert entry is not None
    assert (entry.query_prompt, entry.document_prompt) == (query, document)


@pytest.mark.parametrize("model", ["/srv/models/multilingual-e5-base", "INTFLOAT/Multilingual-E5-Base"])
def test_found_by_folder_and_in_any_case(model: str) -> None:
    """A model in a folder of its own name is known, and upper case makes no difference."""
    entry = known(model)
    assert entry is not None
    assert entry.name == "intfloat/multilingual-e5-base"


@pytest.mark.parametrize("model", ["somebody/multilingual-e5", "e5-small", "", "/srv/models"])
def test_unknown(model: str) -> None:
    """A model that is not in the table is not guessed at."""
    assert known(model) is None


def test_folder_of_another_owner() -> None:
    """A copy under another owner's name is the same model: it needs the same prompts."""
    assert known("mirror/bge-m3") == known("BAAI/bge-m3")


def test_names_are_unique() -> None:
    """No two entries answer to one name or one folder."""
    names = [entry.name.lower() for entry in KNOWN]
    assert len(set(names)) == len(names)
    assert len({name.partition("/")[2] for name in names}) == len(names)
