"""The one search, over a real library, a real index and a small encoder."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
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
from retrieval.models import Note, Part
from retrieval.ranking import Mode
from retrieval.rerank import Scores
from retrieval.roles.labeller import Labeller, load_labeller
from tests.retrieval.fakes import SPEECHES, HashEncoder, add

DROUGHT = """在全市抗旱工作会议上的讲话
同志们：
今天会议的主要任务是安排抗旱保收工作。
一、抓紧抗旱保苗
各地要科学调度水源，能浇一亩是一亩，全力以赴抗旱保苗，把损失降到最低。
同志们，旱情就是命令。让我们立即行动起来，为夺取全年丰收而努力。
"""


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
    before = len(library.keys())
    assert engine.standing() == (before, True)
    added = add(library, "抗旱.txt", DROUGHT)
    assert engine.standing() == (before, False)
    assert engine.search("抗旱保苗").note is Note.NOTHING_RELEVANT
    assert engine.refresh()
    assert engine.standing() == (len(library.keys()), True)
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
