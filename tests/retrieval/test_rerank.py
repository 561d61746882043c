"""The second look, and real cross-encoders so small that the test makes them."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import ModelError, ModelMismatch, ModelNotFound
from retrieval.rerank import RERANKED, SHARE, CrossEncoderReranker, Scored, Scores, second_look

TEXTS = ["作风建设永远在路上。", "安全生产责任重于泰山。"]


class Longest:
    """A longer passage answers better."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def scores(self, query: str, passages: Sequence[str]) -> Scores:
        """Characters of each."""
        self.asked.append(query)
        return np.array([len(text) for text in passages], dtype=np.float32)


def test_the_second_look_weighs_its_share() -> None:
    """Scores 10, 20, 30 scaled to the span 0.2 … 0.8 are 0.2, 0.5, 0.8; then SHARE of them, the rest of the first."""
    first = [Scored("一" * 10, 0.8), Scored("二" * 20, 0.6), Scored("三" * 30, 0.2)]
    looked = second_look("作风", first, Longest())
    new = [0.2, 0.5, 0.8]
    assert looked == pytest.approx([(1 - SHARE) * one.score + SHARE * n for one, n in zip(first, new, strict=True)])


def test_only_the_first_are_looked_at() -> None:
    """The others keep their scores."""
    first = [Scored("文" * (number + 1), 1 - number / 100) for number in range(RERANKED + 5)]
    looked = second_look("作风", first, Longest())
    assert looked[RERANKED:] == [one.score for one in first[RERANKED:]]
    assert looked[:RERANKED] != [one.score for one in first[:RERANKED]]


@pytest.mark.parametrize("count", [0, 1])
def test_one_passage_needs_no_second_look(count: int) -> None:
    """Nor does none."""
    first = [Scored("作风", 0.7)] * count
    assert second_look("作风", first, Longest()) == [0.7] * count


def make(folder: Path, *, labels: int = 1, damage: float | None = None) -> Path:
    """Save a BERT of two layers with a head of so many labels; ``damage`` spoils a weight."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    letters = sorted(set("".join(TEXTS)))
    folder.mkdir(parents=True)
    (folder / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters]), "utf-8")
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(letters) + 5,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
        num_labels=labels,
    )
    bert = BertForSequenceClassification(config)
    if damage is not None:
        with torch.no_grad():
            bert.classifier.weight[0] = damage
    bert.save_pretrained(folder)
    BertTokenizerFast(vocab_file=str(folder / "vocab.txt"), model_max_length=64).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module", autouse=True)
def _imported() -> None:
    """Import the libraries once; what they warn of on their way in is not ours to change."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import sentence_transformers  # noqa: F401


def test_a_cross_encoder_scores_pairs(tmp_path: Path) -> None:
    """One finite score a passage, the same as the library's own, in their order."""
    from sentence_transformers import CrossEncoder

    folder = make(tmp_path / "model")
    reranker = CrossEncoderReranker.load(str(folder))
    scores = reranker.scores("作风", TEXTS)
    theirs = CrossEncoder(str(folder), max_length=64).predict([("作风", text) for text in TEXTS])
    assert scores == pytest.approx(theirs, abs=1e-5)
    assert scores[::-1] == pytest.approx(reranker.scores("作风", TEXTS[::-1]), abs=1e-5)
    assert reranker.scores("作风", []).shape == (0,)
    assert reranker.name.startswith("model@")


def test_a_classifier_is_no_reranker(tmp_path: Path) -> None:
    """Three labels are no score."""
    with pytest.raises(ModelError, match="不能用来重排"):
        CrossEncoderReranker.load(str(make(tmp_path / "model", labels=3)))


def test_a_score_that_is_no_number_is_told(tmp_path: Path) -> None:
    """It would put any passage first."""
    reranker = CrossEncoderReranker.load(str(make(tmp_path / "model", damage=float("nan"))))
    with pytest.raises(ModelMismatch, match="JIANGGAO_RERANKER"):
        reranker.scores("作风", TEXTS)


def test_a_folder_that_is_not_there_is_told() -> None:
    """With the setting that names it."""
    with pytest.raises(ModelNotFound, match="JIANGGAO_RERANKER"):
        CrossEncoderReranker.load("/没有/这个文件夹")


def test_a_damaged_model_is_told(tmp_path: Path) -> None:
    """Whatever the library makes of it."""
    folder = make(tmp_path / "model")
    (folder / "model.safetensors").write_bytes(b"damaged")
    with pytest.raises(ModelError, match="读不进来"):
        CrossEncoderReranker.load(str(folder))
