"""Requests made from texts alone, each with the passage it should find (训练样本)."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Final

from tokenizers import Tokenizer

from retrieval.themes.theme import Theme
from retrieval.training.initial import Floats
from retrieval.training.texts import Pair, Paragraph, titled
from retrieval.training.vocabulary import is_chinese

_TRANSLATION_COPIES: Final = 3
"""How often a translated pair is shown each way: there are few, and a whole language hangs on them."""

_TERM_COPIES: Final = 2
_MOST_KEYWORDS: Final = 3
_LONGEST_REQUEST: Final = 30
"""Characters in the longest heading, or path of headings, that is taken for a request; people ask in fewer."""


def training_pairs(
    paragraphs: Sequence[Paragraph],
    translations: Sequence[Pair],
    themes: Sequence[Theme],
    tokenizer: Tokenizer,
    idf: Floats,
    passes: int,
    seed: int,
) -> list[Pair]:
    """Return the pairs of so many passes over the texts, each with other keywords.

    The same seed gives the same pairs in the same order.
    """
    chance = random.Random(seed)  # noqa: S311  repeatable on purpose
    return [
        pair
        for _ in range(passes)
        for pair in (
            *_by_headings(paragraphs),
            *_by_keywords(paragraphs, tokenizer, idf, chance),
            *_by_translation(translations),
            *_by_themes(themes),
        )
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
        encoding = tokenizer.encode(paragraph.text, add_special_tokens=False)
        weights = {
            token: float(idf[piece])
            for token, piece in zip(encoding.tokens, encoding.ids, strict=True)
            if len(token) > 1 and is_chinese(token)
        }
        if weights:
            drawn = chance.choices(list(weights), list(weights.values()), k=chance.randint(1, _MOST_KEYWORDS))
            yield Pair(" ".join(dict.fromkeys(drawn)), paragraph.text)


def _by_translation(translations: Sequence[Pair]) -> Iterator[Pair]:
    for pair in translations:
        for _ in range(_TRANSLATION_COPIES):
            yield pair
            yield Pair(pair.passage, pair.query)


def _by_themes(themes: Sequence[Theme]) -> Iterator[Pair]:
    """A term under its English names, its synonyms and the words near to it."""
    for theme in themes:
        for name in (*theme.english, *theme.synonyms, *theme.near):
            for _ in range(_TERM_COPIES):
                yield Pair(name, theme.term)
