"""The encoder that ships with the product (内置编码器): a static model, read without torch.

A text's vector is the mean of the vectors of its pieces, made length 1. ``SentenceTransformer(folder)`` computes the
same; here tokenizers, safetensors and numpy do, in a tenth of a second to load instead of ten.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Self

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from retrieval.encoder import Vectors
from retrieval.errors import ModelError, ModelNotFound

MODEL_FOLDER: Final = Path(__file__).parent / "model"

WEIGHTS: Final = "model.safetensors"
TOKENIZER: Final = "tokenizer.json"
PIECES: Final = "embeddings"
"""The tensor of vectors: int8, shape (pieces, dimension)."""
SCALES: Final = "weights"
"""The tensor of what each of its rows is multiplied by: float32, shape (pieces,)."""
_TEXTS: Final = 256
"""Texts a batch."""

_GATHERED: Final = 4096
"""Pieces whose vectors are gathered at a time: 6 MB at 384 dimensions, however long a text is."""


class BuiltinEncoder:
    """A static encoder; it has no prompts, so requests and passages are encoded alike. Safe to use from any thread."""

    def __init__(
        self, tokenizer: Tokenizer, pieces: npt.NDArray[np.int8], scales: npt.NDArray[np.float32], name: str
    ) -> None:
        """Take a tokenizer, its pieces' vectors as ``PIECES`` and ``SCALES``, and what the manifest records."""
        self._tokenizer = tokenizer
        self._pieces = pieces
        self._scales = scales
        self._name = name

    @classmethod
    def load(cls, folder: Path = MODEL_FOLDER) -> Self:
        """Read a model that ``retrieval.training.storage`` saved.

        Raises:
            ModelNotFound: A file of the model is not there.
            ModelError: A file is damaged, or the two do not belong together.
        """
        from safetensors import SafetensorError
        from safetensors.numpy import load

        try:
            raw_weights = (folder / WEIGHTS).read_bytes()
            raw_tokenizer = (folder / TOKENIZER).read_bytes()
        except FileNotFoundError as error:
            raise ModelNotFound(f"内置模型缺少文件 {error.filename}。{_REMEDY}") from error
        except OSError as error:
            raise ModelError(f"内置模型读不出来：{folder}（{error.strerror}）。{_REMEDY}") from error
        try:
            tensors = load(raw_weights)
            pieces, scales = tensors[PIECES], tensors[SCALES]
        except (SafetensorError, KeyError, ValueError, TypeError) as error:
            raise ModelError(f"内置模型的权重文件已损坏：{folder / WEIGHTS}（{error}）。{_REMEDY}") from error
        try:
            tokenizer = Tokenizer.from_buffer(raw_tokenizer)
        except Exception as error:  # tokenizers raises a bare Exception for whatever is wrong with the file
            raise ModelError(f"内置模型的词表文件已损坏：{folder / TOKENIZER}（{error}）。{_REMEDY}") from error
        size = tokenizer.get_vocab_size()
        if pieces.dtype != np.int8 or pieces.ndim != 2 or pieces.shape[0] != size or scales.shape != (size,):
            raise ModelError(f"内置模型的权重 {pieces.shape} 与词表（{size} 项）不符：{folder}。{_REMEDY}")
        if not np.isfinite(scales).all():
            raise ModelError(f"内置模型的权重含有非数值：{folder / WEIGHTS}。{_REMEDY}")
        digest = hashlib.sha256(raw_tokenizer + raw_weights).hexdigest()
        return cls(tokenizer, pieces, np.ascontiguousarray(scales, dtype=np.float32), f"builtin:{digest}")

    @property
    def tokenizer(self) -> Tokenizer:
        """What cuts a text into pieces."""
        return self._tokenizer

    @property
    def vectors(self) -> npt.NDArray[np.float32]:
        """The vectors of all pieces, a new array of shape (pieces, dimension)."""
        return self._pieces * self._scales[:, None]

    @property
    def name(self) -> str:
        """``builtin:`` and the SHA-256 of tokenizer and weights."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._pieces.shape[1])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode requests. A text without a known piece gives the zero vector. Order is kept."""
        return self._encode(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode passages, exactly as requests. Order is kept."""
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        sums = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _TEXTS):
            encodings = self._tokenizer.encode_batch_fast(list(texts[start : start + _TEXTS]), add_special_tokens=False)
            self._add(sums[start : start + _TEXTS], [encoding.ids for encoding in encodings])
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        # The mean over the pieces and their sum point the same way, so there is no need to divide first.
        np.divide(sums, lengths, out=sums, where=lengths > 0)
        return sums

    def _add(self, sums: Vectors, ids: Sequence[Sequence[int]]) -> None:
        """Add to each row of ``sums`` the vectors of its pieces, a bounded number of pieces at a time."""
        pieces = np.fromiter((piece for text in ids for piece in text), dtype=np.int64)
        rows = np.repeat(np.arange(len(ids)), [len(text) for text in ids])
        for start in range(0, len(pieces), _GATHERED):
            part = rows[start : start + _GATHERED]
            here = pieces[start : start + _GATHERED]
            firsts = np.flatnonzero(np.diff(part, prepend=-1))
            vectors = self._pieces[here] * self._scales[here, None]
            sums[part[firsts]] += np.add.reduceat(vectors, firsts, axis=0)


_REMEDY: Final = "请重新安装 jianggao，或用 make train 重新训练"
