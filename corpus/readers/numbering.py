"""Numbers that Word draws before a paragraph and that stand nowhere in its text (自动编号).

A heading typed with Word's list button reads "一、形势" on paper and "形势" in the file, so without them the tree of
headings is lost. Only formats drawn exactly as Word draws them are written; any other gives no number.
Source of names and rules: ECMA-376 part 1, sections 17.9 and 17.18.59.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"


def _roman(n: int) -> str:
    values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    signs = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")
    drawn = ""
    for value, sign in zip(values, signs, strict=True):
        drawn += sign * (n // value)
        n %= value
    return drawn


def _letters(n: int) -> str:
    """Z is followed by AA, BB, CC, as Word has it."""
    return chr(ord("A") + (n - 1) % 26) * ((n - 1) // 26 + 1)


def _counting(n: int) -> str:
    """十一, 二十, 一百零五: as spoken, without the leading 一 of 一十; below 1,000.

    >>> [_counting(n) for n in (1, 10, 12, 20, 105, 110, 123)]
    ['一', '十', '十二', '二十', '一百零五', '一百一十', '一百二十三']
    """
    hundreds, rest = divmod(n, 100)
    tens, ones = divmod(rest, 10)
    drawn = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        drawn += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        drawn += "零"
    return drawn + (_DIGITS[ones] if ones else "")


def _legal(n: int) -> str:
    signs = dict(zip(_DIGITS, _LEGAL, strict=True)) | {"十": "拾", "百": "佰", "零": "零"}
    spoken = _counting(n)
    return "".join(signs[sign] for sign in ("一" + spoken if 10 <= n < 20 else spoken))


def _from(signs: str) -> Callable[[int], str]:
    return lambda n: signs[n - 1] if n <= len(signs) else ""


def _digits(n: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(n))


def _full_width(n: int) -> str:
    return str(n).translate({ord("0") + d: ord("０") + d for d in range(10)})


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalHalfWidth": str,
    "decimalEnclosedCircle": _from("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedCircleChinese": _from("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedParen": _from("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    "decimalEnclosedFullstop": _from("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
    "ideographEnclosedCircle": _from("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "chineseLegalSimplified": _legal,
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": _digits,
    "ideographTraditional": _from("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _from("子丑寅卯辰巳午未申酉戌亥"),
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda n: _letters(n).lower(),
}


def draw(n: int, number_format: str) -> str:
    """Return ``n`` as ``number_format`` draws it; empty where that is unknown or out of reach.

    >>> draw(12, "chineseCountingThousand"), draw(3, "decimalEnclosedCircle"), draw(3, "bullet")
    ('十二', '③', '')
    """
    drawing = _FORMATS.get(number_format)
    return drawing(n) if drawing and 0 < n < 1000 else ""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list.

    Attributes:
        number_format: A name of ``w:numFmt``, e.g. "chineseCounting".
        pattern: What is drawn, with ``%1`` for the number of the first level and so on: "（%1）".
        start: The first number.
        restart: Restart after an item of this level or one above it, counted from 1; 0 for never, None for any above.
        arabic: Draw the numbers of all levels in Arabic figures (``w:isLgl``).
    """

    number_format: str
    pattern: str
    start: int = 1
    restart: int | None = None
    arabic: bool = False


@dataclass(slots=True)
class Counter:
    """Counts through one document, in its order.

    Attributes:
        levels: The levels of each list (``w:num``), outermost first.
        groups: The group (``w:abstractNum``) of each list; lists of a group count on from one another.
        restarts: Level and first number where a list begins anew, although its group has counted before.
    """

    levels: Mapping[str, tuple[Level, ...]]
    groups: Mapping[str, str]
    restarts: Mapping[str, Mapping[int, int]]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def next(self, number_id: str, level: int) -> str:
        """Count one item of the list ``number_id`` and return what Word draws before it, often with a stop (一、)."""
        levels = self.levels.get(number_id, ())
        if not 0 <= level < len(levels):
            return ""
        counts = self._counts.setdefault(self.groups[number_id], {})
        if number_id not in self._begun:
            self._begun.add(number_id)
            for depth, start in self.restarts.get(number_id, {}).items():
                counts[depth] = start - 1
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for depth in range(level + 1, len(levels)):
            restart = levels[depth].restart
            if restart is None or (restart > 0 and level < restart):
                counts.pop(depth, None)
        return self._draw(levels, counts, level)

    @staticmethod
    def _draw(levels: tuple[Level, ...], counts: Mapping[int, int], level: int) -> str:
        here = levels[level]
        if here.number_format in {"bullet", "none"}:
            return ""
        drawn: list[str] = []
        for part in re.split(r"(%[1-9])", here.pattern):
            if not re.fullmatch(r"%[1-9]", part):
                drawn.append(part)
                continue
            depth = int(part[1]) - 1
            if depth >= len(levels):
                return ""
            number = draw(
                counts.get(depth, levels[depth].start), "decimal" if here.arabic else levels[depth].number_format
            )
            if not number:
                return ""
            drawn.append(number)
        return "".join(drawn)
