"""What passes between the sandbox and its worker comes out as it went in, and nothing else comes out."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from corpus.errors import CorpusError, ReadError, ScannedFile
from corpus.models import Document, Mark, MarkKind, Metadata
from corpus.wire import WireError, decode, encode

DOCUMENT = Document(
    file="会议/讲话.docx",
    format="docx",
    source="题\n一、形势\n文𬱖",
    marks=(Mark(0, 1, MarkKind.TITLE), Mark(2, 6, MarkKind.HEADING, 1)),
    metadata=Metadata("题", 2024, date(2024, 3, 1), "会", "某某", ("作风", "安全"), "CC0-1.0"),
)


@pytest.mark.parametrize("document", [DOCUMENT, Document("a.txt", "txt", "")])
def test_a_document_comes_back(document: Document) -> None:
    """Every field survives JSON."""
    assert decode(json.loads(json.dumps(encode(document)))) == document


@pytest.mark.parametrize("kind", [ReadError, *ReadError.__subclasses__()])
def test_every_error_comes_back(kind: type[ReadError]) -> None:
    """With its kind, its file and its reason."""
    error = decode(json.loads(json.dumps(encode(kind("a.txt", "坏了")))))
    assert type(error) is kind
    assert isinstance(error, ReadError)
    assert (error.file, error.reason) == ("a.txt", "坏了")
    assert issubclass(ScannedFile, CorpusError)


@pytest.mark.parametrize(
    "change",
    [
        {"error": "SystemExit"},
        {"marks": [[0, 99, "title", 0]]},
        {"marks": [[3, 2, "title", 0]]},
        {"marks": [[0, 1, "none", 0]]},
        {"marks": None},
        {"metadata": {}},
        {"source": 3},
    ],
)
def test_nonsense_is_refused(change: dict[str, Any]) -> None:
    """A worker that was taken over cannot make other things than documents and read errors."""
    with pytest.raises(WireError):
        decode({**encode(DOCUMENT), **change})
