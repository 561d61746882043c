"""What an answer says of itself: that it is not all that was asked for (说明)."""

from __future__ import annotations

from bot.texts import Texts, fill
from bot.understood import theme_of
from retrieval.models import Note, SearchResult


def shortfall(texts: Texts, result: SearchResult) -> str | None:
    """Return the sentence that says an answer does, or is made of, other than was asked for; else None."""
    request, names = result.request, texts.names
    match result.note:
        case Note.FUNCTION_NOT_FOUND:
            wanted = texts.joint.join(names.functions[function] for function in request.functions)
        case Note.FORM_NOT_FOUND:
            # Where a function was asked for, too, there may be passages that do it, and others of that form.
            told = [names.functions[function] for function in request.functions]
            wanted = texts.joint.join((*told, *(names.forms[form] for form in request.forms)))
        case _:
            return None
    return texts.role_not_found.format(theme=theme_of(texts, request), wanted=wanted)


def fewer(texts: Texts, asked: int, shown: int, found: int) -> str | None:
    """Return the sentence that says a person gets fewer passages than were asked for; else None."""
    if asked > found:
        return fill(texts.fewer_found, found=found)
    if asked > shown:
        return texts.more_by_paging.format(shown=shown)
    return None
