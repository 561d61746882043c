"""The built-in encoder: the same vectors as sentence-transformers, without it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import time
import tracemalloc
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from retrieval.builtin import MODEL_FOLDER, PIECES, SCALES, WEIGHTS, BuiltinEncoder
from retrieval.encoder import Encoder
from retrieval.errors import ModelError, ModelNotFound
from retrieval.training.storage import compress, save

TEXTS = (
    "作风建设永远在路上，要一刻不停歇地抓下去。",
    "give me a paragraph on workplace safety",
    "把 CPC 的纪律 rules 挺在前面，2030 年前完成 80%",
    "ＡＢＣ　全角",
    "釆𠀀🙂",
    "",
    "   ",
    "。，！",
    "要" * 30_000,
    "锦绣河山 " * 5_000,
)


@pytest.fixture(scope="module")
def encoder() -> BuiltinEncoder:
    """The shipped model."""
    return BuiltinEncoder.load()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shipped model that a test may damage."""
    return Path(shutil.copytree(MODEL_FOLDER, tmp_path / "model"))


def test_unit_vectors(encoder: BuiltinEncoder) -> None:
    """Vectors are float32 rows of length 1, or 0 where no piece of a text is known."""
    vectors = encoder.encode_passages(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    assert vectors.flags.c_contiguous
    lengths = np.linalg.norm(vectors, axis=1)
    assert np.all(np.isclose(lengths, 1, atol=1e-5) | (lengths == 0))
    assert lengths[[0, 1, 2]] == pytest.approx(1, abs=1e-5)
    assert not vectors[TEXTS.index("")].any()


def test_no_texts(encoder: BuiltinEncoder) -> None:
    """Nothing to encode gives no rows."""
    assert encoder.encode_queries([]).shape == (0, encoder.dimension)


def test_requests_and_passages_alike(encoder: BuiltinEncoder) -> None:
    """The model has no prompts: a text is the same as a request and as a passage."""
    assert np.array_equal(encoder.encode_queries(TEXTS), encoder.encode_passages(TEXTS))


@given(st.lists(st.text(max_size=40), max_size=6))
def test_order_and_batch_do_not_matter(encoder: BuiltinEncoder, texts: list[str]) -> None:
    """A text's vector is its own, whatever is encoded beside it."""
    together = encoder.encode_passages(texts)
    for row, text in zip(together, texts, strict=True):
        assert row == pytest.approx(encoder.encode_passages([text])[0], abs=1e-5)


def test_many_texts(encoder: BuiltinEncoder) -> None:
    """More texts than a batch come back in their order."""
    texts = [f"第{number}项任务要落实到人" for number in range(1000)]
    vectors = encoder.encode_passages(texts)
    assert vectors[777] == pytest.approx(encoder.encode_passages([texts[777]])[0], abs=1e-5)


def test_an_unsegmented_request_is_known(encoder: BuiltinEncoder) -> None:
    """A request without spaces finds its theme, above a passage on something else."""
    request, right, wrong = encoder.encode_queries(
        [
            "基层减负",
            "要切实为基层松绑减负，精简文件会议，让干部把时间用在服务群众上。",
            "今年的小麦长势喜人，各地抢抓农时开展春耕。",
        ]
    )
    assert request @ right > request @ wrong + 0.1


def test_english_finds_chinese(encoder: BuiltinEncoder) -> None:
    """An English request is nearer to the Chinese passage on its theme than to another."""
    request, right, wrong = encoder.encode_queries(
        [
            "rural revitalization",
            "要全面推进乡村振兴，让农业更强、农村更美、农民更富。",
            "要加强金融监管，防范化解金融风险。",
        ]
    )
    assert request @ right > request @ wrong + 0.1


def test_same_as_sentence_transformers() -> None:
    """``SentenceTransformer(folder)`` gives the same vectors, and so does this encoder without importing it.

    The one runs in a process of its own, whose import costs seconds and whose warnings are its own.
    """
    script = (
        "import json, sys\n"
        "from sentence_transformers import SentenceTransformer\n"
        "model = SentenceTransformer(sys.argv[1], device='cpu')\n"
        "print(json.dumps(model.encode(json.load(sys.stdin)).tolist()))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(MODEL_FOLDER)],
        input=json.dumps(TEXTS),
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    theirs = np.array(json.loads(run.stdout), dtype=np.float32)
    ours = BuiltinEncoder.load().encode_passages(TEXTS)
    empty = ~ours.any(axis=1)
    assert np.array_equal(empty, ~theirs.any(axis=1))
    cosines = (ours * theirs).sum(axis=1)[~empty]
    assert cosines.min() >= 0.9999


def test_needs_neither_torch_nor_sentence_transformers() -> None:
    """Loading and encoding import tokenizers, safetensors and numpy, and nothing heavy."""
    script = (
        "import sys\n"
        "from retrieval.choose import load_encoder\n"
        "load_encoder(None).encode_queries(['作风建设'])\n"
        "heavy = {'torch', 'sentence_transformers', 'transformers', 'jieba', 'faiss', 'sklearn', 'scipy'}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60)
    assert run.returncode == 0, run.stderr


def test_loads_fast() -> None:
    """Loading takes far less than a second of the processor; the best of five."""
    seconds = []
    for _ in range(5):
        started = time.process_time()
        BuiltinEncoder.load()
        seconds.append(time.process_time() - started)
    assert min(seconds) < 0.5


def test_memory_is_bounded(encoder: BuiltinEncoder) -> None:
    """A very long text does not gather the vectors of all its pieces at once."""
    text = "扎实推进高质量发展。" * 40_000
    tracemalloc.start()
    encoder.encode_passages([text])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000  # gathered at once, 384 numbers for each of some 200,000 pieces would be 300 MB


def test_threads(encoder: BuiltinEncoder) -> None:
    """Threads that encode at once get what each would get alone."""
    wanted = encoder.encode_queries(TEXTS[:5])
    results: list[bool] = []

    def work() -> None:
        results.extend(np.array_equal(encoder.encode_queries(TEXTS[:5]), wanted) for _ in range(20))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 80
    assert all(results)


def test_size() -> None:
    """The model stays small enough to ship: 14 MB with all its files."""
    assert sum(path.stat().st_size for path in MODEL_FOLDER.rglob("*") if path.is_file()) <= 14_000_000


def test_vocabulary_holds_no_sentence() -> None:
    """Pieces are words: at most 4 Chinese characters, or one English word, or a digit or a byte."""
    pieces = json.loads((MODEL_FOLDER / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    long = [piece for piece, _ in pieces if len(piece) > (16 if piece.isascii() else 4)]
    assert long == []
    assert not [piece for piece, _ in pieces if " " in piece]


def test_name_changes_with_the_weights(encoder: BuiltinEncoder, copy: Path) -> None:
    """The manifest's name is the same for the same files, and another for other weights."""
    assert BuiltinEncoder.load(copy).name == encoder.name
    raw = bytearray((copy / "model.safetensors").read_bytes())
    raw[-3] ^= 1
    (copy / "model.safetensors").write_bytes(bytes(raw))
    assert BuiltinEncoder.load(copy).name != encoder.name


def test_is_an_encoder(encoder: BuiltinEncoder) -> None:
    """The encoder has the shape that the rest of the room asks for."""
    shape: Encoder = encoder
    assert shape.name.startswith("builtin:")
    assert shape.dimension == 384


@pytest.mark.parametrize("file", ["model.safetensors", "tokenizer.json"])
def test_missing_file(copy: Path, file: str) -> None:
    """A missing file is named with its path and with what to do."""
    (copy / file).unlink()
    with pytest.raises(ModelNotFound, match="重新安装") as caught:
        BuiltinEncoder.load(copy)
    assert str(copy / file) in str(caught.value)


@pytest.mark.parametrize("file", ["model.safetensors", "tokenizer.json"])
@pytest.mark.parametrize("content", [b"", b"{}", b"\x00" * 100])
def test_damaged_file(copy: Path, file: str, content: bytes) -> None:
    """A damaged file is named with its path and with what to do."""
    (copy / file).write_bytes(content)
    with pytest.raises(ModelError, match="已损坏") as caught:
        BuiltinEncoder.load(copy)
    assert str(copy / file) in str(caught.value)


def test_truncated_weights(copy: Path) -> None:
    """Weights that end too early are damaged."""
    path = copy / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-1000])
    with pytest.raises(ModelError, match="已损坏"):
        BuiltinEncoder.load(copy)


def test_weights_of_another_vocabulary(copy: Path) -> None:
    """Weights and tokenizer that do not belong together are refused."""
    from safetensors.numpy import save_file

    save_file({PIECES: np.ones((3, 4), dtype=np.int8), SCALES: np.ones(3, dtype=np.float32)}, copy / WEIGHTS)
    with pytest.raises(ModelError, match="不符"):
        BuiltinEncoder.load(copy)


def test_weights_of_another_form(copy: Path) -> None:
    """Vectors of another type, or a scale too few, are refused and not read as something else."""
    from safetensors.numpy import load_file, save_file

    weights = load_file(copy / WEIGHTS)
    for wrong in ({PIECES: weights[PIECES].astype(np.float32)}, {SCALES: weights[SCALES][1:]}):
        save_file({**weights, **wrong}, copy / WEIGHTS)
        with pytest.raises(ModelError, match="不符"):
            BuiltinEncoder.load(copy)


def test_weights_that_are_no_numbers(copy: Path) -> None:
    """A weight that is not finite is refused: one would spoil every vector that it is in."""
    from safetensors.numpy import load_file, save_file

    weights = load_file(copy / "model.safetensors")
    weights[SCALES][5] = np.nan
    save_file(weights, copy / "model.safetensors")
    with pytest.raises(ModelError, match="非数值"):
        BuiltinEncoder.load(copy)


@given(arrays(np.float32, (5, 7), elements=st.floats(-100, 100, width=32)))
def test_compressed_vectors_are_near_the_exact_ones(vectors: npt.NDArray[np.float32]) -> None:
    """One byte a number costs at most half a step, which is the largest of the row divided by 127; zero stays zero."""
    pieces, scales = compress(vectors)
    step = np.abs(vectors).max(axis=1, keepdims=True) / 127
    assert np.all(np.abs(pieces * scales[:, None] - vectors) <= step * 0.51 + 1e-30)
    assert not pieces[~vectors.any(axis=1)].any()


def test_saved_vectors_come_back(tmp_path: Path, encoder: BuiltinEncoder) -> None:
    """What is saved again without a change is the same file, and so the same encoder but for its tokenizer's form."""
    save(tmp_path, encoder.tokenizer, encoder.vectors)
    assert np.allclose(BuiltinEncoder.load(tmp_path).vectors, encoder.vectors, atol=1e-6)
