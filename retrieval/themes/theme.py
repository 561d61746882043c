"""One theme of the field (主题), frozen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """What officials speak of, under its standard term.

    Attributes:
        term: Its standard Chinese term (术语), unique in the lexicon.
        group: The field it belongs to (组): 作风与廉政, 农业农村 …
        synonyms: Words for the very same thing (同义), abbreviations included.
        near: Near words and set phrases that come with it (近义).
        broader: Terms of wider themes that it is part of (上位).
        spoken: How people say it in everyday talk (口语), to be found in a request and never fed to the segmenter;
            pieces joined by ``+`` stand in one clause, in any order, and of words parted by ``/`` one is enough.
        english: English names in lower case, the usual one first.
    """

    term: str
    group: str
    synonyms: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    english: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The term, its synonyms and the words near to it, in this order."""
        return (self.term, *self.synonyms, *self.near)
