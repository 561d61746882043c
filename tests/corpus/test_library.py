"""The library: what goes in comes out the same, what is removed is gone, and whatever is damaged is never shown."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from corpus import ids, links
from corpus.cleaning import apply_cuts
from corpus.database import reading, writing
from corpus.errors import CorpusError, IntegrityError, UnknownId
from corpus.library import Library
from corpus.models import Added, Counts, IndexRow, PassageKind, Place, Same, Speech
from corpus.revision import EMPTY
from corpus.tables import passage_bands, passage_links, passages, speech_bands, speeches, texts
from tests.corpus.making import LONG, POINT, make_speech, other_speech, sentences


def test_a_speech_comes_out_as_it_went_in(library: Library, speech: Speech) -> None:
    """Every field, the source and the cuts included; and the cuts, replayed on the stored source, give the text."""
    assert library.add(speech) == Added(library.speeches()[0])
    stored = library.speech(speech.id)
    assert stored == speech
    assert apply_cuts(stored.source, stored.cuts) == stored.text


def test_what_a_list_shows(library: Library, speech: Speech) -> None:
    """Counts are those of the values, and the time is aware, in UTC, and now."""
    before = datetime.now(UTC)
    library.add(speech)
    [info] = library.speeches()
    assert (info.id, info.title, info.year, info.speaker) == (speech.id, "在全市工作会议上的讲话", 2024, "王明")
    assert (info.characters, info.passages, info.file) == (len(speech.text), 5, "讲话.txt")
    assert info.added_at.tzinfo is UTC
    assert before <= info.added_at <= datetime.now(UTC)
    assert library.counts() == Counts(1, 5, len(speech.text))


def test_speeches_stand_in_the_order_in_which_they_came(library: Library) -> None:
    """By the time of adding, whatever their ids."""
    order = [other_speech(seed) for seed in (3, 1, 2)]
    for speech in order:
        library.add(speech)
    assert [info.id for info in library.speeches()] == [speech.id for speech in order]


def test_an_empty_library(library: Library) -> None:
    """Every question has an answer, and the digest of nothing is that of no passages."""
    assert library.speeches() == ()
    assert library.counts() == Counts(0, 0, 0)
    assert library.digest() == EMPTY
    assert library.keys() == frozenset()
    assert list(library.index_rows()) == []
    assert library.passages([1, 2]) == {}
    assert library.verify() == ()


def test_passages_come_in_the_order_asked_with_their_speech(library: Library, speech: Speech) -> None:
    """One batch from several speeches; a key that is gone is left out."""
    other = other_speech(1)
    library.add(speech)
    library.add(other)
    keys = [other.passages[1].key, speech.passages[0].key, 12345, speech.passages[3].key]
    found = library.passages(keys)
    assert list(found) == [key for key in keys if key != 12345]
    assert [one.passage for one in found.values()] == [other.passages[1], speech.passages[0], speech.passages[3]]
    assert [one.speech.id for one in found.values()] == [other.id, speech.id, speech.id]


def test_one_passage_by_its_id(library: Library, speech: Speech) -> None:
    """As people and programs name it."""
    library.add(speech)
    assert library.passage(speech.passages[2].id).passage == speech.passages[2]


def test_more_keys_than_a_statement_takes(library: Library, speech: Speech) -> None:
    """A list of thousands of keys is read in pieces."""
    library.add(speech)
    keys = [*range(1, 3000), speech.passages[0].key]
    assert list(library.passages(keys)) == [speech.passages[0].key]


def test_neighbours_are_natural_paragraphs_in_reading_order(library: Library, speech: Speech) -> None:
    """Around a point stands its own paragraph; points are no neighbours; the speech's ends are ends."""
    library.add(speech)
    first, second, third, point, fourth = speech.passages
    assert (point.text, point.kind) == (POINT, PassageKind.POINT)
    assert [one.passage for one in library.around(point.id, 1, 1)] == [second, third, fourth]
    assert [one.passage for one in library.around(first.id, 5, 0)] == [first]
    assert [one.passage for one in library.around(fourth.id, 9, 9)] == [first, second, third, fourth]
    assert {one.speech.id for one in library.around(first.id, 5, 5)} == {speech.id}


def test_the_points_of_a_paragraph(library: Library, speech: Speech) -> None:
    """A paragraph knows its points; a point has none of its own."""
    library.add(speech)
    _, _, paragraph, point, _ = speech.passages
    assert library.children(paragraph.id) == (point,)
    assert library.children(point.id) == ()


def test_what_an_index_gets(library: Library, speech: Speech) -> None:
    """Speech by speech, with title, year, themes, section and place; all passages, or those that are asked for."""
    library.add(speech)
    rows = list(library.index_rows())
    assert [row.key for row in rows] == [passage.key for passage in speech.passages]
    point, paragraph = speech.passages[3], speech.passages[2]
    assert list(library.index_rows([point.key, 99])) == [
        IndexRow(
            key=point.key,
            parent_key=paragraph.key,
            speech_id=speech.id,
            title="在全市工作会议上的讲话",
            year=2024,
            section=("一、总体要求",),
            text=POINT,
            place=Place.BODY,
            kind=PassageKind.POINT,
            paragraph=point.paragraph,
            paragraphs=speech.passages[-1].paragraph,
            themes=speech.themes,
            source=tuple(
                name
                for name in (
                    speech.frame.title,
                    speech.frame.subtitle,
                    speech.frame.occasion,
                    speech.frame.speaker,
                    speech.file,
                )
                if name
            ),
            genre=speech.frame.kind,
        )
    ]


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda library: library.speech("s_0123456789abcdef"), "没有讲稿 s_0123456789abcdef.*jianggao list"),
        (lambda library: library.remove("s_0123456789abcdef"), "没有讲稿 s_0123456789abcdef.*jianggao list"),
        (lambda library: library.passage("p_0123456789abcdef"), "没有段落 p_0123456789abcdef.*重新检索"),
        (lambda library: library.around("p_0123456789abcdef", 1, 1), "没有段落 p_0123456789abcdef"),
        (lambda library: library.children("p_0123456789abcdef"), "没有段落 p_0123456789abcdef"),
        (lambda library: library.passage("something"), "something"),
    ],
)
def test_an_id_that_is_not_there(library: Library, speech: Speech, ask: Any, message: str) -> None:
    """Every question about one thing says which id it was and what to do."""
    library.add(speech)
    with pytest.raises(UnknownId, match=message):
        ask(library)


def test_the_same_speech_is_stored_once(library: Library, speech: Speech) -> None:
    """The same text under another name is the same speech; nothing changes."""
    library.add(speech)
    before = library.digest()
    assert library.add(replace(speech, file="副本.txt")) == Same(library.speeches()[0], 1.0)
    assert (library.digest(), library.counts().speeches) == (before, 1)


def test_a_near_identical_speech_is_recognised(library: Library) -> None:
    """A copy with other masks, punctuation and a few other words is told, with its similarity, and not stored."""
    paragraphs = [sentences(number, 10) for number in range(6)]
    library.add(make_speech([*paragraphs, "请XX县认真落实。"]))
    before = library.digest()
    changed = [paragraph.replace("，", ",") for paragraph in paragraphs]
    copy = make_speech([*changed, "请**县认真落实，谢谢。"], title="在全市工作会议上的发言")
    result = library.add(copy)
    assert isinstance(result, Same)
    assert result.info == library.speeches()[0]
    assert 0.9 < result.similarity < 1.0
    assert library.digest() == before


def test_a_speech_that_only_shares_paragraphs_is_stored(library: Library) -> None:
    """Two speeches with half their paragraphs in common are two speeches."""
    shared = [sentences(number) for number in range(3)]
    library.add(make_speech([*shared, *(sentences(number) for number in range(10, 13))]))
    assert isinstance(library.add(make_speech([*shared, *(sentences(number) for number in range(20, 23))])), Added)
    assert library.counts().speeches == 2
    assert library.verify() == ()


def test_near_identical_paragraphs_of_different_speeches_are_linked(library: Library) -> None:
    """Both ways, the most alike first; gone with their speech, and there again when it comes back."""
    shared = sentences(7, 10)
    one, two, three = (
        other_speech(1, shared=shared),
        other_speech(2, shared=shared),
        other_speech(3, shared=shared + "有关情况及时报告。"),
    )
    for speech in (one, two, three):
        library.add(speech)
    a, b, c = (speech.passages[-1].key for speech in (one, two, three))
    linked = {a: (b, c), b: (a, c), c: tuple(sorted((a, b)))}
    assert library.similar([a, b, c, one.passages[0].key]) == {**linked, one.passages[0].key: ()}
    assert library.verify() == ()
    library.remove(two.id)
    assert library.similar([a, b, c]) == {a: (c,), b: (), c: (a,)}
    library.add(two)
    assert library.similar([a, b, c]) == linked
    assert library.verify() == ()


@pytest.mark.parametrize("bounded", [True, False])
def test_speeches_that_repeat_one_paragraph_have_few_links(
    library: Library, monkeypatch: pytest.MonkeyPatch, *, bounded: bool
) -> None:
    """Else two files of one person would have a million, and hold up everybody; what came before is still sound."""
    if not bounded:
        monkeypatch.setattr(links, "filed", partial(links.filed, most=None))
    for number in range(2):
        own = [sentences(number * 100 + one) for one in range(20)]
        assert isinstance(library.add(make_speech([*own, *[sentences(999)] * 30])), Added)
    monkeypatch.undo()
    with reading(library.engine) as connection:
        count = connection.execute(select(func.count()).select_from(passage_links)).scalar_one()
    assert count == (links.REPEATS**2 if bounded else 900)
    assert library.verify() == ()


def test_a_repeated_paragraph_within_a_speech_is_no_link(library: Library) -> None:
    """Links lead to other speeches, and formulas too short to mean anything lead nowhere."""
    refrain = sentences(8)
    for seed in (1, 2):
        library.add(
            make_speech([sentences(seed * 10), refrain * seed, refrain * seed + "。", "同志们，让我们共同努力！"])
        )
    keys = sorted(library.keys())
    speech_of = {key: found.speech.id for key, found in library.passages(keys).items()}
    for key, others in library.similar(keys).items():
        assert all(speech_of[other] != speech_of[key] for other in others)
        assert "共同努力" not in library.passages([key])[key].passage.text or others == ()


def test_removing_takes_everything(library: Library, speech: Speech) -> None:
    """No row remains in any table, and the library is as if the speech had never been there."""
    library.add(other_speech(1, shared=LONG))
    before = library.digest()
    library.add(speech)
    assert library.digest() != before
    assert library.remove(speech.id).id == speech.id
    assert library.digest() == before
    assert library.verify() == ()
    library.remove(other_speech(1, shared=LONG).id)
    assert library.digest() == EMPTY
    with writing(library.engine) as connection:
        for table in (speeches, texts, passages, speech_bands, passage_bands, passage_links):
            assert connection.execute(table.select()).all() == []


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(4)), removed=st.sets(st.integers(0, 3)))
def test_the_digest_depends_on_the_passages_alone(tmp_path_factory: Any, order: list[int], removed: set[int]) -> None:
    """Whatever came and went in whatever order, the same passages have the same digest, and others another."""
    folder = tmp_path_factory.mktemp("libraries")
    with Library.open(f"sqlite:///{folder}/one.db") as one, Library.open(f"sqlite:///{folder}/two.db") as two:
        digests = {one.digest()}
        for number in range(4):
            if number not in removed:
                one.add(other_speech(number))
                digests.add(one.digest())
        assert len(digests) == 5 - len(removed)
        for number in order:
            two.add(other_speech(number))
        for number in removed:
            two.remove(other_speech(number).id)
        assert two.digest() == one.digest()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda speech: replace(speech, id="s_0123456789abcdef"), "编号与正文不符"),
        (lambda speech: replace(speech, source=speech.source + "多"), "不能由原文和删减记录还原"),
        (lambda speech: replace(speech, sections=(replace(speech.sections[0], heading="改"),)), "标题“改”不是"),
        (lambda speech: replace(speech, passages=speech.passages[:2] * 2), "重复"),
        (lambda speech: replace(speech, passages=(speech.passages[3],)), "不在所属的自然段之后"),
        (lambda speech: replace(speech, passages=(replace(speech.passages[0], text="改写"),)), "不是正文的原样片段"),
        (lambda speech: replace(speech, passages=(replace(speech.passages[0], start=1),)), "不是正文的原样片段"),
        (lambda speech: replace(speech, passages=(replace(speech.passages[0], key=5),)), "不是正文的原样片段"),
        (lambda speech: make_speech(["含有\0空字符"]), "无法存储的字符"),
        (lambda speech: make_speech(["含有\ud800残字"]), "无法存储的字符"),
    ],
)
def test_what_is_no_slice_does_not_go_in(library: Library, speech: Speech, wrong: Any, message: str) -> None:
    """The invariants are checked at the door, whoever made the value; nothing is stored."""
    with pytest.raises(IntegrityError, match=message):
        library.add(wrong(speech))
    assert library.counts().speeches == 0


def test_a_source_may_hold_any_character(library: Library) -> None:
    """What cleaning cut out is kept as it was, also a null character and half a surrogate pair."""
    speech = make_speech([sentences(1)])
    odd = replace(speech, source="\0\ud800\n" + speech.text, cuts=(replace(speech.cuts[0], start=0, end=3),))
    library.add(odd)
    assert library.speech(odd.id) == odd


def test_readers_and_a_writer_side_by_side(library: Library) -> None:
    """While speeches come and go in one thread, others always see whole speeches and a digest that fits the keys."""
    stays = other_speech(0)
    library.add(stays)
    done = threading.Event()
    faults: list[Exception] = []

    def read() -> None:
        try:
            while not done.is_set():
                found = library.passages([passage.key for passage in stays.passages])
                assert len(found) == len(stays.passages)
                rows = list(library.index_rows())
                assert {row.key for row in rows} >= set(found)
                for info in library.speeches():
                    try:
                        assert len(library.speech(info.id).passages) == info.passages
                    except UnknownId:
                        assert info.id != stays.id
        except (AssertionError, CorpusError) as fault:
            faults.append(fault)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    try:
        for seed in range(1, 13):
            library.add(other_speech(seed, shared=LONG))
            if seed % 3 == 0:
                library.remove(other_speech(seed - 1, shared=LONG).id)
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert faults == []
    assert library.counts().speeches == 1 + 12 - 4
    assert library.verify() == ()


def test_two_writers_of_the_same_speeches_store_each_once(library: Library) -> None:
    """What two threads add at the same time is there once, with all its links."""
    candidates = [other_speech(seed, shared=LONG) for seed in range(6)]
    results: list[Added | Same] = []

    def add() -> None:
        results.extend(library.add(speech) for speech in candidates)

    writers = [threading.Thread(target=add) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sum(isinstance(result, Added) for result in results) == 6
    assert sum(isinstance(result, Same) and result.similarity == 1.0 for result in results) == 12
    assert library.verify() == ()


def test_ids_survive_a_re_import(library: Library, speech: Speech) -> None:
    """Removed and added again, every passage has the id that it had."""
    library.add(speech)
    before = library.keys()
    library.remove(speech.id)
    library.add(speech)
    assert library.keys() == before == {ids.key_of(passage.id) for passage in speech.passages}
