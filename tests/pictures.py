"""Pictures of a conversation for the README (对话截图): ``python -m tests.pictures`` writes ``bot/pictures/*.svg``.

Each is what the bot really answers over the bundled library, turned into HTML and buttons by the renderer that Telegram
gets its messages from; only the look of the bubbles is ours.
"""

from __future__ import annotations

import asyncio
import io
import re
import tempfile
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.align import Align
from rich.box import ROUNDED
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.app import App
from bot.person import Person
from bot.settings import load_settings
from bot.telegram.render import Message, render

FOLDER: Final = Path(__file__).parents[1] / "bot" / "pictures"
WIDTH: Final = 78
TALKS: Final = {
    "request": ("来两段安全生产的结尾，短一点",),
    "conversation": ("做风建设", "要举措的", "出处"),
    "favourites": ("给我一段关于优化营商环境的话", "收藏", "打标签 大会讲话", "打开收藏"),
}
_FORMAT: Final = re.sub(r"@font-face \{\{.*?\}\}\s*|<!--.*?-->\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL).replace(
    "Fira Code", "Noto Sans Mono CJK SC"
)
"""Rich's frame without the fonts that it would fetch: Chinese in the reader's own."""
STYLES: Final = {"b": "bold", "i": "italic grey62", "blockquote": "default", "code": "cyan", "u": "underline"}


class _Bubble(HTMLParser):
    """Reads Telegram's HTML into styled text; a quote gets a bar."""

    def __init__(self) -> None:
        super().__init__()
        self.text = Text(overflow="fold")
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(tag)
        if tag == "blockquote":
            self.text.append("▎ ", style="dodger_blue2")

    def handle_endtag(self, tag: str) -> None:
        self._open.remove(tag)

    def handle_data(self, data: str) -> None:
        self.text.append(data, style=" ".join(STYLES[tag] for tag in self._open if STYLES[tag] != "default"))


def bubble(message: Message) -> RenderableType:
    """Return a message as Telegram shows it: its text, and its buttons under it."""
    reader = _Bubble()
    reader.feed(message.html)
    rows: list[RenderableType] = [Panel(reader.text, box=ROUNDED, border_style="grey70")]
    for row in message.keyboard.inline_keyboard if message.keyboard else ():
        table = Table.grid(expand=True)
        for _ in row:
            table.add_column(ratio=1)
        table.add_row(*(Panel(Align.center(Text(button.text)), box=ROUNDED, border_style="grey42") for button in row))
        rows.append(table)
    return Group(*rows)


async def talk(home: Path, said: Sequence[str]) -> Console:
    """Say these things one after another; returns a console that has the conversation on record."""
    app = App(load_settings({}, None, home), lambda _: None)
    console = Console(record=True, width=WIDTH, file=io.StringIO())
    person = Person("picture", "zh")
    with app.workers() as workers:
        dialogue = app.dialogue(app.engine, workers)
        for text in said:
            console.print(Align.right(Panel(Text(text), box=ROUNDED, border_style="green", expand=False)))
            for reply in (await dialogue.message(person, text)).replies:
                for message in render(reply):
                    console.print(bubble(message))
    return console


def main() -> None:
    """Write the three pictures."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, said in TALKS.items():
            home = Path(folder) / name
            App(load_settings({}, None, home), lambda _: None).initialise()
            console = asyncio.run(talk(home, said))
            picture = console.export_svg(title="讲稿", code_format=_FORMAT, unique_id=f"jianggao-{name}")
            (FOLDER / f"{name}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
