"""Adapting the encoder to a library (适配): it learns the headings, opening sentences and words of its own passages.

Every fifth heading is held out with the passages under it. The adapted encoder is kept aside, and taken into use only
where it finds those passages better than the one it started from, beyond chance, and still knows its English.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from corpus.library import Library
from corpus.models import COMMON, PassageKind
from retrieval import packages
from retrieval.builtin import BuiltinEncoder
from retrieval.encoder import Encoder
from retrieval.errors import TooLittleToLearn
from retrieval.normalize import normalize
from retrieval.training import pairs
from retrieval.training.contrast import Progress, Schedule, Task, contrast, count
from retrieval.training.storage import save
from retrieval.training.texts import Pair, Paragraph, titled

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from retrieval.themes.theme import Theme

HELD_OUT: Final = 5
"""One heading in so many is not learned from."""
FEWEST: Final = 20
"""Headings and opening sentences that must be held out for a verdict; fewer say nothing."""
MOST: Final = 50_000
"""Paragraphs that are learned from; of a larger library these are drawn by chance."""
CANDIDATES: Final = 5_000
"""Paragraphs among which a held-out one is to be found, at most."""
FORGOTTEN: Final = 0.02
"""Loss of mean reciprocal rank on the names of themes at which English counts as forgotten."""
WORSE: Final = 0.01
"""Loss on headings or on opening sentences alone at which the adapted encoder is not taken."""
RESAMPLES: Final = 2_000

_SHORTEST: Final = 40
_LONGEST_HEADING: Final = 30
_SCHEDULE: Final = Schedule(steps=0, batch=256, rate=1e-3, scale=5.0, dropout=0.2, seed=7)
_PASSES: Final = 8
"""How often each pair is shown, about."""
_FEWEST_STEPS, _MOST_STEPS = 60, 3_000
"""The most take some ten minutes on one processor."""
_NAMES: Final = 0.5
"""Share of batches with names of themes, where those of the library have 1."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Mean reciprocal ranks on what was held out.

    Attributes:
        headings: A heading to a paragraph under it, among the paragraphs of the library.
        openings: The opening sentence of a paragraph to the rest of it.
        names: The English name of a theme to its Chinese term.
    """

    headings: float
    openings: float
    names: float


@dataclass(frozen=True, slots=True)
class Adapted:
    """What came of adapting.

    Attributes:
        paragraphs: Learned from.
        headings: Held out.
        openings: Held out.
        before: Of the encoder that it started from.
        after: Of the adapted one.
        gain: Mean gain in reciprocal rank over headings and openings together.
        low: The 5th percentile of that gain over resampled headings and openings (paired bootstrap).
        accepted: Whether it is better: ``low`` above 0, neither part worse by ``WORSE``, English not ``FORGOTTEN``.
    """

    paragraphs: int
    headings: int
    openings: int
    before: Measured
    after: Measured
    gain: float
    low: float
    accepted: bool


@dataclass(frozen=True, slots=True)
class _Held:
    """Held-out headings, each with the places of its paragraphs among ``candidates``; openings; names."""

    candidates: Sequence[str]
    headings: Sequence[tuple[str, tuple[int, ...]]]
    openings: Sequence[Pair]
    names: Sequence[Pair]


def adapt(
    library: Library, base: Path, out: Path, themes: Sequence[Theme], progress: Progress | None = None
) -> Adapted:
    """Train the encoder of ``base`` on a library and save it in ``out``, whether accepted or not.

    The same library and encoder give the same result on the same machine.

    Args:
        library: What it learns from; only read.
        base: The encoder to start from.
        out: Where the adapted encoder is written.
        themes: Names to keep knowing.
        progress: Called after each step.

    Raises:
        PackageMissing: scipy is not installed, as in the slim install.
        TooLittleToLearn: The library has too few headings and opening sentences to tell whether anything was gained.
        ModelError: ``base`` cannot be read.
        LibraryError: The library cannot be read.
        OSError: ``out`` cannot be written.
    """
    packages.require(
        packages.TRAINING, "适配模型（jianggao train）", "在装全的机器上适配，再把数据文件夹里的 model 拷来"
    )
    encoder = BuiltinEncoder.load(base)
    chance = random.Random(_SCHEDULE.seed)  # noqa: S311  repeatable on purpose
    seen, held = _split(_paragraphs(library), themes, chance)
    if len(held.headings) + len(held.openings) < FEWEST:
        raise TooLittleToLearn(
            f"讲稿库太小，学不出好坏：可用来检验的小标题和段首句只有 {len(held.headings) + len(held.openings)} 处，"
            f"至少要 {FEWEST} 处。请先用 jianggao add 导入更多讲稿，再运行 jianggao train。"
        )
    before = _ranks(encoder, held)
    vectors = encoder.vectors
    tasks = _tasks(seen, themes, encoder.tokenizer, chance)
    steps = _PASSES * sum(len(task.pairs) for task in tasks[:-1]) // _SCHEDULE.batch
    schedule = replace(_SCHEDULE, steps=min(max(steps, _FEWEST_STEPS), _MOST_STEPS))
    contrast(vectors, encoder.tokenizer, None, tasks, schedule, progress)
    save(out, encoder.tokenizer, vectors)
    return _verdict(len(seen), before, _ranks(BuiltinEncoder.load(out), held))


def _paragraphs(library: Library) -> list[Paragraph]:
    """Read the searched copies of all paragraphs that are long enough to learn from."""
    return [
        Paragraph(text, tuple(map(normalize, row.section)))
        for row in library.index_rows(reader=COMMON)
        if row.kind is PassageKind.PARAGRAPH and len(text := normalize(row.text)) >= _SHORTEST
    ]


def _split(
    paragraphs: Sequence[Paragraph], themes: Sequence[Theme], chance: random.Random
) -> tuple[list[Paragraph], _Held]:
    """Part what is learned from and what is held out; a paragraph without headings counts as its own heading."""
    number: dict[str, int] = {}
    for place, paragraph in enumerate(paragraphs):
        number.setdefault(paragraph.headings[-1] if paragraph.headings else f"\n{place}", len(number))

    def is_held(place: int, paragraph: Paragraph) -> bool:
        return number[paragraph.headings[-1] if paragraph.headings else f"\n{place}"] % HELD_OUT == HELD_OUT - 1

    held = [paragraph for place, paragraph in enumerate(paragraphs) if is_held(place, paragraph)]
    seen = [paragraph for place, paragraph in enumerate(paragraphs) if not is_held(place, paragraph)]
    held = held[:CANDIDATES] if len(held) > CANDIDATES else held
    others = chance.sample(seen, min(len(seen), CANDIDATES - len(held)))
    under: dict[str, list[int]] = defaultdict(list)
    for place, paragraph in enumerate(held):
        if paragraph.headings and len(paragraph.headings[-1]) <= _LONGEST_HEADING:
            under[paragraph.headings[-1]].append(place)
    openings = {pair.query: pair for paragraph in held for pair in titled(paragraph)}
    return (
        chance.sample(seen, MOST) if len(seen) > MOST else seen,
        _Held(
            candidates=[paragraph.text for paragraph in (*held, *others)],
            headings=[(heading, tuple(places)) for heading, places in under.items()],
            openings=list(openings.values()),
            names=[Pair(theme.english[0], theme.term) for theme in themes if theme.english],
        ),
    )


def _tasks(
    paragraphs: Sequence[Paragraph], themes: Sequence[Theme], tokenizer: Tokenizer, chance: random.Random
) -> list[Task]:
    """Pairs of the library, plain and careless; names of themes come last."""
    bags = count(tokenizer, [paragraph.text for paragraph in paragraphs])
    documents = np.asarray((bags > 0).sum(axis=0)).ravel()
    idf = np.log((len(paragraphs) + 1) / (documents + 0.5)).clip(min=0)
    return [
        Task(pairs.requests(paragraphs, tokenizer, idf, 1, chance), 1.0),
        Task(pairs.careless(paragraphs, tokenizer, idf, chance), 0.3),
        Task(pairs.named(themes, 1), _NAMES),
    ]


@dataclass(frozen=True, slots=True)
class _Ranks:
    """Reciprocal ranks, 0 to 1, one for each thing held out."""

    headings: npt.NDArray[np.float64]
    openings: npt.NDArray[np.float64]
    names: npt.NDArray[np.float64]

    def means(self) -> Measured:
        return Measured(*(float(ranks.mean()) if len(ranks) else 0.0 for ranks in self.each()))

    def each(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        return self.headings, self.openings, self.names


def _ranks(encoder: Encoder, held: _Held) -> _Ranks:
    candidates = encoder.encode_passages(held.candidates)
    headings = encoder.encode_queries([heading for heading, _ in held.headings]) @ candidates.T
    return _Ranks(
        np.array(
            [_reciprocal(scores, places) for scores, (_, places) in zip(headings, held.headings, strict=True)],
            dtype=np.float64,
        ),
        _paired(encoder, held.openings),
        _paired(encoder, held.names),
    )


def _paired(encoder: Encoder, several: Sequence[Pair]) -> npt.NDArray[np.float64]:
    passages = encoder.encode_passages([pair.passage for pair in several])
    scores = encoder.encode_queries([pair.query for pair in several]) @ passages.T
    return np.array([_reciprocal(row, (place,)) for place, row in enumerate(scores)], dtype=np.float64)


def _reciprocal(scores: npt.NDArray[np.float32], right: Sequence[int]) -> float:
    """Return 1 / rank of the best right answer; among equals it stands in the middle."""
    best = scores[list(right)].max()
    return float(1 / (1 + (scores > best).sum() + ((scores == best).sum() - 1) / 2))


def _verdict(paragraphs: int, before: _Ranks, after: _Ranks) -> Adapted:
    gains = np.concatenate([after.headings - before.headings, after.openings - before.openings])
    drawn = np.random.default_rng(_SCHEDULE.seed).integers(len(gains), size=(RESAMPLES, len(gains)))
    low = float(np.percentile(gains[drawn].mean(axis=1), 5))
    old, new = before.means(), after.means()
    return Adapted(
        paragraphs=paragraphs,
        headings=len(before.headings),
        openings=len(before.openings),
        before=old,
        after=new,
        gain=float(gains.mean()),
        low=low,
        accepted=low > 0
        and new.headings >= old.headings - WORSE
        and new.openings >= old.openings - WORSE
        and new.names >= old.names - FORGOTTEN,
    )
