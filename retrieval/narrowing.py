"""Which passages a request lets in at all (筛选): years, source, words, and functions and forms turned down.

A kind of text (文种) shuts nothing out, it only comes first: who asks for a party lecture's words on a theme takes
a good paragraph of another speech rather than none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from retrieval.facets import Facets, SpeechFacet
from retrieval.models import Request, Years
from retrieval.normalize import normalize
from retrieval.themes import load_lexicon, translate
from retrieval.tokens import words

Mask = npt.NDArray[np.bool_]


def narrows(request: Request) -> bool:
    """Whether a request narrows the library at all."""
    return bool(
        request.years
        or request.years_without
        or request.sources
        or request.sources_without
        or request.must
        or request.without
        or request.functions_without
        or request.forms_without
    )


def allowed(request: Request, facets: Facets, containing: Callable[[str], frozenset[int]]) -> Mask:
    """Return for each row of ``facets`` whether its passage may be shown.

    Args:
        request: What is asked for.
        facets: Of the whole index.
        containing: Gives the keys of passages that have all words of a text. A passage that has a word of the index
            holds it letter by letter, so it is shut out here if it must not; all else that must, or must not, stand
            there is for ``holds`` to say once the passage is read.
    """
    of_speech = np.array([_admits(request, speech) for speech in facets.speeches], dtype=bool)
    mask: Mask = of_speech[facets.speech] if len(facets) else np.zeros(0, dtype=bool)
    for name in dict.fromkeys(name for word in request.without for name in _names(word)):
        if words(name) == [name]:
            mask = mask & ~_among(facets, containing(name))
    if request.functions_without or request.forms_without:
        mask = mask & ~facets.does(request.functions_without) & ~facets.has(request.forms_without)
    return mask


def likely(request: Request, facets: Facets, containing: Callable[[str], frozenset[int]]) -> Mask:
    """Return for each row of ``facets`` whether its passage has the words of what it must hold: where to look first.

    No more than that: a text whose words a passage cuts otherwise (人民 in 新人民军), or which is of stop words alone
    (自己), stands in passages that are not found by its words.
    """
    mask = np.ones(len(facets), dtype=bool)
    for text in request.must:
        if found := containing(text):
            mask &= _among(facets, found)
    return mask


def of_kind(request: Request, facets: Facets) -> Mask:
    """Return for each row of ``facets`` whether its speech is of the kind of text that is asked for, if one is.

    报告 means every kind of report, 政府工作报告 too.
    """
    wanted = request.kind or ""
    fits = np.array([(speech.kind or "").endswith(wanted) for speech in facets.speeches], dtype=bool)
    return np.asarray(fits[facets.speech], dtype=bool) if len(facets) else np.zeros(0, dtype=bool)


def holds(request: Request, text: str) -> bool:
    """Whether a passage's text has every word that it must have, and none that it must not."""
    if not request.must and not request.without:
        return True
    searched = "".join(normalize(text).split())
    return all(_bare(word) in searched for word in request.must) and not any(
        _bare(name) in searched for word in request.without for name in _names(word)
    )


@lru_cache(maxsize=256)
def _names(word: str) -> tuple[str, ...]:
    """Return a word with the other names of the very thing: who wants no 反腐 wants no 反腐败 either."""
    if word.isascii():
        themes = [theme for _, found in translate(word.split()) for theme in found]
    else:
        themes = [theme for theme in [load_lexicon().theme(word)] if theme is not None]
    return (word, *(name for theme in themes for name in (theme.term, *theme.synonyms)))


def _admits(request: Request, speech: SpeechFacet) -> bool:
    return (
        (request.years is None or _within(speech.year, (request.years,)))
        and not (speech.year is not None and _within(speech.year, request.years_without))
        and all(source in speech.source for source in request.sources)
        and not any(source in speech.source for source in request.sources_without)
    )


def _within(year: int | None, spans: Iterable[Years]) -> bool:
    """A speech whose year nobody knows is of no year that is asked for."""
    return year is not None and any(
        (span.first is None or span.first <= year) and (span.last is None or year <= span.last) for span in spans
    )


def _among(facets: Facets, keys: frozenset[int]) -> Mask:
    return np.isin(facets.keys, np.fromiter(keys, dtype=np.int64, count=len(keys)))


def _bare(text: str) -> str:
    return "".join(text.split())
