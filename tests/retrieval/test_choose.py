"""Which encoder a setting gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.builtin import BuiltinEncoder
from retrieval.choose import load_encoder
from retrieval.errors import ModelError, ModelNotFound


@pytest.mark.parametrize("model", [None, "", "  ", "builtin"])
def test_builtin(model: str | None) -> None:
    """No model, and the name ``builtin``, give the built-in encoder."""
    assert isinstance(load_encoder(model), BuiltinEncoder)


@pytest.mark.parametrize("backend", ["onnx", "openvino"])
def test_builtin_needs_no_backend(backend: str) -> None:
    """A backend that is not installed does not matter to the built-in encoder."""
    assert load_encoder(None, backend).dimension > 0


def test_missing_folder(tmp_path: Path) -> None:
    """A path without a model says which path, and what to do."""
    with pytest.raises(ModelNotFound, match="JIANGGAO_MODEL") as caught:
        load_encoder(str(tmp_path / "nothing" / "here"))
    assert str(tmp_path) in str(caught.value)


def test_unknown_backend() -> None:
    """A backend that does not exist is named, with the ones that do."""
    with pytest.raises(ModelError, match=r"'tensorflow'.*torch"):
        load_encoder("intfloat/multilingual-e5-small", "tensorflow")


def test_a_model_that_runs_its_own_code_is_refused_before_it_is_fetched() -> None:
    """The table knows it: nothing is downloaded only to be refused, and the operator reads which setting allows it."""
    with pytest.raises(ModelError, match="JIANGGAO_TRUST_REMOTE_CODE"):
        load_encoder("Alibaba-NLP/gte-multilingual-base")
