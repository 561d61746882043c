"""Requests made from texts alone, each with the passage it should find (训练样本)."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from tokenizers import Tokenizer

from retrieval.themes.theme import Theme
from retrieval.training.dictionary import Entry
from retrieval.training.initial import Floats
from retrieval.training.texts import Pair, Paragraph, titled
from retrieval.training.vocabulary import is_chinese

_TRANSLATION_COPIES: Final = 3
"""How often a translated pair is shown each way: there are few, and a whole language hangs on them."""

_THEME_COPIES: Final = 2
_MOST_KEYWORDS: Final = 3
_LONGEST_REQUEST: Final = 30
"""Characters in the longest heading, or path of headings, that is taken for a request; people ask in fewer."""

_FEWEST_WORDS: Final = 7
"""Different words that a paragraph must have for a longer request to be drawn from it."""
_LOST: Final = 0.1
"""Share of characters that a careless request leaves out."""
_MOST_SYNONYMS: Final = 8
"""Words under one gloss, beyond which the gloss is too general to make them near."""


def requests(
    paragraphs: Sequence[Paragraph], tokenizer: Tokenizer, idf: Floats, passes: int, chance: random.Random
) -> list[Pair]:
    """Return headings, opening sentences and keywords with their paragraphs, as often as ``passes``."""
    return [
        pair
        for _ in range(passes)
        for pair in (*_by_headings(paragraphs), *_by_keywords(paragraphs, tokenizer, idf, chance))
    ]


def careless(paragraphs: Sequence[Paragraph], tokenizer: Tokenizer, idf: Floats, chance: random.Random) -> list[Pair]:
    """Return two to five words of a paragraph written as one, with characters lost, each with the paragraph."""
    pairs = []
    for paragraph in paragraphs:
        weights = _words(paragraph.text, tokenizer, idf)
        if len(weights) >= _FEWEST_WORDS:
            drawn = chance.choices(list(weights), list(weights.values()), k=chance.randint(2, 5))
            request = "".join(character for character in "".join(dict.fromkeys(drawn)) if chance.random() > _LOST)
            if request:
                pairs.append(Pair(request, paragraph.text))
    return pairs


def translated(translations: Sequence[Pair], passes: int) -> list[Pair]:
    """Return sentences with their translation, both ways."""
    both = [way for pair in translations for way in (pair, Pair(pair.passage, pair.query))]
    return both * (_TRANSLATION_COPIES * passes)


def named(themes: Sequence[Theme], passes: int) -> list[Pair]:
    """Return terms with their English names, their synonyms, the words near to them, and how people say it."""
    pairs = [
        Pair(name.replace("+", ""), theme.term)
        for theme in themes
        for name in (*theme.english, *theme.synonyms, *theme.near, *theme.spoken)
    ]
    return pairs * (_THEME_COPIES * passes)


def glossed(entries: Sequence[Entry]) -> list[Pair]:
    """Return words of the dictionary with each of their glosses."""
    return [Pair(entry.word, gloss) for entry in entries for gloss in entry.glosses]


def synonyms(entries: Sequence[Entry]) -> list[Pair]:
    """Return words that share a gloss, both ways."""
    sharing: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        for gloss in entry.glosses:
            sharing[gloss].append(entry.word)
    return [
        Pair(word, other)
        for words in sharing.values()
        if len(words) <= _MOST_SYNONYMS
        for word in words
        for other in words
        if word != other
    ]


def _by_headings(paragraphs: Sequence[Paragraph]) -> Iterator[Pair]:
    """Nearest heading, path of headings, and (twice, for it is the closest to a request) opening sentence."""
    for paragraph in paragraphs:
        for request in dict.fromkeys((" ".join(paragraph.headings[-1:]), " ".join(paragraph.headings))):
            if 0 < len(request) <= _LONGEST_REQUEST:
                yield Pair(request, paragraph.text)
        for pair in titled(paragraph):
            yield pair
            yield pair


def _by_keywords(
    paragraphs: Sequence[Paragraph], tokenizer: Tokenizer, idf: Floats, chance: random.Random
) -> Iterator[Pair]:
    """One to three words of a paragraph, rare ones rather than common ones."""
    for paragraph in paragraphs:
        weights = _words(paragraph.text, tokenizer, idf)
        if weights:
            drawn = chance.choices(list(weights), list(weights.values()), k=chance.randint(1, _MOST_KEYWORDS))
            yield Pair(" ".join(dict.fromkeys(drawn)), paragraph.text)


def _words(text: str, tokenizer: Tokenizer, idf: Floats) -> dict[str, float]:
    """Return the Chinese words of a text, with the weight that each is drawn by."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    return {
        token: float(idf[piece])
        for token, piece in zip(encoding.tokens, encoding.ids, strict=True)
        if len(token) > 1 and is_chinese(token)
    }
