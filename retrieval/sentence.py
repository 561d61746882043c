"""Any other model (其他模型): whatever sentence-transformers can load, from a folder or from the hub.

Importing this module is cheap; making an encoder imports sentence-transformers and torch, which takes seconds and most
of a gigabyte.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from retrieval import hub, packages
from retrieval.encoder import Vectors
from retrieval.errors import ModelError, ModelMismatch
from retrieval.known import known

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BACKENDS: Final = {"torch": (), "onnx": ("optimum", "onnxruntime"), "openvino": ("optimum", "openvino")}
"""What a model runs on, and the packages that takes beside sentence-transformers."""

_HUB_NAME: Final = re.compile(r"[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)?")
_HUB_OWNER: Final = "sentence-transformers"
"""Whose models a name without an owner means."""

_HUB_SECONDS: Final = 10.0
_BATCH: Final = 32
_DOCUMENT_PROMPTS: Final = ("document", "passage", "corpus")
_PROBE: Final = "作风建设"
_SAMPLE: Final = 1 << 20
"""A file up to so many bytes goes into a folder's digest whole; a larger one with its head, its tail and its size."""


class SentenceEncoder:
    """An encoder that sentence-transformers runs; safe to use from any thread, one call at a time."""

    def __init__(self, model: SentenceTransformer, name: str) -> None:
        """Take a loaded model, whose prompts are set, and what the manifest records of its origin.

        Raises:
            ModelMismatch: The model gives something else than one finite vector for a text.
        """
        self._model = model
        self._lock = threading.Lock()
        prompts = "\n".join(model.prompts.get(role) or "" for role in ("query", "document"))
        self._name = f"{name} prompts:{_short(prompts.encode())} length:{model.max_seq_length}"
        self._dimension: int = self._run(model.encode_query, [_PROBE]).shape[1]

    @classmethod
    def load(cls, model: str, backend: str = "torch", *, trust_remote_code: bool = False) -> Self:
        """Load a model by its folder or hub name; one that the hub has given before needs no network.

        Raises:
            ModelNotFound: There is no such folder, and the hub does not have the model or cannot be reached.
            PackageMissing: A package is not installed, as in the slim install.
            ModelError: The model is damaged, of a foreign kind, or wants to run its own code.
        """
        _check_backend(model, backend)

        def open_model(name: str, offline: bool) -> SentenceTransformer:
            from sentence_transformers import SentenceTransformer

            return SentenceTransformer(
                name, backend=backend, trust_remote_code=trust_remote_code, local_files_only=offline
            )

        loaded, origin = hub.load(model, _HUB_OWNER, "JIANGGAO_MODEL", open_model, trust=trust_remote_code)
        _set_prompts(loaded, model)
        hub.bound_threads()
        return cls(loaded, f"{origin} {backend}")

    @property
    def name(self) -> str:
        """Model with its revision or its folder's digest, backend, digest of the prompts, most tokens of a text."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode requests with the model's query prompt. Order is kept.

        Raises:
            ModelMismatch: A vector is not finite.
        """
        return self._run(self._model.encode_query, texts) if texts else self._none()

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode passages with the model's document prompt. Order is kept.

        Raises:
            ModelMismatch: A vector is not finite.
        """
        return self._run(self._model.encode_document, texts) if texts else self._none()

    def _none(self) -> Vectors:
        return np.zeros((0, self._dimension), dtype=np.float32)

    def _run(self, encode: Callable[..., object], texts: Sequence[str]) -> Vectors:
        with self._lock:
            raw = encode(list(texts), batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False)
        vectors = np.ascontiguousarray(raw, dtype=np.float32)
        if vectors.ndim != 2 or len(vectors) != len(texts) or not np.isfinite(vectors).all():
            raise ModelMismatch(
                f"模型 {self._name} 给出的向量不可用（形状 {vectors.shape}）。请换一个模型（JIANGGAO_MODEL）"
            )
        return vectors


def _check_backend(model: str, backend: str) -> None:
    if backend not in BACKENDS:
        raise ModelError(f"没有 {backend!r} 这种推理后端。请改用 {'、'.join(BACKENDS)} 之一")
    packages.require(packages.MODELS, f"模型 {model}（JIANGGAO_MODEL）", "去掉这个设置，改用内置模型")
    packages.require(
        BACKENDS[backend],
        f"后端 {backend}（JIANGGAO_BACKEND）",
        "改用 torch 后端，或改用内置模型",
        f'pip install "sentence-transformers[{backend}]"',
    )


def _set_prompts(loaded: SentenceTransformer, model: str) -> None:
    """Give the model the prompts and length of the table, unless it brings prompts of its own."""
    own_query = loaded.prompts.get("query")
    own_document = next((loaded.prompts[role] for role in _DOCUMENT_PROMPTS if loaded.prompts.get(role)), None)
    entry = known(model)
    if entry and not own_query and not own_document:
        own_query, own_document = entry.query_prompt, entry.document_prompt
    loaded.prompts["query"] = own_query or ""
    loaded.prompts["document"] = own_document or ""
    if entry and (loaded.max_seq_length or entry.max_length) >= entry.max_length:
        loaded.max_seq_length = entry.max_length


def _short(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:8]
