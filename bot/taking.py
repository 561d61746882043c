"""What a writer takes from a card: a line to copy, the passage by itself, and what has to be changed in it (取用)."""

from __future__ import annotations

from typing import Final

from bot.pages import units
from bot.replies import Button, Line, Quote, Reply
from bot.texts import Texts
from corpus.blanks import masks, times
from retrieval.models import Form, Roles

COPIED: Final = 256
"""UTF-16 units that a button copies at most."""
_TIMES: Final = 6
_SEPARATOR: Final = " · "


def copy_button(texts: Texts, text: str, source: str, roles: Roles | None) -> Button:
    """Return the button that copies a passage's maxim, where it has one, else its source line.

    A source line that is too long loses its end; a maxim is never longer than ``retrieval.roles.maxims.LONGEST``.
    """
    taken = _maxim(text) if roles and Form.MAXIM in roles.forms else None
    if taken is not None:
        return Button(texts.copy_maxim, "", copies=taken)
    return Button(texts.copy_source, "", copies=_fitting(source))


def plain(text: str, source: str) -> Reply:
    """Return a passage as a message of its own, made for copying: the text and its source, nothing else."""
    return Reply((Quote(text), Line(source)), plain=True)


def to_change(texts: Texts, text: str) -> tuple[Line, ...]:
    """Return the line that counts the masks of a passage and names its times; none where it has neither."""
    told = []
    if count := len(masks(text)):
        told.append(texts.to_fill.format(count=count))
    if named := times(text):
        more = texts.and_more if len(named) > _TIMES else ""
        told.append(texts.dated.format(times=texts.joint.join(named[:_TIMES]) + more))
    return (Line(_SEPARATOR.join(told), quiet=True),) if told else ()


def _maxim(text: str) -> str | None:
    from retrieval.roles.maxims import maxim  # numpy comes with it: commands that show one passage do without

    return maxim(text)


def _fitting(line: str) -> str:
    if units(line) <= COPIED:
        return line
    kept = line[: COPIED - 1]
    while units(kept) > COPIED - 1:
        kept = kept[:-1]
    return kept + "…"
