"""The one search, over a real library, a real index and a small encoder."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus.library import Library
from corpus.models import Place
from retrieval import indexing
from retrieval.artifact import current
from retrieval.encoder import Vectors
from retrieval.engine import Engine
from retrieval.errors import ModelMismatch
from retrieval.models import Form, Function, Note, Part, Relevance
from retrieval.ranking import Mode
from retrieval.rerank import Scores
from retrieval.roles.labeller import Labeller, load_labeller
from tests.retrieval.fakes import SPEECHES, HashEncoder, add, filled_library

DROUGHT = """在全市抗旱工作会议上的讲话
同志们：
今天会议的主要任务是安排抗旱保收工作。
一、抓紧抗旱保苗
各地要科学调度水源，能浇一亩是一亩，全力以赴抗旱保苗，把损失降到最低。
同志们，旱情就是命令。让我们立即行动起来，为夺取全年丰收而努力。
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Three speeches."""
    with filled_library(tmp_path) as library:
        yield library


@pytest.fixture
def engine(library: Library, tmp_path: Path) -> Engine:
    """An engine over them."""
    return Engine.open(library, tmp_path / "index", HashEncoder())


def first(engine: Engine, text: str) -> str:
    """The best passage for a message."""
    return engine.search(text).hits[0].passage.text


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("给我一段关于作风建设的话", "作风建设关系人心向背"),
        ("作風建設", "作风建设关系人心向背"),
        ("ＧＩＶＥ ＭＥ Ａ ＰＡＲＡＧＲＡＰＨ ＯＮ 作风建设", "作风建设关系人心向背"),
        ("形式主义官僚主义", "形式主义和官僚主义让基层"),
        ("formalism and bureaucratism", "形式主义和官僚主义让基层"),
        ("廉洁过节", "要严明节日期间的纪律"),
        ("safety hazards", "矿山、危化、消防"),
        ("防汛值班", "进入汛期"),
        ("人居环境整治", "人居环境整治要久久为功"),
    ],
)
def test_finds_the_passage_that_says_it(engine: Engine, text: str, begins: str) -> None:
    """In either language and script, whatever the words of asking."""
    assert first(engine, text).startswith(begins)


def test_a_hit_is_a_stored_passage_with_its_speech(engine: Engine, library: Library) -> None:
    """Verbatim and traceable: the slice itself, its section path, its speech."""
    hit = engine.search("安全隐患").hits[0]
    speech = library.speech(hit.speech.id)
    assert speech.text[hit.passage.start : hit.passage.end] == hit.passage.text
    assert hit.passage.section == ("一、坚决守住安全生产底线",)
    assert hit.speech.title == "在全市安全生产工作会议上的讲话"


def test_scores_fall_and_the_limit_holds(engine: Engine) -> None:
    """Best first, between 0 and 1."""
    hits = engine.search("作风建设", limit=2).hits
    assert len(hits) <= 2
    assert 0 < hits[-1].score <= hits[0].score <= 1
    with pytest.raises(ValueError, match="limit"):
        engine.search("作风建设", limit=0)


@pytest.mark.parametrize("text", ["西红柿炒鸡蛋", "海底移民计划", "black holes", "明天股票会涨吗", "钢琴考级曲目"])
def test_nothing_relevant_is_said_to_be_nothing(engine: Engine, text: str) -> None:
    """Honest: no passage is better than one off the theme."""
    result = engine.search(text)
    assert result.hits == ()
    assert result.note is Note.NOTHING_RELEVANT


@pytest.mark.parametrize("text", ["", "  ", "给我一段", "你好", "？"])
def test_a_message_without_theme_is_empty(engine: Engine, text: str) -> None:
    """It is no failure, and nothing is searched."""
    assert engine.search(text).note is Note.EMPTY_REQUEST


def test_endings_alone(engine: Engine) -> None:
    """Every speech's ending and nothing else, speeches in turn."""
    hits = engine.search("来一段结尾").hits
    assert {hit.passage.place for hit in hits} == {Place.CLOSING}
    assert len({hit.speech.id for hit in hits}) == len(hits) == len(SPEECHES)


def test_an_ending_on_a_theme_comes_first(engine: Engine) -> None:
    """Its own words or its speech's title tell the theme; passages elsewhere in a speech come after."""
    hits = engine.search("来两段安全生产的结尾").hits
    assert hits[0].passage.text.startswith("同志们，安全生产重于泰山")
    assert all(hit.passage.place is not Place.CLOSING or hit.speech == hits[0].speech for hit in hits)


def test_what_only_refines_is_searched_with_the_theme_before(engine: Engine) -> None:
    """A message without a theme takes that of the request before; parts can be taken out of both."""
    before = engine.search("安全生产").request
    closing = engine.search("要结尾的", after=before)
    assert closing.request.query == "安全生产"
    assert closing.hits[0].passage.text.startswith("同志们，安全生产重于泰山")
    without = engine.search("要结尾的", after=before, without=frozenset({Part.FUNCTION}))
    assert without.hits == engine.search("安全生产").hits
    assert engine.search("不要反腐", after=closing.request).request.place is Place.CLOSING


def test_near_themes_are_others(engine: Engine) -> None:
    """What a request asks for itself is not offered beside it."""
    themes = [one.term for one in engine.themes()]
    near = engine.near(engine.search("作风建设").request)
    assert near
    assert set(near) <= set(themes) - {"作风建设"}
    assert engine.near(engine.search("来一段结尾").request) == ()


def test_an_empty_library_is_said_to_be_empty(tmp_path: Path) -> None:
    """Not "nothing relevant"."""
    with Library.open(f"sqlite:///{tmp_path / 'library.db'}") as library:
        engine = Engine.open(library, tmp_path / "index", HashEncoder())
        assert engine.search("作风建设").note is Note.EMPTY_LIBRARY


def test_follows_the_library_and_encodes_only_what_is_new(engine: Engine, library: Library) -> None:
    """A speech that comes is found, one that goes is not; vectors of the rest are kept."""
    encoder = engine.encoder
    assert isinstance(encoder, HashEncoder)
    assert not engine.refresh()
    encoder.encoded.clear()
    added = add(library, "抗旱.txt", DROUGHT)
    assert engine.search("抗旱保苗").note is Note.NOTHING_RELEVANT
    assert engine.refresh()
    assert first(engine, "抗旱保苗").startswith("各地要科学调度水源")
    assert not [text for text in encoder.encoded if "作风" in text]
    encoder.encoded.clear()
    library.remove(added)
    assert engine.search("抗旱保苗").hits == ()
    assert engine.refresh()
    assert encoder.encoded == []
    assert engine.search("抗旱保苗").note is Note.NOTHING_RELEVANT


def test_opens_what_is_there_without_encoding(engine: Engine, library: Library, tmp_path: Path) -> None:
    """The same answers, from disk."""
    encoder, notices = HashEncoder(), list[str]()
    again = Engine.open(library, tmp_path / "index", encoder, notice=notices.append)
    assert encoder.encoded == notices == []
    for text in ("作风建设", "安全隐患", "来一段结尾"):
        assert again.search(text).hits == engine.search(text).hits


def test_an_index_grown_is_one_built(library: Library, engine: Engine, tmp_path: Path) -> None:
    """Additions and removals leave no trace in what is found."""
    added = add(library, "抗旱.txt", DROUGHT)
    engine.refresh()
    library.remove(added)
    engine.refresh()
    built = Engine.open(library, tmp_path / "other", HashEncoder())
    for text in ("作风建设", "安全隐患", "乡村产业"):
        grown, fresh = engine.search(text).hits, built.search(text).hits
        assert [hit.passage.id for hit in grown] == [hit.passage.id for hit in fresh]


def test_a_damaged_index_is_rebuilt_and_told(engine: Engine, library: Library, tmp_path: Path) -> None:
    """In one line, and never served."""
    generation = current(tmp_path / "index")
    assert generation is not None
    file = generation / "dense" / "vectors.faiss"
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    notices = list[str]()
    again = Engine.open(library, tmp_path / "index", HashEncoder(), notice=notices.append)
    assert len(notices) == 1
    assert "vectors.faiss" in notices[0]
    assert "\n" not in notices[0]
    assert again.search("作风建设").hits == engine.search("作风建设").hits


def test_another_encoder_rebuilds_the_vectors(engine: Engine, library: Library, tmp_path: Path) -> None:
    """With a notice and progress up to the whole."""
    encoder, notices, steps = HashEncoder("other-32", 32), list[str](), list[tuple[int, int]]()
    again = Engine.open(
        library,
        tmp_path / "index",
        encoder,
        notice=notices.append,
        progress=lambda done, total: steps.append((done, total)),
    )
    assert "hash-64" in notices[0]
    assert "other-32" in notices[0]
    passages = len(library.keys())
    assert steps[-1] == (passages, passages)
    assert first(again, "作风建设").startswith("作风建设关系人心向背")


def test_the_old_encoder_serves_until_the_new_index_is_whole(engine: Engine) -> None:
    """A search during the change is answered, and the change comes to an end."""
    answered = list[bool]()

    class Watching(HashEncoder):
        def encode_passages(self, texts: Sequence[str]) -> Vectors:
            answered.append(bool(engine.search("作风建设").hits) and engine.encoder.name == "hash-64")
            return super().encode_passages(texts)

    assert engine.change_encoder(Watching("new-32", 32))
    assert answered
    assert all(answered)
    assert engine.encoder.name == "new-32"
    assert engine.search("作风建设").hits
    assert not engine.change_encoder(engine.encoder)


def test_an_encoder_that_fails_leaves_the_old_index(engine: Engine, library: Library, tmp_path: Path) -> None:
    """The fault is told; what served before serves on, in this process and in the next."""

    class Broken(HashEncoder):
        def encode_passages(self, texts: Sequence[str]) -> Vectors:
            return np.full((len(texts), self.dimension), np.nan, dtype=np.float32)

    with pytest.raises(ModelMismatch):
        engine.change_encoder(Broken("broken", 32))
    assert engine.search("作风建设").hits
    encoder = HashEncoder()
    assert Engine.open(library, tmp_path / "index", encoder).search("作风建设").hits
    assert encoder.encoded == []
    assert not list((tmp_path / "index").glob("*.tmp"))


def test_each_half_can_be_asked_alone(engine: Engine) -> None:
    """For measuring: nothing is cut off then."""
    for mode in Mode:
        assert engine.search("作风建设", mode=mode).hits
    assert engine.search("红烧肉", mode=Mode.VECTORS).hits


def test_searches_from_many_threads_while_the_library_changes(engine: Engine, library: Library) -> None:
    """No exception, no empty answer, whatever is swapped in meanwhile."""

    def ask() -> bool:
        return all(engine.search("作风建设").hits for _ in range(20))

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(ask) for _ in range(4)]
        for _ in range(3):
            added = add(library, "抗旱.txt", DROUGHT)
            engine.refresh()
            library.remove(added)
            engine.refresh()
        assert all(future.result() for future in asked)


def _open(folder: str) -> int:
    with Library.open(f"sqlite:///{folder}/library.db") as library:
        encoder = HashEncoder()
        generation = indexing.bring_up_to_date(library, Path(folder) / "index", encoder)
        assert generation.manifest.passages == len(library.keys())
        return len(encoder.encoded)


def test_two_processes_build_once(library: Library, tmp_path: Path) -> None:
    """The second waits, and takes what the first has made."""
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        encoded = pool.map(_open, [str(tmp_path)] * 2)
    assert sorted(encoded)[0] == 0
    assert sorted(encoded)[1] > 0
    assert Engine.open(library, tmp_path / "index", HashEncoder()).search("作风建设").hits


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


def test_a_reranker_has_its_say(library: Library, tmp_path: Path) -> None:
    """It sees the query and the passages that words and vectors found, and can turn them round."""
    asked: list[str] = []

    class Backwards:
        """The first look's last is the best."""

        def scores(self, query: str, passages: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
            asked.append(query)
            return np.arange(len(passages), dtype=np.float32)

    plain = Engine.open(library, tmp_path / "index", HashEncoder())
    reranked = Engine.open(library, tmp_path / "index", HashEncoder(), reranker=Backwards())
    before = [hit.passage.id for hit in plain.search("给我一段关于安全生产的话").hits]
    after = [hit.passage.id for hit in reranked.search("给我一段关于安全生产的话").hits]
    assert asked == ["安全生产"]
    assert before != after
    assert before[0] != after[0]


def test_what_a_speech_does_is_told_anew_when_the_labeller_changes(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index is built again, and that is said in one line."""
    Engine.open(library, tmp_path / "index", HashEncoder())
    other = Labeller(load_labeller().weights, "roles:other")
    monkeypatch.setattr(indexing, "load_labeller", lambda: other)
    told: list[str] = []
    Engine.open(library, tmp_path / "index", HashEncoder(), notice=told.append)
    assert told == ["判断段落功能与形式的模型已经更新，正在重建索引。"]


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


def test_a_reranker_sees_more_than_is_shown(library: Library, tmp_path: Path) -> None:
    """A passage that stands too far down to be shown may be lifted into the answer."""
    seen: list[int] = []

    class Counting:
        def scores(self, query: str, passages: Sequence[str]) -> Scores:
            seen.append(len(passages))
            return np.zeros(len(passages), dtype=np.float32)

    engine = Engine.open(library, tmp_path / "index", HashEncoder(), reranker=Counting())
    assert len(engine.search("作风建设", limit=1).hits) == 1
    assert len(engine.search("作风建设", limit=12).hits) > 3
    assert seen[0] == seen[1] > 3


def test_a_speech_that_says_something_else_of_itself_is_indexed_anew(engine: Engine, library: Library) -> None:
    """The same text under another name: nothing of its text changes, and its source does."""
    kept = next(speech for speech in library.speeches() if speech.file == "安全.txt")
    library.remove(kept.id)
    add(library, "应急局.txt", SPEECHES["安全.txt"])
    assert engine.refresh()
    assert not engine.refresh()
    assert [speech.source for speech in engine.index.facets.speeches if "安全生产" in speech.source] == [
        "在全市安全生产工作会议上的讲话 全市安全生产工作会议 应急局.txt"
    ]
    assert engine.search("安全生产").hits[0].speech.file == "应急局.txt"
    assert engine.search("安全生产", limit=50).hits[0].passage.speech_id == kept.id
