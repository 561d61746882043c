"""A conversation over a real library and a real store; only the search is a simple one of our own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.dialogue import Dialogue
from bot.person import Person
from bot.replies import Button, Outcome, Quote, Reply
from bot.store import Store
from bot.workers import Workers
from corpus.ids import passage_id
from corpus.library import Library
from corpus.models import Place
from retrieval.errors import IndexDamaged
from retrieval.models import Hit, Note, Request, SearchResult
from tests.corpus.making import make_speech, sentences

WRITER = Person("tg:1")
OTHER = Person("tg:2")

POINTS = tuple(
    f"{number}是抓{theme}建设，{sentences(seed, 3)}"
    for number, theme, seed in (("一", "作风", 11), ("二", "项目", 12), ("三", "队伍", 13))
)
SHARED = f"作风建设永远在路上，没有休止符。{sentences(21, 5)}"
LONG = f"作风建设要常抓不懈。{''.join(sentences(seed, 6) for seed in range(300, 330))}"

STYLE = make_speech(
    [
        f"今天我们召开会议，部署作风建设。{sentences(1)}",
        sentences(2),
        "这次要做好三件事。" + "".join(POINTS),
        sentences(3),
        SHARED,
        LONG,
        f"让我们以作风建设的新成效开好局。{sentences(4)}",
    ],
    title="在作风建设推进会上的讲话",
    file="作风/推进会.txt",
    points=POINTS,
)
SAFETY = make_speech(
    [f"安全生产责任重于泰山。{sentences(5)}", SHARED[:-1] + "！", f"安全生产要常抓。{sentences(6)}"],
    title="在安全生产会议上的讲话",
    file="安全.txt",
    year=2023,
)


class WordSearch:
    """Finds every passage that holds the request's words, in the library's order, a point rather than its paragraph.

    A request for an ending is answered with whatever there is, and the note where no ending is among it.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self.broken = False

    def search(self, text: str, *, limit: int) -> SearchResult:
        if self.broken:
            raise IndexDamaged(f"damaged while searching {text}")
        place = Place.CLOSING if text.endswith("的结尾") else None
        query = text.removeprefix("给我一段关于").removeprefix("来两段").removeprefix("来九段")
        query = query.removesuffix("的话").removesuffix("的结尾")
        count = {"来两段": 2, "来九段": 9}.get(text[:3])
        request = Request(text, query, count=count, place=place)
        if not query:
            return SearchResult(request, (), 0.1, Note.EMPTY_REQUEST)
        if not self._library.counts().speeches:
            return SearchResult(request, (), 0.1, Note.EMPTY_LIBRARY)
        hits: list[Hit] = []
        folded: set[str] = set()
        for info in self._library.speeches():
            passages = [passage for passage in self._library.speech(info.id).passages if query in passage.text]
            parents = {passage.parent_id for passage in passages}
            for passage in passages:
                if passage.id not in parents | folded:
                    keys = self._library.similar([passage.key]).get(passage.key, ())
                    similar = tuple(passage_id(key) for key in keys)
                    folded.update(similar)
                    hits.append(Hit(passage, info, 1.0, similar))
        note = None if hits else Note.NOTHING_RELEVANT
        if hits and place and all(hit.passage.place is not place for hit in hits):
            note = Note.PLACE_NOT_FOUND
        return SearchResult(request, tuple(hits[:limit]), 0.1, note)


@dataclass
class Talk:
    """A running conversation and what stands behind it."""

    dialogue: Dialogue
    library: Library
    store: Store
    searcher: WordSearch
    workers: Workers

    async def ask(self, text: str, person: Person = WRITER) -> Reply:
        """The one card, or sentence, that a message gives."""
        (reply,) = (await self.dialogue.message(person, text)).replies
        return reply

    async def press(self, reply: Reply, label: str, person: Person = WRITER) -> Outcome:
        """What the button whose label begins so leads to."""
        return await self.dialogue.press(person, button(reply, label).key)

    async def turn(self, reply: Reply, *labels: str) -> Reply:
        """The card that pressing these buttons one after another leads to."""
        for label in labels:
            (reply,) = (await self.press(reply, label)).replies
        return reply


@contextmanager
def talking(folder: Path, *, empty: bool = False) -> Iterator[Talk]:
    """A conversation in ``folder``; opened a second time there it goes on where it was, as after a restart."""
    with Library.open(f"sqlite:///{folder / 'jianggao.db'}") as library:
        if not empty and not library.counts().speeches:
            library.add(STYLE)
            library.add(SAFETY)
        store = Store.open(library.engine)
        searcher = WordSearch(library)
        workers = Workers(2)
        yield Talk(Dialogue(searcher, library, store, workers), library, store, searcher, workers)


def labels(reply: Reply) -> list[str]:
    """What stands on the buttons."""
    return [button.label for row in reply.rows for button in row]


def button(reply: Reply, label: str) -> Button:
    """The first button whose label begins so."""
    return next(button for row in reply.rows for button in row if button.label.startswith(label))


def quotes(reply: Reply) -> list[str]:
    """The verbatim parts."""
    return [part.text for part in reply.parts if isinstance(part, Quote)]


def words(reply: Reply) -> str:
    """All text of a reply, a part a line."""
    return "\n".join(part.text for part in reply.parts)
