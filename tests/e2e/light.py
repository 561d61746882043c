"""A bot that starts in a second: Telegram, inbox and store are the product's, only the conversation is a simple one.

A question is answered with itself, in as many messages as its last digit modulo 3 says, and one more. The button under
the last keeps the passage of the question's number.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.inline import InlineAnswer
from bot.logs import start_logging
from bot.parcels import Parcel
from bot.person import Person
from bot.replies import Button, Outcome, Quote, Reply
from bot.settings import load_settings
from bot.store import Store
from bot.telegram.run import serve
from bot.workers import Workers
from corpus.library import Library
from tests.corpus.making import make_speech, sentences

SPEECH = make_speech([sentences(number) for number in range(400)], title="在会上的讲话")


class Answering:
    """Answers questions such as ``问17`` and keeps passages."""

    def __init__(self, library: Library, store: Store, workers: Workers) -> None:
        self._library = library
        self._store = store
        self._workers = workers

    async def message(self, person: Person, text: str) -> Outcome:
        """The question itself, in one to three messages."""
        await self._workers.run(self._note, person, text)
        parts = messages_of(text)
        last = Reply((Quote(parts[-1]),), ((Button("☆", f"1:{text.removeprefix('问')}"),),))
        return Outcome((*(Reply((Quote(part),)) for part in parts[:-1]), last))

    async def press(self, person: Person, key: str) -> Outcome:
        """Keep the passage of a question."""
        number = int(key.removeprefix("1:"))
        await self._workers.run(self._keep, person, number)
        text = messages_of(f"问{number}")[-1]
        return Outcome((Reply((Quote(text),), ((Button("★", key),),), replaces=True),), "★")

    async def file(self, person: Person, content: bytes) -> Outcome:
        """Nobody sends any."""
        raise NotImplementedError

    async def document(self, person: Person, parcel: Parcel) -> Outcome:
        """Nobody sends any."""
        raise NotImplementedError

    async def inline(self, person: Person, text: str, offset: str) -> InlineAnswer:
        """Nobody looks for any."""
        raise NotImplementedError

    async def language(self, person: Person) -> str:
        """Theirs."""
        return person.language

    def _note(self, person: Person, text: str) -> None:
        self._store.people.remember(person.id, "zh")
        self._store.searches.add(person.id, text, "zh", ())

    def _keep(self, person: Person, number: int) -> None:
        found = self._library.passage(SPEECH.passages[number].id)
        self._store.favourites.save(person.id, found.passage, found.speech)


def messages_of(text: str) -> list[str]:
    """What a question is answered with."""
    return [f"{text}·{part}" for part in range(int(text[-1]) % 3 + 1)]


async def _serve(home: Path) -> None:
    settings = load_settings(env_file=None, home=home)
    start_logging(settings.log_level, "%(asctime)s %(levelname)s %(name)s %(message)s")
    with Library.open(settings.database) as library:
        store = Store.open(library.engine)
        async with Workers(2) as workers:
            await serve(settings, Answering(library, store, workers), store, workers)


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[sys.argv.index("--home") + 1])))
