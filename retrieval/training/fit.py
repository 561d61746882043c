"""From texts to a trained encoder: vocabulary, start, pairs, contrast."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from retrieval.themes.theme import Theme
from retrieval.training import pairs
from retrieval.training.composition import compose
from retrieval.training.contrast import Schedule, Task, contrast
from retrieval.training.dictionary import Entry
from retrieval.training.initial import Floats, initial_vectors
from retrieval.training.texts import Pair, Paragraph
from retrieval.training.vocabulary import build_tokenizer


@dataclass(frozen=True, slots=True)
class Recipe:
    """What decides the weights, beside the texts. The defaults are those of the shipped model.

    Attributes:
        pieces: Most pieces of the vocabulary.
        dimension: Length of a vector; a piece costs that many bytes and four more.
        characters: Weight of a word's characters beside the word itself.
        passes: How often the texts are gone through for keywords; each time others are drawn.
        steps: Batches of a run.
        batch: Pairs a step; the passages of the other pairs are the wrong answers.
        rate: Learning rate at the start; it falls linearly to nothing.
        scale: What cosines are multiplied by in the loss.
        dropout: Share of the units of a text that are left out, others each time.
        careless: Share of batches with careless requests, where those with plain pairs have 1; …
        glosses: … of words with their glosses, …
        synonyms: … and of words that share a gloss.
        runs: Trainings from the same start, with other keywords and batches each, whose mean is the result.
        seed: The same seed and texts give the same weights, bit for bit, on the same machine.
    """

    pieces: int = 30_000
    dimension: int = 384
    characters: float = 0.5
    passes: int = 2
    steps: int = 1_000
    batch: int = 256
    rate: float = 3e-3
    scale: float = 6.0
    dropout: float = 0.0
    careless: float = 0.3
    glosses: float = 0.3
    synonyms: float = 0.2
    runs: int = 3
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Trained:
    """A tokenizer and the vectors of its pieces, float32 of shape (pieces, dimension)."""

    tokenizer: Tokenizer
    vectors: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Material:
    """What an encoder is trained on: searched copies of texts, and what is known of words."""

    paragraphs: Sequence[Paragraph]
    translations: Sequence[Pair]
    themes: Sequence[Theme]
    entries: Sequence[Entry]


def train(material: Material, recipe: Recipe) -> Trained:
    """Train an encoder on one processor."""
    paragraphs, translations = material.paragraphs, material.translations
    names = [Pair(theme.term, english) for theme in material.themes for english in theme.english]
    chinese = [" ".join((paragraph.text, *paragraph.headings)) for paragraph in paragraphs]
    bilingual = [*translations, *names]
    meanings = {entry.word: entry.glosses for entry in material.entries}
    explanations = [" ".join((word, *glosses)) for word, glosses in meanings.items()]
    tokenizer = build_tokenizer(chinese, [pair.passage for pair in bilingual], meanings, recipe.pieces)
    start = initial_vectors(tokenizer, chinese, bilingual, explanations, recipe.dimension, recipe.seed)
    composition = compose(tokenizer, recipe.characters)
    mean = np.zeros_like(start.vectors)
    for run in range(recipe.runs):
        vectors = composition.start(start.vectors)
        tasks = _tasks(material, tokenizer, start.idf, recipe, recipe.seed + run)
        schedule = Schedule(
            recipe.steps, recipe.batch, recipe.rate, recipe.scale, recipe.dropout, seed=recipe.seed + run
        )
        contrast(vectors, tokenizer, composition.units, tasks, schedule)
        mean += composition.fold(vectors) / np.float32(recipe.runs)
    return Trained(tokenizer, mean)


def _tasks(material: Material, tokenizer: Tokenizer, idf: Floats, recipe: Recipe, seed: int) -> list[Task]:
    chance = random.Random(seed)  # noqa: S311  repeatable on purpose
    pieces = tokenizer.get_vocab()
    known = [entry for entry in material.entries if entry.word in pieces]
    plain = [
        *pairs.requests(material.paragraphs, tokenizer, idf, recipe.passes, chance),
        *pairs.translated(material.translations, recipe.passes),
        *pairs.named(material.themes, recipe.passes),
    ]
    return [
        Task(plain, 1.0),
        Task(pairs.careless(material.paragraphs, tokenizer, idf, chance), recipe.careless),
        Task(pairs.glossed(known), recipe.glosses),
        Task(pairs.synonyms(known), recipe.synonyms),
    ]
