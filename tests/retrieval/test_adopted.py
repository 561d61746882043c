"""Taking an adapted model into use and out of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from retrieval.adopted import abandon, adopt, adopted, stage
from retrieval.builtin import MODEL_FOLDER, BuiltinEncoder
from retrieval.choose import load_encoder
from retrieval.errors import ModelError
from retrieval.training.storage import save


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with an adapted model in use: the shipped one, with one vector changed."""
    encoder = BuiltinEncoder.load()
    vectors = encoder.vectors
    vectors[500] += 1
    staging = stage(tmp_path / "model")
    save(staging, encoder.tokenizer, vectors)
    adopt(staging)
    return tmp_path / "model"


def test_serves_unless_a_setting_says_otherwise(home: Path) -> None:
    """No setting means the adapted model; ``builtin`` the shipped one; another home has none."""
    shipped = BuiltinEncoder.load().name
    assert load_encoder(None, home=home).name != shipped
    assert load_encoder("", home=home).name != shipped
    assert load_encoder("builtin", home=home).name == shipped
    assert load_encoder(None, home=home / "elsewhere").name == shipped
    assert load_encoder(None).name == shipped


def test_a_new_one_replaces_it(home: Path) -> None:
    """The one before goes, and so does what a crash left; the one in use stays until the new one is whole."""
    before = adopted(home)
    (home / "fit-crashed.tmp").mkdir()
    staging = stage(home)
    shutil.copytree(MODEL_FOLDER, staging, dirs_exist_ok=True)
    assert adopted(home) == before
    after = adopt(staging)
    assert adopted(home) == after != before
    assert sorted(path.name for path in home.iterdir()) == sorted(["current", after.name])


def test_going_back(home: Path) -> None:
    """Nothing of it stays, and going back twice changes nothing more."""
    assert abandon(home)
    assert adopted(home) is None
    assert list(home.iterdir()) == []
    assert not abandon(home)
    assert not abandon(home / "elsewhere")


@pytest.mark.parametrize("pointer", ["fit-gone", "../../etc", "", "适配"])
def test_a_wrong_pointer_is_told(home: Path, pointer: str) -> None:
    """With the way back to the built-in model."""
    (home / "current").write_text(pointer, encoding="utf-8")
    with pytest.raises(ModelError, match="train --undo"):
        load_encoder(None, home=home)


def test_a_damaged_model_is_told(home: Path) -> None:
    """With the same way back, and what is wrong behind it."""
    model = adopted(home)
    assert model is not None
    (model / "model.safetensors").write_bytes(b"")
    with pytest.raises(ModelError, match="train --undo") as caught:
        load_encoder(None, home=home)
    assert "已损坏" in str(caught.value.__cause__)
