"""Documents and read errors as JSON: what passes between the sandbox and its worker (传输).

JSON and not pickle, because whoever takes over a reader by a crafted file must not be able to run code beyond it.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from corpus.errors import ReadError
from corpus.models import Document, Mark, MarkKind, Metadata

_KINDS: list[type[ReadError]] = [ReadError, *ReadError.__subclasses__()]
_ERRORS = {kind.__name__: kind for kind in _KINDS}


class WireError(ValueError):
    """What came is no document and no error."""


def encode(result: Document | ReadError) -> dict[str, Any]:
    """Return ``result`` as values that JSON can hold."""
    if isinstance(result, ReadError):
        return {"error": type(result).__name__, "file": result.file, "reason": result.reason}
    metadata = asdict(result.metadata)
    metadata["date"] = result.metadata.date.isoformat() if result.metadata.date else None
    return {
        "file": result.file,
        "format": result.format,
        "source": result.source,
        "marks": [[mark.start, mark.end, mark.kind.value, mark.level] for mark in result.marks],
        "metadata": metadata,
    }


def decode(values: dict[str, Any]) -> Document | ReadError:
    """Return what :func:`encode` took apart; :class:`WireError` for anything else."""
    try:
        if "error" in values:
            return _ERRORS[values["error"]](str(values["file"]), str(values["reason"]))
        return Document(
            file=str(values["file"]),
            format=str(values["format"]),
            source=str(values["source"]),
            marks=_marks(values["marks"], len(values["source"])),
            metadata=_metadata(values["metadata"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise WireError(str(error)) from error


def _marks(rows: list[list[Any]], length: int) -> tuple[Mark, ...]:
    marks = tuple(Mark(int(start), int(end), MarkKind(kind), int(level)) for start, end, kind, level in rows)
    end = 0
    for mark in marks:
        if not end <= mark.start < mark.end <= length:
            raise WireError(f"mark {mark.start}–{mark.end} of a text of {length}")
        end = mark.end
    return marks


def _metadata(values: dict[str, Any]) -> Metadata:
    day = values["date"]
    return Metadata(
        title=values["title"],
        year=values["year"],
        date=date.fromisoformat(day) if day else None,
        occasion=values["occasion"],
        speaker=values["speaker"],
        themes=tuple(values["themes"]),
        licence=values["licence"],
    )
