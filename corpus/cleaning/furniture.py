"""What a single line is, when it is no speech. Whether it may go is for the steps to say, which see where it stands."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from corpus.cleaning import sellers, web
from corpus.cleaning.shapes import is_heading, names_speech
from corpus.salutations import is_salutation

_LONGEST = 160
"""Characters. A longer line is running text, whatever words it has."""


class Furniture(StrEnum):
    """Kinds of lines that are no speech; the value is the name of the step that drops them."""

    TOOLS = "page-tools"
    BYLINE = "byline"
    RELATED = "related-links"
    FOOTER = "site-footer"
    NOTICE = "notice"
    ADVERT = "advertisement"


@lru_cache(maxsize=8192)  # every step asks anew about the same lines
def kind_of(text: str) -> Furniture | None:
    """What ``text`` is by its own words alone; a whole line, without white space on both sides."""
    if not text or len(text) > _LONGEST or sellers.glued(text):
        return None
    if web.is_font_bar(text) or web.is_alone(text) or web.is_tools(text) or web.is_pager(text) or web.is_call(text):
        return Furniture.TOOLS
    if web.is_related(text):
        return Furniture.RELATED
    if web.is_footer(text):
        return Furniture.FOOTER
    if is_salutation(text) or is_heading(text) or names_speech(text):
        return None
    if web.is_byline(text):
        return Furniture.BYLINE
    if sellers.is_contact(text) or (sellers.is_advert(text) and not sellers.is_notice(text)):
        return Furniture.ADVERT
    return Furniture.NOTICE if sellers.is_notice(text) else None


def is_certain(text: str, kind: Furniture) -> bool:
    """Whether such a line is no speech wherever it stands, even between two paragraphs."""
    match kind:
        case Furniture.TOOLS:
            return web.is_font_bar(text) or web.is_call(text) or web.is_pager(text) or web.is_row_of_tools(text)
        case Furniture.RELATED:
            return web.is_sure_link(text)
        case Furniture.BYLINE:
            return web.is_editor(text)
        case Furniture.ADVERT:
            return sellers.is_contact(text)
        case Furniture.FOOTER:
            return web.is_url(text) or web.is_copy_line(text) or web.is_licence_number(text)
        case _:
            return False
