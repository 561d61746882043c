"""The conversation (对话): a message or a button in, replies out. It knows nothing of Telegram.

All of it is done in a worker thread, one message or press at a time for each call; what it works with is safe to use
from several. Whatever fails is told as a failure and logged without a word of what the person wrote.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from dataclasses import replace
from typing import Final, Protocol

from bot import (
    browsing,
    continuing,
    drawer,
    dropping,
    exporting,
    favourites,
    filtering,
    forgetting,
    holdings,
    mine,
    prompts,
    sharing,
    speaking,
    tagging,
    themes,
)
from bot.asking import answer
from bot.characters import whole
from bot.commands import Command, UnknownCommand, argument, read_command
from bot.desk import Desk, Rules, Searcher, Shelf
from bot.errors import Refused, StoreError
from bot.inline import InlineAnswer, inline
from bot.keys import Act, decode, encode
from bot.parcels import Parcel
from bot.person import Person
from bot.receiving import Receiving
from bot.refusals import stale
from bot.replies import Button, Line, Outcome, Reply
from bot.store import Store
from bot.texts import Texts, texts_for
from bot.workers import Workers

__all__ = ["Conversation", "Dialogue", "Exchange", "Person"]

logger = logging.getLogger(__name__)

_ACTS: Final[dict[Act, Callable[..., Outcome]]] = {
    Act.SHOW: browsing.show,
    Act.SAVE: browsing.save,
    Act.REMOVE: browsing.remove,
    Act.CONTEXT: browsing.show_context,
    Act.CONTEXT_ABOVE: browsing.show_context_above,
    Act.WHOLE: browsing.show_whole,
    Act.SAVE_WHOLE: browsing.save_whole,
    Act.REMOVE_WHOLE: browsing.remove_whole,
    Act.SIMILAR: browsing.list_similar,
    Act.ASK_AGAIN: browsing.ask_again,
    Act.FAVOURITES: favourites.list_favourites,
    Act.OPEN: favourites.open_favourite,
    Act.DROP: favourites.drop,
    Act.RESTORE: favourites.restore,
    Act.FAVOURITE_CONTEXT: favourites.favourite_context,
    Act.FAVOURITE_CONTEXT_ABOVE: favourites.favourite_context_above,
    Act.LIBRARY: holdings.list_library,
    Act.TAKE_OUT: dropping.take_out,
    Act.PUT_BACK: dropping.put_back,
    Act.OFFERED: themes.ask_offered,
    Act.THEMES: themes.list_themes,
    Act.GROUP: themes.show_group,
    Act.THEME: themes.ask_theme,
    Act.FUNCTION: browsing.ask_function,
    Act.PLAIN: browsing.send_plain,
    Act.PRAISE: browsing.praise,
    Act.BLAME: browsing.blame,
    Act.UNSAY: browsing.unsay,
    Act.VIEW: favourites.list_view,
    Act.OPEN_IN: favourites.open_in,
    Act.FILTERS: filtering.list_filters,
    Act.FILTER: favourites.list_narrowed,
    Act.TAGS_ON: prompts.choose_tag,
    Act.PUT_TAG: tagging.put_tag,
    Act.TAKE_TAG: tagging.take_tag,
    Act.NEW_TAG: prompts.ask_tag,
    Act.ASK_NOTE: prompts.ask_note,
    Act.TAKE_BACK_NOTE: prompts.take_back_note,
    Act.ASK_FIND: prompts.ask_find,
    Act.TAGS: tagging.list_tags,
    Act.OPEN_TAG: tagging.open_tag,
    Act.TAG_MENU: tagging.show_tag,
    Act.RENAME_TAG: prompts.ask_name,
    Act.DELETE_TAG: tagging.delete_tag,
    Act.RESTORE_TAG: tagging.restore_tag,
    Act.WRITE_FOR: tagging.write_for,
    Act.WRITE_FOR_NONE: tagging.write_for_none,
    Act.MOVE: favourites.move,
    Act.EXPORT: exporting.choose,
    Act.EXPORT_AS: exporting.export_as,
    Act.FORGET: forgetting.forget,
    Act.FORGET_NOT: forgetting.forget_not,
    Act.LINK: sharing.link,
    Act.CANCEL: prompts.cancel,
    Act.MINE: mine.list_mine,
    Act.SPEECH: mine.open_speech,
    Act.SPEECH_PASSAGES: mine.show_passages,
    Act.SPEECH_DROPPED: mine.list_dropped,
    Act.DISCARD: mine.ask_discard,
    Act.DISCARD_YES: mine.discard,
    Act.PUBLISH: mine.ask_publish,
    Act.PUBLISH_YES: mine.publish,
    Act.WITHDRAW: mine.ask_withdraw,
    Act.WITHDRAW_YES: mine.withdraw,
}


class Exchange(Protocol):
    """What a screen needs of a dialogue: a message or a press in, replies out."""

    async def message(self, person: Person, text: str) -> Outcome:
        """Answer a message. Never raises for what a person sent, or for a part that failed."""
        ...

    async def press(self, person: Person, key: str) -> Outcome:
        """Answer a pressed button; any text may stand in for a key."""
        ...

    async def file(self, person: Person, content: bytes) -> Outcome:
        """Answer a file of favourites that a person sends."""
        ...


class Conversation(Exchange, Protocol):
    """What Telegram needs of it beside: to look for a message in any chat, and to speak where nobody has written."""

    async def document(self, person: Person, parcel: Parcel) -> Outcome:
        """Answer any other file; the first reply takes the place of what the parcel was told meanwhile."""
        ...

    async def inline(self, person: Person, text: str, offset: str) -> InlineAnswer:
        """Answer what a person writes behind the bot's name in any chat; ``offset`` is ``next`` of the page before."""
        ...

    async def language(self, person: Person) -> str:
        """Return the language to speak with a person where no message of theirs tells: the one they chose, if any."""
        ...


class Dialogue:
    """The conversation itself."""

    def __init__(
        self,
        searcher: Searcher,
        shelf: Shelf,
        store: Store,
        workers: Workers,
        failed: Callable[[], None] = lambda: None,
        rules: Rules | None = None,
    ) -> None:
        """Take what it works with; ``failed`` is called whenever a part fails and the person is told so."""
        self._desk = Desk(searcher, shelf, store, rules or Rules())
        self._workers = workers
        self._failed = failed
        self._receiving = Receiving(self._desk, workers)

    async def message(self, person: Person, text: str) -> Outcome:
        """Answer a message: a command, or a request for passages."""
        try:
            return await self._workers.run(_message, self._desk, person, text)
        except Exception as error:  # noqa: BLE001 - the boundary where a failure becomes a sentence
            _log_failure("消息", error)
            self._failed()
            texts = texts_for(speaking.speak(await self._known(person), text))
            return Outcome((Reply((Line(texts.failed),)),))

    async def press(self, person: Person, key: str) -> Outcome:
        """Answer a pressed button. What an old, unknown or foreign one leads to is an alert."""
        try:
            return await self._workers.run(_press, self._desk, person, key)
        except Refused as refusal:
            return refusal.outcome
        except Exception as error:  # noqa: BLE001 - as above; the card that holds the button stays
            _log_failure("按钮", error)
            self._failed()
            return Outcome(toast=texts_for((await self._known(person)).language).failed, alert=True)

    async def file(self, person: Person, content: bytes) -> Outcome:
        """Bring back the favourites of a file."""
        try:
            return await self._workers.run(_file, self._desk, person, content)
        except Exception as error:  # noqa: BLE001 - as above
            _log_failure("文件", error)
            self._failed()
            return Outcome((Reply((Line(texts_for((await self._known(person)).language).failed),)),))

    async def document(self, person: Person, parcel: Parcel) -> Outcome:
        """Read a file into the person's own speeches, or an admin's into the common library."""
        try:
            return await self._receiving.receive(person, parcel)
        except Exception as error:  # noqa: BLE001 - as above
            _log_failure("讲稿文件", error)
            self._failed()
            texts = texts_for((await self._known(person)).language)
            return Outcome((Reply((Line(texts.failed),), replaces=True),))

    async def inline(self, person: Person, text: str, offset: str) -> InlineAnswer:
        """Find passages for a message in any chat. A failure is told as one, never as nothing found."""
        try:
            return await self._workers.run(inline, self._desk, person, text, offset)
        except Exception as error:  # noqa: BLE001 - as above
            _log_failure("内联", error)
            self._failed()
            texts = texts_for(speaking.speak(await self._known(person), text))
            return InlineAnswer(hint=texts.inline_failed, failed=True)

    async def language(self, person: Person) -> str:
        """Return the language this person chose or last wrote in, else the one that they come with."""
        try:
            return (await self._workers.run(speaking.person_of, self._desk, person)).language
        except StoreError as error:
            _log_failure("语言", error)
            self._failed()
            return person.language

    async def _known(self, person: Person) -> Person:
        """Return a person with the language they chose, also where much else fails."""
        try:
            return await self._workers.run(speaking.person_of, self._desk, person)
        except Exception:  # noqa: BLE001 - the failure that is to be told has been logged, and is told all the same
            return person


def _file(desk: Desk, person: Person, content: bytes) -> Outcome:
    person = speaking.person_of(desk, person)
    desk.store.people.remember(person.id, person.language)
    return exporting.bring_back(desk, person, content)


def _message(desk: Desk, person: Person, text: str) -> Outcome:
    text = whole(text).strip()
    known = speaking.known(desk, person)
    person = known or person
    person = replace(person, language=speaking.speak(person, text))
    if person != known:
        desk.store.people.remember(person.id, person.language)
    texts = texts_for(person.language)
    if not text:
        return _help(texts)
    command = read_command(text)
    if command is not None:
        desk.store.drawers.answered(person.id)
        followed = continuing.follow(desk, person, text)
        if followed is not None:
            return followed
    match command:
        case Command.START if argument(text).startswith(sharing.PREFIX):
            return sharing.open_shared(desk, person, argument(text))
        case Command.START:
            return Outcome((Reply((Line(texts.start),), _doors(texts)),))
        case Command.HELP:
            return _help(texts)
        case Command.FAVORITES:
            return favourites.list_favourites(desk, person, 0, replaces=False)
        case Command.LIBRARY:
            return holdings.list_library(desk, person, 0, replaces=False)
        case Command.THEMES:
            return themes.list_themes(desk, person, 0, replaces=False)
        case Command.TAGS if argument(text):
            return drawer.see_tag(desk, person, argument(text))
        case Command.TAGS:
            return tagging.list_tags(desk, person, 0, replaces=False)
        case Command.WRITING:
            return tagging.writing(desk, person, argument(text))
        case Command.FIND:
            return drawer.find(desk, person, argument(text))
        case Command.MINE:
            return mine.mine(desk, person)
        case Command.FORGET_ME:
            return forgetting.ask_forget(desk, person)
        case Command.LANGUAGE:
            return speaking.offer(person)
        case UnknownCommand(name):
            return Outcome((Reply((Line(texts.unknown_command.format(command=name[:40])),)),))
        case None:
            return (
                prompts.answered(desk, person, text)
                or speaking.spoken(desk, person, text)
                or drawer.spoken(desk, person, text)
                or continuing.follow(desk, person, text)
                or dropping.spoken(desk, person, text)
                or continuing.refine(desk, person, text)
                or answer(desk, person, text)
            )


def _press(desk: Desk, person: Person, key: str) -> Outcome:
    given, person = person, speaking.person_of(desk, person)
    pressed = decode(key)
    if pressed is None:
        raise stale(desk, person)
    if pressed.act is Act.LANGUAGE:  # what Telegram says counts where the person chooses none
        return speaking.choose(desk, given, *pressed.numbers)
    if pressed.act is not Act.FORGET:  # whoever presses another button has moved on
        desk.store.drawers.answered(person.id)
    return _ACTS[pressed.act](desk, person, *pressed.numbers)


def _help(texts: Texts) -> Outcome:
    return Outcome((Reply((Line(texts.help),), _doors(texts)),))


def _doors(texts: Texts) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons to what a newcomer may look at."""
    return (
        (
            Button(texts.see_favourites, encode(Act.FAVOURITES, 0), "f"),
            Button(texts.see_library, encode(Act.LIBRARY, 0), "k"),
            Button(texts.see_themes, encode(Act.THEMES, 0)),
        ),
    )


def _log_failure(what: str, error: Exception) -> None:
    """Log where it failed and on what kind of error; the error's own words may hold the person's."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    logger.error("%s处理失败：%s\n%s", what, type(error).__qualname__, frames)
