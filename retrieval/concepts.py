"""What a request is about, word by word (概念): each word with what else may stand for it in a passage.

A Chinese word brings the words inside it and those near to it; an English one brings the Chinese terms of that name.
Concepts stand in groups, one for each part of the request between spaces or commas, or joined by 与, 和 or their like:
a passage on one part is on the theme, though it says nothing of the others ("公务接待 预算 审计监督"). A theme that the
request only talks about in everyday words ("老板拖着工资不给") is one more such group.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.themes.english import look_up, translate
from retrieval.themes.lexicon import load_lexicon
from retrieval.themes.spoken import spoken
from retrieval.tokens import parts, sides, stopwords, words

_GUESSES = 2
"""Chinese words for an English one that only the dictionary knows; they say some of it, as the words inside it do."""
SURELY_SPOKEN = 0.7
"""Least weight of everyday wording by which a theme is asked for."""
_CHUNK = re.compile(r"[a-z][a-z0-9'’.\-]*(?: +[a-z][a-z0-9'’.\-]*)*|[^\s,、;:/|+&。!?]+")
_ENGLISH = re.compile(r"[a-z][a-z0-9'’.\- ]*")


@dataclass(frozen=True, slots=True)
class Concept:
    """One word of a request.

    Attributes:
        word: As the request has it.
        exact: Words that are this very thing: the word itself, or the Chinese words for an English name.
        parts: Words inside the exact ones, or such that a dictionary gives for it: they say some of it.
        near: Words near to it.
    """

    word: str
    exact: tuple[str, ...]
    parts: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


Group = tuple[Concept, ...]


def concepts(query: str) -> tuple[Group, ...]:
    """Read the groups of concepts in a normalised query, in its order; empty where it holds stop words only."""
    groups = []
    for chunk in _CHUNK.findall(query):
        if _ENGLISH.fullmatch(chunk) is not None:
            groups.append(_english(chunk))
        else:
            groups += [tuple(_chinese(word) for word in side) for side in sides(chunk)]
    groups += _spoken(query)
    return tuple(group for group in groups if group)


def _chinese(word: str) -> Concept:
    return Concept(word, exact=(word,), parts=tuple(parts(word)), near=load_lexicon().near(word))


def _spoken(query: str) -> list[Group]:
    """The themes of its everyday wording, where that is beyond doubt and they are not named as well."""
    lexicon = load_lexicon()
    found = (lexicon.theme(one.word) for one in spoken(query) if one.weight >= SURELY_SPOKEN)
    return [
        (Concept(theme.term, (theme.term, *theme.synonyms), tuple(parts(theme.term)), theme.near),)
        for theme in found
        if theme is not None and not any(word in query for word in (theme.term, *theme.synonyms))
    ]


def _english(chunk: str) -> Group:
    group = []
    for name, themes in translate(chunk.split()):
        if themes:
            exact = tuple(dict.fromkeys(word for theme in themes for word in (theme.term, *theme.synonyms)))
            inside = dict.fromkeys(part for theme in themes for part in parts(theme.term))
            close = dict.fromkeys(word for theme in themes for word in theme.near if word not in exact)
            group.append(Concept(name, (*exact, *words(name)), tuple(inside), tuple(close)))
        elif name not in stopwords():
            group.append(Concept(name, exact=(name,), parts=tuple(one.word for one in look_up(name)[:_GUESSES])))
    return tuple(group)
