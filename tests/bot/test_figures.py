"""What administrators count: every request with what it found and how long it took."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.bot.fakes import OTHER, Talk


async def test_a_request_leaves_its_figures(talk: Talk) -> None:
    """Found or not, quick or slow, by whom: counted for a day, a week, a month."""
    await talk.ask("作风建设")
    await talk.ask("红烧肉怎么做")
    await talk.ask("作风建设", OTHER)
    await talk.ask("帮助")
    day, week, month = talk.store.figures.spans(slow_ms=2000)
    assert (day.active, day.requests, day.empty, day.slow) == (2, 3, 1, 0)
    assert (week.requests, month.requests) == (3, 3)
    later = datetime.now(UTC) + timedelta(days=2)
    assert [one.requests for one in talk.store.figures.spans(2000, later)] == [0, 3, 3]
    assert talk.store.figures.people() == 2
    assert talk.store.figures.favourites() == talk.store.figures.unfinished() == 0
