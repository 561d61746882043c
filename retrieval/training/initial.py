"""Where training starts: latent semantic analysis, with English tied to Chinese by word alignment.

Few texts do not carry contrastive training from nothing. Latent semantic analysis (Deerwester et al. 1990) of pieces
by paragraphs is a good start in a second; the length of a piece's vector is its inverse document frequency, so that
the mean over a text is already weighted. English pieces lean on the Chinese ones that translate them, by IBM Model 1
(Brown et al. 1993).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from retrieval.training.texts import Pair
from retrieval.training.vocabulary import is_chinese, is_english

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Floats = npt.NDArray[np.float64]

_ALIGNMENT_ROUNDS: Final = 8
_TRANSLATION_COPIES: Final = 2
"""How often a translated pair counts among the paragraphs, which are several times as many."""
_EXPLANATION: Final = 0.3
"""Length of an explanation beside a paragraph's 1; there are ten times as many."""


@dataclass(frozen=True, slots=True)
class Start:
    """Vectors, float32 of shape (pieces, dimension), and inverse document frequencies of shape (pieces,)."""

    vectors: npt.NDArray[np.float32]
    idf: Floats


def initial_vectors(
    tokenizer: Tokenizer,
    texts: Sequence[str],
    translations: Sequence[Pair],
    explanations: Sequence[str],
    dimension: int,
    seed: int,
) -> Start:
    """Return a vector for each piece of ``tokenizer``; a piece that never occurs gets the zero vector.

    Args:
        tokenizer: Cuts texts into pieces.
        texts: Paragraphs.
        translations: Chinese, then English.
        explanations: A word and its glosses each; they count less than paragraphs.
        dimension: Length of a vector.
        seed: The same seed gives the same vectors.

    Raises:
        ValueError: ``dimension`` is not below the number of texts or of pieces, so that no decomposition has it.
    """
    from scipy.sparse import vstack

    joined = [f"{pair.query} {pair.passage}" for pair in translations]
    counts = _count(tokenizer, [*texts, *joined * _TRANSLATION_COPIES])
    explained = _count(tokenizer, explanations)
    everything = vstack([counts, explained]).tocsr()
    if dimension >= min(everything.shape):
        raise ValueError(f"dimension {dimension} needs more than {min(everything.shape)} texts and pieces")
    documents = np.asarray((counts > 0).sum(axis=0)).ravel()
    occurs = documents + np.asarray((explained > 0).sum(axis=0)).ravel() > 0
    # A word of the dictionary that no report has is as rare as one that a single report has.
    idf = np.where(occurs, np.log((counts.shape[0] + 1) / (np.maximum(documents, 1) + 0.5)), 0.0)
    shares = np.repeat([1.0, _EXPLANATION], [counts.shape[0], explained.shape[0]])
    directions = _unit(_decompose(everything, idf, shares, dimension, seed))
    directions = _lean_on_translations(tokenizer, directions, translations)
    vectors = directions * idf[:, None]
    spread = vectors[occurs].std() * np.sqrt(dimension)
    return Start((vectors / spread).astype(np.float32), idf)


def _count(tokenizer: Tokenizer, texts: Sequence[str]) -> csr_matrix:
    """Count pieces in texts: a sparse matrix (texts, pieces). Characters inside a word count as well.

    Otherwise a character would be known only from the few texts where it stands alone, and a word that is not in the
    vocabulary is nothing but characters.
    """
    from scipy.sparse import csr_matrix

    ids = tokenizer.get_vocab()
    rows: list[int] = []
    columns: list[int] = []
    values: list[int] = []
    for row, (text, encoding) in enumerate(
        zip(texts, tokenizer.encode_batch(list(texts), add_special_tokens=False), strict=True)
    ):
        counts = Counter(encoding.ids)
        for character, count in Counter(filter(is_chinese, text)).items():
            if (piece := ids.get(character)) is not None and piece not in counts:
                counts[piece] = count
        rows += [row] * len(counts)
        columns += counts.keys()
        values += counts.values()
    return csr_matrix((np.array(values, dtype=np.float64), (rows, columns)), shape=(len(texts), len(ids)))


def _decompose(counts: csr_matrix, idf: Floats, shares: Floats, dimension: int, seed: int) -> Floats:
    """Decompose tf-idf, with texts of length ``shares``; directions weigh the root of their singular value."""
    from scipy.sparse import diags
    from sklearn.utils.extmath import randomized_svd

    weighted = counts.copy()
    weighted.data = 1 + np.log(weighted.data)
    weighted = weighted @ diags(idf)
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    weighted = diags(shares / np.maximum(lengths, 1e-9)) @ weighted
    _, singular, pieces = randomized_svd(weighted, dimension, n_iter=3, random_state=seed)
    vectors: Floats = pieces.T * np.sqrt(singular)
    return vectors


def _lean_on_translations(tokenizer: Tokenizer, directions: Floats, translations: Sequence[Pair]) -> Floats:
    """Move each English direction halfway to the mean of the Chinese pieces that translate it."""
    table, english = _align(tokenizer, translations)
    leaning = directions.copy()
    if len(english):
        towards = _unit((table @ directions)[english])
        known = np.linalg.norm(towards, axis=1) > 0
        leaning[english[known]] = (directions[english[known]] + towards[known]) / 2
    return leaning


def _align(tokenizer: Tokenizer, translations: Sequence[Pair]) -> tuple[csr_matrix, npt.NDArray[np.int64]]:
    """Estimate IBM Model 1: a sparse matrix (pieces, pieces) of p(Chinese | English), and the English ids in it."""
    from scipy.sparse import csr_matrix

    size = tokenizer.get_vocab_size()
    pieces = tokenizer.get_vocab()
    chinese_ids = {token for piece, token in pieces.items() if is_chinese(piece)}
    english_ids = {token for piece, token in pieces.items() if is_english(piece)}
    nothing = 0  # the unknown piece stands for "translates no word of this sentence"
    cells = []
    for pair in translations:
        chinese = [token for token in tokenizer.encode(pair.query).ids if token in chinese_ids]
        english = [token for token in tokenizer.encode(pair.passage).ids if token in english_ids]
        if chinese and english:
            cells.append(np.array([*english, nothing], dtype=np.int64)[:, None] * size + np.array(chinese))
    if not cells:
        return csr_matrix((size, size)), np.array([], dtype=np.int64)
    keys = np.unique(np.concatenate([cell.ravel() for cell in cells]))
    places = [np.searchsorted(keys, cell) for cell in cells]
    source = keys // size
    probability = np.ones(len(keys))
    for _ in range(_ALIGNMENT_ROUNDS):
        expected = np.zeros(len(keys))
        for place in places:
            share = probability[place]
            np.add.at(expected, place, share / share.sum(axis=0, keepdims=True))
        probability = expected / np.bincount(source, weights=expected, minlength=size)[source]
    table = csr_matrix((probability, (source, keys % size)), shape=(size, size))
    found = np.unique(source)
    return table, found[found != nothing]


def _unit(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9))
