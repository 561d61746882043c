"""Encoders that sentence-transformers runs, tested on a real transformer so small that the test makes it."""

from __future__ import annotations

import shutil
import socket
import threading
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from retrieval.choose import load_encoder
from retrieval.encoder import Encoder
from retrieval.errors import ModelError, ModelMismatch, ModelNotFound
from retrieval.sentence import SentenceEncoder

TEXTS = ["作风建设", "安全生产责任重于泰山，要时刻绷紧安全这根弦。", "paragraph on safety", ""]
LENGTH = 24


def make(folder: Path, prompts: dict[str, str] | None = None, *, damage: float | None = None) -> Path:
    """Save a BERT of two layers over a few characters, as sentence-transformers does; ``damage`` spoils a weight."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    letters = sorted(set("".join(TEXTS) + "abcdefghijklmnopqrstuvwxyz:"))
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{letter}" for letter in letters)]
    raw = folder / "raw"
    raw.mkdir(parents=True)
    (raw / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    torch.manual_seed(1)
    bert = BertModel(
        BertConfig(
            vocab_size=len(vocabulary),
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=64,
            max_position_embeddings=LENGTH,
        )
    )
    if damage is not None:
        with torch.no_grad():
            bert.embeddings.LayerNorm.weight[0] = damage
    bert.save_pretrained(raw)
    BertTokenizerFast(vocab_file=str(raw / "vocab.txt"), model_max_length=LENGTH).save_pretrained(raw)
    transformer = Transformer(str(raw), max_seq_length=LENGTH)
    model = SentenceTransformer(modules=[transformer, Pooling(32)], device="cpu", prompts=prompts)
    model.save(str(folder / "model"), create_model_card=False)
    return folder / "model"


@pytest.fixture(scope="module", autouse=True)
def _imported() -> None:
    """Import the libraries once; what they warn of on their way in is not ours to change."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import sentence_transformers  # noqa: F401


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that brings no prompts."""
    return make(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def prompted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that brings its own prompts."""
    return make(tmp_path_factory.mktemp("prompted"), {"query": "ask: ", "document": "text: "})


def reference(folder: Path, texts: list[str]) -> Any:
    """Vectors of texts as they are, by sentence-transformers itself, made length 1."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu").encode(texts, prompt="", normalize_embeddings=True)


def test_vectors(plain: Path) -> None:
    """Vectors are float32 rows of length 1, in the order of the texts, as the model itself gives them."""
    encoder: Encoder = load_encoder(str(plain))
    vectors = encoder.encode_passages(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.flags.c_contiguous
    assert vectors.shape == (len(TEXTS), encoder.dimension) == (len(TEXTS), 32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert vectors == pytest.approx(reference(plain, TEXTS), abs=1e-5)


def test_no_texts(plain: Path) -> None:
    """Nothing to encode gives no rows."""
    encoder = SentenceEncoder.load(str(plain))
    assert encoder.encode_queries([]).shape == encoder.encode_passages([]).shape == (0, 32)


def test_own_prompts(prompted: Path) -> None:
    """Prompts saved with a model go before requests and passages."""
    encoder = SentenceEncoder.load(str(prompted))
    expected = reference(prompted, [f"ask: {text}" for text in TEXTS])
    assert encoder.encode_queries(TEXTS) == pytest.approx(expected, abs=1e-5)
    expected = reference(prompted, [f"text: {text}" for text in TEXTS])
    assert encoder.encode_passages(TEXTS) == pytest.approx(expected, abs=1e-5)


def test_passage_prompt_under_its_other_name(tmp_path: Path) -> None:
    """A document prompt that a model saves as ``passage`` is used."""
    folder = make(tmp_path, {"query": "ask: ", "passage": "text: "})
    expected = reference(folder, ["text: 作风"])
    assert SentenceEncoder.load(str(folder)).encode_passages(["作风"]) == pytest.approx(expected, abs=1e-5)


def test_prompts_of_the_table(plain: Path, tmp_path: Path) -> None:
    """A known model that brings no prompts gets those of the table."""
    folder = shutil.copytree(plain, tmp_path / "multilingual-e5-small")
    encoder = SentenceEncoder.load(str(folder))
    assert encoder.encode_queries(["作风"]) == pytest.approx(reference(plain, ["query: 作风"]), abs=1e-5)
    assert encoder.encode_passages(["作风"]) == pytest.approx(reference(plain, ["passage: 作风"]), abs=1e-5)


def test_own_prompts_win_over_the_table(prompted: Path, tmp_path: Path) -> None:
    """Prompts saved with a known model are not replaced."""
    folder = shutil.copytree(prompted, tmp_path / "multilingual-e5-small")
    expected = reference(prompted, ["ask: 作风"])
    assert SentenceEncoder.load(str(folder)).encode_queries(["作风"]) == pytest.approx(expected, abs=1e-5)


def test_long_text_is_cut(plain: Path) -> None:
    """What is longer than the model's length is cut, not refused."""
    encoder = SentenceEncoder.load(str(plain))
    long, longer = encoder.encode_passages(["作风建设" * 50, "作风建设" * 500])
    assert long == pytest.approx(longer, abs=1e-5)


def test_name(plain: Path, prompted: Path, tmp_path: Path) -> None:
    """The name stays with a copy of the folder, and changes with prompts and with weights."""
    name = SentenceEncoder.load(str(plain)).name
    assert SentenceEncoder.load(str(shutil.copytree(plain, tmp_path / "copy" / "model"))).name == name
    assert SentenceEncoder.load(str(prompted)).name != name
    other = shutil.copytree(plain, tmp_path / "other" / "model")
    raw = bytearray((other / "model.safetensors").read_bytes())
    raw[-2] ^= 1
    (other / "model.safetensors").write_bytes(bytes(raw))
    assert SentenceEncoder.load(str(other)).name != name


def test_threads(plain: Path) -> None:
    """Calls from many threads take turns and each gets its own vectors."""
    encoder = SentenceEncoder.load(str(plain))
    texts = ["作风建设", "安全生产", "paragraph", "safety"]
    wanted = [encoder.encode_queries([text])[0] for text in texts]
    found: dict[int, Any] = {}

    def work(number: int) -> None:
        found[number] = encoder.encode_queries([texts[number]])[0]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(texts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, vector in enumerate(wanted):
        assert found[number] == pytest.approx(vector, abs=1e-5)


def test_vectors_that_are_no_numbers(tmp_path: Path) -> None:
    """A model whose vectors are not finite is refused when it is loaded, before an index is built of them."""
    folder = make(tmp_path, damage=float("nan"))
    with pytest.raises(ModelMismatch, match="不可用"):
        SentenceEncoder.load(str(folder))


def test_folder_without_a_model(tmp_path: Path) -> None:
    """A folder that holds no model is named."""
    with pytest.raises(ModelError, match="读不进来") as caught:
        SentenceEncoder.load(str(tmp_path))
    assert str(tmp_path) in str(caught.value)


def test_damaged_weights(plain: Path, tmp_path: Path) -> None:
    """A model with broken weights is an error that names it, never a crash."""
    folder = shutil.copytree(plain, tmp_path / "broken")
    (folder / "model.safetensors").write_bytes(b"\x08\x00\x00\x00\x00\x00\x00\x00notjson!")
    with pytest.raises(ModelError, match="broken"):
        SentenceEncoder.load(str(folder))


@pytest.mark.parametrize("name", ["nobody/no-such-model", "no-such-model"])
def test_hub_out_of_reach(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a network a hub name fails within seconds, and says what was tried and what to do."""

    def refuse(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    started = time.monotonic()
    with pytest.raises(ModelNotFound, match="JIANGGAO_MODEL") as caught:
        SentenceEncoder.load(name)
    assert time.monotonic() - started < 15
    assert name in str(caught.value)
    assert "文件夹" in str(caught.value)
    assert "Hugging Face" in str(caught.value)


@pytest.mark.parametrize(("backend", "package"), [("onnx", "onnxruntime"), ("openvino", "openvino")])
def test_missing_backend(plain: Path, backend: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backend whose packages are not installed is told, with their names and how to get them."""
    import retrieval.packages

    monkeypatch.setattr(retrieval.packages, "find_spec", lambda name: None if name == package else object())
    with pytest.raises(ModelError, match=rf"{package}.*pip install .*\[{backend}\]"):
        SentenceEncoder.load(str(plain), backend)


def test_own_code_is_not_run(plain: Path, tmp_path: Path) -> None:
    """A model that wants to run code of its repository is refused unless that was allowed."""
    import json

    folder = shutil.copytree(plain, tmp_path / "foreign")
    config = json.loads((folder / "config.json").read_text())
    config |= {"model_type": "foreign", "auto_map": {"AutoConfig": "code.Config", "AutoModel": "code.Model"}}
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "code.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()\n")
    with pytest.raises(ModelError, match="审阅"):
        SentenceEncoder.load(str(folder))
    assert not (tmp_path / "ran").exists()


def test_torch_stays_within_its_cores() -> None:
    """The threads of torch are no more than the cores that the process may run on."""
    import os

    import torch

    from retrieval.hub import bound_threads

    bound_threads()
    assert 1 <= torch.get_num_threads() <= (os.cpu_count() or 1)
