"""How well an encoder finds by itself, without words (评测): judged requests, opening sentences, translations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import numpy.typing as npt

from corpus.bundled import bundled_files
from corpus.importing import import_paths
from corpus.library import Library
from corpus.models import COMMON, PassageKind
from retrieval.encoder import Encoder
from retrieval.evaluate import DEPTH, Judgment, grade_of, ndcg, read_judgments, success
from retrieval.models import Language, Request
from retrieval.normalize import normalize
from retrieval.parts import passage_vectors
from retrieval.request import understand
from retrieval.training.texts import Pair, read_lines, read_paragraphs, titled

_SHORTEST_PARAGRAPH: Final = 40
_SHORTEST_TRANSLATION: Final = 12

Scores = npt.NDArray[np.float32]
"""Shape (queries, passages): similarities, higher is better."""


@dataclass(frozen=True, slots=True)
class Judged:
    """On the judged requests that have an answer, over whole paragraphs: nDCG@5, also by language, and success@1."""

    requests: int
    ndcg: float
    chinese: float
    english: float
    success: float


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of an encoder. The last three are mean reciprocal ranks, with the number of candidates."""

    judged: Judged
    titles: float
    titles_of: int
    chinese_to_english: float
    english_to_chinese: float
    translations_of: int


def evaluate(encoder: Encoder, data: Path, files: Sequence[Path], translations: Sequence[Pair]) -> Figures:
    """Measure ``encoder`` on the judged requests of ``data``, on ``files`` and on ``translations``."""

    def score(queries: Sequence[str], passages: Sequence[str]) -> Scores:
        return encoder.encode_queries(queries) @ encoder.encode_passages(passages).T

    pairs = {pair.query: pair for path in files for paragraph in read_paragraphs(path) for pair in titled(paragraph)}
    titles = [pair.query for pair in pairs.values()]
    rests = [pair.passage for pair in pairs.values()]
    longer = [pair for pair in translations if len(pair.query) >= _SHORTEST_TRANSLATION]
    chinese = [pair.query for pair in longer]
    english = [pair.passage for pair in longer]
    return Figures(
        judged=_judged(score, data),
        titles=mean_reciprocal_rank(score(titles, rests)),
        titles_of=len(titles),
        chinese_to_english=mean_reciprocal_rank(score(chinese, english)),
        english_to_chinese=mean_reciprocal_rank(score(english, chinese)),
        translations_of=len(longer),
    )


def mean_reciprocal_rank(scores: Scores) -> float:
    """Return the mean of 1 / rank of the diagonal; among equals the right answer stands in the middle.

    Example:
        >>> mean_reciprocal_rank(np.array([[0.9, 0.1], [0.8, 0.4]], dtype=np.float32))
        0.75
    """
    right = np.diag(scores)[:, None]
    ranks = 1 + (scores > right).sum(axis=1) + ((scores == right).sum(axis=1) - 1) / 2
    return float((1 / ranks).mean())


def starter(encoder: Encoder, path: Path) -> Judged:
    """Measure ``encoder`` on the judged requests of ``path``, over the paragraphs of the bundled speeches.

    A passage's vector is the one that the engine makes, its headings included. No encoder is trained on these speeches.
    """
    with TemporaryDirectory() as scratch, Library.open(f"sqlite:///{scratch}/library.db") as library:
        import_paths(library, bundled_files())
        rows = [row for row in library.index_rows(reader=COMMON) if row.kind is PassageKind.PARAGRAPH]
    judgments = [judgment for judgment in read_judgments(path) if judgment.relevant]
    requests = [understand(judgment.request) for judgment in judgments]
    scores = encoder.encode_queries([request.query for request in requests]) @ passage_vectors(rows, encoder).T
    return _measured(judgments, requests, scores, ["".join(row.text.split()) for row in rows])


def _judged(score: Callable[[Sequence[str], Sequence[str]], Scores], data: Path) -> Judged:
    passages = [
        line
        for path in sorted((data / "speeches" / "seed").glob("*.txt"))
        for line in read_lines(path)
        if len(line) >= _SHORTEST_PARAGRAPH
    ]
    judgments = [judgment for judgment in read_judgments(data / "judgments" / "dev.jsonl") if judgment.relevant]
    requests = [understand(judgment.request) for judgment in judgments]
    scores = score([request.query for request in requests], passages)
    return _measured(judgments, requests, scores, ["".join(passage.split()) for passage in passages], normalize)


def _measured(
    judgments: Sequence[Judgment],
    requests: Sequence[Request],
    scores: Scores,
    bare: Sequence[str],
    read: Callable[[str], str] = str,
) -> Judged:
    """Grade the best of each request; ``read`` is what the passages went through, and their judged strings must too."""
    values = []
    successes = []
    for judgment, order in zip(judgments, np.argsort(-scores, axis=1, kind="stable"), strict=True):
        strings = {"".join(read(string).split()): grade for string, grade in judgment.relevant.items()}
        grades = [grade_of(passage, strings) for passage in bare]
        shown = [grades[place] for place in order[:DEPTH]]
        values.append(ndcg(shown, grades))
        successes.append(success(shown, 1))
    english = np.array([request.language is Language.ENGLISH for request in requests])
    return Judged(
        requests=len(judgments),
        ndcg=float(np.mean(values)),
        chinese=float(np.mean(np.array(values)[~english])),
        english=float(np.mean(np.array(values)[english])),
        success=float(np.mean(successes)),
    )
