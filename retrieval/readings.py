"""How characters sound (读音): Mandarin syllables without tones; ``data/readings.tsv``.

A character has its commonest reading; those of ``_TWO`` have the next one as well, which people use daily.

The table covers the 6,763 characters of GB 2312. It is written by ``python -m retrieval.readings``, which needs
pypinyin (0.55); reading the table does not: importing pypinyin alone takes longer than a search.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from retrieval.normalize import DATA

_FILE: Final = DATA / "readings.tsv"
_TWO: Final = frozenset("行重长调率发传处藏朝量乐强少数相兴应只中着种转更会觉角系差便度还了得地大都弹单当的")


def sounds_like(one: str, other: str, *, exactly: bool = False) -> bool:
    """Whether two characters have a reading in common.

    Args:
        one: A character.
        other: Another one.
        exactly: Else 平 and 翘 (zh, z), 前 and 后鼻音 (en, eng), n and l at the start count as the same.
    """
    table = _exact() if exactly else _folded()
    return not table.get(one, frozenset()).isdisjoint(table.get(other, frozenset()))


def fold(syllable: str) -> str:
    """Write syllables that many people do not tell apart the same way: zhang → zan, neng → len."""
    folded = re.sub(r"^([zcs])h", r"\1", syllable)
    folded = re.sub(r"^n(?=.)", "l", folded)
    return re.sub(r"(?<=[aei])ng$", "n", folded)


@cache
def _exact() -> Mapping[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            syllable, characters = line.split("\t")
            for character in characters:
                table.setdefault(character, set()).add(syllable)
    return {character: frozenset(found) for character, found in table.items()}


@cache
def _folded() -> Mapping[str, frozenset[str]]:
    return {character: frozenset(map(fold, found)) for character, found in _exact().items()}


def _characters() -> Iterator[str]:
    """Yield the characters of GB 2312, in its order."""
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                yield bytes((row, cell)).decode("gb2312")
            except UnicodeDecodeError:
                continue


def main(file: Path = _FILE) -> None:
    """Write the table; needs pypinyin."""
    from pypinyin import Style, pinyin

    table: dict[str, list[str]] = {}
    for character in _characters():
        readings = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
        for syllable in (readings[0] if readings else [])[: 2 if character in _TWO else 1]:
            table.setdefault(syllable, []).append(character)
    lines = [f"{syllable}\t{''.join(characters)}" for syllable, characters in sorted(table.items())]
    file.write_text("\n".join(["# 音节（不标声调）	读这个音的字", *lines]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
