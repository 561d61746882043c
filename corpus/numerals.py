"""Numbers, years and dates as speeches write them: ASCII, full-width and Chinese (数字)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from corpus.simplified import simplified

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "○": 0, "Ｏ": 0, "两": 2}
_UNITS = {"十": 10, "百": 100}

CHINESE = "〇零一二三四五六七八九十百"
"""Characters of a Chinese number up to some hundreds, for use inside a character class."""

_DIGIT = r"[\d〇○零一二三四五六七八九]"
_YEAR = re.compile(rf"(?<!{_DIGIT})({_DIGIT}{{4}})\s*年(?!前|来|间|以)")
_DATE = re.compile(
    rf"(?<!{_DIGIT})({_DIGIT}{{4}})\s*年\s*([\d一二三四五六七八九十]{{1,3}})\s*月\s*([\d一二三四五六七八九十]{{1,3}})\s*[日号]"
)
_BARE_DATE = re.compile(r"[（(【\[]?\s*(\d{4})[-./](\d{1,2})[-./](\d{1,2})\s*[)）】\]]?")
_FILE_YEAR = re.compile(r"(?<![0-9A-Za-z])(\d{4})(?:(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]))?(?![0-9A-Za-z])")

EARLIEST_YEAR, LATEST_YEAR = 1921, 2100
"""The years that a speech may be of; other numbers of four digits are figures."""


def number(text: str) -> int | None:
    """The value of a whole number: ``12``, ``１２``, ``十二``, ``二〇二六``, ``⑫``, ``㈢``; None for anything else."""
    if text.isdecimal():
        return int(text)
    if len(text) == 1 and text not in _DIGITS and text not in _UNITS:
        value = unicodedata.numeric(text, -1)
        return int(value) if value >= 0 and value == int(value) else None
    if not text or any(character not in _DIGITS and character not in _UNITS for character in text):
        return None
    if not any(character in _UNITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    total, digit = 0, None
    for character in text:
        if character in _UNITS:
            total += _UNITS[character] * (1 if digit is None else digit)
            digit = None
        else:
            digit = _DIGITS[character]
    return total + (digit or 0)


def _year(text: str) -> int | None:
    digits = "".join(str(number(character)) for character in text)
    return int(digits) if EARLIEST_YEAR <= int(digits) <= LATEST_YEAR else None


def years(text: str) -> tuple[int, ...]:
    """The calendar years named in a text (２０２１年, 2021年, 二〇二一年), in order; "2000年来" names a span."""
    found = (_year(match[1]) for match in _YEAR.finditer(simplified(text)))
    return tuple(year for year in found if year is not None)


def file_year(name: str) -> int | None:
    """The year in a file's name ("讲话2024.docx", "20240315讲话.docx"); None without one or with several."""
    found = {year for year in map(_year, _FILE_YEAR.findall(name)) if year is not None}
    return found.pop() if len(found) == 1 else None


def full_date(text: str) -> date | None:
    """The first date in a line that names year, month and day; a date in figures alone only where it is the line."""
    for match in (_DATE.search(simplified(text)), _BARE_DATE.fullmatch(text.strip())):
        if match is None:
            continue
        year, month, day = _year(match[1]), number(match[2]), number(match[3])
        if year is None or month is None or day is None:
            continue
        try:
            return date(year, month, day)
        except ValueError:  # the 31st of February: a slip of the file, and no date
            continue
    return None
