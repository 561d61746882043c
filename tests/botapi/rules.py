"""What a Bot API server accepts, as strict as the service or stricter: markup, lengths, keyboards, parameters.

Stricter on purpose: a bare ``&``, an unknown entity, an unknown method or an unknown parameter, which the service lets
pass, are refused here, because from a program they are mistakes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

TEXT_LIMIT = 4096
KEY_BYTES = 64
BUTTONS_A_ROW = 8
BUTTONS_A_MESSAGE = 100
TOAST_LIMIT = 200
COPY_LIMIT = 256
"""The service counts characters; UTF-16 units are the stricter reading."""
CAPTION_LIMIT = 1024
FILE_BYTES = 50_000_000
FILE_NAME = 255
DOWNLOAD_BYTES = 20_000_000


class Refused(Exception):
    """The server's answer to a bad request: an HTTP status and a description."""

    def __init__(
        self, description: str, status: int = 400, retry_after: int | None = None, moved_to: int | None = None
    ) -> None:
        super().__init__(description)
        self.description = description
        self.status = status
        self.retry_after = retry_after
        self.moved_to = moved_to


@dataclass(frozen=True)
class Entity:
    """A marked span of a message; offset and length count UTF-16 code units."""

    type: str
    offset: int
    length: int


@dataclass(frozen=True)
class Parsed:
    """A text without its markup, and its entities in the order they open."""

    text: str
    entities: tuple[Entity, ...] = ()


# What Telegram takes for nothing, where there is nothing else: blanks, and characters that are not seen.
_NOTHING = dict.fromkeys(
    (*range(33), 0x7F, *range(0x80, 0xA1), 0xAD, 0x180E, *range(0x2000, 0x2010), *range(0x2028, 0x2030), 0x205F,
     *range(0x2060, 0x2070), 0x2800, 0x3000, 0xFEFF, 0xFFFC)
)  # fmt: skip


def is_blank(text: str) -> bool:
    """Whether nothing of a text is seen."""
    return not text.translate(_NOTHING)


def utf16_length(text: str) -> int:
    """UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "a": "text_link",
}
_ATTRIBUTES = {"a": {"href"}, "blockquote": {"expandable"}}
_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


@dataclass
class _Open:
    tag: str
    type: str
    offset: int


class _Markup(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.text = ""
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TYPES:
            raise Refused(f'Bad Request: can\'t parse entities: unsupported start tag "{tag}"')
        names = {name for name, _ in attrs}
        if unknown := names - _ATTRIBUTES.get(tag, set()):
            raise Refused(f"Bad Request: can't parse entities: unsupported attributes {sorted(unknown)} of {tag}")
        if tag == "blockquote" and any(entity.tag == "blockquote" for entity in self.open):
            raise Refused("Bad Request: can't parse entities: blockquotes can't be nested")
        kind = "expandable_blockquote" if "expandable" in names else _TYPES[tag]
        self.open.append(_Open(tag, kind, utf16_length(self.text)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1].tag != tag:
            raise Refused(f'Bad Request: can\'t parse entities: unmatched end tag "{tag}"')
        opened = self.open.pop()
        length = utf16_length(self.text) - opened.offset
        if length:
            self.entities.append(Entity(opened.type, opened.offset, length))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raise Refused(f'Bad Request: can\'t parse entities: tag "{tag}" closes itself')

    def handle_data(self, data: str) -> None:
        if "&" in data or "<" in data:
            raise Refused("Bad Request: can't parse entities: a character that must be escaped")
        self.text += data

    def handle_entityref(self, name: str) -> None:
        if name not in _CHARACTERS:
            raise Refused(f"Bad Request: can't parse entities: unsupported entity &{name};")
        self.text += _CHARACTERS[name]

    def handle_charref(self, name: str) -> None:
        self.text += chr(int(name[1:], 16) if name[:1] in "xX" else int(name))

    def handle_comment(self, data: str) -> None:
        raise Refused("Bad Request: can't parse entities: a comment")

    def handle_decl(self, decl: str) -> None:
        raise Refused("Bad Request: can't parse entities: a declaration")

    def handle_pi(self, data: str) -> None:
        raise Refused("Bad Request: can't parse entities: a processing instruction")

    def unknown_decl(self, data: str) -> None:
        raise Refused("Bad Request: can't parse entities: a declaration")


def parse_html(markup: str) -> Parsed:
    """Read Telegram's HTML.

    Raises:
        Refused: An unknown or unclosed tag, an attribute that means nothing, or a character that was not escaped.
    """
    parser = _Markup()
    parser.feed(markup)
    parser.close()
    if parser.open:
        raise Refused(f"Bad Request: can't parse entities: can't find end tag of \"{parser.open[-1].tag}\"")
    return Parsed(parser.text, tuple(sorted(parser.entities, key=lambda one: (one.offset, -one.length))))


def parse_text(text: str, parse_mode: str | None) -> Parsed:
    """Read the text of a message, as it will be shown.

    Raises:
        Refused: It cannot be parsed, is empty, or is over 4,096 UTF-16 units once parsed.
    """
    if not text:
        raise Refused("Bad Request: message text is empty")
    if parse_mode not in {None, "HTML"}:
        raise Refused(f"Bad Request: unsupported parse_mode {parse_mode}")
    parsed = parse_html(text) if parse_mode else Parsed(text)
    if is_blank(parsed.text):
        raise Refused("Bad Request: text must be non-empty")
    if utf16_length(parsed.text) > TEXT_LIMIT:
        raise Refused("Bad Request: message is too long")
    return parsed


def parse_caption(text: str, parse_mode: str | None) -> Parsed:
    """Read what is said of a file; it may be empty.

    Raises:
        Refused: It cannot be parsed, or is over 1,024 UTF-16 units once parsed.
    """
    parsed = parse_html(text) if parse_mode else Parsed(text)
    if utf16_length(parsed.text) > CAPTION_LIMIT:
        raise Refused("Bad Request: message caption is too long")
    return parsed


@dataclass(frozen=True)
class File:
    """A file in a chat."""

    name: str
    content: bytes


def parse_file(name: object, content: object) -> File:
    """Read an uploaded file.

    Raises:
        Refused: It is no upload, is empty, is over 50 MB, or its name is none or holds a folder.
    """
    if not isinstance(name, str) or not isinstance(content, bytes):
        raise Refused("Bad Request: there is no document in the request")
    if not content:
        raise Refused("Bad Request: file must be non-empty")
    if len(content) > FILE_BYTES:
        raise Refused("Request Entity Too Large", 413)
    if not 1 <= len(name.encode()) <= FILE_NAME or set(name) & set("/\\\0"):
        raise Refused("Bad Request: wrong file name")
    return File(name, content)


@dataclass(frozen=True)
class Key:
    """A button under a message: it sends ``data``, copies a text, or opens a link."""

    label: str
    data: str
    copies: str = ""
    url: str = ""


def parse_keyboard(markup: object) -> tuple[tuple[Key, ...], ...]:
    """Read an inline keyboard of buttons that call back or copy a text.

    Raises:
        Refused: An unknown field, an empty label, a key of no or more than 64 bytes, a text to copy of no or more than
            256 UTF-16 units, or too many buttons.
    """
    if markup is None:
        return ()
    if not isinstance(markup, dict) or set(markup) != {"inline_keyboard"}:
        raise Refused("Bad Request: object expected as reply markup, with inline_keyboard alone")
    rows = tuple(tuple(_key(button) for button in row) for row in markup["inline_keyboard"])
    if any(len(row) > BUTTONS_A_ROW or not row for row in rows) or sum(map(len, rows)) > BUTTONS_A_MESSAGE:
        raise Refused("Bad Request: reply markup is too long")
    return rows


def _key(button: dict[str, Any]) -> Key:
    if set(button) not in ({"text", "callback_data"}, {"text", "copy_text"}, {"text", "url"}):
        raise Refused(f"Bad Request: can't parse inline keyboard button: fields {sorted(button)}")
    if is_blank(button["text"]):
        raise Refused("Bad Request: can't parse inline keyboard button: text must be non-empty")
    if "copy_text" in button:
        copied = button["copy_text"]
        if not isinstance(copied, dict) or set(copied) != {"text"}:
            raise Refused("Bad Request: can't parse inline keyboard button: copy_text must hold text alone")
        if not 1 <= utf16_length(copied["text"]) <= COPY_LIMIT:
            raise Refused("Bad Request: BUTTON_COPY_TEXT_INVALID")
        return Key(button["text"], "", copied["text"])
    if "url" in button:
        if not re.fullmatch(r"(?:https?|tg)://\S+", button["url"]):
            raise Refused("Bad Request: BUTTON_URL_INVALID")
        return Key(button["text"], "", url=button["url"])
    if not 1 <= len(button["callback_data"].encode()) <= KEY_BYTES:
        raise Refused("Bad Request: BUTTON_DATA_INVALID")
    return Key(button["text"], button["callback_data"])


@dataclass(frozen=True)
class Method:
    """The parameters of a method: those it needs, those it may have, and which of them hold JSON."""

    needs: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()
    json: frozenset[str] = field(default=frozenset())


def _method(needs: str = "", may: str = "", json_fields: str = "") -> Method:
    return Method(frozenset(needs.split()), frozenset(may.split()), frozenset(json_fields.split()))


_MESSAGE = "parse_mode entities link_preview_options reply_markup"
METHODS: Mapping[str, Method] = {
    "getMe": _method(),
    "getUpdates": _method(may="offset limit timeout allowed_updates", json_fields="allowed_updates"),
    "setWebhook": _method(
        "url", "secret_token allowed_updates max_connections drop_pending_updates", "allowed_updates"
    ),
    "deleteWebhook": _method(may="drop_pending_updates"),
    "getWebhookInfo": _method(),
    "sendMessage": _method(
        "chat_id text",
        f"{_MESSAGE} message_thread_id disable_notification protect_content reply_parameters",
        "entities link_preview_options reply_markup reply_parameters",
    ),
    "sendDocument": _method(
        "chat_id document",
        "caption parse_mode caption_entities reply_markup message_thread_id disable_notification protect_content"
        " reply_parameters disable_content_type_detection",
        "caption_entities reply_markup reply_parameters",
    ),
    "editMessageText": _method("chat_id message_id text", _MESSAGE, "entities link_preview_options reply_markup"),
    "getFile": _method("file_id"),
    "editMessageReplyMarkup": _method("chat_id message_id", "reply_markup", "reply_markup"),
    "deleteMessage": _method("chat_id message_id"),
    "answerCallbackQuery": _method("callback_query_id", "text show_alert url cache_time"),
    "answerInlineQuery": _method(
        "inline_query_id results", "cache_time is_personal next_offset button", "results button"
    ),
    "sendChatAction": _method("chat_id action", "message_thread_id"),
    "setMyCommands": _method("commands", "scope language_code", "commands scope"),
    "deleteMyCommands": _method("", "scope language_code", "scope"),
}


def parse_parameters(name: str, sent: Mapping[str, Any]) -> dict[str, Any]:
    """Check the parameters of a call, and read those that are JSON.

    Raises:
        Refused: An unknown method, an unknown or a missing parameter, or broken JSON.
    """
    method = METHODS.get(name)
    if method is None:
        raise Refused(f"Bad Request: unknown method {name}")
    if unknown := set(sent) - method.needs - method.may:
        raise Refused(f"Bad Request: unknown parameters {sorted(unknown)}")
    if missing := method.needs - set(sent):
        raise Refused(f"Bad Request: missing parameters {sorted(missing)}")
    return {key: _value(value, is_json=key in method.json) for key, value in sent.items()}


def _value(value: Any, *, is_json: bool) -> Any:
    if not is_json or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise Refused("Bad Request: can't parse a parameter as JSON") from error


def parse_commands(commands: object) -> list[dict[str, str]]:
    """Check a list of commands.

    Raises:
        Refused: A name that is not 1–32 of a–z, 0–9 and _, or a description that is not 1–256 characters.
    """
    if not isinstance(commands, list) or len(commands) > 100:
        raise Refused("Bad Request: a list of at most 100 commands expected")
    for command in commands:
        name, description = command["command"], command["description"]
        if not (1 <= len(name) <= 32 and name.isascii() and name.replace("_", "a").isalnum() and name == name.lower()):
            raise Refused("Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= len(description) <= 256:
            raise Refused("Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
    return commands
