"""Letting people in and shutting them out (放行与拒绝)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.administration.desk import AdminDesk
from bot.replies import Button, Line, Reply
from bot.settings import EVERYBODY
from bot.texts import fill, texts_for
from bot.texts.administration import AdministrationTexts, administration_texts

A_PAGE: Final = 60
"""Ids on one page."""

PAGE_KEY: Final = "a1.p."
"""How the key of a button to another page begins; its number follows. No key of the conversation begins so."""

_HIGHEST = 2**52
_WORDS = re.compile(r"[\s,，、;；]+")


@dataclass(frozen=True, slots=True)
class Changed:
    """What a command did.

    Attributes:
        reply: What to tell the administrator.
        welcome: Telegram ids of those who are newly let in.
    """

    reply: Reply
    welcome: tuple[int, ...] = ()


def change(desk: AdminDesk, admin: int, said: str, sender: int | None, language: str, *, admitted: bool) -> Changed:
    """Let people in, or shut them out.

    Args:
        desk: What it works with.
        admin: Who says so.
        said: What stands after the command: ids, parted by spaces or commas.
        sender: Who sent the message that the command answers, or None.
        language: To answer in.
        admitted: Whether they are let in.

    Raises:
        StoreError: The database cannot be written.
    """
    texts = administration_texts(language)
    words = [word for word in _WORDS.split(said) if word]
    ids = [int(word) for word in words if _is_id(word)]
    if sender is not None and not words:
        ids = [sender]
    wrong = [word[:20] for word in words if not _is_id(word)]
    kept = [one for one in ids if not (desk.is_admin(one) and not admitted)]
    new = desk.store.access.change([f"tg:{one}" for one in kept], admitted=admitted, by=f"tg:{admin}")
    changed = [one for one in dict.fromkeys(kept) if f"tg:{one}" in new]
    before = [one for one in dict.fromkeys(kept) if one not in changed]
    lines = [
        (texts.allowed if admitted else texts.blocked, changed),
        (texts.allowed_before if admitted else texts.blocked_before, before),
        (texts.is_admin, [one for one in dict.fromkeys(ids) if one not in kept]),
    ]
    told = [Line(sentence.format(ids=_listed(texts, held))) for sentence, held in lines if held]
    if wrong:
        told.append(Line(texts.no_id.format(words=texts.joint.join(wrong[:10]))))
    return Changed(Reply(tuple(told)), tuple(changed) if admitted else ())


def listed(desk: AdminDesk, page: int, language: str, *, replaces: bool) -> Reply:
    """Return who is let in and who is shut out, beside the settings; ids alone, a page of them.

    Raises:
        StoreError: The database cannot be read.
    """
    texts, buttons = administration_texts(language), texts_for(language)
    held = desk.store.access.all()
    people = sorted(held, key=lambda person: not held[person])  # those let in first, each the last changed first
    pages = max(1, -(-len(people) // A_PAGE))
    page = min(max(page, 0), pages - 1)
    here = people[page * A_PAGE : (page + 1) * A_PAGE]
    allow = desk.settings.allow
    everybody = allow == EVERYBODY
    count = 0 if isinstance(allow, str) else len(allow | desk.settings.admins)
    let_in = sum(held.values())
    parts = [
        Line(texts.list_everybody if everybody else fill(texts.list_settings, count=count)),
        Line(texts.list_counts.format(allowed=let_in, blocked=len(held) - let_in)),
    ]
    for sentence, admitted in ((texts.list_allowed, True), (texts.list_blocked, False)):
        ids = [person.removeprefix("tg:") for person in here if held[person] == admitted]
        if ids:
            parts.append(Line(sentence.format(ids=texts.joint.join(ids))))
    row: list[Button] = []
    if pages > 1:
        parts.append(Line(texts.list_page.format(page=page + 1, pages=pages), quiet=True))
        row = [
            Button(label, f"{PAGE_KEY}{to}")
            for label, to in ((buttons.previous, page - 1), (buttons.next, page + 1))
            if 0 <= to < pages
        ]
    parts.append(Line(texts.list_help, quiet=True))
    return Reply(tuple(parts), (tuple(row),) if row else (), replaces)


def _is_id(word: str) -> bool:
    return word.isascii() and word.isdecimal() and 0 < int(word) < _HIGHEST


def _listed(texts: AdministrationTexts, ids: Sequence[int]) -> str:
    return texts.joint.join(map(str, ids))
