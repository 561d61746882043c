"""What administrators do in Telegram, and what everybody else sees of it: nothing."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.administration import AdminDesk, backing_up
from bot.administration.admitting import A_PAGE
from bot.backup import opened
from bot.backup.writing import blank
from bot.errors import StoreError
from bot.store import SavedHit, Store
from bot.store.tables import access
from bot.telegram.access import FRESH, Doorman
from bot.telegram.limits import PoliteLimiter
from bot.texts import texts_for
from bot.texts.administration import ZH
from corpus.database import open_engine, writing
from corpus.library import Library
from retrieval.errors import IndexFault
from tests.bot.export.making import favourite
from tests.bot.fakes import STYLE
from tests.bot.telegram.conftest import ADMIN, ALLOWED, STRANGER, Running
from tests.botapi.faults import Fault
from tests.botapi.people import Person
from tests.botapi.rules import Refused
from tests.botapi.server import BOT_NAME
from tests.botapi.shown import Shown


@dataclass
class Index:
    """An index that is renewed when it is let, and counts how often."""

    let: threading.Event = field(default_factory=threading.Event)
    stale: bool = True
    refreshed: int = 0
    rebuilt: int = 0
    broken: bool = False

    def refresh(self, *, progress: Callable[[int, int], None] | None = None) -> bool:
        self._work(progress)
        self.refreshed += 1
        changed, self.stale = self.stale, False
        return changed

    def rebuild(self, *, progress: Callable[[int, int], None] | None = None) -> None:
        self._work(progress)
        self.rebuilt += 1

    def _work(self, progress: Callable[[int, int], None] | None) -> None:
        if self.broken:
            raise IndexFault("索引写不进")
        while not self.let.wait(0.02):
            if progress:
                progress(1, 2)


@pytest.fixture
def index() -> Index:
    """An index that may be renewed at once."""
    index = Index()
    index.let.set()
    return index


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Tables that are there already, and no waiting a second for each message, which other tests keep to."""
    (tmp_path / "jianggao.db").write_bytes(blank())
    monkeypatch.setattr("bot.telegram.run.PoliteLimiter", partial(PoliteLimiter, chat=(100, 1.0)))


@pytest.fixture
async def run(halted: Running, index: Index) -> AsyncIterator[Running]:
    """A bot that runs, with an administrator who has written before."""
    halted.api.person(ADMIN)
    library = Library.open(halted.settings.database)
    library.add(STYLE)
    halted.desk = AdminDesk(halted.settings, library, halted.store, index)
    async with halted.running():
        yield halted
    library.close()


async def say(person: Person, text: str, **more: object) -> Shown:
    """What a command is answered with."""
    count = len(person.messages)
    await person.send(text, **more)
    return await person.reply(count + 1)


async def test_a_person_is_let_in_and_shut_out(run: Running) -> None:
    """Both hold at once, go before the settings, and the one who was let in and has written is told."""
    admin, stranger, friend = (run.api.person(one) for one in (ADMIN, STRANGER, ALLOWED))
    await stranger.send("在吗")
    assert str(STRANGER) in (await stranger.reply()).text
    assert (await say(admin, f"/allow {STRANGER}")).text == ZH.allowed.format(ids=STRANGER)
    assert (await stranger.reply(2)).text == ZH.welcome
    await stranger.send("作风建设")
    assert (await stranger.reply(3)).quotes() == ["作风建设"]
    assert (await say(admin, f"/block {STRANGER} {ALLOWED}")).text == ZH.blocked.format(ids=f"{STRANGER}、{ALLOWED}")
    await friend.send("作风建设")
    assert str(ALLOWED) in (await friend.reply()).text
    assert [text for _, text in run.conversation.heard] == ["作风建设"]


async def test_what_a_command_did_is_told_id_by_id(run: Running) -> None:
    """Several ids, parted in any way; what was so already, administrators and what is no id are told apart."""
    admin = run.api.person(ADMIN)
    await say(admin, "/allow 5")
    reply = await say(admin, "/allow 5，6、5 ７ -8 abc 99999999999999999999")
    assert reply.text.splitlines() == [
        ZH.allowed.format(ids="6"),
        ZH.allowed_before.format(ids="5"),
        ZH.no_id.format(words="７、-8、abc、99999999999999999999"),
    ]
    reply = await say(admin, f"/block {ADMIN}")
    assert reply.text == ZH.is_admin.format(ids=ADMIN)
    assert run.store.access.all() == {"tg:5": True, "tg:6": True}
    assert (await say(admin, "/block")).text == ZH.block_whom


@pytest.mark.parametrize(
    ("answered", "sender"),
    [
        (
            {
                "forward_origin": {
                    "type": "user",
                    "date": 1,
                    "sender_user": {"id": 77, "is_bot": False, "first_name": "李"},
                }
            },
            77,
        ),
        ({"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "李"}}, None),
        ({"contact": {"phone_number": "1", "first_name": "李", "user_id": 78}}, 78),
        ({}, None),
    ],
    ids=["forwarded", "hidden", "contact", "own"],
)
async def test_a_command_answers_a_message_of_the_one_it_is_about(
    run: Running, answered: dict[str, object], sender: int | None
) -> None:
    """A forwarded message or a contact, where Telegram tells whose it is."""
    admin = run.api.person(ADMIN)
    me = {"id": ADMIN, "is_bot": False, "first_name": "王"}
    held = {"message_id": 3, "date": 1, "chat": admin.chat, "from": me, "text": "话", **answered}
    reply = await say(admin, "/allow", reply_to_message=held)
    assert reply.text == (ZH.allowed.format(ids=sender) if sender else ZH.sender_hidden)
    assert run.store.access.all() == ({f"tg:{sender}": True} if sender else {})


async def test_the_list_is_paged(run: Running) -> None:
    """Counts, then ids; a button turns the page in place, for administrators alone."""
    run.store.access.change([f"tg:{one}" for one in range(1, A_PAGE + 2)], admitted=True, by="tg:1")
    run.store.access.change(["tg:900"], admitted=False, by="tg:1")
    admin = run.api.person(ADMIN)
    reply = await say(admin, "/allow")
    assert ZH.list_counts.format(allowed=A_PAGE + 1, blocked=1) in reply.text
    assert "900" not in reply.text
    assert reply.labels == ["▶"]
    await admin.press("▶")
    await admin.edited(reply)
    assert ZH.list_blocked.format(ids="900") in reply.text
    assert reply.labels == ["◀"]
    await run.api.person(ALLOWED).press_key("a1.p.0", reply)
    await run.api.until(lambda: run.conversation.pressed)
    assert run.conversation.pressed[0][1] == "a1.p.0"


@pytest.mark.parametrize("command", ["/stats", "/allow 1", "/block 1002", "/reindex all", "/backup"])
async def test_to_others_these_are_no_commands(run: Running, index: Index, command: str) -> None:
    """Whoever is no administrator is answered by the conversation, which knows no such command."""
    person = run.api.person(ALLOWED)
    await say(person, command)
    assert [text for _, text in run.conversation.heard] == [command]
    assert run.store.access.all() == {}
    assert index.refreshed == index.rebuilt == 0


async def test_in_a_group_a_command_is_refused(run: Running) -> None:
    """Others would read the answer; a command to another bot, or to none by name, is not ours at all."""
    admin = run.api.person(ADMIN).inside(-100)
    await admin.send("/stats@another_bot")
    await admin.send("/stats")
    reply = await say(admin, f"/stats@{BOT_NAME}")
    assert reply.text == ZH.private_only
    assert len(admin.messages) == 1


async def test_counts_name_nobody(run: Running) -> None:
    """How many people, requests, empty and slow ones, favourites, speeches, waiting messages; no word of anybody."""
    store, me = run.store, "tg:1"
    store.people.remember(me, "zh")
    store.favourites.bring(favourite("秘密的话。"))
    store.searches.add(me, "秘密的要求", "zh", [SavedHit("p_1")], found=1, took_ms=2001)
    store.searches.add(me, "另一个要求", "zh", [], found=0, took_ms=3)
    store.searches.add(me, "打开的链接", "zh", [SavedHit("p_1")])
    reply = await say(run.api.person(ADMIN), "/stats")
    lines = reply.text.splitlines()
    assert ZH.stats_span.format(days=1, active=1, requests=2, empty=1, slow=1) in lines
    assert ZH.stats_favourites.format(favourites=1) in lines
    assert ZH.stats_library.format(speeches=1, passages=len(STYLE.passages)) in lines
    assert ZH.stats_unfinished.format(count=1) in lines  # the command itself
    assert "秘密" not in reply.text
    assert "要求" not in reply.text


async def test_the_index_is_renewed_beside_the_searches(run: Running, index: Index) -> None:
    """Told at the beginning and at the end; meanwhile others are answered and a second time is refused."""
    index.let.clear()
    admin, other = run.api.person(ADMIN), run.api.person(ALLOWED)
    assert (await say(admin, "/reindex")).text == ZH.reindex_begun
    assert (await say(admin, "/reindex all")).text == ZH.reindex_busy
    assert (await say(other, "作风建设")).quotes() == ["作风建设"]
    index.let.set()
    assert (await admin.reply(3)).text.startswith(ZH.reindex_done.partition("{")[0])
    await say(admin, "/reindex")
    assert (await admin.reply(5)).text == ZH.reindex_unchanged.format(passages=len(STYLE.passages))
    assert (await say(admin, "/reindex 什么")).text == ZH.reindex_what
    assert (await say(admin, "/reindex ALL")).text == ZH.reindex_begun_all
    await admin.reply(8)
    assert (index.refreshed, index.rebuilt) == (2, 1)


async def test_an_index_that_cannot_be_renewed_is_told(run: Running, index: Index) -> None:
    """With the reason."""
    index.broken = True
    admin = run.api.person(ADMIN)
    await say(admin, "/reindex")
    assert (await admin.reply(2)).text == ZH.reindex_failed.format(message="索引写不进")


async def test_told_to_stop_the_bot_gives_up_the_index(halted: Running, index: Index) -> None:
    """It does not wait for the whole, and says so."""
    index.let.clear()
    admin = halted.api.person(ADMIN)
    library = Library.open(halted.settings.database)
    halted.desk = AdminDesk(halted.settings, library, halted.store, index)
    async with halted.running():
        await say(admin, "/reindex all")
    assert admin.last.text == ZH.reindex_stopped
    library.close()


async def test_a_backup_is_sent_and_kept(run: Running, tmp_path: Path) -> None:
    """A compressed file in the chat, the same in the home; it can be restored from."""
    admin = run.api.person(ADMIN)
    assert (await say(admin, "/backup")).text == ZH.backup_begun
    reply = await admin.reply(2)
    assert reply.file is not None
    kept = run.settings.backups_folder / reply.file.name
    assert kept.read_bytes() == reply.file.content
    assert f"jianggao restore {kept.name}" in reply.text
    with opened(kept, tmp_path / "check") as backup:
        assert backup.manifest.rows("speeches") == 1


async def test_a_large_backup_stays_on_the_server(run: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its path is told; and so it is where Telegram refuses the file."""
    admin = run.api.person(ADMIN)
    run.api.fault(Fault("sendDocument", Refused("Request Entity Too Large", 413)))
    await say(admin, "/backup")
    reply = await admin.reply(2)
    (kept,) = run.settings.backups_folder.iterdir()
    assert str(kept) in reply.text
    monkeypatch.setattr(backing_up, "LIMIT_MB", 0)
    await say(admin, "/backup")
    reply = await admin.reply(4)
    assert str(run.settings.backups_folder) in reply.text
    assert reply.file is None


async def test_administrators_have_a_menu_of_their_own(run: Running) -> None:
    """In their chat, beside what everybody has; others see nothing of it."""
    await run.api.until(lambda: (f"chat {ADMIN}", "en") in run.api.commands)
    everybody = [one["command"] for one in run.api.commands["all_private_chats", ""]]
    theirs = [one["command"] for one in run.api.commands[f"chat {ADMIN}", ""]]
    assert theirs == [*everybody, "stats", "allow", "block", "reindex", "backup"]


async def test_an_administrator_without_a_chat_stops_nothing(halted: Running, index: Index) -> None:
    """The menu is left for a later start."""
    library = Library.open(halted.settings.database)
    halted.desk = AdminDesk(halted.settings, library, halted.store, index)
    async with halted.running():
        await halted.api.until(lambda: len(halted.api.called("setMyCommands")) == 4)
        person = halted.api.person(ALLOWED)
        assert (await say(person, "一")).quotes() == ["一"]
    assert {kind for kind, _ in halted.api.commands} == {"all_private_chats"}
    library.close()


class Register:
    """What administrators said, as a database tells it; ``broken`` raises."""

    def __init__(self) -> None:
        self.said: dict[str, bool] = {}
        self.broken = False
        self.reads = 0

    async def read(self) -> dict[str, bool]:
        self.reads += 1
        if self.broken:
            raise StoreError("库读不出来")
        return dict(self.said)


async def test_what_another_process_changed_holds_within_seconds(caplog: pytest.LogCaptureFixture) -> None:
    """One look every second and a half; a database that fails leaves the last word, and at first the settings."""
    register, now = Register(), 0.0
    register.broken = True
    doorman = Doorman({7}.__contains__, lambda: now, admins=frozenset({9}), read=register.read)
    register.said = {"tg:7": False, "tg:8": True, "tg:9": False}
    await doorman.look()
    assert [doorman.admits(user) for user in (7, 8, 9)] == [True, False, True]
    assert "准入名单" in caplog.text
    register.broken = False
    await doorman.look()
    assert doorman.admits(7)
    now += FRESH
    await asyncio.gather(*(doorman.look() for _ in range(20)))
    assert [doorman.admits(user) for user in (7, 8, 9)] == [False, True, True]
    assert register.reads == 2
    register.broken, now = True, now + FRESH
    await doorman.look()
    assert [doorman.admits(user) for user in (7, 8, 9)] == [False, True, True]


async def test_a_database_that_does_not_answer_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a moment what was known before holds."""
    monkeypatch.setattr("bot.telegram.access.PATIENCE", 0.05)
    asked = asyncio.Event()

    async def read() -> dict[str, bool]:
        await asked.wait()
        return {"tg:7": False}

    doorman = Doorman({7}.__contains__, read=read)
    await doorman.look()
    assert doorman.admits(7)
    asked.set()
    await asyncio.sleep(0)
    await doorman.look(now=True)
    await doorman.look(now=True)
    assert not doorman.admits(7)


async def test_processes_share_what_administrators_say(postgres_url: str) -> None:
    """On PostgreSQL: said to one, it holds in the other; said twice, it is said once."""
    one, two = (Store.open(open_engine(postgres_url)) for _ in range(2))
    assert one.access.change(["tg:5", "tg:6", "tg:5"], admitted=True, by="tg:1") == ("tg:5", "tg:6")
    assert two.access.change(["tg:6"], admitted=False, by="tg:1") == ("tg:6",)
    assert two.access.change(["tg:6"], admitted=False, by="tg:1") == ()
    assert one.access.all() == two.access.all() == {"tg:5": True, "tg:6": False}
    one.people.remember("tg:5", "zh")
    one.searches.add("tg:5", "问", "zh", [], found=0, took_ms=9)
    assert [(span.active, span.requests, span.empty, span.slow) for span in two.figures.spans(5)] == [(1, 1, 1, 1)] * 3
    one.engine.dispose()
    two.engine.dispose()


def test_counts_of_requests_read_an_index(tmp_path: Path) -> None:
    """The searches of the last month are found by their time, however many there are."""
    store = Store.open(open_engine(f"sqlite:///{tmp_path / 'x.db'}"))
    seen: list[str] = []
    from sqlalchemy import event

    event.listen(store.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    store.figures.spans(5)
    (statement,) = [one for one in seen if "FROM searches" in one]
    with store.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", ("2026",) * statement.count("?")).all()
    assert "searches_by_time" in str(plan)
    with writing(store.engine) as connection:
        connection.execute(
            insert(access).values(person="tg:1", admitted=True, changed_by="tg:2", changed_at=favourite("。").saved_at)
        )
    store.forget("tg:1")
    assert store.access.all() == {"tg:1": True}
    store.engine.dispose()


def test_nothing_is_said_of_these_commands_elsewhere() -> None:
    """Neither the help nor the menu that everybody has names them."""
    for language in ("zh", "en"):
        assert not any(
            f"/{name}" in texts_for(language).help for name in ("stats", "allow", "block", "reindex", "backup")
        )
