"""From a document to a speech: slices, hashes, ids, points."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from corpus import ids
from corpus.cleaning import apply_cuts
from corpus.errors import EmptyFile
from corpus.models import Document, PassageKind, Place, Speech
from corpus.splitting import POINT_THRESHOLD, build_speech
from tests.corpus.strategies import speech_texts


def built(text: str) -> Speech | None:
    """The speech of a generated text, or None where nothing of it is a paragraph."""
    try:
        return build_speech(Document("讲话.txt", "txt", text))
    except EmptyFile:
        return None


@given(speech_texts())
@settings(max_examples=80, deadline=None)
def test_passages_are_true_slices_with_ids_of_their_own(text: str) -> None:
    """Slice, hash and id of every passage hold, ids are unique, and the text is the source without its cuts."""
    speech = built(text)
    if speech is None:
        return
    assert apply_cuts(speech.source, speech.cuts) == speech.text
    assert speech.id == ids.speech_id(speech.text)
    for passage in speech.passages:
        assert speech.text[passage.start : passage.end] == passage.text == passage.text.strip() != ""
        assert passage.sha256 == ids.digest(passage.text)
        assert (
            passage.key
            == ids.key_of(passage.id)
            == ids.passage_key(speech.id, passage.start, passage.end, passage.sha256)
        )
        assert passage.speech_id == speech.id
    assert len({passage.key for passage in speech.passages}) == len(speech.passages)


@given(speech_texts())
@settings(max_examples=80, deadline=None)
def test_paragraphs_are_numbered_and_points_stand_in_their_parents(text: str) -> None:
    """Paragraphs count from 1 and do not overlap; the points of a long one follow it, share its path and lie inside."""
    speech = built(text)
    if speech is None:
        return
    end, parent = 0, None
    numbers = []
    for passage in speech.passages:
        if passage.kind is PassageKind.PARAGRAPH:
            assert passage.start >= end
            end, parent = passage.end, passage
            numbers.append(passage.paragraph)
            assert passage.parent_id is None
        else:
            assert parent is not None
            assert len(parent.text) > POINT_THRESHOLD
            assert passage.parent_id == parent.id
            assert parent.start <= passage.start < passage.end <= parent.end
            assert (passage.section, passage.paragraph, passage.place) == (
                parent.section,
                parent.paragraph,
                parent.place,
            )
    assert numbers == list(range(1, len(numbers) + 1))


@given(speech_texts())
@settings(max_examples=30, deadline=None)
def test_building_twice_gives_the_same(text: str) -> None:
    """Nothing depends on time, order of sets or chance."""
    assert built(text) == built(text)


def test_sections_paths_and_points_of_a_speech() -> None:
    """A long paragraph yields its points beside itself; every passage has the headings above it."""
    point = (
        "要把各项任务抓紧抓实抓到位，确保年底前全面完成，请大家务必高度重视、迅速行动、狠抓落实，不留死角、不留盲区。"
    )
    long = "主要有三件事：" + "".join(f"{name}是{point}{point}{point}" for name in "一二三")
    lines = (
        "在全县大会上的讲话",
        "同志们：",
        "下面我讲一点意见。",
        "一、抓落实",
        "（一）明确任务",
        long,
        "同志们，让我们行动起来。",
    )
    source = "\n\n".join(lines)
    speech = build_speech(Document("大会.txt", "txt", source))
    assert [(passage.kind, passage.paragraph, passage.place) for passage in speech.passages] == [
        (PassageKind.PARAGRAPH, 1, Place.OPENING),
        (PassageKind.PARAGRAPH, 2, Place.BODY),
        *[(PassageKind.POINT, 2, Place.BODY)] * 3,
        (PassageKind.PARAGRAPH, 3, Place.CLOSING),
    ]
    assert speech.passages[2].section == ("一、抓落实", "（一）明确任务")
    assert speech.passages[2].text.startswith("一是要把")
    assert speech.passages[-1].section == ()


@pytest.mark.parametrize("source", ["", "  \n\u3000\n", "在全县大会上的讲话\n同志们："])
def test_a_file_without_a_paragraph_is_empty(source: str) -> None:
    """A blank file, and one of a title alone, are refused by name."""
    with pytest.raises(EmptyFile) as error:
        build_speech(Document("空.txt", "txt", source))
    assert error.value.file == "空.txt"


def test_themes_and_licence_come_along() -> None:
    """What the file says of itself stays with the speech."""
    speech = build_speech(Document("a/b.md", "md", "要抓落实。"))
    assert (speech.file, speech.format, speech.themes, speech.licence) == ("a/b.md", "md", (), None)
