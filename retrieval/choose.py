"""Which encoder serves (选择编码器): the model of a setting, the one adapted to the library, or the built-in one."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from retrieval.adopted import REMEDY, adopted
from retrieval.builtin import BuiltinEncoder
from retrieval.encoder import Encoder
from retrieval.errors import ModelError

BUILTIN: Final = "builtin"
"""What the built-in encoder is called in a setting; no setting at all means the adapted one where there is one."""


def load_encoder(
    model: str | None, backend: str = "torch", *, trust_remote_code: bool = False, home: Path | None = None
) -> Encoder:
    """Load the encoder adapted to a library, the built-in one, or any sentence-transformers model.

    Args:
        model: None, or ``builtin``, or a hub name, or a folder.
        backend: ``torch``, ``onnx`` or ``openvino``; the built-in encoder needs none of them.
        trust_remote_code: Whether a model may run code from its own repository.
        home: The folder of adapted models (see ``retrieval.adopted``), which serve where ``model`` is None.

    Raises:
        ModelNotFound: Neither a folder nor the hub has the model.
        ModelError: The model, or the backend, cannot be used.
    """
    named = (model or "").strip()
    if not named and home is not None and (folder := adopted(home)) is not None:
        return _adapted(folder)
    if named in ("", BUILTIN):
        return BuiltinEncoder.load()
    from retrieval.sentence import SentenceEncoder  # torch may come with it

    return SentenceEncoder.load(named, backend, trust_remote_code=trust_remote_code)


def _adapted(folder: Path) -> Encoder:
    try:
        return BuiltinEncoder.load(folder)
    except ModelError as error:
        raise ModelError(f"适配模型用不了：{folder}。{REMEDY}") from error
