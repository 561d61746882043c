"""What a piece is made of (构词): itself, and the characters that it is written with.

贪腐 and 贪官 share 贪, which says more of a rare word than the few texts that hold it. So a vector is learned for each
piece and for each character inside words, and when training ends they are added up: what is shipped is one vector a
piece, and reading a text costs nothing more. The idea is that of fastText (Bojanowski et al. 2017).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from retrieval.training.vocabulary import is_chinese

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


@dataclass(frozen=True, slots=True)
class Composition:
    """Which units make up which pieces.

    Attributes:
        units: Sparse, shape (pieces, pieces + characters): the piece itself counts 1, and the characters of a Chinese
            word count ``share`` together (their squares add up to its square).
        characters: Ids of the pieces that are the characters, in the order of the last columns.
    """

    units: csr_matrix
    characters: npt.NDArray[np.int64]

    def start(self, vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return vectors of all units: those of the pieces, and for a character that of its own piece."""
        return np.concatenate([vectors, vectors[self.characters]])

    def fold(self, vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Add up the vectors of all units into one vector a piece."""
        folded: npt.NDArray[np.float32] = self.units @ vectors
        return folded


def compose(tokenizer: Tokenizer, share: float) -> Composition:
    """Return what the pieces of ``tokenizer`` are made of."""
    from scipy.sparse import csr_matrix

    pieces = tokenizer.get_vocab()
    characters = sorted({character for piece in pieces if is_chinese(piece) for character in piece} & pieces.keys())
    column = {character: len(pieces) + number for number, character in enumerate(characters)}
    cells = [(place, place, 1.0) for place in pieces.values()]
    for piece, place in pieces.items():
        if len(piece) > 1 and is_chinese(piece):
            known = [column[character] for character in piece if character in column]
            cells += [(place, unit, share / len(piece) ** 0.5) for unit in known]
    rows, columns, weights = zip(*sorted(cells), strict=True)
    units = csr_matrix(
        (np.array(weights, dtype=np.float32), (rows, columns)), shape=(len(pieces), len(pieces) + len(characters))
    )
    return Composition(units, np.array([pieces[character] for character in characters], dtype=np.int64))
