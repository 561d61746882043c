"""Words of the searched copy (分词): one function for passages and requests, so that both are cut alike.

jieba with the domain's terms as its user dictionary. A long word also gives the words inside it
(作风建设 → 作风, 建设, 作风建设), so that 优化作风 and 作风建设 meet.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import platformdirs

from retrieval.normalize import DATA, normalize
from retrieval.themes.lexicon import Lexicon, load_lexicon

_JOINS: Final = frozenset({"与", "和", "及", "以及", "暨"})
_LEAST_SIDE: Final = 2
"""Characters of a theme that is joined to another: 人 in 人与自然 is none."""
_LONGEST_RUN: Final = 256
"""Characters without a mark between them; no sentence has as many."""
_LONG_RUN: Final = re.compile(rf"[\w+#&._%-]{{{_LONGEST_RUN + 1},}}")


def _segmenter() -> Any:  # noqa: ANN401  jieba ships no types
    return _segmenter_with(load_lexicon())


@lru_cache(maxsize=1)
def _segmenter_with(lexicon: Lexicon) -> Any:  # noqa: ANN401  jieba ships no types
    """Make the one segmenter; takes half a second from jieba's cache, a second without."""
    import jieba

    jieba.setLogLevel(logging.CRITICAL)  # a cache that cannot be written is no error: the next start is slower
    segmenter = jieba.Tokenizer()
    segmenter.tmp_dir = str(_cache_folder())
    segmenter.initialize()
    for word in dict.fromkeys(lexicon.words()):
        segmenter.add_word(word)
    return segmenter


def _cache_folder() -> Path:
    """Return a folder of this user for jieba's dictionary cache; the shared temporary one is open to others.

    It may be missing or closed to us, as in a read-only home: jieba then reads its plain dictionary.
    """
    folder = platformdirs.user_cache_path("jianggao")
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


@cache
def stopwords() -> frozenset[str]:
    """Words without a theme, from ``data/stopwords.txt``."""
    lines = (DATA / "stopwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def words(text: str) -> list[str]:
    """Cut ``text`` into words that do not overlap, in order; punctuation and stop words are left out."""
    return [word for side in _sides(text) for word in side]


def sides(text: str) -> list[list[str]]:
    """Cut ``text`` into words as ``words`` does, parted where 与, 和 or their like joins two themes."""
    found = _sides(text)
    if all(len("".join(side)) >= _LEAST_SIDE for side in found):
        return found
    return [words(text)]


def _sides(text: str) -> list[list[str]]:
    stop = stopwords()
    found: list[list[str]] = [[]]
    for word in (word for run in _runs(normalize(text)) for word in _segmenter().cut(run)):
        if word in _JOINS:
            found.append([])
        elif word not in stop and _is_word(word):
            found[-1].append(word)
    return found


def _runs(text: str) -> Iterator[str]:
    """Cut ``text`` where more characters follow each other than in any sentence: a run takes its length squared.

    jieba cuts at punctuation by itself, so that no text that somebody wrote is cut otherwise.
    """
    at = 0
    for run in _LONG_RUN.finditer(text):
        for start in range(run.start(), run.end(), _LONGEST_RUN):
            yield text[at:start]
            at = start
    yield text[at:]


def pieces(text: str) -> list[str]:
    """Cut the searched copy ``text`` into words of the dictionary; characters outside of any stand alone."""
    return list(_segmenter().cut(text, HMM=False))


def edges(text: str) -> frozenset[int]:
    """Return where words begin and end in a normalised text: offsets in characters, 0 and the length among them."""
    found = [0]
    for word in _segmenter().cut(text):
        found.append(found[-1] + len(word))
    return frozenset(found)


def known(word: str) -> bool:
    """Whether the segmenter's dictionary has ``word``, the terms of the field included."""
    return bool(_segmenter().FREQ.get(word))


def parts(word: str) -> list[str]:
    """Words inside one word, shorter than it: 作风建设 → [作风, 建设]."""
    frequency = _segmenter().FREQ
    if word.isascii():
        return []
    return [
        gram
        for length in range(2, len(word))
        for gram in (word[start : start + length] for start in range(len(word) - length + 1))
        if frequency.get(gram)
    ]


def tokens(text: str) -> list[str]:
    """Cut ``text`` into the words it is searched by: every word, each long one preceded by the words inside it."""
    return with_parts(words(text))


def with_parts(found: Iterable[str]) -> list[str]:
    """Return words as they are searched by: each long one preceded by the words inside it."""
    return [token for word in found for token in (*parts(word), word)]


def _is_word(word: str) -> bool:
    return any(character.isalnum() for character in word)
