"""What an answer says: what its passages do, what it lacks, what else there is."""

from __future__ import annotations

import pytest

from corpus.library import Library
from corpus.models import Place
from retrieval.engine import Engine
from retrieval.models import Form, Function, Note, Part, Relevance
from tests.retrieval.fakes import add


def test_a_hit_says_what_it_does_and_how_well_it_answers(engine: Engine) -> None:
    """The same roles whether they come with the hit or are asked for by key; nothing for a key that is not there."""
    hit = engine.search("安全生产的结尾").hits[0]
    assert hit.roles is not None
    assert hit.roles.function is Function.CLOSING
    assert hit.relevance is Relevance.CLOSE
    assert engine.roles([hit.passage.key, 1]) == {hit.passage.key: hit.roles}


def test_relevance_needs_a_theme(engine: Engine) -> None:
    """How well an ending answers "来一段结尾" is not a question."""
    assert {hit.relevance for hit in engine.search("来一段结尾").hits} == {None}


def test_a_function_that_the_theme_lacks_is_told(engine: Engine) -> None:
    """The theme's other passages follow."""
    result = engine.search("人居环境整治取得的成绩")
    assert result.note is Note.FUNCTION_NOT_FOUND
    assert result.hits


@pytest.mark.parametrize("theme", ["作风建设", "安全生产", ""])
def test_what_is_said_of_an_answer_agrees_with_what_its_passages_are_shown_to_be(engine: Engine, theme: str) -> None:
    """No note beside a passage that is called what was asked for; a note where none is."""
    seen = set()
    for function in ("", *Function):
        for form in ("", *Form):
            result = engine.search(f"{theme} {form} {function}")
            request, hits = result.request, result.hits
            if not hits or not (request.functions or request.forms):
                continue
            does = [
                hit for hit in hits if hit.roles and (not request.functions or hit.roles.function in request.functions)
            ]
            fits = [hit for hit in does if hit.roles and set(request.forms) <= set(hit.roles.forms)]
            expected = None if fits else Note.FORM_NOT_FOUND if does else Note.FUNCTION_NOT_FOUND
            assert result.note is expected, result.request.text
            seen.add(expected)
    assert len(seen) > 1


def test_a_part_that_is_taken_out_no_longer_counts(engine: Engine) -> None:
    """The words of it stay out of the theme."""
    result = engine.search("人居环境整治取得的成绩", without=frozenset({Part.FUNCTION}))
    assert (result.request.functions, result.note) == ((), None)


@pytest.mark.parametrize("theme", ["作风建设", "安全生产", "乡村振兴", "来一段排比"])
def test_what_is_turned_down_is_not_shown(engine: Engine, theme: str) -> None:
    """Whatever passages do and are made of; what is left is what would have been shown without it."""
    there = engine.search(theme, limit=100).hits
    for function in {hit.roles.function for hit in there if hit.roles}:
        result = engine.search(f"{theme}，不要{function}", limit=100)
        assert result.request.functions_without == (function,)
        assert function not in result.functions
        assert all(hit.roles and hit.roles.function is not function for hit in result.hits)
        assert result.hits or result.note is Note.NOTHING_LEFT
    for form in {form for hit in there if hit.roles for form in hit.roles.forms} - {Form.PARALLELISM}:
        result = engine.search(f"{theme}，不要{form}", limit=100)
        assert result.request.forms_without == (form,)
        assert all(hit.roles and form not in hit.roles.forms for hit in result.hits)


def test_turning_down_a_function_leaves_the_others(engine: Engine) -> None:
    """Those that were found before are found still, in their order."""
    whole = [hit.passage.id for hit in engine.search("安全生产").hits if hit.roles and hit.roles.function != "结尾"]
    assert whole
    assert [hit.passage.id for hit in engine.search("安全生产，不要结尾").hits][: len(whole)] == whole


def test_conditions_that_leave_nothing_are_told(engine: Engine) -> None:
    """The theme is there, and that is said."""
    result = engine.search("安全生产 2001年以前的稿子")
    assert (result.hits, result.note) == ((), Note.NOTHING_LEFT)


@pytest.mark.parametrize("words", ["自己", "好作风换来", "从今天改"])
def test_what_must_stand_there_is_found_however_it_is_cut(engine: Engine, words: str) -> None:
    """Stop words, and words that the passage cuts otherwise, stand there all the same."""
    result = engine.search(f"作风建设，必须提到{words}")
    assert result.request.must == (words,)
    assert [words in hit.passage.text for hit in result.hits] == [True]


def test_what_must_not_occur_does_not_use_an_answer_up(library: Library, engine: Engine) -> None:
    """Passages that hold it are no candidates, however many they are and however well they answer."""
    places = ("山塘", "河道", "泵站", "灌渠", "机井", "闸门")
    lines = [f"抗旱保苗要先保{place}，水库放水先到{place}，抗旱保苗才有底气。" for place in places]
    spared = "抗旱也要算细账，能省一方是一方，节水的田块先评先奖。"
    add(library, "抗旱.txt", "\n".join(("在全市抗旱工作会议上的讲话", "同志们：", "一、抗旱保苗", *lines, spared)))
    engine.refresh()
    result = engine.search("抗旱保苗，不要提水库", limit=1)
    assert result.request.without == ("水库",)
    assert [hit.passage.text for hit in result.hits] == [spared]


def test_words_that_did_it_are_named(engine: Engine) -> None:
    """Only such as stand in what is shown."""
    expansions = engine.search("work safety", explained=True).expansions
    assert {one.stands_for for one in expansions} == {"work safety"}
    assert engine.search("红烧肉", explained=True).expansions == ()
    assert engine.search("work safety").expansions == ()


def test_themes_that_the_library_holds(engine: Engine) -> None:
    """Most paragraphs first, none of them an everyday word; the nearest are offered where there is no answer."""
    themes = engine.themes()
    assert {"作风建设", "安全生产", "乡村振兴"} <= {theme.term for theme in themes}
    assert [theme.passages for theme in themes] == sorted((theme.passages for theme in themes), reverse=True)
    nearest = engine.search("享乐主义").themes
    assert nearest
    assert all(engine.search(theme).hits for theme in nearest)


def test_a_request_for_a_recipe_is_offered_no_theme(engine: Engine) -> None:
    """Food safety does not help a cook."""
    assert engine.search("红烧肉的菜谱").themes == ()


def test_every_function_that_is_told_is_found(engine: Engine) -> None:
    """The same search with that function set answers, and says of nothing that it is not there."""
    result = engine.search("作风建设")
    assert Function.CLOSING in result.functions
    for function in result.functions:
        found = engine.search("作风建设", function=function)
        assert found.hits
        assert found.note is None
        assert found.request.functions == (function,)


def test_a_function_that_is_set_counts_more_than_the_message(engine: Engine) -> None:
    """Its place with it, and it can be set where the message's own is left out."""
    request = engine.search("作风建设的结尾", function=Function.OPENING).request
    assert (request.functions, request.place) == ((Function.OPENING,), Place.OPENING)
    bare = frozenset({Part.FUNCTION})
    assert engine.search("作风建设的结尾", without=bare, function=Function.GOALS).request.place is None
    wanted = engine.search("作风建设，不要结尾和开头", function=Function.CLOSING).request
    assert (wanted.functions, wanted.functions_without) == ((Function.CLOSING,), (Function.OPENING,))
