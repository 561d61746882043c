"""What an encoder is: something that turns texts into unit vectors (编码器)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
"""Shape (n, dimension), float32, C-contiguous, every row of length 1 (or 0 for a text without a known token)."""


class Encoder(Protocol):
    """Turns queries and passages into vectors whose inner product is their similarity, −1 to 1."""

    @property
    def name(self) -> str:
        """What the index manifest records: changes whenever vectors would."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode requests, with the model's query prompt where it has one. Order is kept."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode passages, with the model's document prompt where it has one. Order is kept."""
