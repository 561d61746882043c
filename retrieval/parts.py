"""The parts of an index while it is built (索引各部分): what each keeps of the passages of a speech.

Rows come speech by speech, so that a speech's words are at hand as a whole when its last passage has come.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Final, Self

from corpus.models import Description, IndexRow, PassageKind
from retrieval.dense import DenseIndex, unit
from retrieval.encoder import Encoder, Vectors
from retrieval.facets import Facet, Facets, of_speech, speech_key
from retrieval.lexical import Entry, LexicalIndex
from retrieval.normalize import normalize
from retrieval.roles.features import contexts
from retrieval.roles.labeller import Labeller
from retrieval.themes.naming import named
from retrieval.tokens import with_parts, words

BODY_WEIGHT, CONTEXT_WEIGHT = 0.8, 0.2
"""Shares of a passage's own vector and of that of its headings and title, before scaling to length 1."""
BATCH: Final = 256
"""Passages encoded at a time."""
_WORDS, _SPEECHES, _VECTORS, _FACETS = "lexical", "speeches", "dense", "facets"


@dataclass(slots=True)
class Parts:
    """Words of passages and of speeches, vectors, facets: open for change in ``folder``, by one thread."""

    folder: Path
    lexical: LexicalIndex
    speeches: LexicalIndex
    dense: DenseIndex
    facets: Facets

    @classmethod
    def create(cls, folder: Path, dimension: int, *, graph: bool) -> Self:
        """Begin with nothing in a new folder; ``graph`` as for ``DenseIndex.create``."""
        return cls(
            folder,
            LexicalIndex.create(folder / _WORDS),
            LexicalIndex.create(folder / _SPEECHES, words=False),
            DenseIndex.create(dimension, graph=graph),
            Facets.create(),
        )

    @classmethod
    def resume(cls, before: Path, folder: Path) -> Self:
        """Begin in a new folder with what an earlier one holds, which stays as it is."""
        for name in (_WORDS, _SPEECHES):
            shutil.copytree(before / name, folder / name, ignore=shutil.ignore_patterns("*.lock"))
        opened = cls.open(before)
        words, speeches = LexicalIndex.open(folder / _WORDS), LexicalIndex.open(folder / _SPEECHES)
        return cls(folder, words, speeches, opened.dense, opened.facets)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Read the parts of a folder.

        Raises:
            IndexDamaged: One is missing or cannot be read.
        """
        return cls(
            folder,
            LexicalIndex.open(folder / _WORDS),
            LexicalIndex.open(folder / _SPEECHES),
            DenseIndex.open(folder / _VECTORS),
            Facets.open(folder / _FACETS),
        )

    def keys(self) -> frozenset[int]:
        """Return the keys of all passages."""
        return self.dense.keys()

    def renew(
        self,
        removed: Sequence[int],
        rows: Iterable[IndexRow],
        encoder: Encoder,
        labeller: Labeller,
        done: Callable[[int], None],
    ) -> None:
        """Take passages out by key, put those of ``rows`` in, and leave everything on disk.

        Args:
            removed: Keys that are here.
            rows: Of passages that are not here, speech by speech, every passage of each.
            encoder: Gives their vectors.
            labeller: Tells what they do and are made of.
            done: Called with how many are in.
        """
        kept = self.keys() - frozenset(removed)
        facets = list(self.facets.facets(kept))
        gone = {speech.id for speech in self.facets.speeches} - {facet.speech.id for facet in facets}
        self.dense.remove(removed)
        whole: list[Entry] = []
        self.lexical.update(self._taken(rows, encoder, labeller, facets, whole, done), removed)
        self.speeches.update(whole, [speech_key(speech) for speech in sorted(gone)])
        self.facets = Facets.create(facets)
        self.dense.save(self.folder / _VECTORS)
        self.facets.save(self.folder / _FACETS)

    def _taken(
        self,
        rows: Iterable[IndexRow],
        encoder: Encoder,
        labeller: Labeller,
        facets: list[Facet],
        whole: list[Entry],
        done: Callable[[int], None],
    ) -> Iterator[Entry]:
        """Pass on the words of passages, and keep the rest of what is known of them."""
        count = 0
        for _, group in groupby(rows, attrgetter("speech_id")):
            speech = list(group)
            cut = _Cut(speech)
            whole.append(cut.whole())
            facets += _facets(speech, cut, labeller)
            for start in range(0, len(speech), BATCH):
                batch = speech[start : start + BATCH]
                self.dense.add([row.key for row in batch], passage_vectors(batch, encoder))
                yield from (cut.entry(row) for row in batch)
                count += len(batch)
                done(count)


def headed(row: IndexRow) -> str:
    """Return what a speech is about as a whole: its title, and the themes that its file names."""
    return " ".join((row.title, *row.themes))


class _Cut:
    """The passages of one speech, each text of theirs cut into words once."""

    def __init__(self, speech: Sequence[IndexRow]) -> None:
        self._speech = speech
        self.words = {row.key: words(row.text) for row in speech}
        self.title = words(headed(speech[0]))
        self.headings = {heading: words(heading) for row in speech for heading in row.section}

    def section(self, row: IndexRow) -> list[str]:
        """Return the words of the headings above a passage, outermost first."""
        return [word for heading in row.section for word in self.headings[heading]]

    def entry(self, row: IndexRow) -> Entry:
        """Return a passage as it is searched."""
        return Entry(row.key, _joined(self.words[row.key]), _joined(self.section(row)), _joined(self.title))

    def whole(self) -> Entry:
        """Return the speech as it is searched: its natural paragraphs, its headings, its title."""
        paragraphs = (self.words[row.key] for row in self._speech if row.kind is PassageKind.PARAGRAPH)
        body = _joined([word for paragraph in paragraphs for word in paragraph])
        headings = _joined([word for heading in self.headings.values() for word in heading])
        return Entry(speech_key(self._speech[0].speech_id), body, headings, _joined(self.title))


def _joined(found: Sequence[str]) -> str:
    return " ".join(with_parts(found))


def _facets(speech: Sequence[IndexRow], cut: _Cut, labeller: Labeller) -> Iterator[Facet]:
    first = speech[0]
    described = Description(first.title, first.year, first.themes, first.source, first.genre, first.bundled)
    facet = of_speech(first.speech_id, described)
    functions, forms = labeller.probabilities(contexts(speech))
    for row, function, form in zip(speech, functions, forms, strict=True):
        themes = named(cut.words[row.key], cut.section(row), cut.title)
        roles = labeller.decide(function, form)
        yield Facet(row.key, row.parent_key, facet, len(row.text), themes, function, form, roles)


def passage_vectors(rows: Sequence[IndexRow], encoder: Encoder) -> Vectors:
    """Encode passages with their context; a context that several share is encoded once."""
    around = [normalize(" ".join((*row.section, headed(row)))) for row in rows]
    distinct = list(dict.fromkeys(around))
    place = {context: number for number, context in enumerate(distinct)}
    context_vectors = encoder.encode_passages(distinct)[[place[context] for context in around]]
    bodies = encoder.encode_passages([normalize(row.text) for row in rows])
    return unit(BODY_WEIGHT * bodies + CONTEXT_WEIGHT * context_vectors)
