"""A search whose answers are counted and timed (计时的检索)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from bot.desk import Searcher
from bot.monitoring.meters import Found, Meters
from retrieval.models import Request, Roles, SearchResult, ThemeCount


class MeasuredSearcher:
    """Searches as another does, and notes what each request came to."""

    def __init__(self, searcher: Searcher, meters: Meters) -> None:
        self._searcher = searcher
        self._meters = meters

    def search(self, text: str, **how: Any) -> SearchResult:  # noqa: ANN401 - passed on unread
        """Return what the search finds, and raise what it raises."""
        began = time.perf_counter()
        found = Found.FAILED
        try:
            result = self._searcher.search(text, **how)
            found = Found.ANSWERED if result.hits else Found.EMPTY
        finally:
            self._meters.searched(found, time.perf_counter() - began)
        return result

    def near(self, request: Request, *, reader: str) -> tuple[str, ...]:
        """Return the themes that are nearest to a request."""
        return self._searcher.near(request, reader=reader)

    def roles(self, keys: Sequence[int]) -> dict[int, Roles]:
        """Return what passages do, by key."""
        return self._searcher.roles(keys)

    def themes(self, *, reader: str) -> tuple[ThemeCount, ...]:
        """Return the themes of what a reader sees."""
        return self._searcher.themes(reader=reader)
