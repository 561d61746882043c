"""Which encoder serves (选择编码器): the built-in one, or the model of a setting."""

from __future__ import annotations

from typing import Final

from retrieval.builtin import BuiltinEncoder
from retrieval.encoder import Encoder

BUILTIN: Final = "builtin"
"""What the built-in encoder is called in a setting; no setting at all means the same."""


def load_encoder(model: str | None, backend: str = "torch", *, trust_remote_code: bool = False) -> Encoder:
    """Load the built-in encoder, or any sentence-transformers model.

    Args:
        model: None or ``builtin``, or a hub name, or a folder.
        backend: ``torch``, ``onnx`` or ``openvino``; the built-in encoder needs none of them.
        trust_remote_code: Whether a model may run code from its own repository.

    Raises:
        ModelNotFound: Neither a folder nor the hub has the model.
        ModelError: The model, or the backend, cannot be used.
    """
    if model is None or model.strip() in ("", BUILTIN):
        return BuiltinEncoder.load()
    from retrieval.sentence import SentenceEncoder  # torch may come with it

    return SentenceEncoder.load(model.strip(), backend, trust_remote_code=trust_remote_code)
