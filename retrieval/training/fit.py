"""Contrastive training of the vectors, with sentence-transformers."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tokenizers import Tokenizer

from retrieval.themes.theme import Theme
from retrieval.training.initial import initial_vectors
from retrieval.training.pairs import training_pairs
from retrieval.training.texts import Pair, Paragraph
from retrieval.training.vocabulary import build_tokenizer

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_THREADS: Final = 2


@dataclass(frozen=True, slots=True)
class Recipe:
    """What decides the weights, beside the texts. The defaults are those of the shipped model.

    Attributes:
        pieces: Most pieces of the vocabulary.
        dimension: Length of a vector; pieces × dimension × 4 bytes is the size of the model.
        passes: How often the texts are gone through; each time with other keywords.
        batch: Pairs a step; the passages of the other pairs are the wrong answers.
        rate: Learning rate at the start; it falls linearly to nothing.
        scale: What cosines are multiplied by in the loss; 20 is the library's own, 10 measured better here.
        seed: The same seed and texts give the same weights, bit for bit, on the same machine.
    """

    pieces: int = 14_500
    dimension: int = 192
    passes: int = 2
    batch: int = 256
    rate: float = 3e-3
    scale: float = 10.0
    seed: int = 7


def train(
    paragraphs: Sequence[Paragraph], translations: Sequence[Pair], themes: Sequence[Theme], recipe: Recipe
) -> SentenceTransformer:
    """Train an encoder on searched copies of texts, on one processor and two threads at most."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

    names = [Pair(theme.term, english) for theme in themes for english in theme.english]
    chinese = [" ".join((paragraph.text, *paragraph.headings)) for paragraph in paragraphs]
    bilingual = [*translations, *names]
    tokenizer = build_tokenizer(chinese, [pair.passage for pair in bilingual], recipe.pieces)
    start = initial_vectors(tokenizer, chinese, bilingual, recipe.dimension, recipe.seed)
    pairs = training_pairs(paragraphs, translations, themes, tokenizer, start.idf, recipe.passes, recipe.seed)
    model = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=start.vectors), Normalize()], device="cpu"
    )
    _fit(model, pairs, recipe)
    return model


def save(model: SentenceTransformer, folder: Path) -> None:
    """Save a trained model in the sentence-transformers format, with a compact ``tokenizer.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    model.save(str(folder), create_model_card=False)
    tokenizer: Tokenizer = model[0].tokenizer
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    for file in folder.iterdir():
        if file.is_file():
            file.chmod(0o644)  # safetensors gives its file to its owner alone


def digest(folder: Path) -> str:
    """SHA-256 of the weights of a saved model, in hex."""
    return hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()


def _fit(model: SentenceTransformer, pairs: Sequence[Pair], recipe: Recipe) -> None:
    import torch
    from datasets import Dataset
    from sentence_transformers import SentenceTransformerTrainer, SentenceTransformerTrainingArguments
    from sentence_transformers.base.sampler import BatchSamplers
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
    from transformers import PrinterCallback

    torch.set_num_threads(_THREADS)
    texts = Dataset.from_dict({"query": [pair.query for pair in pairs], "passage": [pair.passage for pair in pairs]})
    with tempfile.TemporaryDirectory() as scratch:
        arguments = SentenceTransformerTrainingArguments(
            output_dir=scratch,
            num_train_epochs=1,
            per_device_train_batch_size=recipe.batch,
            learning_rate=recipe.rate,
            batch_sampler=BatchSamplers.NO_DUPLICATES,
            seed=recipe.seed,
            data_seed=recipe.seed,
            use_cpu=True,
            dataloader_pin_memory=False,
            report_to="none",
            save_strategy="no",
            logging_strategy="no",
            disable_tqdm=True,
        )
        trainer = SentenceTransformerTrainer(
            model=model,
            args=arguments,
            train_dataset=texts,
            loss=MultipleNegativesRankingLoss(model, scale=recipe.scale),
        )
        trainer.remove_callback(PrinterCallback)
        trainer.train()
