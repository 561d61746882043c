"""What the library says of itself when something was changed behind its back."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, insert, update

from corpus.database import writing
from corpus.errors import IntegrityError, LibraryError
from corpus.library import Library
from corpus.models import Speech
from corpus.tables import holdings, library_state, passage_bands, passage_links, passages, speech_bands, speeches, texts
from tests.corpus.making import LONG, other_speech

TAMPERED = [
    (update(texts).values(text=texts.c.text + "添"), "speech"),
    (update(holdings).values(source=b"damaged"), "speech"),
    (update(holdings).values(cuts=[]), "speech"),
    (update(texts).values(sha256="0" * 64), "speech"),
    (update(passages).values(start=passages.c.start + 1), "passages"),
    (update(passages).values(sha256="0" * 64), "passages"),
]


@pytest.mark.parametrize(("change", "by"), TAMPERED)
def test_what_was_changed_behind_our_back_is_not_shown(library: Library, speech: Speech, change: Any, by: str) -> None:
    """A changed text, source, cut, offset or hash is an error with a remedy, and ``verify`` names the speech."""
    library.add(speech)
    with writing(library.engine) as connection:
        connection.execute(change)
    with pytest.raises(IntegrityError, match="jianggao remove"):
        library.speech(speech.id)
    if by == "passages":
        for ask in (
            lambda: library.passages([speech.passages[0].key]),
            lambda: library.passage(speech.passages[0].id),
            lambda: library.around(speech.passages[0].id, 1, 1),
            lambda: list(library.index_rows()),
        ):
            with pytest.raises(IntegrityError, match="jianggao remove"):
                ask()
    assert any(speech.id in problem for problem in library.verify())


def test_a_changed_word_is_noticed_in_the_passage_that_holds_it(library: Library, speech: Speech) -> None:
    """Another text of the same length in the database is an error for its passage, and for no other."""
    library.add(speech)
    first, second = speech.passages[:2]
    changed = speech.text[: first.start] + "改" + speech.text[first.start + 1 :]
    with writing(library.engine) as connection:
        connection.execute(update(texts).values(text=changed))
    with pytest.raises(IntegrityError, match=first.id):
        library.passages([second.key, first.key])
    assert library.passages([second.key])[second.key].passage == second


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (update(library_state).values(digest="1" * 64), "版本摘要"),
        (update(speeches).values(characters=1), "字数记录"),
        (update(speeches).values(passages=1), "段落数记录"),
        (delete(texts), "没有正文"),
        (delete(holdings), "不属于任何人"),
        (delete(speech_bands), "查重记录"),
        (delete(passage_bands), "段落查重记录"),
        (delete(passage_links), "相近段落记录"),
    ],
)
def test_whatever_does_not_fit_together_is_told(library: Library, change: Any, problem: str) -> None:
    """``verify`` computes everything anew and has a line for each kind of fault."""
    for seed in (1, 2):
        library.add(other_speech(seed, shared=LONG))
    assert library.verify() == ()
    with writing(library.engine) as connection:
        connection.execute(change)
    assert any(problem in line for line in library.verify())


def test_a_link_that_should_not_be_is_told(library: Library) -> None:
    """``verify`` finds links too many as well as too few."""
    one, two = other_speech(1), other_speech(2)
    library.add(one)
    library.add(two)
    a, b = sorted((one.passages[0].key, two.passages[0].key))
    with writing(library.engine) as connection:
        connection.execute(insert(passage_links).values(a_key=a, b_key=b, similarity=0.9))
    assert len([line for line in library.verify() if "相近段落记录" in line]) == 2


def test_a_column_that_is_no_json_is_told(library: Library, speech: Speech) -> None:
    """What somebody wrote over it is a fault of the library with its remedy, not an error of a parser."""
    library.add(speech)
    with library.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE holdings SET cuts = 'x'")
    with pytest.raises(LibraryError, match=r"读不出来.*备份"):
        library.speech(speech.id)
    with pytest.raises(LibraryError, match="读不出来"):
        library.verify()
