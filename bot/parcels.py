"""A file on its way from a person to us: its name made harmless, its bytes stored where nobody else reads (来件).

What a person's program claims of a file is believed nowhere: its size is measured while it comes, its kind is told by
its first bytes, and its name is only ever shown.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import Final, Protocol

from bot.errors import ParcelTooLarge
from bot.replies import Reply
from bot.workers import Workers
from corpus.readers import FORMATS

MOST: Final = 20_000_000
"""Bytes of a file; Telegram gives no larger ones to a bot."""

LONGEST_NAME: Final = 80
"""Characters of a name, its ending included."""

HEAD: Final = 512
"""Bytes by which the kind of a file is told."""

_STORED = "received"  # nothing of the person's name reaches the disk
_ENDING = re.compile(r"\.([0-9A-Za-z]{1,8})")
_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_PACKED = b"PK\x03\x04"
_SIGNATURES: Final = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
)


class Parcel(Protocol):
    """A file that somebody sends, which has not come yet.

    Attributes:
        name: What they call it, as it came: any text at all, or None.
        size: How many bytes it claims to have, or None.
        caption: What they wrote under it.
    """

    @property
    def name(self) -> str | None:
        """The name."""
        ...

    @property
    def size(self) -> int | None:
        """The claimed size."""
        ...

    @property
    def caption(self) -> str:
        """The words under it."""
        ...

    def chunks(self) -> AsyncGenerator[bytes, None]:
        """Fetch it, piece by piece.

        Raises:
            ParcelTooLarge: It is over what can be fetched at all.
            ParcelLost: It cannot be fetched.
        """
        ...

    async def tell(self, reply: Reply) -> None:
        """Show how far we are, in the place of what was told before. Never raises for a chat that cannot be reached."""
        ...


def shown_name(name: str | None) -> str:
    """Return a name that can be shown and kept: one line, no folder, nothing invisible; "" where nothing is left."""
    base = re.split(r"[/\\]", name or "")[-1]
    visible = "".join(" " if _is_space(one) else one for one in base if _is_space(one) or _is_visible(one))
    line = " ".join(visible.split()).strip(". ")
    stem, dot, ending = line.rpartition(".")
    if not dot or len(line) <= LONGEST_NAME or len(ending) > LONGEST_NAME // 4:
        return line[:LONGEST_NAME].rstrip(". ")
    return f"{stem[: LONGEST_NAME - len(ending) - 2].rstrip('. ')}….{ending}"


def readable_name(name: str, head: bytes) -> str:
    """Return a shown name with an ending by which a reader is chosen where the content alone does not say.

    A name that has an ending keeps it: one that no reader takes is refused by that, unless the content says better.
    """
    ending = _ending(name)
    if ending in FORMATS:
        return name
    told = _told(head)
    if told is None:
        return name if ending else f"{name}.txt"
    return f"{name}.{told}"


async def read(parcel: Parcel, most: int = MOST) -> bytes:
    """Fetch a small file into memory, never more of it than ``most`` bytes and a piece.

    Raises:
        ParcelTooLarge: It claims to be, or is, over ``most`` bytes; the rest is not fetched.
        ParcelLost: It cannot be fetched.
    """
    content = bytearray()
    async with aclosing(_bounded(parcel, most)) as chunks:
        async for chunk in chunks:
            content += chunk
    return bytes(content)


@asynccontextmanager
async def stored(parcel: Parcel, workers: Workers, most: int = MOST) -> AsyncIterator[Path]:
    """Fetch a file into a folder of its own, readable by us alone and removed at the end, however it ends.

    A process that is killed leaves the folder behind; by its name the next import finds and removes it.

    Raises:
        ParcelTooLarge: It claims to be, or is, over ``most`` bytes; the rest is not fetched.
        ParcelLost: It cannot be fetched.
    """
    folder = Path(await workers.run(tempfile.mkdtemp, prefix=f"jianggao-{os.getpid()}-"))
    try:
        path = folder / _STORED
        with await workers.run(path.open, "wb") as file:
            async with aclosing(_bounded(parcel, most)) as chunks:
                async for chunk in chunks:
                    await workers.run(file.write, chunk)
        yield path
    finally:
        await workers.run(shutil.rmtree, folder, ignore_errors=True)


async def _bounded(parcel: Parcel, most: int) -> AsyncGenerator[bytes, None]:
    if (parcel.size or 0) > most:
        raise ParcelTooLarge(f"claims {parcel.size} bytes; {most} are taken")
    came = 0
    async with aclosing(parcel.chunks()) as chunks:
        async for chunk in chunks:
            came += len(chunk)
            if came > most:  # a claimed size may be wrong or missing
                raise ParcelTooLarge(f"over {most} bytes")
            yield chunk


def _ending(name: str) -> str:
    found = _ENDING.fullmatch(Path(name).suffix)
    return found[1].lower() if found else ""


def _told(head: bytes) -> str | None:
    """Return the kind of a file that its first bytes tell; None where they tell nothing."""
    if head.startswith(_PACKED):
        return "docx" if b"[Content_Types].xml" in head or b"word/" in head else "zip"
    known = (kind for signature, kind in _SIGNATURES if head.startswith(signature))
    return next(known, "html" if _HTML.match(head) else None)


def _is_space(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) == "Zs"


def _is_visible(character: str) -> bool:
    """Whether a character may stand in a name: no control, no mark of direction, no half of a pair, nothing private."""
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
