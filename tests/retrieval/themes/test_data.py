"""The shipped files of themes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from retrieval.normalize import normalize
from retrieval.themes import load_lexicon
from retrieval.themes.check import confirm, read_pairs
from retrieval.themes.english import FILE, LONGEST_NAME
from retrieval.themes.lexicon import EVERYDAY, files
from retrieval.themes.names import fold
from retrieval.themes.reading import OWN_GROUP, read_themes

THEMES = load_lexicon().themes
OFFERED = [theme for theme in THEMES if theme.group not in EVERYDAY]
DATA = Path(__file__).parents[4] / "shared" / "data"


def test_there_are_enough() -> None:
    """The floors of the lexicon: themes with full fields, terms with synonyms, everyday wordings, fields."""
    assert len(THEMES) >= 1500
    full = [theme for theme in OFFERED if theme.synonyms and theme.near and theme.english]
    assert len(full) >= 700
    assert sum(1 + len(theme.synonyms) for theme in THEMES) >= 3500
    assert sum(len(theme.spoken) for theme in THEMES) >= 4000
    assert len({theme.group for theme in OFFERED}) >= 20


def test_a_term_stands_in_one_file_once() -> None:
    """The files do not repeat each other."""
    terms = Counter(theme.term for path in files() for theme in read_themes(path))
    assert [term for term, times in terms.items() if times > 1] == []


def test_each_stands_in_a_group() -> None:
    """No line stands before the first bracket."""
    assert [theme.term for theme in THEMES if theme.group == OWN_GROUP] == []


def test_a_synonym_belongs_to_one_theme() -> None:
    """No two themes claim a word, and none claims the term of another."""
    claimed = Counter(word for theme in THEMES for word in theme.synonyms)
    assert [word for word, times in claimed.items() if times > 1] == []
    assert {theme.term for theme in THEMES} & claimed.keys() == set()


def test_every_word_is_normalised() -> None:
    """As requests and passages are when they are searched."""
    for theme in THEMES:
        for word in (*theme.words, *theme.spoken):
            assert normalize(word) == word, theme.term


def test_a_wider_theme_is_a_theme() -> None:
    """上位 names terms of the lexicon."""
    terms = {theme.term for theme in THEMES}
    assert [(theme.term, word) for theme in THEMES for word in theme.broader if word not in terms] == []


def test_no_theme_is_wider_than_itself() -> None:
    """Following the wider themes always ends."""
    wider = {theme.term: theme.broader for theme in THEMES}
    for term in wider:
        level, steps = set(wider[term]), 0
        while level:
            assert term not in level
            level = {above for one in level for above in wider[one]}
            steps += 1
            assert steps < 12, term


def test_every_theme_has_an_english_name() -> None:
    """In lower case, no longer than what is read, and once."""
    for theme in THEMES:
        assert theme.english, theme.term
        folded = [fold(name) for name in theme.english]
        assert all(0 < len(name.split()) <= LONGEST_NAME for name in folded), theme.term
        assert list(theme.english) == [name.lower() for name in theme.english], theme.term


def test_everyday_wording_is_no_single_common_character() -> None:
    """A wording of one character would stand in every other request."""
    short = {phrase for theme in THEMES for phrase in theme.spoken if "+" not in phrase and len(phrase) == 1}
    assert short <= set("穷懒蔫卷堵偷")


def test_the_dictionary_says_where_it_comes_from() -> None:
    """Source and license stand in its head, the license beside it."""
    head = FILE.read_text(encoding="utf-8")[:600]
    assert "CC-CEDICT" in head
    assert "ShareAlike 4.0" in head
    assert "4.0" in FILE.with_name("english.LICENSE.txt").read_text(encoding="utf-8")


def test_the_dictionary_leaves_the_names_of_the_lexicon_alone() -> None:
    """What the lexicon names is not in it; its lines are folded names and Chinese words."""
    names = {fold(name) for theme in THEMES for name in theme.english}
    lines = [line for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert len(lines) > 5000
    for line in lines:
        name, chinese = line.split("\t")
        assert name == fold(name)
        assert name not in names
        assert 1 <= len(chinese.split()) <= 4


@pytest.mark.skipif(not (DATA / "parallel").is_dir(), reason="no official translations here")
def test_official_translations_use_the_english_names() -> None:
    """Of the themes met in official translations, four in five have an English name that is used there."""
    found = confirm(load_lexicon(), read_pairs(DATA))
    assert found.met >= 500
    assert found.confirmed / found.met >= 0.8
