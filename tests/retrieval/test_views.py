"""Speeches of a person's own: found by them alone, and no other answer knows that they are there."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.library import Library
from corpus.models import COMMON, Document
from corpus.splitting import build_speech
from retrieval.dense import DenseIndex
from retrieval.engine import Engine
from retrieval.models import Note, SearchResult
from retrieval.ranking import Index, Mode
from retrieval.views import Views
from tests.retrieval.fakes import SPEECHES, VILLAGES, WORK_SAFETY, WORK_STYLE, HashEncoder, filled_library

ANNA, BELA = "tg:1", "tg:2"
DROUGHT = """在全市抗旱工作会议上的讲话
同志们：
今天会议的主要任务是安排抗旱保收工作。
一、抓紧抗旱保苗
各地要科学调度水源，能浇一亩是一亩，全力以赴抗旱保苗，把损失降到最低。
同志们，旱情就是命令。让我们立即行动起来，为夺取全年丰收而努力。
"""
REQUESTS = (
    "作风建设", "形式主义官僚主义", "廉洁过节", "安全隐患", "防汛值班", "人居环境整治", "乡村产业", "抗旱保苗",
    "来一段结尾", "来两段安全生产的结尾", "作风建设的意义", "抗旱的讲话开头", "formalism", "西红柿炒鸡蛋",
    "安全生产，不要作风",
)  # fmt: skip


def add(library: Library, file: str, text: str, owner: str) -> str:
    """Put a speech into a library for its owner; returns its id."""
    return library.add(build_speech(Document(file, "txt", text)), owner=owner).info.id


def shuffled(text: str, seed: int) -> str:
    """A speech of the same words and themes whose paragraphs are others: sentences in another order."""
    title, greeting, *lines = text.splitlines()
    chance = random.Random(seed)
    body = [part for line in lines if not line.startswith(("一", "二")) for part in line.split("。") if part]
    chance.shuffle(body)
    paragraphs = ["。".join(body[at : at + 3]) + "。" for at in range(0, len(body), 3)]
    return "\n".join((f"{title}（{seed}）", greeting, *paragraphs)) + "\n"


def told(result: SearchResult) -> tuple[object, ...]:
    """All that an answer says, scores and time aside."""
    hits = tuple((hit.passage, hit.speech.id, hit.similar, hit.roles, hit.relevance) for hit in result.hits)
    return hits, result.note, result.functions, result.themes, result.expansions


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Engine]]:
    """A library of three common speeches, one of Anna's and 28 of Bela's; and the same without Bela's."""
    folder = tmp_path_factory.mktemp("views")
    with (
        filled_library(folder) as shared,
        Library.open(f"sqlite:///{folder}/alone.db") as alone,
    ):
        for file, text in SPEECHES.items():
            add(alone, file, text, COMMON)
        for library in (shared, alone):
            add(library, "我的.txt", shuffled(WORK_STYLE, 99), ANNA)
        for seed in range(9):
            for text in (WORK_STYLE, WORK_SAFETY, VILLAGES):
                add(shared, f"{seed}.txt", shuffled(text, seed), BELA)
        add(shared, "抗旱.txt", DROUGHT, BELA)
        encoder = HashEncoder()
        yield (
            Engine.open(shared, folder / "shared", encoder),
            Engine.open(alone, folder / "alone", encoder),
        )


@pytest.mark.parametrize("reader", [COMMON, ANNA, "tg:3"])
@pytest.mark.parametrize("text", REQUESTS)
def test_an_answer_is_the_one_of_a_library_without_what_others_hold(
    engines: tuple[Engine, Engine], text: str, reader: str
) -> None:
    """The same passages in the same order, and the same of everything else that is said beside them."""
    shared, alone = engines
    one, other = (engine.search(text, reader=reader, explained=True) for engine in (shared, alone))
    assert told(one) == told(other)


def test_no_answer_holds_what_is_anothers(engines: tuple[Engine, Engine]) -> None:
    """In every mode; and its owner finds it."""
    shared, _ = engines
    belas = {info.id for info in shared._library.own(BELA)}
    for mode in (Mode.WORDS, Mode.VECTORS, Mode.FUNCTION, Mode.WHOLE):
        for text in REQUESTS[::3]:
            hits = shared.search(text, reader=ANNA, mode=mode, limit=40).hits
            assert not {hit.speech.id for hit in hits} & belas
    assert {hit.speech.id for hit in shared.search("抗旱保苗", reader=BELA).hits} & belas
    own = {info.id for info in shared._library.own(ANNA)}
    assert {hit.speech.id for hit in shared.search("作风建设", reader=ANNA).hits} & own


def test_a_theme_that_only_another_has_is_not_there(engines: tuple[Engine, Engine]) -> None:
    """Not in the list of themes, not among the nearest, and a request for it finds nothing."""
    shared, alone = engines
    assert "抗旱" in {one.term for one in shared.themes(reader=BELA)}
    for reader in (COMMON, ANNA):
        assert shared.themes(reader=reader) == alone.themes(reader=reader)
        found = shared.search("抗旱保苗", reader=reader)
        assert found.note is Note.NOTHING_RELEVANT
        assert shared.near(found.request, reader=reader) == alone.near(found.request, reader=reader)
    assert "抗旱" not in {one.term for one in shared.themes()}


def test_a_library_of_anothers_alone_is_empty(tmp_path: Path) -> None:
    """Not "nothing relevant": for this reader there is nothing at all; themes neither."""
    with Library.open(f"sqlite:///{tmp_path}/library.db") as library:
        add(library, "抗旱.txt", DROUGHT, BELA)
        engine = Engine.open(library, tmp_path / "index", HashEncoder())
        assert engine.search("抗旱保苗", reader=ANNA).note is Note.EMPTY_LIBRARY
        assert engine.search("来一段结尾").note is Note.EMPTY_LIBRARY
        assert engine.themes() == ()
        assert engine.search("抗旱保苗", reader=BELA).hits


def test_who_may_see_counts_from_the_moment_it_changes(tmp_path: Path) -> None:
    """No index has to follow first: published, it is found by all; taken back, by nobody; no theme is left behind."""
    with filled_library(tmp_path) as library:
        speech = add(library, "抗旱.txt", DROUGHT, BELA)
        engine = Engine.open(library, tmp_path / "index", HashEncoder())
        assert engine.search("抗旱保苗").note is Note.NOTHING_RELEVANT
        library.publish(speech, BELA)
        assert engine.search("抗旱保苗", reader=ANNA).hits
        add_again = build_speech(Document("又.txt", "txt", DROUGHT))
        library.remove(speech)
        assert engine.search("抗旱保苗").note is Note.NOTHING_RELEVANT
        assert "抗旱" not in {one.term for one in engine.themes(reader=BELA)}
        library.add(add_again, owner=ANNA)
        assert engine.search("抗旱保苗", reader=ANNA).hits
        assert engine.search("抗旱保苗", reader=BELA).note is Note.NOTHING_RELEVANT
        engine.refresh()
        assert engine.search("抗旱保苗", reader=ANNA).hits[0].speech.file == "又.txt"


def test_the_name_of_anothers_file_finds_nothing(tmp_path: Path) -> None:
    """Two hold the same text: each finds it by the own file's name, and not by the other's, before and after."""
    with filled_library(tmp_path) as library:
        add(library, "张三的材料.txt", DROUGHT, ANNA)
        engine = Engine.open(library, tmp_path / "index", HashEncoder())

        def finds(reader: str, name: str) -> bool:
            return bool(engine.search(f"从{name}.txt里找一段抗旱的话", reader=reader).hits)

        assert finds(ANNA, "张三的材料")
        add(library, "李四的材料.txt", DROUGHT, BELA)
        for refreshed in (False, True):
            assert finds(ANNA, "张三的材料"), refreshed
            assert finds(BELA, "李四的材料"), refreshed
            assert not finds(BELA, "张三的材料"), refreshed
            assert not finds(ANNA, "李四的材料"), refreshed
            engine.refresh()


def test_where_nobody_holds_anything_the_index_itself_is_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No view is made; and of many people's views only so many are kept."""
    monkeypatch.setattr("retrieval.views.KEPT", 2)
    with filled_library(tmp_path) as library:
        engine = Engine.open(library, tmp_path / "index", HashEncoder())
        views = Views(library)
        assert views.of(engine.index, ANNA) is engine.index
        add(library, "抗旱.txt", DROUGHT, BELA)
        engine.refresh()
        assert views.of(engine.index, COMMON) is views.of(engine.index, ANNA)
        assert views.of(engine.index, BELA) is not views.of(engine.index, ANNA)
        for number in range(4):
            add(library, f"{number}.txt", shuffled(VILLAGES, number), f"tg:9{number}")
        made = [views.of(engine.index, f"tg:9{number}") for number in range(4)]
        assert len({id(view) for view in made}) == 4
        assert list(views._made.values()) == made[-2:]


def test_views_from_many_threads(engines: tuple[Engine, Engine]) -> None:
    """Readers who ask side by side each see their own."""
    shared, _ = engines
    wrong: list[str] = []

    def ask(reader: str, may: bool) -> None:
        found = [bool(shared.search("抗旱保苗", reader=reader).hits) for _ in range(5)]
        wrong.extend(reader for one in found if one is not may)

    askers = [threading.Thread(target=ask, args=one) for one in ((BELA, True), (ANNA, False), (COMMON, False)) * 2]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert wrong == []


def test_a_graph_of_vectors_lets_in_only_what_is_seen() -> None:
    """As many as there are, however many nearer ones are another's."""
    chance = np.random.default_rng(1)
    vectors = chance.normal(size=(2000, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    keys = [7 * number + 1 for number in range(2000)]
    query = vectors[0]
    mine = frozenset(keys[number] for number in np.argsort(vectors @ query)[:1200].tolist() if number % 4 == 0)
    for graph in (False, True):
        whole = DenseIndex.create(16, graph=graph)
        whole.add(keys, vectors)
        whole.remove([sorted(mine)[0]])
        narrowed = whole.narrowed(mine)
        expected = sorted(mine)[1:]
        assert narrowed.keys() == frozenset(expected)
        assert len(narrowed) == len(expected)
        found, similarities = narrowed.search(query, 20)
        exact = sorted(expected, key=lambda key: -float(vectors[(key - 1) // 7] @ query))[:20]
        assert set(found.tolist()) <= mine
        if not graph:
            assert found.tolist() == exact
        assert len(set(found.tolist()) & set(exact)) >= 18
        assert list(similarities) == sorted(similarities, reverse=True)


def _parts(index: Index) -> Sequence[int]:
    return [len(index.lexical), len(index.dense), len(index.facets), len(index.facets.theme_counts)]


def test_a_view_is_the_index_of_what_is_seen(engines: tuple[Engine, Engine]) -> None:
    """Its parts are those of an index that never held the rest: numbers, facets, background and word counts."""
    shared, alone = engines
    seen = Views(shared._library).of(shared.index, ANNA)
    same = Views(alone._library).of(alone.index, ANNA)
    assert _parts(seen) == _parts(same)
    assert seen.facets.speeches == same.facets.speeches
    assert seen.facets.theme_names == same.facets.theme_names
    for name, array in seen.facets._arrays.items():
        assert np.array_equal(array, same.facets._arrays[name]), name
    assert np.allclose(seen.background, same.background)
    for word in ("作风", "安全", "抗旱", "问题"):
        assert seen.lexical.document_frequency(word) == same.lexical.document_frequency(word), word
    assert seen.lexical.containing("作风建设") == same.lexical.containing("作风建设")
