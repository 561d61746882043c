"""How common a word is in official speeches at large (词频): ``data/frequencies.tsv``.

A small library knows little of the language: that it does not hold 鼓励 says nothing, that it does not hold 恐龙 says
all. The table counts passages with a word over the public reports that the built-in encoder was trained on; it is
written by ``python -m retrieval.frequencies FOLDER``.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from retrieval.normalize import DATA
from retrieval.tokens import tokens

LEAST: Final = 3
"""Passages that a word must stand in to be counted."""
_FILE: Final = DATA / "frequencies.tsv"


@dataclass(frozen=True, slots=True)
class Frequencies:
    """In how many of ``passages`` each word stands; rarer ones than ``LEAST``, and figures, are left out."""

    passages: int
    counts: Mapping[str, int]


def count(texts: Iterable[str]) -> Frequencies:
    """Count the passages that each word stands in, once a passage."""
    counts: Counter[str] = Counter()
    passages = 0
    for text in texts:
        counts.update(set(tokens(text)))
        passages += 1
    kept = {word: found for word, found in sorted(counts.items()) if found >= LEAST and any(map(str.isalpha, word))}
    return Frequencies(passages, kept)


@cache
def load() -> Frequencies:
    """Read the table."""
    head, *lines = _FILE.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines)
    return Frequencies(int(head.removeprefix("# ")), {word: int(found) for word, found in pairs})


def write(frequencies: Frequencies, file: Path = _FILE) -> None:
    """Write the table: a line with the number of passages, and one a word."""
    lines = [f"# {frequencies.passages}", *(f"{word}\t{found}" for word, found in frequencies.counts.items())]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(folder: Path) -> None:
    """Count over the speeches of a folder."""
    from corpus.errors import ReadError
    from corpus.models import PassageKind
    from corpus.readers import read_file
    from corpus.sources import find
    from corpus.splitting import build_speech

    speeches = (build_speech(read_file(one.path, one.name)) for one in find([folder]) if not isinstance(one, ReadError))
    write(
        count(
            passage.text for speech in speeches for passage in speech.passages if passage.kind is PassageKind.PARAGRAPH
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
