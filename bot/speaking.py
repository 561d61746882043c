"""Which language to speak with a person: the one they chose, else that of what they write (语言)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from bot.desk import Desk
from bot.keys import Act, encode
from bot.language import CHINESE, ENGLISH, language_of
from bot.person import Person
from bot.refusals import stale
from bot.replies import Button, Line, Outcome, Reply
from bot.texts import Texts, texts_for

LANGUAGES: Final[dict[int, str | None]] = {0: None, 1: CHINESE, 2: ENGLISH}
"""The languages by the number in a button's key, 0 for none in particular: never change or reuse one."""

_TELEGRAM: Final = "tg:"
_ASKED: Final = r"(?:请)?(?:用|说|讲|切换到|换成)"
_SAID: Final = {
    1: re.compile(rf"(?:{_ASKED})?中文(?:回答|回复)?|(?:in )?chinese,? please", re.IGNORECASE),
    2: re.compile(
        rf"(?:please )?(?:speak |use |in |switch to )?english(?:,? please)?|{_ASKED}英[文语](?:回答|回复)?",
        re.IGNORECASE,
    ),
}
_ENDING: Final = "。．.！!？?～~ \u3000"


def known(desk: Desk, person: Person) -> Person | None:
    """Return a person with the language they chose or last wrote in; None for a stranger."""
    spoken = desk.store.people.spoken(person.id)
    return None if spoken is None else replace(person, language=spoken.language, chosen=spoken.chosen)


def person_of(desk: Desk, person: Person) -> Person:
    """Return a person with the language they chose or last wrote in, where they are known."""
    return known(desk, person) or person


def speak(person: Person, text: str) -> str:
    """Return the language to answer a message in: the one the person chose, else that of the message."""
    # "/start@jianggao_bot" looks like English and says nothing of the person.
    return person.language if person.chosen or text.startswith("/") else language_of(text, person.language)


def spoken(desk: Desk, person: Person, text: str) -> Outcome | None:
    """Choose the language that a message asks for ("English please", 请用中文); None for any other message."""
    said = text.strip().rstrip(_ENDING)
    for number, pattern in _SAID.items():
        if pattern.fullmatch(said):
            return Outcome(tuple(replace(reply, replaces=False) for reply in choose(desk, person, number).replies))
    return None


def offer(person: Person) -> Outcome:
    """Offer the languages; the one in use is marked."""
    texts = texts_for(person.language)
    number = next((number for number, one in LANGUAGES.items() if person.chosen and one == person.language), 0)
    return Outcome((replace(_offer(texts, person, texts.language_ask, number), replaces=False),))


def choose(desk: Desk, person: Person, number: int) -> Outcome:
    """Speak the chosen language from now on; pressed twice it is the same.

    ``person`` has the language that Telegram says, which is theirs again where they choose none.

    Raises:
        Refused: There is no such language.
    """
    if number not in LANGUAGES:
        raise stale(desk, person)
    chosen = LANGUAGES[number]
    language = chosen or person.language
    desk.store.people.choose(person.id, chosen, language)
    texts = texts_for(language)
    sentence = texts.language_chosen if chosen else texts.language_followed
    return Outcome((_offer(texts, person, sentence, number),))


def _offer(texts: Texts, person: Person, sentence: str, number: int) -> Reply:
    follow = texts.language_follow if person.id.startswith(_TELEGRAM) else texts.language_auto
    labels = {1: "中文", 2: "English", 0: follow}
    row = tuple(
        Button(f"✓ {label}" if one == number else label, encode(Act.LANGUAGE, one), str(place))
        for place, (one, label) in enumerate(labels.items(), start=1)
    )
    return Reply((Line(sentence),), (row,), replaces=True)
