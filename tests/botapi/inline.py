"""Inline queries: somebody writes behind the bot's name in any chat, and what the bot answers is checked and kept."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.botapi import rules
from tests.botapi.rules import Parsed, Refused

if TYPE_CHECKING:
    from tests.botapi.people import Person

RESULTS = 50
ID_BYTES = OFFSET_BYTES = 64
QUERY_LIMIT = 256

_ARTICLE = {"type", "id", "title", "input_message_content", "reply_markup", "description", "url", "thumbnail_url"}
_CONTENT = {"message_text", "parse_mode", "entities", "link_preview_options"}


@dataclass(frozen=True)
class Chosen:
    """A result as the person sees it, and the message it becomes."""

    id: str
    title: str
    description: str
    message: Parsed
    links: tuple[tuple[str, str], ...] = ()

    @property
    def quote(self) -> str:
        """The text of its one quote."""
        (span,) = (one for one in self.message.entities if one.type.endswith("blockquote"))
        encoded = self.message.text.encode("utf-16-le")
        return encoded[2 * span.offset : 2 * (span.offset + span.length)].decode("utf-16-le")


@dataclass(frozen=True)
class Offered:
    """What stands above the keyboard."""

    results: tuple[Chosen, ...]
    next: str
    seconds: int
    personal: bool
    button: str | None
    start: str | None


class InlineQueries:
    """The part of the server that takes answers to inline queries."""

    supports_inline = False

    def __init__(self) -> None:
        super().__init__()
        self.offered: dict[str, Offered] = {}
        self._asked: set[str] = set()

    def open_inline(self, query: str) -> None:
        """Let an inline query be answered, once."""
        self._asked.add(query)

    async def _answer_inline_query(
        self, inline_query_id: str, results: object, button: object = None, **more: Any
    ) -> bool:
        if not isinstance(results, list) or len(results) > RESULTS:
            raise Refused("Bad Request: RESULTS_TOO_MUCH")
        chosen = tuple(_article(one) for one in results)
        if len({one.id for one in chosen}) < len(chosen):
            raise Refused("Bad Request: RESULT_ID_DUPLICATE")
        offset = more.get("next_offset", "")
        if len(offset.encode()) > OFFSET_BYTES:
            raise Refused("Bad Request: NEXT_OFFSET_INVALID")
        label, start = _button(button)
        if inline_query_id not in self._asked:
            raise Refused("Bad Request: query is too old and response timeout expired or query ID is invalid")
        self._asked.remove(inline_query_id)
        seconds = int(more.get("cache_time", 300))
        personal = more.get("is_personal", "false").lower() == "true"
        self.offered[inline_query_id] = Offered(chosen, offset, seconds, personal, label, start)
        return True


async def query(person: Person, text: str, offset: str = "", *, expired: bool = False) -> str:
    """Write behind the bot's name; returns the query's id. An ``expired`` one cannot be answered any more."""
    assert len(text) <= QUERY_LIMIT
    number = f"i{person.api.number()}"
    if not expired:
        person.api.open_inline(number)
    await person.happens(inline_query={"id": number, "from": person.user(), "query": text, "offset": offset})
    return number


async def offered(person: Person, text: str, offset: str = "") -> Offered:
    """Write behind the bot's name, and wait for what is offered."""
    number = await query(person, text, offset)
    await person.api.until(lambda: number in person.api.offered, 30)
    return person.api.offered[number]


async def press_under(person: Person, data: str) -> str:
    """Press a button under a message that was chosen from inline results; returns the press's id."""
    number = f"q{person.api.number()}"
    person.api.open_query(number)
    held = {"inline_message_id": f"m{number}", "chat_instance": "1"}
    await person.happens(callback_query={"id": number, "from": person.user(), "data": data, **held})
    return number


async def edit(person: Person, text: str, update: Mapping[str, Any] | None = None, **more: Any) -> None:
    """Change the words of a message: of the last one that the person wrote, or of that of an update."""
    written = dict((update or next(one for one in reversed(person.updates) if "message" in one))["message"])
    for key in ("text", "caption", "entities", "caption_entities"):
        said = written.pop(key, None)
        more.setdefault(key, text if said is not None and key in {"text", "caption"} else None)
    if text.startswith("/") and more["entities"] is None:
        more["entities"] = [{"type": "bot_command", "offset": 0, "length": rules.utf16_length(text.split()[0])}]
    more = {key: value for key, value in more.items() if value is not None}
    await person.happens(edited_message={**written, **more, "edit_date": int(time.time())})


async def put_in(person: Person, *, before: str = "left", after: str = "member") -> None:
    """Change the bot's own place in the person's chat: put it in, or something else."""

    def member(status: str) -> dict[str, Any]:
        until = {"until_date": 0} if status == "kicked" else {}
        return {"user": person.api.me(), "status": status, **until}

    change = {"chat": person.chat, "from": person.user(), "date": int(time.time())}
    await person.happens(my_chat_member={**change, "old_chat_member": member(before), "new_chat_member": member(after)})


def matching(text: str) -> Callable[[Mapping[str, Any]], bool]:
    """Which calls hold a text, for a fault."""
    return lambda parameters: text in str(parameters.get("text", ""))


def _article(result: Mapping[str, Any]) -> Chosen:
    if result.get("type") != "article" or set(result) - _ARTICLE:
        raise Refused(f"Bad Request: can't parse inline query result: fields {sorted(result)}")
    if not 1 <= len(str(result.get("id", "")).encode()) <= ID_BYTES:
        raise Refused("Bad Request: RESULT_ID_INVALID")
    if rules.is_blank(str(result.get("title", ""))):
        raise Refused("Bad Request: ARTICLE_TITLE_EMPTY")
    content = result["input_message_content"]
    if set(content) - _CONTENT:
        raise Refused(f"Bad Request: can't parse input message content: fields {sorted(content)}")
    message = rules.parse_text(content["message_text"], content.get("parse_mode"))
    keys = rules.parse_keyboard(result.get("reply_markup"))
    links = tuple((key.label, key.url) for row in keys for key in row if key.url)
    return Chosen(result["id"], result["title"], result.get("description", ""), message, links)


def _button(button: object) -> tuple[str | None, str | None]:
    if button is None:
        return None, None
    if not isinstance(button, dict) or set(button) != {"text", "start_parameter"} or not button["text"].strip():
        raise Refused("Bad Request: can't parse inline query results button")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", button["start_parameter"]):
        raise Refused("Bad Request: START_PARAM_INVALID")
    return button["text"], button["start_parameter"]
