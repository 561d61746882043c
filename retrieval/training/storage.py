"""Saving a trained model: a folder that ``SentenceTransformer`` and ``retrieval.builtin`` both read.

A vector is kept as whole numbers of one byte and one float32 that they are multiplied by. This is model2vec's form,
which sentence-transformers unfolds when it loads: a quarter of the size, and both readers give the same vectors.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from retrieval.builtin import PIECES, SCALES, TOKENIZER, WEIGHTS

_LARGEST: Final = 127
_MODULES: Final = [
    {
        "idx": 0,
        "name": "0",
        "path": "",
        "type": "sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding",
    },
    {
        "idx": 1,
        "name": "1",
        "path": "1_Normalize",
        "type": "sentence_transformers.base.modules.normalize.Normalize",
    },
]
_CONFIG: Final = {
    "default_prompt_name": None,
    "model_type": "SentenceTransformer",
    "prompts": {"document": "", "query": ""},
    "similarity_fn_name": "cosine",
}
_NORMALIZE: Final = {
    "module_input_name": "sentence_embedding",
    "module_output_name": "sentence_embedding",
}


def save(folder: Path, tokenizer: Tokenizer, vectors: npt.NDArray[np.float32]) -> None:
    """Write the files of a model; ``vectors`` has shape (pieces, dimension).

    Raises:
        OSError: The folder cannot be written.
    """
    from safetensors.numpy import save as to_bytes

    pieces, scales = compress(vectors)
    (folder / "1_Normalize").mkdir(parents=True, exist_ok=True)
    _write(folder / WEIGHTS, to_bytes({PIECES: pieces, SCALES: scales}))
    _write(folder / TOKENIZER, tokenizer.to_str(pretty=False).encode())
    for name, content in (
        ("modules.json", _MODULES),
        ("config_sentence_transformers.json", _CONFIG),
        ("1_Normalize/config.json", _NORMALIZE),
    ):
        _write(folder / name, (json.dumps(content, indent=2) + "\n").encode())


def compress(vectors: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Return whole numbers from −127 to 127 of the same shape, and the factor of each row; a zero row stays zero."""
    scales = np.abs(vectors).max(axis=1) / _LARGEST
    pieces = np.zeros(vectors.shape, dtype=np.int8)
    np.rint(vectors / np.where(scales > 0, scales, 1)[:, None], out=pieces, casting="unsafe")
    return pieces, scales.astype(np.float32)


def digest(folder: Path) -> str:
    """SHA-256 of the weights of a saved model, in hex."""
    return hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()


def _write(path: Path, content: bytes) -> None:
    """Write a file and see it on the disk, readable by everybody."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o644)
