"""A person's own speeches: seen, searched, opened and taken out by them alone; by an admin given to all (我的讲稿).

What stands here of a speech of the common library is for the admin who put it there.
"""

from __future__ import annotations

from bot.browsing import show
from bot.cards import SEPARATOR, clamp, numbered, page_buttons, rows, titled
from bot.desk import Desk
from bot.errors import Refused
from bot.keys import Act, encode, named, number_of, speech_of
from bot.pages import first_page, pages
from bot.person import Person
from bot.provenance import full_title
from bot.replies import Button, Line, Outcome, Part, Quote, Reply
from bot.store import SavedHit
from bot.texts import Texts, fill, texts_for
from bot.texts.speeches import SpeechTexts, speech_texts
from corpus.blanks import masks
from corpus.cleaning import removed_lines
from corpus.errors import UnknownId
from corpus.models import COMMON, PassageKind, Speech, SpeechInfo

A_PAGE = 10
READ_ON = 200
"""Paragraphs of a speech that can be turned over one by one; who reads more of it has the file."""

_HEAD = 300
_HERE = "local"


def list_mine(desk: Desk, person: Person, holder: int, page: int, *, replaces: bool = True) -> Outcome:
    """List a person's own speeches, the newest first; where others read along, say where that is done."""
    texts, own = _texts(person)
    _check(person, holder)
    if person.overheard:
        return Outcome((Reply((Line(own.alone),), replaces=replaces),))
    speeches = desk.shelf.own(person.id)
    if not speeches:
        empty = own.mine_empty_here if person.id == _HERE else own.mine_empty
        return Outcome((Reply((Line(empty),), replaces=replaces),))
    last = -(-len(speeches) // A_PAGE)
    page = clamp(page, last)
    head = own.mine if last == 1 else own.mine_page
    lines = [Line(fill(head, count=len(speeches), page=page + 1, pages=last), strong=True)]
    choices = []
    for number, speech in enumerate(speeches[page * A_PAGE : (page + 1) * A_PAGE], start=page * A_PAGE + 1):
        told = [titled(texts, speech), _year(texts, speech), fill(own.passages, count=speech.passages)]
        lines.append(Line(f"{number}. {SEPARATOR.join(one for one in told if one)}"))
        choices.append(Button(str(number), key(Act.SPEECH, person, speech.id), str(number)))
    turns = page_buttons(texts, page, last, lambda other: encode(Act.MINE, named(person.id), other))
    return Outcome((Reply(tuple(lines), rows(*numbered(choices), turns), replaces=replaces),))


def mine(desk: Desk, person: Person) -> Outcome:
    """List them as an answer of its own."""
    return list_mine(desk, person, named(person.id), 0, replaces=False)


def open_speech(desk: Desk, person: Person, holder: int, number: int) -> Outcome:
    """Show what is known of a speech, how it begins, and what can be done with it."""
    info, common = held(desk, person, holder, number)
    texts, own = _texts(person)
    speech = _whole(desk, person, info, common=common)
    parts: list[Part] = [Line(titled(texts, info), strong=True), *facts(texts, own, info, speech)]
    parts.append(Quote(first_page(speech.text, _HEAD)))
    back = [] if common else [Button(own.back, encode(Act.MINE, holder, 0), "b")]
    buttons = rows(speech_buttons(own, person, speech), giving(desk, own, person, info, common=common), back)
    return Outcome((Reply(tuple(parts), buttons, replaces=True),))


def facts(texts: Texts, own: SpeechTexts, info: SpeechInfo, speech: Speech) -> list[Line]:
    """Return what is known of a speech beside its title, and what was left out of its file."""
    day = info.date.isoformat() if info.date else _year(texts, info)
    who = [day, info.speaker, info.occasion, info.kind]
    blanks = len(masks(speech.text))
    sized = [
        fill(own.passages, count=info.passages),
        fill(own.characters, count=info.characters),
        texts.to_fill.format(count=blanks) if blanks else None,
    ]
    kept = [texts.source_file.format(file=info.file), own.came.format(day=info.added_at.date().isoformat())]
    lines = [SEPARATOR.join(one for one in told if one) for told in (who, sized, kept)]
    if left_out := len(removed_lines(speech.source, speech.cuts)):
        lines.append(fill(own.dropped, count=left_out))
    return [Line(line, quiet=True) for line in lines if line]


def speech_buttons(own: SpeechTexts, person: Person, speech: Speech) -> list[Button]:
    """Return the buttons that show more of a speech."""
    buttons = [Button(own.see_passages, key(Act.SPEECH_PASSAGES, person, speech.id), "c")]
    if left_out := len(removed_lines(speech.source, speech.cuts)):
        label = fill(own.see_dropped, count=left_out)
        buttons.append(Button(label, encode(Act.SPEECH_DROPPED, named(person.id), number_of(speech.id), 0), "o"))
    return buttons


def giving(desk: Desk, own: SpeechTexts, person: Person, info: SpeechInfo, *, common: bool) -> list[Button]:
    """Return the buttons that take a speech out, or give it to all."""
    if common:
        return [Button(own.withdraw, key(Act.WITHDRAW, person, info.id), "x")] if desk.rules.runs(person) else []
    buttons = [Button(own.discard, key(Act.DISCARD, person, info.id), "x")]
    if desk.rules.runs(person):
        buttons.append(Button(own.publish, key(Act.PUBLISH, person, info.id), "l"))
    return buttons


def show_passages(desk: Desk, person: Person, holder: int, number: int) -> Outcome:
    """Show the paragraphs of a speech as the cards of an answer, to be turned over, kept and copied."""
    info, _ = held(desk, person, holder, number)
    speech = desk.shelf.speech(info.id, reader=person.reader)
    hits = [SavedHit(one.id) for one in speech.passages if one.kind is PassageKind.PARAGRAPH][:READ_ON]
    saved = desk.store.searches.add(person.id, full_title(info), person.language, hits)
    return Outcome(
        tuple(
            Reply(reply.parts, reply.rows, plain=reply.plain) for reply in show(desk, person, saved.id, 0, 0, 0).replies
        )
    )


def list_dropped(desk: Desk, person: Person, holder: int, number: int, page: int) -> Outcome:
    """Show the lines of a speech's file that were left out of it."""
    info, common = held(desk, person, holder, number)
    texts, own = _texts(person)
    speech = _whole(desk, person, info, common=common)
    lines = [words for _, words in removed_lines(speech.source, speech.cuts)]
    back = [Button(own.back, encode(Act.SPEECH, holder, number), "b")]
    title = titled(texts, info)
    if not lines:
        return Outcome((Reply((Line(own.dropped_nothing.format(title=title)),), rows(back), replaces=True),))
    text = "\n".join(lines)
    spans = pages(text)
    page = clamp(page, len(spans))
    head = own.dropped_head if len(spans) == 1 else own.dropped_page
    told = fill(head, title=title, count=len(lines), page=page + 1, pages=len(spans))
    start, end = spans[page]
    turns = page_buttons(texts, page, len(spans), lambda other: encode(Act.SPEECH_DROPPED, holder, number, other))
    parts = (Line(told, strong=True), Quote(text[start:end].strip("\n"), faint=True))
    return Outcome((Reply(parts, rows(turns, back), replaces=True),))


def ask_discard(desk: Desk, person: Person, holder: int, number: int) -> Outcome:
    """Ask whether a speech is really to be taken out."""
    info = _own(desk, person, holder, number)
    own = speech_texts(person.language)
    return _asked(person, own.discard_ask, info, own.discard_yes, Act.DISCARD_YES)


def discard(desk: Desk, person: Person, holder: int, number: int) -> Outcome:
    """Take a speech out of a person's own ones; pressed twice it is taken out once."""
    info = _own(desk, person, holder, number)
    texts, own = _texts(person)
    try:
        desk.shelf.remove(info.id, owner=person.id)
    except UnknownId as error:  # another press, or another process, was quicker
        raise _gone(person) from error
    desk.rules.renew()
    return _said(person, own.discarded.format(title=titled(texts, info)))


def ask_publish(desk: Desk, person: Person, holder: int, number: int) -> Outcome:
    """Ask whether a speech is really to be given to all."""
    info = _own(desk, person, holder, number)
    _check_runs(desk, person)
    own = speech_texts(person.language)
    return _asked(person, own.publish_ask, info, own.publish_yes, Act.PUBLISH_YES)


def publish(desk: Desk, person: Person, holder: int, number: int) -> Outcome:
    """Give a speech of an admin's own to all."""
    info = _own(desk, person, holder, number)
    _check_runs(desk, person)
    texts, own = _texts(person)
    try:
        info = desk.shelf.publish(info.id, person.id)
    except UnknownId as error:
        raise _gone(person) from error
    desk.rules.renew()
    buttons = rows(giving(desk, own, person, info, common=True), _to_mine(person))
    return Outcome((Reply((Line(own.published.format(title=titled(texts, info))),), buttons, replaces=True),))


def ask_withdraw(desk: Desk, person: Person, holder: int, number: int) -> Outcome:
    """Ask whether a speech is really to be taken out of the common library."""
    info = _common(desk, person, holder, number)
    own = speech_texts(person.language)
    return _asked(person, own.withdraw_ask, info, own.withdraw_yes, Act.WITHDRAW_YES)


def withdraw(desk: Desk, person: Person, holder: int, number: int) -> Outcome:
    """Take a speech out of the common library."""
    info = _common(desk, person, holder, number)
    texts, own = _texts(person)
    try:
        desk.shelf.remove(info.id, owner=COMMON)
    except UnknownId as error:
        raise _gone(person) from error
    desk.rules.renew()
    return _said(person, own.withdrawn.format(title=titled(texts, info)))


def held(desk: Desk, person: Person, holder: int, number: int) -> tuple[SpeechInfo, bool]:
    """Return a speech that this person may do something with, and whether it is of the common library.

    Raises:
        Refused: The button is somebody else's, or the speech is neither theirs nor, for an admin, everybody's.
    """
    _check(person, holder)
    info = None if person.overheard else _held_by(desk, person.id, number)
    if info is not None:
        return info, False
    info = _held_by(desk, COMMON, number) if desk.rules.runs(person) else None
    if info is None:
        raise _alone(person) if person.overheard else _gone(person)
    return info, True


def _whole(desk: Desk, person: Person, info: SpeechInfo, *, common: bool) -> Speech:
    """Return a speech as the holder's own file has it: what was cut out of another's is not theirs to read."""
    try:
        return desk.shelf.held(info.id, COMMON if common else person.id)
    except UnknownId as error:  # taken out since it was looked for
        raise _gone(person) from error


def key(act: Act, person: Person, speech_id: str) -> str:
    """Return the key of a button about a speech, which is worth nothing to anybody but this person."""
    return encode(act, named(person.id), number_of(speech_id))


def _own(desk: Desk, person: Person, holder: int, number: int) -> SpeechInfo:
    info, common = held(desk, person, holder, number)
    if common:
        raise _gone(person)
    return info


def _common(desk: Desk, person: Person, holder: int, number: int) -> SpeechInfo:
    _check(person, holder)
    _check_runs(desk, person)
    info = _held_by(desk, COMMON, number)
    if info is None:
        raise _gone(person)
    return info


def _held_by(desk: Desk, owner: str, number: int) -> SpeechInfo | None:
    speech_id = speech_of(number)
    return next((one for one in desk.shelf.own(owner) if one.id == speech_id), None)


def _asked(person: Person, question: str, info: SpeechInfo, yes: str, act: Act) -> Outcome:
    texts, own = _texts(person)
    buttons = [
        Button(yes, key(act, person, info.id), "y"),
        Button(own.no, key(Act.SPEECH, person, info.id), "b"),
    ]
    return Outcome((Reply((Line(question.format(title=titled(texts, info))),), rows(buttons), replaces=True),))


def _said(person: Person, sentence: str) -> Outcome:
    return Outcome((Reply((Line(sentence),), rows(_to_mine(person)), replaces=True),))


def _to_mine(person: Person) -> list[Button]:
    return [Button(speech_texts(person.language).see_mine, encode(Act.MINE, named(person.id), 0), "b")]


def _check(person: Person, holder: int) -> None:
    if holder != named(person.id):
        raise _gone(person)


def _check_runs(desk: Desk, person: Person) -> None:
    if not desk.rules.runs(person):
        raise Refused(Outcome(toast=speech_texts(person.language).admins_only, alert=True))


def _alone(person: Person) -> Refused:
    return Refused(Outcome(toast=speech_texts(person.language).alone, alert=True))


def _gone(person: Person) -> Refused:
    return Refused(Outcome(toast=speech_texts(person.language).gone, alert=True))


def _texts(person: Person) -> tuple[Texts, SpeechTexts]:
    return texts_for(person.language), speech_texts(person.language)


def _year(texts: Texts, speech: SpeechInfo) -> str:
    return texts.year.format(year=speech.year) if speech.year else ""
