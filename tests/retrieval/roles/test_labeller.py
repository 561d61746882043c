"""Weights are read or refused, and tell the same each time."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.models import Place
from retrieval.errors import ModelError, ModelNotFound
from retrieval.models import Form, Function
from retrieval.roles.features import Context
from retrieval.roles.fit import Recipe, Sheet, predict
from retrieval.roles.labeller import FORMS, FUNCTIONS, Labeller
from retrieval.roles.labels import digest, labelled

OPENING = Context(
    text="今天我们召开全县河长制工作推进会，主要任务是总结去年的工作，安排今年的任务。下面，我讲三点意见。",
    paragraph=1,
    paragraphs=12,
    place=Place.OPENING,
)
CLOSING = Context(
    text="同志们，河清一分，民心就暖一分。让我们一段一段接着治，把清水还给两岸的乡亲。谢谢大家！",
    paragraph=12,
    paragraphs=12,
    place=Place.CLOSING,
)
FAULTS = Context(
    text="同时也要看到，工作中还存在不少问题：有的河长巡河走过场，有的部门推诿扯皮，责任没有压实，整改不够彻底。",
    section=("二、存在的问题",),
    paragraph=5,
    paragraphs=12,
)


@pytest.fixture(scope="module")
def labeller() -> Labeller:
    """The shipped one."""
    return Labeller.load()


def test_functions_of_plain_cases(labeller: Labeller) -> None:
    """An opening, a closing and a paragraph of faults are what they are."""
    told = [one.function for one in labeller.roles([OPENING, CLOSING, FAULTS])]
    assert told == [Function.OPENING, Function.CLOSING, Function.PROBLEMS]


def test_probabilities(labeller: Labeller) -> None:
    """Shapes, types and sums as stated; no passage gives no rows; company changes nothing."""
    functions, forms = labeller.probabilities([OPENING, CLOSING])
    assert (functions.shape, forms.shape) == ((2, len(FUNCTIONS)), (2, len(FORMS)))
    assert functions.dtype == forms.dtype == np.float32
    assert np.allclose(functions.sum(axis=1), 1)
    assert ((forms >= 0) & (forms <= 1)).all()
    assert labeller.probabilities([])[0].shape == (0, len(FUNCTIONS))
    again = labeller.probabilities([CLOSING])
    assert (again[0][0] == functions[1]).all()
    assert (again[1][0] == forms[1]).all()


def test_forms_stand_in_the_order_of_their_enum(labeller: Labeller) -> None:
    """``decide`` gives exactly the forms at or above their thresholds, in order."""
    least = labeller.weights.thresholds
    assert labeller.decide(np.eye(8, dtype=np.float32)[3], least).forms == FORMS
    assert labeller.decide(np.eye(8, dtype=np.float32)[3], least).function is FUNCTIONS[3]
    below = least.copy()
    below[FORMS.index(Form.FIGURES)] -= 0.01
    assert Form.FIGURES not in labeller.decide(np.eye(8, dtype=np.float32)[3], below).forms


def test_name_is_the_digest_of_the_weights(labeller: Labeller, tmp_path: Path) -> None:
    """Saved again it is the same file; other weights have another name."""
    labeller.weights.save(tmp_path)
    assert Labeller.load(tmp_path).name == labeller.name
    replace(labeller.weights, bias=labeller.weights.bias + 1).save(tmp_path)
    assert Labeller.load(tmp_path).name != labeller.name


def test_missing_weights(tmp_path: Path) -> None:
    """Told with the path and what to do."""
    with pytest.raises(ModelNotFound, match=r"weights\.npz.*重新安装 jianggao"):
        Labeller.load(tmp_path)


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "text"])
def test_damaged_weights(labeller: Labeller, tmp_path: Path, damage: str) -> None:
    """Half a file, a flipped byte, nothing, something else: each is a ModelError with a remedy."""
    path = labeller.weights.save(tmp_path)
    raw = path.read_bytes()
    middle = len(raw) // 2
    path.write_bytes(
        {
            "cut": raw[:middle],
            "flip": raw[:middle] + bytes([raw[middle] ^ 0xFF]) + raw[middle + 1 :],
            "empty": b"",
            "text": "不是模型".encode(),
        }[damage]
    )
    with pytest.raises(ModelError, match="重新安装 jianggao"):
        Labeller.load(tmp_path)


def test_weights_of_another_shape_or_not_finite(labeller: Labeller, tmp_path: Path) -> None:
    """Weights that do not fit the features, or hold no numbers, are refused by name."""
    replace(labeller.weights, bias=np.zeros(3, dtype=np.float32)).save(tmp_path)
    with pytest.raises(ModelError, match="bias 的形状"):
        Labeller.load(tmp_path)
    replace(labeller.weights, bias=np.full(15, np.nan, dtype=np.float32)).save(tmp_path)
    with pytest.raises(ModelError, match="bias 含有非数值"):
        Labeller.load(tmp_path)


def test_labelling_needs_no_scikit_learn() -> None:
    """Loading and labelling import neither scikit-learn nor scipy."""
    code = (
        "import sys; from retrieval.roles.labeller import Labeller; from retrieval.roles.features import Context;"
        "Labeller.load().roles([Context('今天开会。')]);"
        "assert not {'sklearn', 'scipy', 'torch'} & set(sys.modules), sorted(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_shipped_weights_are_made_from_these_labels(labeller: Labeller) -> None:
    """Whoever changes a speech, a label or the recipe must train again."""
    assert labeller.weights.made_from == digest(labelled(), repr(Recipe()))


def test_training_and_answering_see_the_same(labeller: Labeller) -> None:
    """The vectorised scores of training and those of the labeller agree on real paragraphs."""
    examples = labelled()[:20]
    functions, forms = labeller.probabilities([one.context for one in examples])
    told = predict(labeller.weights, Sheet.of(examples))
    assert np.allclose(functions, told[0], atol=1e-4)
    assert np.allclose(forms, told[1], atol=1e-4)
