"""What people write of their favourites in plain words: 打标签 作风, 备注：…, 收藏里找作风, 正在写：… (收藏用语)."""

from __future__ import annotations

import re
from typing import Final

from bot import exporting, prompts, tagging
from bot.desk import Desk
from bot.favourites import listed
from bot.filtering import found
from bot.keys import Act, encode
from bot.person import Person
from bot.replies import Button, Line, Outcome, Reply
from bot.store import View
from bot.store.favourites import LONGEST_NOTE
from bot.store.tags import LONGEST
from bot.texts import texts_for

_IT: Final = r"(?:给|为|把)?(?:它|这段|这一段|刚才那段)?"
_TAG: Final = re.compile(
    rf"{_IT}(?:打上?|加上?|贴上?|添加)(?:个|一个)?标签[：:\s]*(.*)|标签(?:[：:]\s*|\s+)(.*)"
    r"|tag(?: it)?(?: as)?[: ]\s*(.*)",
    re.DOTALL | re.IGNORECASE,
)
_SEE_TAG: Final = re.compile(r"(?:打开|看看?|查看)标签[：:\s]*(.+)|open tag[: ]\s*(.+)", re.IGNORECASE)
_NOTE: Final = re.compile(
    rf"{_IT}(?:加个?|写个?)?备注(?:[：:]\s*|\s+|$)(.*)|note(?::\s*|$)(.*)", re.DOTALL | re.IGNORECASE
)
_FIND: Final = re.compile(
    r"在?(?:我的)?收藏夹?(?:里面|里|中)?(?:再)?(?:找一?找|找一下|搜一下|搜一?搜|查找|搜索|检索|找|搜|查)[：:\s]*(.+)"
    r"|(?:find|search) (?:in )?(?:my )?favou?rites(?: for)?[: ]\s*(.+)",
    re.IGNORECASE,
)
_WRITING: Final = re.compile(
    r"(?:我)?(?:现在)?正在写(?:[：:]\s*|\s+|(?=《))(.+)|(?:i am |i'm )?writing:\s*(.+)", re.IGNORECASE
)
_EXPORT: Final = re.compile(
    r"导出(?:我的)?收藏夹?|导出标签[：:\s]*(.+)|export(?: my)? favou?rites|export tag[: ]\s*(.+)", re.I
)
_LONGEST: Final = LONGEST_NOTE + 20


def spoken(desk: Desk, person: Person, text: str) -> Outcome | None:
    """Answer a message that is about the person's favourites; None for any other message."""
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    if (said := _match(_TAG, text)) is not None:
        return tagged(desk, person, said)
    if (said := _match(_NOTE, text)) is not None:
        return noted(desk, person, said)
    if (said := _match(_FIND, text)) is not None:
        return find(desk, person, said)
    if (said := _match(_WRITING, text)) is not None:
        return tagging.writing(desk, person, said)
    if (said := _match(_SEE_TAG, text)) is not None:
        return see_tag(desk, person, said)
    if (said := _match(_EXPORT, text)) is not None:
        return _export(desk, person, said)
    return None


def find(desk: Desk, person: Person, words: str) -> Outcome:
    """List the favourites that hold some words; without any, ask for them."""
    if not words.strip():
        return prompts.ask_find(desk, person)
    return listed(desk, person, found(desk, person, words), 0, replaces=False)


def tagged(desk: Desk, person: Person, names: str) -> Outcome:
    """Put tags on the favourite in hand; without a name, ask for one."""
    favourite = desk.store.drawers.in_hand(person.id)
    if favourite is None:
        known = desk.store.tags.named(person.id, names)
        return see_tag(desk, person, names) if known else _nothing_in_hand(person)
    if not tagging.names_in(names):
        return prompts.ask_tag(desk, person, favourite)
    outcome = tagging.put_typed(desk, person, favourite, names)
    return outcome or Outcome((Reply((Line(texts_for(person.language).tag_too_long.format(limit=LONGEST)),)),))


def noted(desk: Desk, person: Person, note: str) -> Outcome:
    """Write a note on the favourite in hand; without one, ask for it."""
    favourite = desk.store.drawers.in_hand(person.id)
    if favourite is None:
        return _nothing_in_hand(person)
    return prompts.noted(desk, person, favourite, note) if note.strip() else prompts.ask_note(desk, person, favourite)


def see_tag(desk: Desk, person: Person, name: str) -> Outcome:
    """List the favourites of a tag by its name."""
    known = desk.store.tags.named(person.id, name)
    if known is None:
        texts = texts_for(person.language)
        buttons = ((Button(texts.back_to_tags, encode(Act.TAGS, 0), "b"),),)
        return Outcome((Reply((Line(texts.tag_not_found.format(tag=name[:LONGEST])),), buttons),))
    return tagging.open_tag(desk, person, known.id, 0, replaces=False)


def _export(desk: Desk, person: Person, tag: str) -> Outcome:
    if not tag:
        return exporting.choose(desk, person, 0, replaces=False)
    known = desk.store.tags.named(person.id, tag)
    if known is None:
        return see_tag(desk, person, tag)
    return exporting.choose(desk, person, desk.store.views.of(person.id, View(tag=known.id)).id, replaces=False)


def _nothing_in_hand(person: Person) -> Outcome:
    texts = texts_for(person.language)
    buttons = ((Button(texts.see_favourites, encode(Act.FAVOURITES, 0), "b"),),)
    return Outcome((Reply((Line(texts.nothing_in_hand),), buttons),))


def _match(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.fullmatch(text)
    return None if match is None else next((said for said in match.groups() if said is not None), "").strip()
