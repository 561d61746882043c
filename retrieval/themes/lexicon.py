"""The lexicon of the field in two languages (主题词表): ``data/themes``, and the operator's own terms beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from retrieval.models import Expansion
from retrieval.normalize import DATA
from retrieval.themes.reading import merge, read_themes
from retrieval.themes.theme import Theme

FOLDER: Final = DATA / "themes"
COMMON_VERBS: Final = "常用动词"
"""The group of the commonest verbs: they help to find, and carry no more of a theme than other common words."""
EVERYDAY: Final = frozenset({"常用词", "日常说法", COMMON_VERBS})
"""The groups of words common in speeches that are no themes; they help to find, and are never offered."""

SYNONYM: Final = 0.95
"""Weight of a word for the very same thing, …"""
NEAR: Final = 0.6
"""… of one near to it, …"""
NARROWER: Final = 0.55
"""… of a theme that is part of it, …"""
SISTER: Final = 0.4
"""… of another word near to the one theme that it is near to, …"""
BROADER: Final = 0.25
"""… and of a wider theme."""


class Lexicon:
    """Themes with their tables; never changed once made. Compared, and kept in caches, by identity."""

    def __init__(self, themes: Iterable[Theme]) -> None:
        """Take themes; of several that claim a word as synonym, the first has it."""
        self.themes: Final = tuple(themes)
        self._by_term: Final[Mapping[str, Theme]] = MappingProxyType({theme.term: theme for theme in self.themes})
        self._by_synonym: Final = _index((word, theme) for theme in self.themes for word in theme.synonyms)
        self._under: Final = _index((word, theme) for theme in self.themes for word in theme.near)
        self._narrower: Final = _index((word, theme) for theme in self.themes for word in theme.broader)
        self._expanded: Final[dict[str, tuple[Expansion, ...]]] = {}

    def theme(self, word: str) -> Theme | None:
        """The theme that ``word`` is the term of, or else a synonym of."""
        found = self._by_term.get(word)
        return found or next(iter(self._by_synonym.get(word, ())), None)

    def near_themes(self, word: str) -> tuple[Theme, ...]:
        """The themes that ``word`` is a near word of, in the order of the lexicon."""
        return self._under.get(word, ())

    def narrower(self, term: str) -> tuple[Theme, ...]:
        """The themes that are part of ``term``, in the order of the lexicon."""
        return self._narrower.get(term, ())

    def words(self) -> Iterator[str]:
        """Every word, for the segmenter: terms, synonyms and near words; a word may come more than once."""
        for theme in self.themes:
            yield from theme.words

    def expand(self, word: str) -> tuple[Expansion, ...]:
        """Return what may stand for a normalised Chinese word, weightiest first; nothing for an unknown one.

        Each word comes once, with the weight of its closest relation. 同义, 下位 and 上位 are named before 近义, which
        says less: a part of a theme that also stands among its near words is a part of it, of a near word's weight.
        """
        found = self._expanded.get(word)
        if found is None:
            found = self._expand(word)
            if word in self._by_term or word in self._by_synonym or word in self._under:
                self._expanded[word] = found  # bounded by the lexicon, as unknown words are not kept
        return found

    def _expand(self, word: str) -> tuple[Expansion, ...]:
        best: dict[str, Expansion] = {}

        def add(others: Iterable[str], relation: str, weight: float) -> None:
            for other in others:
                if other != word:
                    known = best.get(other, Expansion(other, word, relation, weight))
                    best[other] = replace(known, weight=max(known.weight, weight))

        theme = self.theme(word)
        under = self.near_themes(word)
        if theme is not None:
            add((theme.term, *theme.synonyms), "同义", SYNONYM)
            add((one.term for one in self.narrower(theme.term)), "下位", NARROWER)
            add(theme.broader, "上位", BROADER)
            add(theme.near, "近义", NEAR)
        add((one.term for one in under), "近义", NEAR)
        if theme is None and len(under) == 1:
            add((*under[0].synonyms, *under[0].near), "近义", SISTER)
        return tuple(sorted(best.values(), key=lambda one: -one.weight))


def load_lexicon() -> Lexicon:
    """Return the lexicon in use: the operator's terms first, where there are any, then those that are shipped."""
    return _Use.lexicon or _shipped()


def configure(path: Path | None) -> None:
    """Use an operator's own terms beside those that are shipped, or with None no longer.

    To be called once, before anything is searched: it holds for the whole process, as the segmenter does. A file that
    does not exist adds nothing. An own term of the same name adds its words to the shipped one, before those.

    Raises:
        TermsError: The file cannot be read or is malformed; what was in use stays in use.
    """
    if path is None or not path.exists():
        _Use.lexicon, _Use.digest = None, ""
        return
    own = read_themes(path)
    _Use.lexicon = Lexicon(merge(own, _shipped().themes))
    _Use.digest = hashlib.sha256(path.read_bytes()).hexdigest()


def digest() -> str:
    """SHA-256, in hex, of all files of themes in use; another one means that texts are cut into other words."""
    return hashlib.sha256(f"{_shipped_digest()} {_Use.digest}".encode()).hexdigest()


def files() -> list[Path]:
    """The shipped files, in the order that they are read."""
    return sorted(FOLDER.glob("*.tsv"))


class _Use:
    """What the process uses beside the shipped themes."""

    lexicon: Lexicon | None = None
    digest: str = ""


@cache
def _shipped() -> Lexicon:
    return Lexicon(theme for path in files() for theme in read_themes(path))


@cache
def _shipped_digest() -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in files())).hexdigest()


def _index(pairs: Iterable[tuple[str, Theme]]) -> Mapping[str, tuple[Theme, ...]]:
    table: dict[str, list[Theme]] = {}
    for word, theme in pairs:
        table.setdefault(word, []).append(theme)
    return MappingProxyType({word: tuple(themes) for word, themes in table.items()})
