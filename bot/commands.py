"""Commands, and the plain words that mean the same (命令)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Command(StrEnum):
    """What can be asked for besides passages, in the order of the menu."""

    START = "start"
    HELP = "help"
    FAVORITES = "favorites"
    LIBRARY = "library"
    THEMES = "themes"
    TAGS = "tags"
    WRITING = "writing"
    FIND = "find"
    FORGET_ME = "forgetme"
    MINE = "mine"
    LANGUAGE = "language"


class AdminCommand(StrEnum):
    """What administrators alone may ask for; to everybody else these are no commands."""

    STATS = "stats"
    ALLOW = "allow"
    BLOCK = "block"
    REINDEX = "reindex"
    BACKUP = "backup"


WORDS: dict[str, Command] = {
    "开始": Command.START,
    "start": Command.START,
    "帮助": Command.HELP,
    "使用帮助": Command.HELP,
    "使用说明": Command.HELP,
    "说明": Command.HELP,
    "怎么用": Command.HELP,
    "你会什么": Command.HELP,
    "你能做什么": Command.HELP,
    "help": Command.HELP,
    "?": Command.HELP,
    "收藏夹": Command.FAVORITES,
    "我的收藏": Command.FAVORITES,
    "我的收藏夹": Command.FAVORITES,
    "看收藏": Command.FAVORITES,
    "favorites": Command.FAVORITES,
    "favourites": Command.FAVORITES,
    "my favorites": Command.FAVORITES,
    "my favourites": Command.FAVORITES,
    "库": Command.LIBRARY,
    "讲稿库": Command.LIBRARY,
    "库里有什么": Command.LIBRARY,
    "库里有哪些讲稿": Command.LIBRARY,
    "有哪些讲稿": Command.LIBRARY,
    "library": Command.LIBRARY,
    "主题": Command.THEMES,
    "主题目录": Command.THEMES,
    "主题列表": Command.THEMES,
    "有哪些主题": Command.THEMES,
    "库里有哪些主题": Command.THEMES,
    "themes": Command.THEMES,
    "topics": Command.THEMES,
    "打开收藏": Command.FAVORITES,
    "打开收藏夹": Command.FAVORITES,
    "打开我的收藏": Command.FAVORITES,
    "open favorites": Command.FAVORITES,
    "open favourites": Command.FAVORITES,
    "标签": Command.TAGS,
    "我的标签": Command.TAGS,
    "看标签": Command.TAGS,
    "tags": Command.TAGS,
    "my tags": Command.TAGS,
    "正在写": Command.WRITING,
    "写完了": Command.WRITING,
    "不写了": Command.WRITING,
    "writing": Command.WRITING,
    "done writing": Command.WRITING,
    "收藏里找": Command.FIND,
    "find": Command.FIND,
    "我的讲稿": Command.MINE,
    "我的讲稿库": Command.MINE,
    "看我的讲稿": Command.MINE,
    "mine": Command.MINE,
    "my speeches": Command.MINE,
    "忘记我": Command.FORGET_ME,
    "删除我的数据": Command.FORGET_ME,
    "forgetme": Command.FORGET_ME,
    "forget me": Command.FORGET_ME,
    "语言": Command.LANGUAGE,
    "切换语言": Command.LANGUAGE,
    "language": Command.LANGUAGE,
}
"""Words that are a command when nothing else stands in the message. No theme of a speech is one of them."""

_ADMINS = {command.value: command for command in AdminCommand}
_SLASH = re.compile(r"/(\w+)(?:@\w+)?(?:\s.*)?", re.DOTALL)
_ENDING = "。．.！!？?～~ \u3000"


@dataclass(frozen=True, slots=True)
class UnknownCommand:
    """A ``/name`` that is no command."""

    name: str


def argument(text: str) -> str:
    """Return what stands after a ``/command``, on one line; "" where nothing does, or there is no command."""
    first, *rest = text.split() or [""]
    return " ".join(rest) if first.startswith("/") else ""


def read_admin_command(text: str) -> AdminCommand | None:
    """Return the administrators' command that a message is, or None."""
    slash = _SLASH.fullmatch(text.strip())
    return _ADMINS.get(slash[1].lower()) if slash else None


def read_command(text: str) -> Command | UnknownCommand | None:
    """Return the command that a message is, or None for a request. What stands after a ``/command`` is ``argument``."""
    text = text.strip()
    slash = _SLASH.fullmatch(text)
    if slash is not None:
        name = slash[1].lower()
        return WORDS.get(name) or UnknownCommand(slash[1])
    # "？" alone asks for help, too.
    return WORDS.get(text.lower().replace("？", "?")) or WORDS.get(text.lower().rstrip(_ENDING))
