"""The rooms of the house: which may import which, and what each alone may know."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("corpus", "retrieval", "bot")
MAY_IMPORT = {"corpus": {"corpus"}, "retrieval": {"retrieval", "corpus"}, "bot": {"bot", "retrieval", "corpus"}}
ONLY = {
    "telegram": {"bot"},
    "rich": {"bot"},
    "click": {"bot"},
    "faiss": {"retrieval"},
    "jieba": {"retrieval"},
    "tantivy": {"retrieval"},
    "opencc": {"retrieval"},
    "torch": {"retrieval"},
    "sentence_transformers": {"retrieval"},
    # Reading Word is the business of corpus; a file of favourites is something said to a person, which is that of bot.
    "docx": {"corpus", "bot"},
    "pypdfium2": {"corpus"},
    "odf": {"corpus"},
    "striprtf": {"corpus"},
    "selectolax": {"corpus"},
}
HEAVY = ("torch", "sentence_transformers", "transformers", "datasets", "aiohttp", "prometheus_client")
"""What is imported only where a setting asks for it."""


def modules(room: str) -> list[Path]:
    """Every Python file of a room."""
    return sorted((ROOT / room).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """Top-level names that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_itself_and_the_rooms_below(room: str) -> None:
    """Imports go bot → retrieval → corpus, never back."""
    assert modules(room)
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(room)
        for name in imports(path)
        if name in ROOMS and name not in MAY_IMPORT[room]
    ]
    assert wrong == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_library_stays_in_the_room_that_knows_it(room: str) -> None:
    """Only bot knows Telegram, only retrieval FAISS and jieba, only corpus the formats of files."""
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(room)
        for name in imports(path)
        if name in ONLY and room not in ONLY[name]
    ]
    assert wrong == []


def test_answering_needs_neither_torch_nor_sentence_transformers() -> None:
    """Importing the whole path of an answer leaves the heavy libraries alone, and so servers and what they tell."""
    code = (
        "import sys, bot.cli, bot.app, bot.terminal, bot.telegram.run, retrieval.engine, retrieval.builtin\n"
        f"heavy = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_files_stay_short() -> None:
    """A file over about 400 lines wants splitting."""
    long = {
        str(path.relative_to(ROOT)): count
        for room in ROOMS
        for path in modules(room)
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 420
    }
    assert long == {}


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_a_readme(room: str) -> None:
    """What lives in a room, what may not, and how a message passes through stands in its README."""
    text = (ROOT / room / "README.md").read_text(encoding="utf-8")
    assert "May not" in text
    assert len(text.splitlines()) <= 60
