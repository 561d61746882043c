"""A conversation over a real library and a real store; only the search is a simple one of our own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.dialogue import Dialogue
from bot.person import Person
from bot.replies import Button, Outcome, Quote, Reply
from bot.store import Store
from bot.workers import Workers
from corpus.ids import passage_id
from corpus.library import Library
from corpus.models import COMMON, Passage, Place
from retrieval.errors import IndexDamaged
from retrieval.models import (
    Expansion,
    Form,
    Function,
    Hit,
    Length,
    Note,
    Part,
    Relevance,
    Request,
    Roles,
    SearchResult,
    ThemeCount,
    Years,
)
from retrieval.request import refined
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

SECRET = make_speech(
    [f"作风建设要不留死角。{sentences(7)}", SHARED[:-1] + "？", f"保密工作也是作风建设。{sentences(8)}"],
    title="在不公开会议上的讲话",
    file="不公开.txt",
)
"""For somebody's own; it is in no library unless a test puts it there."""


THEMES = {
    "作风建设": "党的建设",
    "队伍建设": "党的建设",
    "安全生产": "安全发展",
    "项目建设": "经济发展",
    "保密工作": "安全发展",
}
"""A lexicon: themes and their groups."""
ASK = "给我一段关于作风建设的话"
"""A request that ``STYLE`` answers."""


class WordSearch:
    """Finds every passage that holds the request's words, in the library's order, a point rather than its paragraph.

    Understood are the phrases of ``understand``. Years and words leave passages out; a function and forms put those
    that have them first, and where none has, the note says so.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self.broken = False

    def search(
        self,
        text: str,
        *,
        limit: int,
        without: frozenset[Part] = frozenset(),
        function: Function | None = None,
        after: Request | None = None,
        explained: bool = False,
        reader: str = COMMON,
    ) -> SearchResult:
        if self.broken:
            raise IndexDamaged(f"damaged while searching {text}")
        request = understand(text, without) if after is None else refined(after, text, without=without)
        if function is not None:
            request = replace(request, functions=(function,))
        if not request.query:
            return SearchResult(request, (), 0.1, Note.EMPTY_REQUEST)
        if not self._library.counts(reader=reader).speeches:
            return SearchResult(request, (), 0.1, Note.EMPTY_LIBRARY)
        on_theme = self._hits(request.query, reader)
        if not on_theme:
            near = tuple(one.term for one in self.themes(reader=reader) if set(one.term) & set(request.query))
            return SearchResult(request, (), 0.1, Note.NOTHING_RELEVANT, themes=near)
        left = [hit for hit in on_theme if fits(hit, request)]
        if not left:
            return SearchResult(request, (), 0.1, Note.NOTHING_LEFT)
        left.sort(key=lambda hit: not plays(hit, request))
        hits = tuple(left[:limit])
        note = (
            None if plays(hits[0], request) else Note.FUNCTION_NOT_FOUND if request.functions else Note.FORM_NOT_FOUND
        )
        other = explained and request.query == "作风建设"
        stood_in = (Expansion("作风", request.query, "近义", 0.5),) if other else ()
        there = {hit.roles.function for hit in left if hit.roles}
        functions = tuple(one for one in Function if one in there)
        return SearchResult(request, hits, 0.1, note, stood_in, functions=functions)

    def near(self, request: Request, *, reader: str = COMMON) -> tuple[str, ...]:
        return tuple(one.term for one in self.themes(reader=reader) if one.term not in request.query)

    def roles(self, keys: Sequence[int]) -> dict[int, Roles]:
        owners = self._library.holders().speeches
        return {
            key: roles_of(found.passage)
            for owner in owners
            for key, found in self._library.passages(keys, reader=owner).items()
        }

    def themes(self, *, reader: str = COMMON) -> tuple[ThemeCount, ...]:
        texts = [
            passage.text
            for info in self._library.speeches(reader=reader)
            for passage in self._library.speech(info.id, reader=reader).passages
            if passage.parent_id is None
        ]
        held = [ThemeCount(term, group, sum(term in text for text in texts)) for term, group in THEMES.items()]
        return tuple(sorted((one for one in held if one.passages), key=lambda one: -one.passages))

    def _hits(self, query: str, reader: str) -> list[Hit]:
        hits: list[Hit] = []
        folded: set[str] = set()
        for info in self._library.speeches(reader=reader):
            passages = [
                passage for passage in self._library.speech(info.id, reader=reader).passages if query in passage.text
            ]
            parents = {passage.parent_id for passage in passages}
            for passage in passages:
                if passage.id not in parents | folded:
                    keys = self._library.similar([passage.key], reader=reader).get(passage.key, ())
                    similar = tuple(passage_id(key) for key in keys)
                    folded.update(similar)
                    close = passage.text.startswith(query)
                    relevance = Relevance.CLOSE if close else Relevance.RELATED
                    hits.append(Hit(passage, info, 1.0, similar, roles_of(passage), relevance))
        return hits


def understand(text: str, without: frozenset[Part] = frozenset()) -> Request:
    """What these phrases mean: 来两段, 2024年以来, 做风; last 的结尾, 短一点, 用数字, 用引用, 出自…, 提到…, 不要…."""
    rest = text.removeprefix("给我一段关于").removesuffix("的话")
    count = {"来两段": 2, "来九段": 9}.get(rest[:3])
    rest = rest[3:] if count else rest
    corrections = (("做风", "作风"),) if "做风" in rest and Part.CORRECTION not in without else ()
    rest = rest.replace("做风", "作风") if corrections else rest
    since = re.match(r"([12]\d{3})年以来的?", rest, re.ASCII)
    rest = rest[since.end() :] if since else rest
    said: dict[str, str] = {}
    while match := re.search(r"，(短一点|用数字|用引用|(?:出自|提到|不要)[^，]+)$|(的)结尾$", rest):
        phrase = match[1] or "的结尾"
        said.setdefault(phrase[:2], phrase[2:])
        rest = rest[: match.start()]

    def kept(part: Part, *phrases: str) -> tuple[str, ...]:
        return () if part in without else tuple(said[phrase] for phrase in phrases if phrase in said)

    closing = bool(kept(Part.FUNCTION, "的结"))
    return Request(
        text=text,
        query=rest,
        functions=(Function.CLOSING,) if closing else (),
        forms=_forms(said, without),
        count=None if Part.COUNT in without else count,
        length=Length.SHORT if kept(Part.LENGTH, "短一") else None,
        years=Years(int(since[1]), None) if since and Part.YEARS not in without else None,
        sources=kept(Part.SOURCE, "出自"),
        must=kept(Part.MUST, "提到"),
        without=kept(Part.WITHOUT, "不要"),
        corrections=corrections,
    )


def _forms(said: Mapping[str, str], without: frozenset[Part]) -> tuple[Form, ...]:
    if Part.FORM in without:
        return ()
    return tuple(form for form, cue in ((Form.QUOTATION, "用引"), (Form.FIGURES, "用数")) if cue in said)


def roles_of(passage: Passage) -> Roles:
    """What a passage does, by where it stands; what it is made of, by its characters."""
    functions = {Place.OPENING: Function.OPENING, Place.CLOSING: Function.CLOSING}
    forms = ((Form.QUOTATION, "“"), (Form.FIGURES, "天内"))
    made_of = tuple(form for form, mark in forms if mark in passage.text)
    return Roles(functions.get(passage.place, Function.MEASURES), made_of)


def fits(hit: Hit, request: Request) -> bool:
    """Whether a passage is of the years, the source and the words that were asked for, and nothing that was not."""
    first = request.years.first if request.years else None
    return (
        (first is None or (hit.speech.year is not None and hit.speech.year >= first))
        and all(word in hit.speech.title for word in request.sources)
        and all(word in hit.passage.text for word in request.must)
        and not any(word in hit.passage.text for word in request.without)
        and not (hit.roles and hit.roles.function in request.functions_without)
        and not (hit.roles and set(hit.roles.forms) & set(request.forms_without))
    )


def plays(hit: Hit, request: Request) -> bool:
    """Whether a passage does, and is made of, what was asked for."""
    if hit.roles is None:
        return False
    return hit.roles.function in (request.functions or (hit.roles.function,)) and set(request.forms) <= set(
        hit.roles.forms
    )


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
        return await self.turn_as(WRITER, reply, *labels)

    async def turn_as(self, person: Person, reply: Reply, *labels: str) -> Reply:
        """The same, pressed by somebody."""
        for label in labels:
            (reply,) = (await self.press(reply, label, person)).replies
        return reply


@cache
def _database(*, empty: bool) -> bytes:
    """A database with its tables and two speeches, or none; made once, for making one takes longer than most tests."""
    with TemporaryDirectory() as folder:
        database = Path(folder) / "jianggao.db"
        with Library.open(f"sqlite:///{database}") as library:
            for speech in () if empty else (STYLE, SAFETY):
                library.add(speech)
            Store.open(library.engine)
        return database.read_bytes()


@contextmanager
def talking(folder: Path, *, empty: bool = False) -> Iterator[Talk]:
    """A conversation in ``folder``; opened a second time there it goes on where it was, as after a restart."""
    database = folder / "jianggao.db"
    if not database.exists():
        database.write_bytes(_database(empty=empty))
    with Library.open(f"sqlite:///{database}") as library:
        if not empty and not library.counts().speeches:  # somebody else has made it
            library.add(STYLE)
            library.add(SAFETY)
        store = Store.open(library.engine)
        searcher = WordSearch(library)
        workers = Workers(2)
        yield Talk(Dialogue(searcher, library, store, workers), library, store, searcher, workers)


async def save(talk: Talk, text: str = ASK, *turns: str) -> Reply:
    """Keep the passage a request gives, turned to; the card that it stood on."""
    card = await talk.turn(await talk.ask(text), *turns)
    await talk.press(card, "☆")
    return card


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
