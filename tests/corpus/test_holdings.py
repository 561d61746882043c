"""Who holds a speech, and what others learn of it: nothing."""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from corpus import ids
from corpus.database import migrate, open_engine, reading, writing
from corpus.errors import UnknownId
from corpus.importing import AddedFile, import_paths
from corpus.library import MIGRATIONS, VERSION_TABLE, Library
from corpus.models import COMMON, Added, Counts, Description, Frame, Same, Speech
from corpus.revision import EMPTY
from tests.corpus.making import LONG, POINT, make_speech, other_speech, sentences

ANNA, BELA = "tg:1", "tg:2"


@pytest.fixture
def stocked(library: Library) -> Library:
    """One common speech, one of Anna's and one of Bela's; a paragraph stands in all of them."""
    for number, owner in enumerate((COMMON, ANNA, BELA)):
        library.add(other_speech(number, shared=LONG), owner=owner)
    return library


def speeches_of(library: Library, reader: str) -> set[str]:
    """Ids of what a reader sees."""
    return {info.id for info in library.speeches(reader=reader)}


def test_a_reader_sees_the_common_library_and_their_own(stocked: Library) -> None:
    """In lists, counts, whole speeches, passages, neighbours, points and like paragraphs; all else is not there."""
    common, annas, belas = (other_speech(number, shared=LONG) for number in range(3))
    assert speeches_of(stocked, COMMON) == {common.id}
    assert speeches_of(stocked, ANNA) == {common.id, annas.id}
    assert stocked.counts() == Counts(1, len(common.passages), len(common.text))
    assert stocked.counts(reader=ANNA).speeches == 2
    assert [info.id for info in stocked.own(ANNA)] == [annas.id]
    every = [passage.key for speech in (common, annas, belas) for passage in speech.passages]
    assert set(stocked.passages(every, reader=ANNA)) == {p.key for one in (common, annas) for p in one.passages}
    assert stocked.speech(annas.id, reader=ANNA) == annas
    of_long = {speech.id: speech.passages[3].key for speech in (common, annas, belas)}
    linked = stocked.similar(list(of_long.values()), reader=ANNA)
    assert linked == {
        of_long[common.id]: (of_long[annas.id],),
        of_long[annas.id]: (of_long[common.id],),
        of_long[belas.id]: (),
    }
    assert stocked.similar(list(of_long.values())) == dict.fromkeys(of_long.values(), ())


@pytest.mark.parametrize("reader", [COMMON, BELA])
def test_what_is_anothers_is_as_if_it_were_not_there(library: Library, reader: str) -> None:
    """Every question about it gets the very answer that an unknown id gets, word for word."""
    annas = other_speech(1, shared=LONG)
    unknown = other_speech(2, shared=LONG)
    library.add(annas, owner=ANNA)

    def answers(speech: Speech) -> list[Any]:
        ids_ = {speech.id: "S", speech.passages[0].id: "P"}
        asked: list[Callable[[], Any]] = [
            lambda: library.speech(speech.id, reader=reader),
            lambda: library.passage(speech.passages[0].id, reader=reader),
            lambda: library.around(speech.passages[0].id, 1, 1, reader=reader),
            lambda: library.children(speech.passages[0].id, reader=reader),
            lambda: library.remove(speech.id, owner=reader),
            lambda: library.publish(speech.id, reader),
            lambda: library.passages([speech.passages[0].key], reader=reader),
            lambda: list(library.similar([speech.passages[0].key], reader=reader).values()),
        ]
        told = []
        for ask in asked:
            try:
                told.append(ask())
            except UnknownId as unknown_id:
                words = str(unknown_id)
                for id_, name in ids_.items():
                    words = words.replace(id_, name)
                told.append(words)
        return told

    assert answers(annas) == answers(unknown)
    assert library.verify() == ()


def test_a_text_is_stored_once_whoever_holds_it(library: Library, speech: Speech) -> None:
    """The second to bring it is told that it went in, and sees the names of the own file alone, the source too."""
    other = replace(
        speech,
        file="B的稿.docx",
        format="docx",
        source="B's own words\n" + speech.text,
        cuts=(replace(speech.cuts[0], start=0, end=14),),
        frame=replace(speech.frame, title="B的稿", title_inferred=True, year=2020, date=date(2020, 1, 2), speaker=None),
        themes=(),
        licence=None,
    )
    library.add(speech, owner=ANNA)
    digest = library.digest()
    added = library.add(other, owner=BELA)
    assert isinstance(added, Added)
    assert (added.info.title, added.info.file, added.info.speaker) == ("B的稿", "B的稿.docx", None)
    assert library.digest() == digest
    assert library.speech(speech.id, reader=ANNA) == speech
    assert library.speech(speech.id, reader=BELA) == other
    found = library.passage(speech.passages[0].id, reader=ANNA)
    assert (found.speech.file, found.speech.year) == (speech.file, 2024)
    assert library.verify() == ()
    # What an index says of it is what both know.
    assert library.descriptions()[speech.id] == Description(title="", year=None)
    assert library.own_descriptions(BELA)[speech.id].source == ("B的稿", "B的稿.docx")
    library.remove(speech.id, owner=ANNA)
    assert library.descriptions()[speech.id].title == "B的稿"
    with reading(library.engine) as connection:
        [row] = connection.execute(text("SELECT owner, source FROM holdings"))
    assert row.owner == BELA
    assert zlib.decompress(row.source).startswith(b"B's own words")
    library.remove(speech.id, owner=BELA)
    assert library.digest() == EMPTY


def test_the_common_librarys_words_go_before_all_others(library: Library, speech: Speech) -> None:
    """Of a speech that a person has as well; and it can be added to the common library whoever holds it already."""
    library.add(replace(speech, file="A的稿.txt"), owner=ANNA)
    added = library.add(replace(speech, file="公共.txt"))
    assert isinstance(added, Added)
    assert added.info.file == "公共.txt"
    for reader in (COMMON, ANNA, BELA):
        assert [info.file for info in library.speeches(reader=reader)] == ["公共.txt"]
    assert [info.file for info in library.own(ANNA)] == ["A的稿.txt"]
    assert library.descriptions()[speech.id].source[-1] == "公共.txt"
    assert library.own_descriptions(ANNA) == {}
    assert library.counts(reader=ANNA).speeches == 1
    library.remove(speech.id)
    assert speeches_of(library, BELA) == set()
    assert speeches_of(library, ANNA) == {speech.id}


def test_same_is_what_the_owner_sees(library: Library) -> None:
    """A copy, near-identical or not, of a common or an own speech is told; one of another's is simply stored."""
    paragraphs = [sentences(number, 10) for number in range(6)]
    one = make_speech([*paragraphs, "请XX县认真落实。"])
    copy = make_speech([*paragraphs, "请**县认真落实，谢谢。"], title="在全市工作会议上的发言", file="副本.txt")
    library.add(one, owner=ANNA)
    assert isinstance(library.add(copy, owner=ANNA), Same)
    assert isinstance(library.add(one, owner=ANNA), Same)
    assert isinstance(library.add(copy, owner=BELA), Added)
    assert isinstance(library.add(one), Added)
    same = library.add(copy)
    assert isinstance(same, Same)
    assert same.info.id == one.id
    assert isinstance(library.add(one, owner=BELA), Same)
    assert library.verify() == ()


def test_publishing_gives_a_speech_to_all(stocked: Library) -> None:
    """In place of the own copy; where the common library has it, the own copy goes."""
    annas = other_speech(1, shared=LONG)
    assert stocked.publish(annas.id, ANNA).id == annas.id
    assert stocked.own(ANNA) == ()
    assert annas.id in speeches_of(stocked, BELA)
    digest = stocked.digest()
    belas = other_speech(2, shared=LONG)
    stocked.add(belas)
    stocked.publish(belas.id, BELA)
    assert stocked.own(BELA) == ()
    assert stocked.digest() == digest
    with pytest.raises(UnknownId):
        stocked.publish(annas.id, ANNA)
    assert stocked.publish(annas.id, COMMON).id == annas.id
    assert stocked.verify() == ()


def test_forgetting_takes_all_that_a_person_holds(stocked: Library) -> None:
    """And nothing else: what somebody else holds, or the common library, stays; the common library is not a person."""
    shared = other_speech(1, shared=LONG)
    stocked.add(shared, owner=BELA)
    assert stocked.forget(ANNA) == 1
    assert stocked.forget(ANNA) == 0
    assert {info.id for info in stocked.own(BELA)} == {shared.id, other_speech(2, shared=LONG).id}
    assert stocked.forget(BELA) == 2
    assert stocked.keys() == {passage.key for passage in other_speech(0, shared=LONG).passages}
    with pytest.raises(ValueError, match="jianggao remove"):
        stocked.forget(COMMON)
    assert stocked.verify() == ()


def test_ones_own_stand_newest_first(library: Library) -> None:
    """As a person lists what they have sent."""
    order = [other_speech(seed) for seed in (3, 1, 2)]
    for speech in order:
        library.add(speech, owner=ANNA)
    assert [info.id for info in library.own(ANNA)] == [speech.id for speech in reversed(order)]


def test_the_revision_grows_with_every_change_of_who_holds_what(library: Library, speech: Speech) -> None:
    """Also where the set of passages stays, and not where nothing was changed; with it comes who holds what."""
    seen = [library.revision()]
    for change in (
        lambda: library.add(speech, owner=ANNA),
        lambda: library.add(speech, owner=BELA),
        lambda: library.publish(speech.id, ANNA),
        lambda: library.remove(speech.id, owner=BELA),
        lambda: library.remove(speech.id),
        lambda: library.add(speech, owner=ANNA),
        lambda: library.forget(ANNA),
    ):
        change()
        seen.append(library.revision())
        assert library.holders().revision == seen[-1]
    assert seen == sorted(set(seen))
    library.forget(ANNA)
    assert library.revision() == seen[-1]
    library.add(speech, owner=ANNA)
    library.add(speech)
    assert library.holders().speeches == {COMMON: {speech.id}, ANNA: {speech.id}}
    assert library.holders().visible(BELA) == {speech.id}


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "remove", "publish", "forget"]),
        st.integers(0, 2),
        st.sampled_from([COMMON, ANNA, BELA]),
    ),
    max_size=10,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_comes_and_goes_everybody_sees_what_they_hold(tmp_path_factory: Any, steps: list[Any]) -> None:
    """After any steps a reader sees what they, or the common library, hold, and the library is whole."""
    speeches = [other_speech(number, shared=LONG) for number in range(3)]
    held: set[tuple[str, str]] = set()
    with Library.open(f"sqlite:///{tmp_path_factory.mktemp('library')}/one.db") as library:
        for step, number, owner in steps:
            speech_id = speeches[number].id
            if step == "add":
                added = library.add(speeches[number], owner=owner)
                assert isinstance(added, Same) == bool({(COMMON, speech_id), (owner, speech_id)} & held)
                if isinstance(added, Added):
                    held.add((owner, speech_id))
            elif step == "forget":
                if owner != COMMON:
                    library.forget(owner)
                    held = {one for one in held if one[0] != owner}
            elif (owner, speech_id) in held:
                library.remove(speech_id, owner=owner) if step == "remove" else library.publish(speech_id, owner)
                held.discard((owner, speech_id))
                held |= {(COMMON, speech_id)} if step == "publish" else set()
            else:
                with pytest.raises(UnknownId):
                    library.remove(speech_id, owner=owner)
        for reader in (COMMON, ANNA, BELA):
            assert speeches_of(library, reader) == {one for owner, one in held if owner in (COMMON, reader)}
            assert library.counts(reader=reader).speeches == len(speeches_of(library, reader))
        common = {one for owner, one in held if owner == COMMON}
        assert {row.speech_id for row in library.index_rows(reader=COMMON)} == common
        assert {one for _, one in held} == {row.speech_id for row in library.index_rows()}
        assert library.verify() == ()


def test_files_go_to_their_owner(library: Library, tmp_path: Path) -> None:
    """An import adds for whom it is told to."""
    (tmp_path / "稿.txt").write_text(
        "在会议上的讲话\n同志们：\n" + sentences(1) + "\n" + sentences(2), encoding="utf-8"
    )
    report = import_paths(library, [tmp_path / "稿.txt"], owner=ANNA)
    [added] = report.added
    assert isinstance(added, AddedFile)
    assert library.speeches() == ()
    assert [info.id for info in library.own(ANNA)] == [added.speech_id]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of either kind."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path}/jianggao.db"


def test_an_older_library_becomes_the_common_one(tmp_path: Path, url: str) -> None:
    """Every field of every speech, and its links; nobody else holds anything."""
    older = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, older, ignore=shutil.ignore_patterns("0002_*", "__pycache__"))
    engine = open_engine(url)
    migrate(engine, older, VERSION_TABLE)
    one = make_speech([sentences(1), LONG], points=[POINT])
    frame = Frame("题目", True, "副题", date(2024, 5, 6), 2024, "王明", "会上", "讲话", "同志们：")
    one = replace(one, frame=frame)
    with writing(engine) as connection:
        insert_as_before(connection, one)
    engine.dispose()
    with Library.open(url) as library:
        assert library.speech(one.id) == one
        assert library.speeches()[0].added_at.isoformat() == "2025-01-02T03:04:05+00:00"
        assert library.holders().speeches == {COMMON: {one.id}}
        assert library.revision() == 0
        assert [line for line in library.verify() if "查重记录" not in line] == []
        library.remove(one.id)
        assert library.keys() == frozenset()


def insert_as_before(connection: Any, speech: Speech) -> None:
    """Write a speech as the first tables had it, bands and links aside."""
    import json

    from corpus.revision import with_passages

    frame = speech.frame
    connection.execute(
        text(
            "INSERT INTO speeches VALUES (:id, :title, :inferred, :subtitle, :date, 2024, :speaker, :occasion, :kind,"
            " :salutation, :themes, :licence, :file, 'txt', :characters, :passages, '2025-01-02 03:04:05.000000')"
        ),
        {
            "id": speech.id, "title": frame.title, "inferred": True, "subtitle": frame.subtitle, "date": "2024-05-06",
            "speaker": frame.speaker, "occasion": frame.occasion, "kind": frame.kind, "salutation": frame.salutation,
            "themes": json.dumps(speech.themes), "licence": speech.licence, "file": speech.file,
            "characters": len(speech.text), "passages": len(speech.passages),
        },
    )  # fmt: skip
    cuts = [[cut.step, cut.start, cut.end] for cut in speech.cuts]
    sections = [[one.level, one.start, one.end, one.parent] for one in speech.sections]
    connection.execute(
        text("INSERT INTO texts VALUES (:id, :text, :sha256, :source, :cuts, :sections)"),
        {
            "id": speech.id, "text": speech.text, "sha256": ids.digest(speech.text),
            "source": zlib.compress(speech.source.encode()), "cuts": json.dumps(cuts), "sections": json.dumps(sections),
        },
    )  # fmt: skip
    for position, passage in enumerate(speech.passages):
        connection.execute(
            text(
                "INSERT INTO passages VALUES (:key, :speech, :position, :kind, :parent, :paragraph, :place,"
                ' :section, :start, :end, :sha256)'
            ),
            {
                "key": passage.key, "speech": speech.id, "position": position, "kind": passage.kind.value,
                "parent": ids.key_of(passage.parent_id) if passage.parent_id else None,
                "paragraph": passage.paragraph, "place": passage.place.value,
                "section": json.dumps(passage.section), "start": passage.start, "end": passage.end,
                "sha256": passage.sha256,
            },
        )  # fmt: skip
    digest = with_passages(EMPTY, (passage.key for passage in speech.passages))
    connection.execute(text("UPDATE library_state SET digest = :digest"), {"digest": digest})
