"""What is known of every passage beside its words and its vector (特征): speech, length, function, forms, themes.

Arrays by passage, sorted by key, so that a request that narrows ("近两年", "山东的", "要结尾") looks at numbers
and never at texts. They are part of the index and as rebuildable as the rest of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt

from corpus.models import Description
from retrieval.errors import IndexDamaged
from retrieval.models import Form, Function, Roles
from retrieval.normalize import normalize

Keys = npt.NDArray[np.int64]
Rows = npt.NDArray[np.intp]
Probabilities = npt.NDArray[np.float32]

FUNCTIONS: Final = tuple(Function)
FORMS: Final = tuple(Form)
NO_PARENT: Final = -1
_OF_PASSAGES: Final = ("keys", "parent", "length", "functions", "forms", "form_bits")
_ARRAYS: Final = "facets.npz"
_NAMES: Final = "facets.json"


@dataclass(frozen=True, slots=True)
class SpeechFacet:
    """What is known of a speech: its id, year, kind of text, all that names its source, and whether it is bundled.

    ``stamp`` changes whenever what the library says of the speech does, though its text stays.
    """

    id: str
    year: int | None
    kind: str | None
    source: str
    bundled: bool = False
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """One passage: ``themes`` are terms of the lexicon, best first; probabilities as the labeller gives them."""

    key: int
    parent: int | None
    speech: SpeechFacet
    length: int
    themes: tuple[str, ...]
    functions: Probabilities
    forms: Probabilities
    roles: Roles


class Facets:
    """The facets of all passages of an index; never changed once made."""

    def __init__(
        self, arrays: dict[str, npt.NDArray[Any]], speeches: Sequence[SpeechFacet], themes: Sequence[str]
    ) -> None:
        """Take arrays as ``create`` makes them, and the names that they point to."""
        self.speeches = tuple(speeches)
        self.theme_names = tuple(themes)
        self._arrays = arrays
        self.keys: Keys = arrays["keys"]
        self.parent: Keys = arrays["parent"]
        self.speech: npt.NDArray[np.int32] = arrays["speech"]
        self.length: npt.NDArray[np.int32] = arrays["length"]
        self.functions: Probabilities = arrays["functions"].astype(np.float32)
        self.forms: Probabilities = arrays["forms"].astype(np.float32)
        self._form_bits: npt.NDArray[np.uint8] = arrays["form_bits"]
        self._themes: npt.NDArray[np.int32] = arrays["themes"]
        self._theme_starts: npt.NDArray[np.int64] = arrays["theme_starts"]

    @classmethod
    def create(cls, facets: Iterable[Facet] = ()) -> Self:
        """Make facets out of those of passages, in any order; the last of a key counts."""
        found = {facet.key: facet for facet in facets}
        ordered = [found[key] for key in sorted(found)]
        speeches = {facet.speech.id: facet.speech for facet in ordered}
        place = {speech: number for number, speech in enumerate(speeches)}
        names = {theme: number for number, theme in enumerate(dict.fromkeys(t for f in ordered for t in f.themes))}
        arrays: dict[str, npt.NDArray[Any]] = {
            "keys": np.array([facet.key for facet in ordered], dtype=np.int64),
            "parent": np.array([NO_PARENT if f.parent is None else f.parent for f in ordered], dtype=np.int64),
            "speech": np.array([place[facet.speech.id] for facet in ordered], dtype=np.int32),
            "length": np.array([facet.length for facet in ordered], dtype=np.int32),
            "functions": _stacked([facet.functions for facet in ordered], len(FUNCTIONS)),
            "forms": _stacked([facet.forms for facet in ordered], len(FORMS)),
            "form_bits": np.array([_bits(facet.roles.forms) for facet in ordered], dtype=np.uint8),
            "themes": np.array([names[theme] for facet in ordered for theme in facet.themes], dtype=np.int32),
            "theme_starts": np.cumsum([0, *(len(facet.themes) for facet in ordered)], dtype=np.int64),
        }
        return cls(arrays, tuple(speeches.values()), tuple(names))

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Read the facets of a folder.

        Raises:
            IndexDamaged: A file is missing or cannot be read.
        """
        try:
            with np.load(folder / _ARRAYS, allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in stored.files}
            names = json.loads((folder / _NAMES).read_text(encoding="utf-8"))
            return cls(arrays, [SpeechFacet(**speech) for speech in names["speeches"]], names["themes"])
        except (OSError, ValueError, KeyError, TypeError) as fault:
            raise IndexDamaged(f"索引特征读不出来：{folder}（{fault}）。它将由讲稿库重建。") from fault

    def narrowed(self, speeches: Collection[str], described: Mapping[str, Description]) -> Facets:
        """Return the facets of passages of ``speeches``, by id, as if there were no others.

        Args:
            speeches: Ids; one that is not here is left out.
            described: What is known of some of the speeches instead of what stands here.
        """
        kept = np.array([speech.id in speeches for speech in self.speeches], dtype=bool)
        rows = np.flatnonzero(kept[self.speech])
        lengths = np.diff(self._theme_starts)
        themes = self._themes[np.repeat(kept[self.speech], lengths)]
        numbers, first = np.unique(themes, return_index=True)
        order = np.argsort(first)  # as ``create`` numbers them: in the order in which passages name them
        place = np.zeros(len(self.theme_names), dtype=np.int32)
        place[numbers[order]] = np.arange(len(numbers), dtype=np.int32)
        arrays = {name: self._arrays[name][rows] for name in _OF_PASSAGES}
        arrays["speech"] = (np.cumsum(kept, dtype=np.int32) - 1)[self.speech[rows]]
        arrays["themes"] = place[themes]
        arrays["theme_starts"] = np.concatenate([[0], np.cumsum(lengths[rows])]).astype(np.int64)
        names = [self.theme_names[number] for number in numbers[order]]
        own = {speech_id: of_speech(speech_id, description) for speech_id, description in described.items()}
        return Facets(
            arrays, [own.get(one.id, one) for one, here in zip(self.speeches, kept, strict=True) if here], names
        )

    def save(self, folder: Path) -> None:
        """Write into a new folder."""
        folder.mkdir(parents=True)
        with (folder / _ARRAYS).open("wb") as file:
            np.savez(file, allow_pickle=False, **self._arrays)
        names = {"speeches": [asdict(speech) for speech in self.speeches], "themes": self.theme_names}
        (folder / _NAMES).write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")

    def __len__(self) -> int:
        """Number of passages."""
        return len(self.keys)

    def rows(self, keys: Sequence[int]) -> Rows:
        """Return the rows of ``keys``, all of which must be there, in their order."""
        return np.searchsorted(self.keys, np.asarray(keys, dtype=np.int64))

    def roles(self, key: int) -> Roles | None:
        """Return what a passage does and is made of; None for a key that is not here."""
        row = int(np.searchsorted(self.keys, key))
        if row == len(self.keys) or self.keys[row] != key:
            return None
        return self._roles(row)

    def facets(self, keys: frozenset[int]) -> Iterable[Facet]:
        """Return the facets of those of ``keys`` that are here, for the next generation of the index."""
        for row, key in enumerate(self.keys.tolist()):
            if key in keys:
                parent = int(self.parent[row])
                yield Facet(
                    key,
                    None if parent == NO_PARENT else parent,
                    self.speeches[self.speech[row]],
                    int(self.length[row]),
                    self.themes(row),
                    self.functions[row],
                    self.forms[row],
                    self._roles(row),
                )

    def changed(self, stamps: Mapping[str, str]) -> frozenset[int]:
        """Return the keys of passages whose speech, by id, has another stamp now."""
        old = [stamps.get(speech.id, speech.stamp) != speech.stamp for speech in self.speeches]
        return frozenset(self.keys[np.array(old, dtype=bool)[self.speech]].tolist()) if any(old) else frozenset()

    def themes(self, row: int) -> tuple[str, ...]:
        """Return the themes that the passage of a row names, best first."""
        return tuple(
            self.theme_names[number] for number in self._themes[self._theme_starts[row] : self._theme_starts[row + 1]]
        )

    @cached_property
    def speech_keys(self) -> tuple[int, ...]:
        """The number of each speech in the index of speeches, in the order of ``speeches``."""
        return tuple(speech_key(speech.id) for speech in self.speeches)

    @cached_property
    def bundled(self) -> npt.NDArray[np.bool_]:
        """Whether each speech came with the product, in the order of ``speeches``."""
        return np.array([speech.bundled for speech in self.speeches], dtype=bool)

    @cached_property
    def _doing(self) -> npt.NDArray[np.intp]:
        """The number of the function that each passage does; shape (passages,)."""
        return np.asarray(self.functions.argmax(axis=1), dtype=np.intp)

    def does(self, functions: Iterable[Function]) -> npt.NDArray[np.bool_]:
        """Return for each row whether its passage does one of ``functions``, as ``roles`` says it."""
        return np.isin(self._doing, [FUNCTIONS.index(function) for function in functions])

    def has(self, forms: Iterable[Form]) -> npt.NDArray[np.bool_]:
        """Return for each row whether its passage is made of one of ``forms``, as ``roles`` says it."""
        return np.asarray(self._form_bits & _bits(forms) != 0, dtype=bool)

    @cached_property
    def theme_counts(self) -> Mapping[str, int]:
        """How many natural paragraphs name each theme, most first; counted once."""
        of_points = np.repeat(self.parent != NO_PARENT, np.diff(self._theme_starts))
        counts = np.bincount(self._themes[~of_points], minlength=len(self.theme_names))
        order = np.argsort(-counts, kind="stable")
        return MappingProxyType({self.theme_names[number]: int(counts[number]) for number in order if counts[number]})

    def _roles(self, row: int) -> Roles:
        bits = int(self._form_bits[row])
        forms = tuple(form for number, form in enumerate(FORMS) if bits >> number & 1)
        return Roles(FUNCTIONS[int(self.functions[row].argmax())], forms, next(iter(self.themes(row)), None))


def of_speech(speech_id: str, description: Description) -> SpeechFacet:
    """Return what is known of a speech, from what the library says of it."""
    return SpeechFacet(
        speech_id,
        description.year,
        description.genre,
        " ".join(normalize(name) for name in description.source),
        description.bundled,
        stamp(description),
    )


def stamp(description: Description) -> str:
    """Return what changes whenever anything that the library says of a speech does: 16 hex digits."""
    return hashlib.sha256(repr(astuple(description)).encode()).hexdigest()[:16]


def speech_key(speech_id: str) -> int:
    """Return the number that a speech has in the index of speeches: its id's hex digits, cut to 63 bits."""
    return int(speech_id.partition("_")[2], 16) >> 1


def _bits(forms: Iterable[Form]) -> int:
    return sum(1 << FORMS.index(form) for form in forms)


def _stacked(rows: Sequence[Probabilities], width: int) -> npt.NDArray[np.float16]:
    if not rows:
        return np.zeros((0, width), dtype=np.float16)
    return np.stack(rows).astype(np.float16)
