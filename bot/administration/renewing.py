"""Bringing the index up to date, or building it anew (更新索引)."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.administration.desk import AdminDesk
from bot.replies import Line, Reply
from bot.texts import fill
from bot.texts.administration import administration_texts
from corpus.errors import CorpusError
from retrieval.errors import RetrievalError


class Stopped(Exception):
    """The bot is to stop before the index is made."""


def renew(desk: AdminDesk, language: str, stopping: Callable[[], bool], *, anew: bool) -> Reply:
    """Renew the index and return what came of it; it is broken off between two pieces of the work once ``stopping``.

    Searches go on in the old index, which stays where this fails.
    """
    texts = administration_texts(language)

    def go_on(_done: int, _total: int) -> None:
        if stopping():
            raise Stopped

    begun = time.monotonic()
    try:
        if anew:
            desk.index.rebuild(progress=go_on)
        changed = anew or desk.index.refresh(progress=go_on)
        passages = desk.library.counts().passages
    except Stopped:
        return Reply((Line(texts.reindex_stopped),))
    except (CorpusError, RetrievalError) as error:
        return Reply((Line(texts.reindex_failed.format(message=error)),))
    if not changed:
        return Reply((Line(fill(texts.reindex_unchanged, passages=passages)),))
    seconds = f"{time.monotonic() - begun:.1f}"
    return Reply((Line(fill(texts.reindex_done, passages=passages, seconds=seconds)),))
