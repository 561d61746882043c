"""Words that a request and a passage share (词面检索): BM25 in a tantivy index over words cut beforehand.

The index splits at spaces alone; ``tokens`` has cut the text. A passage has three fields: its body, and with less
weight the headings above it and the title of its speech.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import tantivy

from retrieval.concepts import Concept, Group
from retrieval.errors import IndexDamaged, IndexFault
from retrieval.tokens import tokens
from retrieval.weight import carries

FIELDS: Final = {"body": 1.0, "section": 0.5, "title": 0.15}
"""Weight of a word's score by where it stands; the body's is 1. Tuned on judged requests."""
EXACT, OTHERS, PART = 1.0, 0.8, 0.4
"""Weight of the word itself, of what stands for it beside its weight in the lexicon, and of a word inside it."""
TIE: Final = 0.2
"""Of a concept's other words than its best, this much of their score is added."""
SPARE: Final = 32
"""So many more are asked for where passages are left out."""
_HEAP: Final = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage as it goes in: the words that its texts are searched by, parted by spaces."""

    key: int
    body: str
    section: str = ""
    title: str = ""

    @classmethod
    def of(cls, key: int, body: str, section: str = "", title: str = "") -> Self:
        """Cut plain text, not yet normalised."""
        return cls(key, *(" ".join(tokens(text)) for text in (body, section, title)))


@dataclass(frozen=True, slots=True)
class Match:
    """A passage as it comes out: the words of its body, and of the headings and the title above it."""

    key: int
    body: frozenset[str]
    context: frozenset[str]


class LexicalIndex:
    """An index in a folder. Searching is safe from many threads; ``update`` is for a folder nobody searches."""

    def __init__(self, index: tantivy.Index, searcher: tantivy.Searcher | None = None) -> None:
        self._index = index
        if searcher is None:
            index.config_reader("manual")
            index.reload()
            searcher = index.searcher()
        self._searcher = searcher
        self._among: frozenset[int] | None = None
        self._frequencies: dict[tuple[str, str], int] = {}

    def narrowed(self, keys: frozenset[int]) -> LexicalIndex:
        """Return the same index as far as it is of ``keys``, for reading alone.

        What it finds, in what order, and how rare a word is, is said of these alone. Only how long passages are on
        average, which BM25 weighs a passage's own length by, goes on being said of all of the index, so that scores
        differ a little from those of an index that never held the others.
        """
        # With the searcher that is there: to make one changes the index, which other threads are searching.
        narrowed = LexicalIndex(self._index, self._searcher)
        narrowed._among = keys
        return narrowed

    @classmethod
    def create(cls, folder: Path, *, words: bool = True) -> LexicalIndex:
        """Make an empty index in a new folder; without ``words`` it gives keys and scores alone (``scores``)."""
        folder.mkdir(parents=True)
        return cls(tantivy.Index(_schema(words=words), path=str(folder)))

    @classmethod
    def open(cls, folder: Path) -> LexicalIndex:
        """Open the index of a folder.

        Raises:
            IndexDamaged: It is missing or cannot be read.
        """
        try:
            return cls(tantivy.Index.open(str(folder)))
        except ValueError as fault:
            raise IndexDamaged(f"词面索引读不出来：{folder}（{fault}）。它将由讲稿库重建。") from fault

    def __len__(self) -> int:
        """Number of passages."""
        return self._searcher.num_docs if self._among is None else len(self._among)

    def update(self, entries: Iterable[Entry], removed: Iterable[int] = ()) -> None:
        """Take passages out by key, put others in, and leave everything on disk.

        Raises:
            IndexFault: It cannot be written.
        """
        writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        for key in removed:
            writer.delete_documents_by_term("key", key)
        for entry in entries:
            document = tantivy.Document()
            document.add_integer("key", entry.key)
            document.add_text("body", entry.body)
            document.add_text("section", entry.section)
            document.add_text("title", entry.title)
            writer.add_document(document)
        try:
            writer.commit()
            writer.wait_merging_threads()
        except ValueError as fault:
            raise IndexFault(f"词面索引写不下去：{fault}。请检查磁盘空间与权限后再试。") from fault
        self._index.reload()
        self._searcher = self._index.searcher()

    def scores(self, groups: Sequence[Group], limit: int) -> dict[int, float]:
        """Return the BM25 scores, above 0, of the passages that share most with the request by key, best first.

        At most ``limit``. Their words are not opened: ``read`` takes ten times as long.
        """
        query, every = self._query(groups), max(self._searcher.num_docs, 1)
        asked = limit if self._among is None else min(every, SPARE + limit * every // max(len(self._among), 1))
        while True:
            hits = self._searcher.search(query, asked, count=False).hits
            keys = self._keys([address for _, address in hits])
            best = {key: score for key, (score, _) in zip(keys, hits, strict=True)}
            if self._among is None:
                return best
            seen = [(key, score) for key, score in best.items() if key in self._among]
            if len(seen) >= limit or len(hits) < asked or asked == every:
                return dict(seen[:limit])
            asked = min(every, 4 * asked)  # others crowd the best places: look farther down

    def containing(self, text: str) -> frozenset[int]:
        """Return the keys of all passages whose body has every word of ``text``; nothing for one without words."""
        clauses = [(tantivy.Occur.Must, self._term("body", word)) for word in dict.fromkeys(tokens(text))]
        if not clauses:
            return frozenset()
        query = tantivy.Query.const_score_query(tantivy.Query.boolean_query(clauses), 0.0)
        return self._all(query, self._searcher.num_docs)

    def read(self, keys: Sequence[int]) -> list[Match]:
        """Return passages by key, in any order; a key that is not here is left out."""
        if self._among is not None:
            keys = [key for key in keys if key in self._among]
        if not keys:
            return []
        query = tantivy.Query.const_score_query(
            tantivy.Query.boolean_query([(tantivy.Occur.Should, self._term("key", key)) for key in keys]), 0.0
        )
        hits = self._searcher.search(query, len(keys), count=False).hits
        return [self._match(address) for _, address in hits]

    def document_frequency(self, word: str, field: str = "body") -> int:
        """Return how many passages have ``word`` in their body, or in another field."""
        everywhere = self._searcher.doc_freq(field, word)
        if self._among is None or not everywhere:
            return everywhere
        if (field, word) not in self._frequencies:
            query = tantivy.Query.const_score_query(self._term(field, word), 0.0)
            self._frequencies[field, word] = len(self._all(query, everywhere))
        return self._frequencies[field, word]

    def _rarity(self, field: str, word: str) -> float:
        """Return what BM25's weight of a word is to be multiplied by, to be that among the passages that are here.

        The index weighs it by all that it holds.
        """
        if self._among is None:
            return 1.0
        everywhere = _idf(self._searcher.doc_freq(field, word), self._searcher.num_docs)
        return _idf(self.document_frequency(word, field), len(self)) / everywhere

    def _all(self, query: tantivy.Query, most: int) -> frozenset[int]:
        """Return the keys of all that a query finds; there are ``most`` of them at most."""
        hits = self._searcher.search(query, max(most, 1), count=False).hits
        keys = frozenset(self._keys([address for _, address in hits]))
        return keys if self._among is None else keys & self._among

    def _keys(self, addresses: Sequence[tantivy.DocAddress]) -> list[int]:
        """Read keys from their column: no document is opened."""
        column = self._searcher.fast_field_values("key", list(addresses)) if addresses else []
        return [key for key in column if isinstance(key, int)]

    def _query(self, groups: Sequence[Group]) -> tantivy.Query:
        found = [self._concept(concept) for group in groups for concept in group]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in found])

    def _concept(self, concept: Concept) -> tantivy.Query:
        """Score a concept by the best of its words, so that a long list of near words does not pile up.

        A word that carries little of a theme adds as little, however rare it is in writing.
        """
        weights = dict.fromkeys(concept.parts, PART)
        weights |= {other.word: OTHERS * other.weight for other in reversed(concept.others)}
        weights |= dict.fromkeys(concept.exact, EXACT)
        found = tantivy.Query.disjunction_max_query([self._word(word, weight) for word, weight in weights.items()], TIE)
        return tantivy.Query.boost_query(found, carries(concept.word))

    def _word(self, word: str, weight: float) -> tantivy.Query:
        fields = [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(self._term(field, word), weight * boost * self._rarity(field, word)),
            )
            for field, boost in FIELDS.items()
        ]
        return tantivy.Query.boolean_query(fields)

    def _term(self, field: str, value: str | int) -> tantivy.Query:
        return tantivy.Query.term_query(self._index.schema, field, value, index_option="freq")

    def _match(self, address: tantivy.DocAddress) -> Match:
        document = self._searcher.doc(address)
        body = frozenset(document["body"][0].split(" "))
        context = frozenset(f"{document['section'][0]} {document['title'][0]}".split(" "))
        return Match(document["key"][0], body, context)


def _idf(frequency: int, passages: int) -> float:
    """Return BM25's inverse document frequency, as the index itself computes it."""
    return math.log(1 + (max(passages - frequency, 0) + 0.5) / (frequency + 0.5))


def _schema(*, words: bool) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("key", stored=True, indexed=True, fast=True)
    for field in FIELDS:
        builder.add_text_field(field, stored=words, tokenizer_name="whitespace", index_option="freq")
    return builder.build()
