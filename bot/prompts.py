"""What the bot asks a person to type, and what becomes of the answer (追问).

The question is kept in the database and waits ten minutes. A command, a word that gives up, or a message that is
plainly a request for passages is not taken for its answer.
"""

from __future__ import annotations

import re
from typing import Final

from bot.desk import Desk
from bot.favourites import listed, opened, own_favourite
from bot.filtering import LONGEST, found
from bot.keys import Act, encode
from bot.person import Person
from bot.replies import Button, Line, Outcome, Reply
from bot.store import Asked, Pending
from bot.store.favourites import LONGEST_NOTE
from bot.store.tags import LONGEST as LONGEST_TAG
from bot.tagging import list_tags_on, put_typed, renamed
from bot.texts import Texts, texts_for

_GIVES_UP: Final = frozenset({"取消", "算了", "不用了", "/cancel", "cancel", "never mind"})
_REQUEST: Final = re.compile(
    r"(?:请|帮我|麻烦)?(?:给我|来|再来|再给|找|换)(?:一|两|二|三|四|五|几|\d)+[些下]?[段篇条个批].*"
    r"|(?:给我|我要|来|找).*(?:的话|段落|的(?:开头|结尾|开场|问题|举措|要求|意义|成绩|目标))"
    r"|关于.+的(?:话|段落)|换一?批|还有(?:吗|没有)?|再来一?段|上下文|出处|全文|[短长](?:一)?点"
    r"|(?:give me|find me|show me|another|more) .+|.*\bpassages? (?:on|about) .+|more|next",
    re.DOTALL | re.IGNORECASE,
)
_ENDING: Final = "。．.！!？?～~ \u3000"


def choose_tag(desk: Desk, person: Person, favourite: int, page: int) -> Outcome:
    """Offer the tags for a favourite; where there are none yet, ask for the first."""
    if desk.store.tags.all(person.id):
        return list_tags_on(desk, person, favourite, page)
    return ask_tag(desk, person, favourite)


def ask_tag(desk: Desk, person: Person, favourite: int) -> Outcome:
    """Ask for the name of a tag for a favourite."""
    own_favourite(desk, person, favourite)
    texts = texts_for(person.language)
    return _asked(desk, person, Asked.TAG, favourite, texts.ask_tag.format(limit=LONGEST_TAG))


def ask_note(desk: Desk, person: Person, favourite: int) -> Outcome:
    """Ask for the note on a favourite."""
    kept = own_favourite(desk, person, favourite)
    texts = texts_for(person.language)
    sentence = texts.ask_note_anew.format(note=kept.note) if kept.note else texts.ask_note
    return _asked(desk, person, Asked.NOTE, favourite, sentence)


def ask_name(desk: Desk, person: Person, tag: int) -> Outcome:
    """Ask for another name of a tag."""
    texts = texts_for(person.language)
    known = desk.store.tags.get(person.id, tag)
    if known is None or known.removed:
        return Outcome(toast=texts.tag_unknown, alert=True)
    return _asked(desk, person, Asked.RENAME, tag, texts.ask_name.format(tag=known.name))


def ask_find(desk: Desk, person: Person) -> Outcome:
    """Ask what to look for in the favourites."""
    return _asked(desk, person, Asked.FIND, 0, texts_for(person.language).ask_find)


def cancel(desk: Desk, person: Person) -> Outcome:
    """Ask no longer."""
    desk.store.drawers.answered(person.id)
    return Outcome((Reply((Line(texts_for(person.language).cancelled),), replaces=True),))


def answered(desk: Desk, person: Person, text: str) -> Outcome | None:
    """Take a message for the answer to the question that waits; None where none does, or the message is a request."""
    pending = desk.store.drawers.pending(person.id)
    if pending is None or pending.asked is Asked.FORGET:
        return None
    desk.store.drawers.answered(person.id)
    texts = texts_for(person.language)
    word = text.strip().rstrip(_ENDING)
    if word.lower() in _GIVES_UP:
        return Outcome((Reply((Line(texts.cancelled),)),))
    if _REQUEST.fullmatch(word) or len(text) > LONGEST_NOTE:
        return None
    outcome = _taken(desk, person, texts, pending, text)
    if outcome is None:  # a wrong answer: the question stays
        desk.store.drawers.ask(person.id, pending.asked, pending.subject)
        return Outcome((Reply((Line(texts.tag_too_long.format(limit=LONGEST_TAG)),), _ways_out(texts)),))
    return outcome


def noted(desk: Desk, person: Person, favourite: int, note: str) -> Outcome:
    """Write a note on a favourite, and show it with the way back."""
    texts = texts_for(person.language)
    desk.store.favourites.annotate(person.id, favourite, note)
    reply = opened(desk, person, own_favourite(desk, person, favourite), replaces=False)
    undo = Button(texts.undo, encode(Act.TAKE_BACK_NOTE, favourite), "z")
    said = texts.note_written if note.strip() else texts.note_gone
    return Outcome((Reply((Line(said), *reply.parts), (*reply.rows, (undo,))),))


def take_back_note(desk: Desk, person: Person, favourite: int) -> Outcome:
    """Undo the last note on a favourite."""
    own_favourite(desk, person, favourite)
    texts = texts_for(person.language)
    changed = desk.store.favourites.take_back(person.id, favourite)
    reply = opened(desk, person, own_favourite(desk, person, favourite))
    return Outcome((reply,), toast=texts.toast_restored if changed else texts.toast_nothing_to_undo)


def _taken(desk: Desk, person: Person, texts: Texts, pending: Pending, text: str) -> Outcome | None:
    match pending.asked:
        case Asked.TAG if desk.store.favourites.get(person.id, pending.subject):
            return put_typed(desk, person, pending.subject, text)
        case Asked.NOTE if desk.store.favourites.get(person.id, pending.subject):
            return noted(desk, person, pending.subject, text)
        case Asked.RENAME:
            return renamed(desk, person, pending.subject, text)
        case Asked.FIND:
            return listed(desk, person, found(desk, person, text[:LONGEST]), 0, replaces=False)
        case _:
            return Outcome((Reply((Line(texts.stale),)),))


def _asked(desk: Desk, person: Person, asked: Asked, subject: int, sentence: str) -> Outcome:
    # In a group people press what another listed, before they have ever written.
    desk.store.people.remember(person.id, person.language)
    desk.store.drawers.ask(person.id, asked, subject)
    return Outcome((Reply((Line(sentence),), _ways_out(texts_for(person.language))),))


def _ways_out(texts: Texts) -> tuple[tuple[Button, ...], ...]:
    return ((Button(texts.cancel, encode(Act.CANCEL), "b"),),)
