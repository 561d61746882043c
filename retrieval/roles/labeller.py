"""The labeller: functions and forms of passages, from weights that ship with the product (标注器).

Functions: one linear model with softmax over the buckets and the cues of the passage. Forms: one logistic model each;
for 比喻 and 金句 it adds the log-mean-exp over the passage's sentences of a linear score, so that the best sentence
decides. Numpy and the standard library alone; about 1 ms a paragraph in one thread.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt

from retrieval.errors import ModelError, ModelNotFound
from retrieval.models import Form, Function, Roles
from retrieval.roles.features import (
    BITS,
    HEADING_BITS,
    NUMBERS,
    SENTENCE_BITS,
    VERSION,
    Context,
    Features,
    features,
    weight_of,
)
from retrieval.roles.sentences import SENTENCE

Floats = npt.NDArray[np.float32]

MODEL_FOLDER: Final = Path(__file__).parent / "model"
WEIGHTS: Final = "weights.npz"

FUNCTIONS: Final = tuple(Function)
FORMS: Final = tuple(Form)
OUTPUTS: Final = len(FUNCTIONS) + len(FORMS)
BY_SENTENCE: Final = (Form.METAPHOR, Form.MAXIM)
"""Forms that one sentence decides, in the order of ``Weights.sentence_buckets``."""

_REMEDY: Final = "请重新安装 jianggao，或用 python -m retrieval.roles.train 重新训练"


@dataclass(frozen=True, slots=True)
class Weights:
    """What training gives; columns are functions and then forms, in the order of their enums.

    Attributes:
        buckets: For the passage's text, (2**BITS, OUTPUTS).
        heading_buckets: For its headings, which speak of functions alone, (2**HEADING_BITS, len(FUNCTIONS)).
        numbers: For its cues, (NUMBERS, OUTPUTS).
        bias: (OUTPUTS,).
        sentence_buckets: (2**SENTENCE_BITS, len(BY_SENTENCE)).
        sentence_cues: (SENTENCE, len(BY_SENTENCE)).
        thresholds: The least probability at which a passage has a form, (len(FORMS),).
        made_from: Digest of labels, speeches and recipe.
    """

    buckets: Floats
    heading_buckets: Floats
    numbers: Floats
    bias: Floats
    sentence_buckets: Floats
    sentence_cues: Floats
    thresholds: Floats
    made_from: str = ""

    def save(self, folder: Path) -> Path:
        """Write them, the large ones in half precision; the same weights give the same bytes."""
        arrays = {
            "buckets": self.buckets.astype(np.float16),
            "heading_buckets": self.heading_buckets.astype(np.float16),
            "numbers": self.numbers,
            "bias": self.bias,
            "sentence_buckets": self.sentence_buckets.astype(np.float16),
            "sentence_cues": self.sentence_cues,
            "thresholds": self.thresholds,
        }
        about = json.dumps({"version": VERSION, "made_from": self.made_from}).encode()
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / WEIGHTS
        np.savez_compressed(path, about=np.frombuffer(about, dtype=np.uint8), **arrays)  # type: ignore[arg-type]  # its stub takes **arrays for a flag
        return path


class Labeller:
    """Tells functions and forms. Deterministic; safe to use from any thread."""

    def __init__(self, weights: Weights, name: str = "roles:untold") -> None:
        """Take weights, and what a manifest records."""
        self.weights = weights
        self._name = name

    @classmethod
    def load(cls, folder: Path = MODEL_FOLDER) -> Self:
        """Read the weights of ``python -m retrieval.roles.train``.

        Raises:
            ModelNotFound: They are not there.
            ModelError: They are damaged, or of another version of the features.
        """
        path = folder / WEIGHTS
        try:
            raw = path.read_bytes()
        except FileNotFoundError as error:
            raise ModelNotFound(f"功能与形式的模型缺少文件 {path}。{_REMEDY}") from error
        except OSError as error:
            raise ModelError(f"功能与形式的模型读不出来：{path}（{error.strerror}）。{_REMEDY}") from error
        return cls(_parse(raw, path), f"roles:{hashlib.sha256(raw).hexdigest()}")

    @property
    def name(self) -> str:
        """``roles:`` and the SHA-256 of the weights."""
        return self._name

    def probabilities(self, contexts: Sequence[Context]) -> tuple[Floats, Floats]:
        """Probabilities of functions, of shape (n, 8), rows summing to 1, and of forms, (n, 7), each by itself."""
        scores = np.empty((len(contexts), OUTPUTS), dtype=np.float32)
        for row, context in enumerate(contexts):
            scores[row] = self._scores(features(context))
        functions, forms = scores[:, : len(FUNCTIONS)], scores[:, len(FUNCTIONS) :]
        raised = np.exp(functions - functions.max(axis=1, keepdims=True, initial=-np.inf))
        chances: Floats = np.reciprocal(1 + np.exp(-np.clip(forms, -30, 30)), dtype=np.float32)
        return raised / raised.sum(axis=1, keepdims=True), chances

    def roles(self, contexts: Sequence[Context]) -> list[Roles]:
        """The likeliest function of each, and the forms at or above their thresholds."""
        functions, forms = self.probabilities(contexts)
        return [self.decide(*row) for row in zip(functions, forms, strict=True)]

    def decide(self, functions: Floats, forms: Floats) -> Roles:
        """From one row of each kind of probabilities."""
        has = forms >= self.weights.thresholds
        return Roles(
            function=FUNCTIONS[int(functions.argmax())],
            forms=tuple(form for form, here in zip(FORMS, has, strict=True) if here),
        )

    def _scores(self, seen: Features) -> Floats:
        weights = self.weights
        scores: Floats = seen.numbers @ weights.numbers + weights.bias + seen.prior
        if len(seen.text):
            scores += weights.buckets[seen.text].sum(axis=0) * weight_of(seen.text)
        if len(seen.headings):
            scores[: len(FUNCTIONS)] += weights.heading_buckets[seen.headings].sum(axis=0) * weight_of(seen.headings)
        sentences = seen.cues @ weights.sentence_cues
        for row, found in enumerate(seen.sentences):
            if len(found):
                sentences[row] += weights.sentence_buckets[found].sum(axis=0) * weight_of(found)
        highest = sentences.max(axis=0)
        best = highest + np.log(np.exp(sentences - highest).mean(axis=0))
        for value, form in zip(best, BY_SENTENCE, strict=True):
            scores[len(FUNCTIONS) + FORMS.index(form)] += value
        return scores


@cache
def load_labeller() -> Labeller:
    """Return the labeller that ships; read once.

    Raises:
        ModelError: As ``Labeller.load``.
    """
    return Labeller.load()


def _parse(raw: bytes, path: Path) -> Weights:
    try:
        with np.load(BytesIO(raw), allow_pickle=False) as file:
            arrays: dict[str, Any] = {name: file[name] for name in file.files}
        about = json.loads(arrays.pop("about").tobytes())
        weights = Weights(
            **{name: np.ascontiguousarray(array, dtype=np.float32) for name, array in arrays.items()},
            made_from=str(about["made_from"]),
        )
        version = about["version"]
    except (zipfile.BadZipFile, zlib.error, ValueError, KeyError, TypeError, EOFError, OSError) as error:
        raise ModelError(f"功能与形式的模型已损坏：{path}（{error}）。{_REMEDY}") from error
    if version != VERSION:
        raise ModelError(f"功能与形式的模型是第 {version} 版，程序用第 {VERSION} 版：{path}。{_REMEDY}")
    for name, shape in _SHAPES.items():
        array = getattr(weights, name)
        if array.shape != shape:
            raise ModelError(f"功能与形式的模型中 {name} 的形状是 {array.shape}，应为 {shape}：{path}。{_REMEDY}")
        if not np.isfinite(array).all():
            raise ModelError(f"功能与形式的模型中 {name} 含有非数值：{path}。{_REMEDY}")
    return weights


_SHAPES: Final = {
    "buckets": (1 << BITS, OUTPUTS),
    "heading_buckets": (1 << HEADING_BITS, len(FUNCTIONS)),
    "numbers": (NUMBERS, OUTPUTS),
    "bias": (OUTPUTS,),
    "sentence_buckets": (1 << SENTENCE_BITS, len(BY_SENTENCE)),
    "sentence_cues": (SENTENCE, len(BY_SENTENCE)),
    "thresholds": (len(FORMS),),
}
