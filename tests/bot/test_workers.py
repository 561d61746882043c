"""Workers: off the loop, bounded, and done with what they began."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from bot.workers import LONG, Workers, beside


async def test_work_runs_off_the_loop() -> None:
    """Blocking work leaves the loop free, and its result comes back."""
    async with Workers(1) as workers:
        name = await workers.run(lambda: threading.current_thread().name)
    assert name.startswith("jianggao")


async def test_arguments_and_errors_pass_through() -> None:
    """What the work raises is raised where it was asked for."""
    async with Workers(1) as workers:
        assert await workers.run(divmod, 7, 2) == (3, 1)
        with pytest.raises(ZeroDivisionError):
            await workers.run(divmod, 7, 0)


async def test_no_more_at_once_than_threads() -> None:
    """A rush does not start a thread for each request."""
    running = most = 0
    lock = threading.Lock()

    def work() -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.01)
        with lock:
            running -= 1

    async with Workers(2) as workers:
        await asyncio.gather(*(workers.run(work) for _ in range(8)))
    assert most == 2


async def test_cancelled_work_that_began_is_finished() -> None:
    """Whoever waits may go away; what was begun is done before the workers close, and what only waited is dropped."""
    begun, go_on = threading.Event(), threading.Event()
    done: list[str] = []

    def first() -> None:
        begun.set()
        go_on.wait(5)
        done.append("first")

    async with Workers(1) as workers:
        tasks = [asyncio.create_task(workers.run(first)), asyncio.create_task(workers.run(done.append, "second"))]
        await asyncio.to_thread(begun.wait, 5)
        for task in tasks:
            task.cancel()
        assert all(
            isinstance(result, asyncio.CancelledError)
            for result in await asyncio.gather(*tasks, return_exceptions=True)
        )
        go_on.set()
    assert done == ["first"]


async def test_closed_workers_take_nothing() -> None:
    """After closing, which may happen twice, work is refused."""
    workers = Workers(1)
    await workers.close()
    await workers.close()
    with pytest.raises(RuntimeError):
        await workers.run(print)


async def test_long_work_keeps_nobody_waiting() -> None:
    """However much of it waits, a question has its thread; and at most so much of it is done at once."""
    go_on, begun = threading.Event(), threading.Semaphore(0)

    def long() -> bool:
        begun.release()
        return go_on.wait(5)

    async with Workers(1) as workers:
        tasks = [asyncio.create_task(workers.run_long(long)) for _ in range(2 * LONG)]
        for _ in range(LONG):
            assert await asyncio.to_thread(begun.acquire, timeout=5)
        assert await asyncio.wait_for(workers.run(divmod, 7, 2), 5) == (3, 1)
        assert not begun.acquire(blocking=False)
        go_on.set()
        assert all(await asyncio.gather(*tasks))
    with pytest.raises(RuntimeError):
        await workers.run_long(print)


async def test_work_beside_gives_its_result_or_raises() -> None:
    """As if it were called here, in a thread that does not hold up the end of the process."""
    thread = await beside(threading.current_thread)
    assert thread.daemon
    assert thread is not threading.current_thread()
    with pytest.raises(ZeroDivisionError):
        await beside(lambda: 1 // 0)


async def test_work_beside_that_nobody_waits_for_any_more_is_given_up() -> None:
    """Its result comes too late and goes nowhere."""
    go, gone = threading.Event(), threading.Event()

    def work() -> None:
        go.wait(5)
        gone.set()

    task = asyncio.create_task(beside(work))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    go.set()
    await asyncio.to_thread(gone.wait, 5)
    await asyncio.sleep(0.01)
