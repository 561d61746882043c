"""The conversation in a terminal (终端): the same replies as in Telegram, drawn as text, their buttons as short keys.

At a keyboard the cards are drawn by rich, with the keys below them. Through a pipe every line is answered in order,
in plain text without prompts, keys or colours; the keys themselves work there, too.
"""

from __future__ import annotations

import asyncio
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol, TextIO

from rich import box
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from bot.commands import Command, read_command
from bot.dialogue import Exchange
from bot.keys import Act, decode, encode
from bot.person import Person
from bot.replies import Button, Document, Line, Outcome, Part, Quote, Reply
from bot.texts import Texts, texts_for
from bot.understood import FUNCTION_SHORTCUTS

WIDEST: Final = 96
"""Columns of a card: 48 Chinese characters, beyond which the eye loses the line."""

_LEAVE: Final = frozenset({"q", "quit", "exit", "退出", "再见"})
_ALWAYS: Final = {"f": encode(Act.FAVOURITES, 0), "k": encode(Act.LIBRARY, 0)}
_HELP: Final = frozenset({"?", "h"})
_SAVE, _REMOVE = "s", "x"
_KEY: Final = re.compile(rf"[a-z]|\d{{1,3}}|[-+]|qw|{'|'.join(FUNCTION_SHORTCUTS.values())}")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Screen(Protocol):
    """Where replies are drawn."""

    def welcome(self) -> None:
        """Greet."""
        ...

    def read(self) -> str | None:
        """Return the next line, or None at the end."""
        ...

    def show(self, outcome: Outcome) -> None:
        """Draw what a message or a press led to."""
        ...

    def say(self, text: str) -> None:
        """Draw a sentence of the terminal's own."""
        ...

    def bye(self) -> None:
        """Take leave."""
        ...


def run_terminal(dialogue: Exchange, person: Person, source: TextIO, output: TextIO) -> None:
    """Talk until the end of input, ``q`` or Ctrl-C.

    Not a coroutine: the keyboard is waited for in the main thread, where Ctrl-C reaches it, and an event loop of its
    own runs only while there is something to answer.
    """
    texts = texts_for(person.language)
    screen: Screen = Keyboard(texts, output) if source.isatty() and output.isatty() else Pipe(source, output)
    with asyncio.Runner() as runner:
        try:
            screen.welcome()
            _talk(runner, dialogue, person, screen, texts)
        except KeyboardInterrupt:
            pass
        screen.bye()


def _talk(runner: asyncio.Runner, dialogue: Exchange, person: Person, screen: Screen, texts: Texts) -> None:
    keys = dict(_ALWAYS)
    while (line := screen.read()) is not None:
        # What a terminal could not decode comes as lone surrogates, which no database takes.
        text = line.strip().encode("utf-8", "replace").decode()
        word = unicodedata.normalize("NFKC", text).lower()
        if word in _LEAVE:
            return
        if not text:
            continue
        if word in keys:
            outcome = runner.run(dialogue.press(person, keys[word]))
        elif word in _HELP or read_command(text) is Command.HELP:
            # The dialogue's own help tells of buttons to tap.
            screen.say(texts.terminal_help)
            continue
        elif word == _SAVE and _REMOVE in keys:
            screen.say(texts.terminal_saved_before)
            continue
        elif _KEY.fullmatch(word):
            screen.say(texts.terminal_no_such_key.format(key=text))
            continue
        else:
            outcome = runner.run(dialogue.message(person, text))
        screen.show(outcome)
        for reply in outcome.replies:
            if reply.document is not None:
                screen.say(_filed(texts, reply.document))
        if not _only_plain(outcome):
            # Of several cards the last is at hand; its ◀ leads to the others.
            keys = _ALWAYS | {button.shortcut: button.key for button in _buttons(outcome.replies)}


def _only_plain(outcome: Outcome) -> bool:
    """Whether nothing new is at hand: a text for copying leaves the card that it came from in use."""
    return all(reply.plain for reply in outcome.replies)


def _filed(texts: Texts, document: Document) -> str:
    """Write a file into the working folder, over none that is there; say where it is, or why it is not."""
    name = Path(document.name)
    path, number = Path.cwd() / name, 1
    while True:
        try:
            with path.open("xb") as file:
                file.write(document.content)
        except FileExistsError:
            number += 1
            path = Path.cwd() / f"{name.stem}-{number}{name.suffix}"
        except OSError as error:
            return texts.terminal_file_failed.format(name=path.name, reason=error.strerror or str(error))
        else:
            return texts.terminal_file.format(path=path)


def _buttons(replies: Sequence[Reply]) -> list[Button]:
    """Return the buttons that are at hand: those of the last reply, and of any what concerns the answer as a whole."""
    return [
        button
        for reply in (*replies[-1:], *replies[:-1])
        for row in reply.rows
        for button in row
        if button.shortcut and (reply is replies[-1] or _of_all(button))
    ]


def _of_all(button: Button) -> bool:
    key = decode(button.key)
    return key is not None and key.act in {Act.TAKE_OUT, Act.PUT_BACK}


class Pipe:
    """Plain text, for a program or a file at one of the two ends."""

    def __init__(self, source: TextIO, output: TextIO) -> None:
        for stream in (source, output):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        self._source = source
        self._output = output
        self._answered = False

    def welcome(self) -> None:
        """Say nothing: whoever reads this asked for answers alone."""

    def read(self) -> str | None:
        """Return the next line, or None at the end."""
        return self._source.readline() or None

    def show(self, outcome: Outcome) -> None:
        """Write what there is to read, an empty line before each further reply."""
        if outcome.toast is not None:
            self.say(outcome.toast)
        for reply in outcome.replies:
            self.say("\n".join(part.text for part in reply.parts))

    def say(self, text: str) -> None:
        """Write a block of text."""
        self._output.write(f"\n{text}\n" if self._answered else f"{text}\n")
        self._output.flush()
        self._answered = True

    def bye(self) -> None:
        """Say nothing."""


class Keyboard:
    """Cards drawn by rich, for a person at a terminal."""

    def __init__(self, texts: Texts, output: TextIO) -> None:
        self._texts = texts
        self._console = Console(file=output, highlight=False, markup=False, emoji=False)

    def welcome(self) -> None:
        """Greet, and let the line be edited where the platform can."""
        with suppress(ImportError):
            import readline  # noqa: F401 - importing it is what gives input() its editing
        self.say(self._texts.terminal_welcome)

    def read(self) -> str | None:
        """Ask for a line; None where the person ends the input (Ctrl-D)."""
        try:
            return input(self._texts.terminal_prompt)
        except EOFError:
            return None

    def show(self, outcome: Outcome) -> None:
        """Draw every reply as a card, with the keys below the last."""
        for reply in outcome.replies:
            if reply.plain:
                self._console.print(*(_drawn(part) for part in reply.parts), sep="\n", soft_wrap=True)
            else:
                self._console.print(self._card(reply))
        if not _only_plain(outcome):
            keys = [*self._keys(_buttons(outcome.replies)), f"q {self._texts.terminal_quit}"]
            self._console.print(Text("   ".join(keys), style="cyan"))
        if outcome.toast is not None:
            self._console.print(Text(outcome.toast, style="yellow" if outcome.alert else "green"))

    def say(self, text: str) -> None:
        """Print a sentence."""
        self._console.print(Text(text))

    def bye(self) -> None:
        """Take leave."""
        self.say(self._texts.terminal_bye)

    def _keys(self, buttons: Sequence[Button]) -> Iterator[str]:
        """Each key with its label; the numbers of a list, which are their own labels, together."""
        numbers = [int(button.shortcut) for button in buttons if button.shortcut.isdecimal()]
        if numbers:
            yield self._texts.terminal_open.format(numbers=_ranged(numbers))
        for button in buttons:
            if not button.shortcut.isdecimal():
                yield f"{button.shortcut} {button.label}"

    def _card(self, reply: Reply) -> RenderableType:
        # Lines above and below only: text that is copied out of a full frame has its bars in it.
        return Panel(
            Group(*(_drawn(part) for part in reply.parts)),
            box=box.HORIZONTALS,
            width=min(self._console.width, WIDEST),
            padding=(0, 1),
        )


def _ranged(numbers: Sequence[int]) -> str:
    """Ascending numbers as "1–8", or one by one where some are missing."""
    first, last = numbers[0], numbers[-1]
    if len(numbers) > 1 and last - first + 1 == len(numbers):
        return f"{first}–{last}"
    return " ".join(map(str, numbers))


def _drawn(part: Part) -> Text:
    match part:
        case Quote(text, faint, stress):
            # Whatever a file holds must not steer the terminal.
            drawn = Text(_CONTROL.sub("�", text), style="dim" if faint else "")
            for start, end in stress:
                drawn.stylize("bold", start, end)
            return drawn
        case Line(text, quiet, strong):
            return Text(text, style="bold cyan" if strong else "dim" if quiet else "")
