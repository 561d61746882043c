"""What a request is about, word by word (概念): each word with what else may stand for it in a passage.

A Chinese word brings the words inside it and those near to it; an English one brings the Chinese terms of that name.
Concepts stand in groups, one for each part of the request between spaces or commas, or joined by 与, 和 or their like:
a passage on one part is on the theme, though it says nothing of the others ("公务接待 预算 审计监督").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.models import Expansion
from retrieval.themes import Theme, load_lexicon, translate
from retrieval.themes.english import look_up
from retrieval.themes.spoken import spoken
from retrieval.tokens import parts, sides, stopwords, words

_ENGLISH_JOINS = frozenset({"and", "or"})
_GUESSES = 2
"""Chinese words for an English one that only the dictionary knows."""
_CHUNK = re.compile(r"[a-z][a-z0-9'’.\-]*(?: +[a-z][a-z0-9'’.\-]*)*|[^\s,、;:/|+&。!?]+")
_ENGLISH = re.compile(r"[a-z][a-z0-9'’.\- ]*")


@dataclass(frozen=True, slots=True)
class Concept:
    """One word of a request.

    Attributes:
        word: As the request has it.
        exact: Words that are this very thing: the word itself, or the Chinese words for an English name. None for a
            theme that the request names in everyday words.
        parts: Words inside the exact ones, which say some of it.
        others: What else may stand for it, weightiest first, by the lexicon.
    """

    word: str
    exact: tuple[str, ...]
    parts: tuple[str, ...] = ()
    others: tuple[Expansion, ...] = ()

    def __hash__(self) -> int:
        """By the word alone: a request asks for the weight of its concepts thousands of times."""
        return hash(self.word)


Group = tuple[Concept, ...]


def concepts(query: str) -> tuple[Group, ...]:
    """Read the groups of concepts in a normalised query, in its order; empty where it holds stop words only."""
    groups = []
    for chunk in _CHUNK.findall(query):
        if _ENGLISH.fullmatch(chunk) is not None:
            groups += _english(chunk)
        else:
            groups += [tuple(_chinese(word) for word in side) for side in sides(chunk)]
    groups += [_everyday(one) for one in spoken(query) if not _is_named(one.word, query)]
    return tuple(group for group in groups if group)


def plain(group: Group) -> Group:
    """Return a group without what the lexicon brings: words as they came and the words inside them, or nothing."""
    return tuple(
        Concept(concept.word, tuple(words(concept.word)) or (concept.word,))
        if concept.word.isascii()
        else Concept(concept.word, (concept.word,), concept.parts)
        for concept in group
        if concept.exact
    )


def _chinese(word: str) -> Concept:
    return Concept(word, exact=(word,), parts=tuple(parts(word)), others=load_lexicon().expand(word))


def _english(chunk: str) -> list[Group]:
    """Read English words; "and" and "or" part two themes as 和 does, unless a name of the field holds them."""
    groups: list[list[Concept]] = [[]]
    for name, themes in translate(chunk.split()):
        group = groups[-1]
        if name in _ENGLISH_JOINS:
            groups.append([])
        elif themes:
            exact = tuple(theme.term for theme in themes)
            inside = dict.fromkeys(part for word in exact for part in parts(word))
            group.append(Concept(name, (*exact, *words(name)), tuple(inside), _others(name, themes)))
        elif name not in stopwords():
            group.append(Concept(name, exact=(name,), others=look_up(name)[:_GUESSES]))
    return [tuple(group) for group in groups]


def _is_named(term: str, query: str) -> bool:
    theme = load_lexicon().theme(term)
    return theme is not None and any(word in query for word in (theme.term, *theme.synonyms))


def _everyday(theme: Expansion) -> Group:
    """Return the group of a theme that the request names in everyday words: none of them is the theme itself."""
    others = (theme, *(replace(one, weight=one.weight * theme.weight) for one in load_lexicon().expand(theme.word)))
    return (Concept(theme.word, exact=(), others=tuple(replace(one, stands_for=theme.stands_for) for one in others)),)


def _others(name: str, themes: Sequence[Theme]) -> tuple[Expansion, ...]:
    """Return what may stand for an English name: what may stand for each of its Chinese terms."""
    exact = {theme.term for theme in themes}
    best: dict[str, Expansion] = {}
    for theme in themes:
        for one in load_lexicon().expand(theme.term):
            if one.word not in exact and (one.word not in best or best[one.word].weight < one.weight):
                best[one.word] = replace(one, stands_for=name)
    return tuple(sorted(best.values(), key=lambda one: -one.weight))
