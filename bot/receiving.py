"""What comes of a file that a person sends: speeches of their own or, from an admin, of everybody (收件).

A file is read once it is stored, one at a time for each person and a few at a time for all, in the sandbox of
``corpus``. An import that is broken off anywhere can be done again: what went in before is told as being there.
"""

from __future__ import annotations

import asyncio
import re
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from weakref import WeakValueDictionary

from bot.cards import numbered, rows, shorten, titled
from bot.desk import Desk
from bot.errors import ParcelLost, ParcelTooLarge
from bot.keys import Act, encode, named
from bot.mine import facts, giving, key, speech_buttons
from bot.parcels import HEAD, MOST, Parcel, readable_name, shown_name, stored
from bot.person import Person
from bot.replies import Button, Line, Outcome, Reply
from bot.speaking import person_of
from bot.texts import fill, texts_for
from bot.texts.speeches import SpeechTexts, speech_texts
from bot.workers import Workers
from corpus.importing import AddedFile, FailedFile, Progress, SameFile, import_sources
from corpus.importing import Outcome as Fate
from corpus.limits import Limits
from corpus.models import COMMON, SpeechInfo
from corpus.sources import Source

LIMITS: Final = Limits(
    file_bytes=MOST,
    expanded_bytes=100 * 1024**2,
    members=300,
    pages=500,
    characters=300_000,
    lines=12_000,
    seconds=30.0,
)
"""What one file may cost that comes over the network: less than one that an operator imports."""

LONGEST: Final = 300.0
"""Seconds for all that is in one file; what is left then is read when it is sent again."""

AT_ONCE: Final = 4
"""Files that are fetched and read at once, whoever sends them; the others wait before they are fetched."""

EVERY: Final = 3.0
"""Seconds between two words on how far we are; edits count against what Telegram lets us send."""

SOON: Final = 400
"""Passages that the index takes in within seconds, whatever the model."""

_TITLES: Final = 12
_FAILURES: Final = 5
_REASON: Final = 160

_COMMON: Final = frozenset(
    {"公共", "公共库", "公共讲稿库", "放进公共库", "放进公共讲稿库", "common", "library", "common library"}
)
_AROUND: Final = re.compile(r"[\s。．.！!，,：:]+")


class _BrokenOffError(Exception):
    """Ends an import between two speeches."""


@dataclass
class _Watch:
    """What has come of a file so far, and whether reading is to go on; filled in by another thread.

    Attributes:
        room: How many speeches may still go in; None for any number.
        until: When to stop, by the monotonic clock.
        fates: What came of each speech, in order.
        full: It was stopped because no more may go in.
        late: It was stopped for its time.
        stop: Set to stop it.
    """

    room: int | None
    until: float
    fates: list[Fate] = field(default_factory=list)
    full: bool = False
    late: bool = False
    stop: threading.Event = field(default_factory=threading.Event)

    def __call__(self, step: Progress) -> None:
        """Note what came of a speech.

        Raises:
            _BrokenOffError: There is no room or no time for another one.
        """
        if step.outcome is not None:
            self.fates.append(step.outcome)
            # A file of one speech ends by itself; only where more may follow is it broken off.
            within = step.outcome.file != step.file
            self.full = within and self.room is not None and len(self.added) >= self.room
            self.late = within and time.monotonic() > self.until
        if self.full or self.late or self.stop.is_set():
            raise _BrokenOffError

    @property
    def added(self) -> list[AddedFile]:
        """Those that went in."""
        return [one for one in self.fates if isinstance(one, AddedFile)]

    @property
    def same(self) -> list[SameFile]:
        """Those that were there."""
        return [one for one in self.fates if isinstance(one, SameFile)]

    @property
    def failed(self) -> list[FailedFile]:
        """Those that could not be used."""
        return [one for one in self.fates if isinstance(one, FailedFile)]


@dataclass(frozen=True, slots=True)
class _Case:
    """Who sends what, and where it is to go."""

    person: Person
    name: str
    owner: str
    wanted_common: bool

    @property
    def texts(self) -> SpeechTexts:
        """The sentences of the person's language."""
        return speech_texts(self.person.language)

    @property
    def common(self) -> bool:
        """Whether it goes into the common library."""
        return self.owner == COMMON


class Receiving:
    """Takes files, one at a time from each person."""

    def __init__(self, desk: Desk, workers: Workers) -> None:
        self._desk = desk
        self._workers = workers
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._at_once = asyncio.Semaphore(AT_ONCE)

    async def receive(self, person: Person, parcel: Parcel) -> Outcome:
        """Fetch a file and read it into the person's own speeches, or an admin's into the common library."""
        case = await self._workers.run(_begun, self._desk, person, parcel)
        own = case.texts
        too_large = _said(fill(own.too_large, name=case.name, limit=MOST // 10**6))
        if (parcel.size or 0) > MOST:
            return too_large
        if person.overheard and not case.common:
            return _said(own.alone)
        if self._desk.rules.drawer == 0 and not case.common:
            return _said(own.drawer_closed)
        await parcel.tell(Reply((Line(own.received.format(name=case.name)),)))
        turn = self._turns.setdefault(person.id, asyncio.Lock())
        try:
            async with turn, self._at_once:
                room = await self._workers.run(_room, self._desk, case)
                if room is not None and room <= 0:
                    return _said(fill(own.drawer_full, name=case.name, limit=self._desk.rules.drawer))
                async with stored(parcel, self._workers) as path:
                    watch = await self._read(case, path, parcel, room)
        except ParcelTooLarge:
            return too_large
        except ParcelLost:
            return _said(own.lost.format(name=case.name))
        return await self._workers.run(_told, self._desk, case, watch)

    async def _read(self, case: _Case, path: Path, parcel: Parcel, room: int | None) -> _Watch:
        watch = _Watch(room, time.monotonic() + LONGEST)
        work = asyncio.ensure_future(self._workers.run_long(_import, self._desk, case, path, watch))
        told = 0
        try:
            while not (await asyncio.wait({work}, timeout=EVERY))[0]:
                if (count := len(watch.fates)) > told:
                    told = count
                    await parcel.tell(Reply((Line(fill(case.texts.reading, name=case.name, count=count)),)))
            await work
        finally:
            watch.stop.set()
            work.cancel()
            if watch.added:
                self._desk.rules.renew()
        return watch


def _begun(desk: Desk, person: Person, parcel: Parcel) -> _Case:
    person = person_of(desk, person)
    desk.store.people.remember(person.id, person.language)
    name = shown_name(parcel.name) or speech_texts(person.language).nameless
    wanted = _AROUND.sub(" ", parcel.caption).strip().lower() in _COMMON
    return _Case(person, name, COMMON if wanted and desk.rules.runs(person) else person.id, wanted)


def _room(desk: Desk, case: _Case) -> int | None:
    return None if case.common else desk.rules.drawer - len(desk.shelf.own(case.person.id))


def _import(desk: Desk, case: _Case, path: Path, watch: _Watch) -> None:
    with path.open("rb") as file:
        name = readable_name(case.name, file.read(HEAD))
    try:
        import_sources(desk.shelf, [Source(path, name)], owner=case.owner, progress=watch, limits=LIMITS)
    except _BrokenOffError:
        return


def _told(desk: Desk, case: _Case, watch: _Watch) -> Outcome:
    match watch.fates:
        case [AddedFile() as added]:
            lines, buttons = _one_added(desk, case, added)
        case [SameFile() as same]:
            lines, buttons = _one_same(desk, case, same)
        case [FailedFile() as failed]:
            lines = [Line(fill(case.texts.unread, name=case.name, reason=reason(case.texts, failed)))]
            buttons = []
        case _:
            lines, buttons = _several(desk, case, watch)
    if watch.full:
        lines.append(Line(fill(case.texts.stopped_full, limit=desk.rules.drawer)))
    elif watch.late:
        lines.append(Line(case.texts.stopped_late))
    if case.wanted_common and not case.common and watch.added:
        lines.append(Line(case.texts.common_is_closed, quiet=True))
    return Outcome((Reply(tuple(lines), rows(*buttons), replaces=True),))


_Told = tuple[list[Line], list[list[Button]]]


def _one_added(desk: Desk, case: _Case, added: AddedFile) -> _Told:
    texts, own, person = texts_for(case.person.language), case.texts, case.person
    info = _infos(desk, case)[added.speech_id]
    speech = desk.shelf.held(added.speech_id, case.owner)
    head = own.added_common if case.common else own.added
    lines = [
        Line(head.format(title=titled(texts, info)), strong=True),
        *facts(texts, own, info, speech),
        Line(_when(case, added.passages)),
    ]
    buttons = [
        speech_buttons(own, person, speech),
        giving(desk, own, person, info, common=case.common),
        [] if case.common else [_to_mine(case)],
    ]
    return lines, buttons


def _one_same(desk: Desk, case: _Case, same: SameFile) -> _Told:
    texts, own = texts_for(case.person.language), case.texts
    mine = {} if case.common else _infos(desk, case)
    is_mine = same.speech_id in mine
    held = mine if is_mine else {info.id: info for info in desk.shelf.own(COMMON)}
    info = held[same.speech_id]
    if same.similarity == 1:
        head = own.same if is_mine else own.same_common
    else:
        head = own.nearly if is_mine else own.nearly_common
    told = head.format(title=titled(texts, info), percent=int(same.similarity * 100))
    buttons = [[Button(own.open, key(Act.SPEECH, case.person, info.id), "o")]] if is_mine else []
    return [Line(told)], buttons


def _several(desk: Desk, case: _Case, watch: _Watch) -> _Told:
    texts, own = texts_for(case.person.language), case.texts
    added, same, failed = watch.added, watch.same, watch.failed
    head = own.many_common if case.common else own.many
    lines = [Line(fill(head, name=case.name, added=len(added), same=len(same), failed=len(failed)), strong=True)]
    infos = _infos(desk, case) if added else {}
    shown = [infos[one.speech_id] for one in added[:_TITLES] if one.speech_id in infos]
    choices = []
    for number, info in enumerate(shown, start=1):
        lines.append(Line(own.many_entry.format(number=number, title=titled(texts, info))))
        choices.append(Button(str(number), key(Act.SPEECH, case.person, info.id), str(number)))
    if len(added) > _TITLES:
        lines.append(Line(fill(own.many_more, count=len(added) - _TITLES)))
    if left_out := sum(one.dropped_lines for one in added):
        lines.append(Line(fill(own.many_dropped, count=left_out), quiet=True))
    if failed:
        lines.append(Line(own.many_failed))
        for one in failed[:_FAILURES]:
            why = shorten(reason(own, one), _REASON)
            lines.append(Line(own.many_failure.format(file=shown_name(one.file) or own.nameless, reason=why)))
    if len(failed) > _FAILURES:
        lines.append(Line(fill(own.many_more, count=len(failed) - _FAILURES)))
    if added:
        lines.append(Line(_when(case, sum(one.passages for one in added))))
    buttons = [list(row) for row in numbered(choices)]
    return lines, buttons if case.common else [*buttons, [_to_mine(case)]]


def reason(own: SpeechTexts, failed: FailedFile) -> str:
    """Return why a file could not be used: by the name of its error where the language has it, else as corpus says."""
    return own.reasons.get(failed.kind) or own.reason_foreign.format(reason=failed.reason.rstrip("。."))


def _infos(desk: Desk, case: _Case) -> dict[str, SpeechInfo]:
    return {info.id: info for info in desk.shelf.own(case.owner)}


def _when(case: _Case, passages: int) -> str:
    if passages > SOON:
        return case.texts.found_later
    return case.texts.found_soon_common if case.common else case.texts.found_soon


def _to_mine(case: _Case) -> Button:
    return Button(case.texts.see_mine, encode(Act.MINE, named(case.person.id), 0), "b")


def _said(sentence: str) -> Outcome:
    return Outcome((Reply((Line(sentence),), replaces=True),))
