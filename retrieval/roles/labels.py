"""The labelled paragraphs that training and tests read (``corpus/LABELS.md``)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.bundled import BUNDLED_FOLDER, bundled_files
from corpus.models import PassageKind, Speech
from corpus.readers import read_file
from corpus.splitting import build_speech
from retrieval.models import Form, Function
from retrieval.roles.features import LEAD, Context


@dataclass(frozen=True, slots=True)
class Labelled:
    """A natural paragraph of a bundled speech with its labels; ``speech`` is the file's stem."""

    speech: str
    context: Context
    function: Function
    forms: frozenset[Form]


def labelled() -> tuple[Labelled, ...]:
    """Every labelled paragraph, in the order of files and paragraphs."""
    lines = (BUNDLED_FOLDER / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    labels = {(one["speech"], one["paragraph"]): one for one in map(json.loads, lines)}
    found = []
    for path in bundled_files():
        for context in paragraphs(build_speech(read_file(path, path.name))):
            label = labels[path.stem, context.paragraph]
            found.append(
                Labelled(path.stem, context, Function(label["function"]), frozenset(map(Form, label["forms"])))
            )
    return tuple(found)


def paragraphs(speech: Speech) -> list[Context]:
    """The contexts of the natural paragraphs of a speech that is in no library."""
    found = [passage for passage in speech.passages if passage.kind is PassageKind.PARAGRAPH]
    return [
        Context(
            text=passage.text,
            section=passage.section,
            paragraph=passage.paragraph,
            paragraphs=len(found),
            place=passage.place,
            title=speech.frame.title,
            siblings=tuple(other.text[:LEAD] for other in (*found[max(0, at - 1) : at], *found[at + 1 : at + 2])),
        )
        for at, passage in enumerate(found)
    ]


def digest(examples: Sequence[Labelled], recipe: str) -> str:
    """16 hex digits of the examples and the recipe: what weights were made from."""
    seen = hashlib.sha256(recipe.encode())
    for one in examples:
        seen.update(repr((one.speech, one.context, one.function, sorted(one.forms))).encode())
    return seen.hexdigest()[:16]
