"""Following a changed library and a changed model while the bot runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.freshness import Renewal, following
from bot.workers import Workers
from corpus.library import Library
from retrieval.builtin import BuiltinEncoder
from retrieval.encoder import Encoder
from retrieval.engine import Engine
from retrieval.errors import IndexFault
from tests.bot.fakes import SAFETY, STYLE

ENCODER = BuiltinEncoder.load()


class Index:
    """Notes each look; the second fails."""

    def __init__(self) -> None:
        self.looks: list[str] = []
        self.third = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def change_encoder(self, encoder: Encoder, *, progress: Callable[[int, int], None] | None = None) -> bool:
        """Look for changes; the first look makes 2,000 vectors."""
        self.looks.append(encoder.name)
        if len(self.looks) == 1 and progress is not None:
            for done in range(0, 2001, 100):
                progress(done, 2000)
        if len(self.looks) == 2:
            raise IndexFault("磁盘满了")
        if len(self.looks) == 3:
            self._loop.call_soon_threadsafe(self.third.set)
        return len(self.looks) == 1


async def test_a_failed_look_is_logged_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    """The index is looked after at once and ever again; a failure in between stops nothing, and the end is clean."""
    caplog.set_level(logging.INFO, logger="bot.freshness")
    index = Index()
    async with Workers(1) as workers:
        async with following(index, ENCODER, workers, every=0.01):
            await asyncio.wait_for(index.third.wait(), 5)
        looks = len(index.looks)
        await asyncio.sleep(0.05)
    assert len(index.looks) == looks
    assert set(index.looks) == {ENCODER.name}
    messages = [record.getMessage() for record in caplog.records]
    assert any("磁盘满了" in message for message in messages)
    assert "正在更新索引：2000/2000 段" in messages
    assert sum("正在更新索引" in message for message in messages) == 10


async def test_a_fault_that_nobody_thought_of_does_not_end_the_looks(caplog: pytest.LogCaptureFixture) -> None:
    """A library that no process follows any more would be found out too late: the next look is taken all the same."""

    class Faulty(Index):
        def change_encoder(self, encoder: Encoder, *, progress: Callable[[int, int], None] | None = None) -> bool:
            if len(self.looks) == 1:
                self.looks.append(encoder.name)
                raise RuntimeError("out of memory")
            return super().change_encoder(encoder, progress=progress)

    index = Faulty()
    async with Workers(1) as workers, following(index, ENCODER, workers, every=0.01):
        await asyncio.wait_for(index.third.wait(), 5)
    assert "RuntimeError" in caplog.text


async def test_a_change_made_here_is_looked_at_at_once() -> None:
    """Also from another thread; asked for where nobody follows, nothing happens."""
    index, renewal = Index(), Renewal()
    renewal.soon()
    async with Workers(1) as workers:
        async with following(index, ENCODER, workers, every=60, renewal=renewal):
            await until(lambda: len(index.looks) == 1)
            await asyncio.to_thread(renewal.soon)
            await until(lambda: len(index.looks) == 2)
            renewal.soon()
            await asyncio.wait_for(index.third.wait(), 5)
        looks = len(index.looks)
        renewal.soon()
    assert len(index.looks) == looks


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, and then a moment longer."""
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110 - another thread looks
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.02)


async def test_several_processes_follow_one_library(tmp_path: Path) -> None:
    """What one adds, all find soon: those that share an index folder, and one that has a folder of its own."""
    url = f"sqlite:///{tmp_path / 'jianggao.db'}"
    folders = [tmp_path / name for name in ("shared", "shared", "own")]
    async with AsyncExitStack() as stack:
        libraries = [stack.enter_context(Library.open(url)) for _ in folders]
        libraries[0].add(STYLE)
        engines = [Engine.open(library, folder, ENCODER) for library, folder in zip(libraries, folders, strict=True)]
        workers = await stack.enter_async_context(Workers(3))
        for engine in engines:
            await stack.enter_async_context(following(engine, ENCODER, workers, every=0.05))
        assert not any(_finds(engine) for engine in engines)
        libraries[2].add(SAFETY)
        async with asyncio.timeout(20):
            while not all(_finds(engine) for engine in engines):  # noqa: ASYNC110 - threads change it
                await asyncio.sleep(0.02)
        libraries[0].remove(SAFETY.id)
        async with asyncio.timeout(20):
            while any(_finds(engine) for engine in engines):  # noqa: ASYNC110 - threads change it
                await asyncio.sleep(0.02)


def _finds(engine: Engine) -> bool:
    found = engine.search("安全生产").hits
    return any(hit.speech.id == SAFETY.id for hit in found)
