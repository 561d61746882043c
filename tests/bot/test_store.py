"""People's data: idempotent, alive after the speech is gone, and erased when its time has come."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import text, update

from bot.errors import StoreError
from bot.store import MIGRATIONS, VERSION_TABLE, SavedHit, Store, Taken, Verdict, View
from bot.store.searches import Searches
from bot.store.tables import favourites, metadata, receipts, searches
from corpus.database import migrate, open_engine, reading, writing
from corpus.library import Library
from corpus.models import Found
from retrieval.models import Function, Length, Part, Relevance, Request
from tests.bot.fakes import STYLE

ME, YOU = "tg:1", "tg:2"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library of one speech."""
    with Library.open(f"sqlite:///{tmp_path / 'jianggao.db'}") as library:
        library.add(STYLE)
        yield library


@pytest.fixture
def store(library: Library) -> Store:
    """A store in the same database, with two people."""
    store = Store.open(library.engine)
    store.people.remember(ME, "zh")
    store.people.remember(YOU, "en")
    return store


@pytest.fixture
def found(library: Library) -> Found:
    """A passage to keep."""
    return library.passage(STYLE.passages[0].id)


def test_migrations_and_tables_agree(store: Store, library: Library) -> None:
    """The migrated database has exactly the tables that the code expects."""

    def ours(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
        return kind != "table" or name in metadata.tables

    with reading(library.engine) as connection:
        options = {"compare_type": True, "include_object": ours, "version_table": "bot_version"}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_opening_twice_keeps_everything(store: Store, library: Library, found: Found) -> None:
    """A restart loses nothing."""
    store.favourites.save(ME, found.passage, found.speech)
    again = Store.open(open_engine(str(library.engine.url)))
    assert again.favourites.count(ME) == 1
    assert again.people.language(YOU) == "en"


def test_people(store: Store) -> None:
    """A person's language is what they last wrote in; a stranger has none."""
    assert store.people.language("tg:9") is None
    store.people.remember(ME, "en")
    store.people.remember(ME, "en")
    assert store.people.language(ME) == "en"


def test_a_search_is_kept(store: Store) -> None:
    """Text, language and hits come back as they were, and what was understood, taken out and offered."""
    hits = (SavedHit("p_1", ("p_2", "p_3"), Relevance.CLOSE), SavedHit("p_4"))
    request = Request("作风建设，短一点", "作风建设", length=Length.SHORT)
    dropped = frozenset({Part.YEARS, Part.FUNCTION})
    found = (Function.GOALS, Function.CLOSING)
    saved = store.searches.add(
        ME, "作风建设", "zh", hits,
        request=request, dropped=dropped, themes=("队伍建设",), function=Function.GOALS, functions=found,
    )  # fmt: skip
    assert (saved.request, saved.dropped, saved.themes) == (request, dropped, ("队伍建设",))
    assert (saved.function, saved.functions) == (Function.GOALS, found)
    assert store.searches.get(saved.id) == saved
    assert store.searches.latest(ME) == saved
    assert store.searches.latest(YOU) is None
    assert store.searches.get(saved.id + 1) is None


def test_searches_of_the_first_version_stay(tmp_path: Path) -> None:
    """Rows of before the migration are read with their hits, without grades; the way back keeps them as well."""
    first = tmp_path / "first"
    (first / "versions").mkdir(parents=True)
    for name in ("env.py", "versions/0001_people.py"):
        (first / name).write_text((MIGRATIONS / name).read_text(encoding="utf-8"), encoding="utf-8")
    engine = open_engine(f"sqlite:///{tmp_path / 'old.db'}")
    migrate(engine, first, VERSION_TABLE)
    row = "insert into searches (person, text, language, hits, created) values ('tg:1', '作风', 'zh', :hits, :created)"
    with writing(engine) as connection:
        connection.execute(text("insert into people values ('tg:1', 'zh', '2025-01-01 00:00:00')"))
        hits = '[["p_1", "p_2"], ["p_3"]]'
        connection.execute(text(row), {"hits": hits, "created": "2025-01-01 00:00:00"})

    store = Store.open(engine)
    old = store.searches.latest(ME)
    assert old is not None
    assert old.hits == (SavedHit("p_1", ("p_2",)), SavedHit("p_3"))
    assert (old.id, old.request, old.dropped, old.themes) == (1, None, frozenset(), ())
    assert (old.function, old.functions) == (None, ())
    assert store.searches.add(ME, "安全", "zh", ()).id == 2

    with writing(engine) as connection:
        config = Config(attributes={"connection": connection, "version_table": VERSION_TABLE})
        config.set_main_option("script_location", str(MIGRATIONS))
        command.downgrade(config, "0001")
    with reading(engine) as connection:
        assert list(connection.execute(text("select id, text, hits from searches where id = 1"))) == [(1, "作风", hits)]
    assert Store.open(engine).searches.get(1) == old


def test_favourites_of_the_second_version_stay(tmp_path: Path, library: Library, found: Found) -> None:
    """Rows of before the migration are read, listed and removed ones restored as before; so after the way back."""
    second = tmp_path / "second"
    (second / "versions").mkdir(parents=True)
    for name in ("env.py", "versions/0001_people.py", "versions/0002_understood.py"):
        (second / name).write_text((MIGRATIONS / name).read_text(encoding="utf-8"), encoding="utf-8")
    engine = open_engine(f"sqlite:///{tmp_path / 'old.db'}")
    migrate(engine, second, VERSION_TABLE)
    passages = [found.passage, *(library.passage(one.id).passage for one in STYLE.passages[1:3])]
    with writing(engine) as connection:
        connection.execute(text("insert into people values ('tg:1', 'zh', '2025-01-01 00:00:00')"))
        for number, passage in enumerate(passages, start=1):
            connection.execute(
                text(
                    "insert into favourites (person, passage_id, text, sha256, speech_id, title, title_inferred,"
                    ' section, paragraph, kind, start, "end", year, file, saved_at, removed_at)'
                    " values ('tg:1', :id, :text, :sha, :speech, '题',"
                    " 0, '[\"一、\"]', 1, 'paragraph', :start, :end, 2024, 'a.txt', :saved, :removed)"
                ),
                {
                    "id": passage.id, "text": passage.text, "sha": passage.sha256, "speech": passage.speech_id,
                    "start": passage.start, "end": passage.end, "saved": f"2025-01-0{number} 00:00:00",
                    "removed": "2025-02-01 00:00:00" if number == 3 else None,
                },
            )  # fmt: skip

    store = Store.open(engine)
    kept = store.favourites.page(ME, 0, 8)
    assert [(one.id, one.text, one.note, one.function, one.themes) for one in kept] == [
        (2, passages[1].text, "", None, ()),
        (1, passages[0].text, "", None, ()),
    ]
    assert store.favourites.restore(ME, 3)
    assert set(store.favourites.undescribed(ME)) == {passage.id for passage in passages}
    store.favourites.describe(ME, passages[0].id, Function.OPENING)
    assert store.favourites.ids(ME, View(words="作风建设")) == (1,)
    tag = store.tags.make(ME, "旧的")
    assert store.tags.put(ME, 1, tag.id)

    with writing(engine) as connection:
        config = Config(attributes={"connection": connection, "version_table": VERSION_TABLE})
        config.set_main_option("script_location", str(MIGRATIONS))
        command.downgrade(config, "0002")
    with reading(engine) as connection:
        rows = list(connection.execute(text("select id, text, removed_at from favourites order by id")))
    assert rows == [(number, passage.text, None) for number, passage in enumerate(passages, start=1)]
    assert Store.open(engine).favourites.count(ME) == 3


def test_old_searches_are_forgotten_and_their_ids_never_given_again(library: Library, store: Store) -> None:
    """The last few of each person stay; an old button can never open a newer search."""
    searches = Searches(library.engine, keep=2)
    yours = searches.add(YOU, "别人的", "zh", ())
    mine = [searches.add(ME, str(number), "zh", ()) for number in range(4)]
    assert [searches.get(saved.id) is not None for saved in mine] == [False, False, True, True]
    assert searches.get(yours.id) is not None
    assert searches.prune(datetime.now(UTC) + timedelta(days=1)) == 3
    assert searches.add(ME, "新的", "zh", ()).id > mine[-1].id


def test_an_opinion_given_at_the_same_time_is_kept_once(store: Store, found: Found) -> None:
    """Two processes that note it just now leave one row, with the verdict of either."""
    search = store.searches.add(ME, "作风建设", "zh", ())
    with ThreadPoolExecutor(4) as threads:
        for verdict in [*Verdict] * 8:
            threads.submit(store.opinions.give, search, found.passage, verdict)
    (kept,) = store.opinions.all()
    assert kept.verdict is store.opinions.of(search, found.passage.id)


def test_opinions_are_a_persons_own(store: Store, found: Found) -> None:
    """Somebody else's verdict on the same passage is their own; another request is another opinion."""
    mine, yours = (store.searches.add(person, "作风建设", "zh", ()) for person in (ME, YOU))
    other = store.searches.add(ME, "安全生产", "zh", ())
    store.opinions.give(mine, found.passage, Verdict.GOOD)
    assert store.opinions.of(yours, found.passage.id) is None
    assert store.opinions.of(other, found.passage.id) is None
    assert not store.opinions.take_back(yours, found.passage.id)
    assert store.opinions.take_back(mine, found.passage.id)
    assert not store.opinions.take_back(mine, found.passage.id)


def test_all_opinions_of_a_person_are_forgotten(store: Store, found: Found) -> None:
    """Theirs alone."""
    for person in (ME, YOU):
        search = store.searches.add(person, "作风建设", "zh", ())
        store.opinions.give(search, found.passage, Verdict.GOOD)
    assert store.opinions.forget(ME) == 1
    assert store.opinions.forget(ME) == 0
    assert len(store.opinions.all()) == 1


def test_saving_twice_saves_once(store: Store, found: Found) -> None:
    """Save, remove and restore say what shall be, and doing it again changes nothing."""
    first, changed = store.favourites.save(ME, found.passage, found.speech)
    again, changed_again = store.favourites.save(ME, found.passage, found.speech)
    assert (changed, changed_again) == (True, False)
    assert again == first
    assert store.favourites.count(ME) == 1
    assert [store.favourites.remove(ME, first.id) for _ in range(2)] == [True, False]
    assert store.favourites.count(ME) == 0
    assert [store.favourites.restore(ME, first.id) for _ in range(2)] == [True, False]
    assert store.favourites.page(ME, 0, 8) == (first,)


def test_saving_at_the_same_time_saves_once(store: Store, found: Found) -> None:
    """A button pressed many times at once gives one favourite."""
    with ThreadPoolExecutor(8) as threads:
        results = list(threads.map(lambda _: store.favourites.save(ME, found.passage, found.speech), range(16)))
    assert sum(changed for _, changed in results) == 1
    assert {favourite.id for favourite, _ in results} == {results[0][0].id}
    assert store.favourites.count(ME) == 1


def test_saving_after_removal_brings_the_row_back(store: Store, found: Found) -> None:
    """The same favourite returns, on top of the list."""
    first, _ = store.favourites.save(ME, found.passage, found.speech)
    store.favourites.remove_passage(ME, found.passage.id)
    back, changed = store.favourites.save(ME, found.passage, found.speech)
    assert changed
    assert back.id == first.id
    assert back.saved_at > first.saved_at
    assert back.removed_at is None


def test_favourites_are_a_persons_own(store: Store, found: Found) -> None:
    """Nobody sees, removes or restores what another keeps."""
    mine, _ = store.favourites.save(ME, found.passage, found.speech)
    assert store.favourites.get(YOU, mine.id) is None
    assert not store.favourites.remove(YOU, mine.id)
    assert not store.favourites.restore(YOU, mine.id)
    assert store.favourites.page(YOU, 0, 8) == ()
    assert store.favourites.saved(YOU, [found.passage.id]) == frozenset()
    assert store.favourites.saved(ME, [found.passage.id, "p_none"]) == {found.passage.id}


def test_a_favourite_outlives_its_speech(store: Store, library: Library, found: Found) -> None:
    """Text and source are a copy: removing the speech leaves them, adding it again changes nothing."""
    saved, _ = store.favourites.save(ME, found.passage, found.speech)
    library.remove(found.speech.id)
    assert store.favourites.get(ME, saved.id) == saved
    assert saved.text == found.passage.text
    assert saved.provenance.title == found.speech.title
    assert saved.provenance.section == found.passage.section
    library.add(STYLE)
    again, changed = store.favourites.save(ME, found.passage, found.speech)
    assert (again, changed) == (saved, False)


def test_newest_first(store: Store, library: Library) -> None:
    """The list begins with what was saved last and pages through all of it."""
    every = [library.passage(passage.id) for passage in STYLE.passages]
    saved = [store.favourites.save(ME, one.passage, one.speech)[0].id for one in every]
    pages = [store.favourites.page(ME, offset, 4) for offset in range(0, len(saved), 4)]
    assert [favourite.id for page in pages for favourite in page] == saved[::-1]


def test_a_changed_favourite_is_not_shown(store: Store, library: Library, found: Found) -> None:
    """A favourite whose text is no longer what was saved is a fault, not a quotation."""
    saved, _ = store.favourites.save(ME, found.passage, found.speech)
    with writing(library.engine) as connection:
        connection.execute(update(favourites).values(text=saved.text + "。"))
    with pytest.raises(StoreError, match=str(saved.id)):
        store.favourites.get(ME, saved.id)


def test_a_changed_favourite_is_one_gap_of_a_page(store: Store, library: Library, found: Found) -> None:
    """In a list it comes without its text, and marked; the others are not touched."""
    bad, _ = store.favourites.save(ME, found.passage, found.speech)
    good, _ = store.favourites.save(ME, library.passage(STYLE.passages[1].id).passage, found.speech)
    with writing(library.engine) as connection:
        connection.execute(update(favourites).where(favourites.c.id == bad.id).values(text="别的话"))
    assert store.favourites.page(ME, 0, 8) == (good, replace(bad, text="", damaged=True))


def test_saving_again_heals_a_changed_favourite(store: Store, library: Library, found: Found) -> None:
    """The passage has the hash of what was saved, so it is what was saved; any other text heals nothing."""
    saved, _ = store.favourites.save(ME, found.passage, found.speech)
    with writing(library.engine) as connection:
        connection.execute(update(favourites).values(text="别的话"))
    with pytest.raises(StoreError):
        store.favourites.save(ME, replace(found.passage, text="又一句话"), found.speech)
    assert store.favourites.save(ME, found.passage, found.speech) == (saved, False)
    assert store.favourites.get(ME, saved.id) == saved


def test_pruning_leaves_favourites(store: Store, library: Library, found: Found) -> None:
    """Old searches and receipts go; what people keep never does."""
    store.favourites.save(ME, found.passage, found.speech)
    kept = store.searches.add(ME, "新", "zh", ())
    old = store.searches.add(ME, "旧", "zh", ())
    store.receipts.take("1:1", "1:7", "", "us")
    long_ago = datetime.now(UTC) - timedelta(days=1000)
    with writing(library.engine) as connection:
        connection.execute(update(searches).where(searches.c.id == old.id).values(created=long_ago))
        connection.execute(update(receipts).values(taken_at=long_ago))
        connection.execute(update(favourites).values(saved_at=long_ago))
    store.prune()
    assert store.searches.get(old.id) is None
    assert store.searches.get(kept.id) == kept
    assert store.receipts.take("1:1", "1:7", "", "us") is Taken.OURS
    assert store.favourites.count(ME) == 1


def test_a_broken_database_is_a_store_error(store: Store, library: Library) -> None:
    """A failure has this room's name, and a message without anybody's words."""
    with writing(library.engine) as connection:
        connection.execute(text("drop table searches"))
    with pytest.raises(StoreError) as caught:
        store.searches.add(ME, "不该出现的话", "zh", ())
    assert "不该出现的话" not in str(caught.value)
