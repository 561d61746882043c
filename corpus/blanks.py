"""What of a passage has to be changed before it is used again: masks to fill, phrases that name a time (待填与时间).

Masks (待填), each run counted once:

- letters and crosses: XX, ＸＸＸ, xx, ××; a single one where a word of place, date or number follows (X市, ×月);
- stars and shapes: **, ○○, □□, ●●, △△, but not the noughts of a year (二○○八年);
- 某某, and 某 before a word of place (某县);
- lines to write on: ____, ＿＿;
- brackets with nothing in them, or with an order to fill in: 【】, （　）, 【单位名称】, （此处插入数据）.

Times (时间), as they read on a card:

- years, those at both ends of a span too: 2020年, ２０２０年, 二〇二〇年, 2016—2020年;
- congresses and plenums: 十九届四中全会, 第十四届全国人大, 党的二十大;
- plans: 十三五, “十五”计划, “九五”, “八五”;
- times told from the day of the speech: 今年, 去年, 上半年, 本届, 本世纪 …;
- anniversaries: 100周年.
"""

from __future__ import annotations

import re
from typing import Final

from corpus.numerals import EARLIEST_YEAR, LATEST_YEAR, number

Span = tuple[int, int]

_NUMERAL: Final = "〇零一二三四五六七八九十百"
_FOLLOWS: Final = "省市县区旗镇乡村街路局委厅处科院校厂司组队年月日号时同志书记个名位项家条次人万亿元亩户"
_MASK: Final = re.compile(
    rf"""
      (?<![A-Za-zＡ-Ｚａ-ｚ])(?:[XＸ]{{2,}}|[xｘ]{{2,}})(?![A-Za-zＡ-Ｚａ-ｚ])
    | [×✕╳]{{2,}}
    | (?<![A-Za-zＡ-Ｚａ-ｚ\d])[XxＸｘ×](?=[{_FOLLOWS}])
    | [*＊]{{2,}}
    | (?<![{_NUMERAL}○\d])[○◯]{{2,}}(?![{_NUMERAL}年])
    | [□■△▲●]{{2,}}
    | 某{{2,}}
    | 某(?=[省市县区镇乡村街])
    | [_＿]{{2,}}
    | 【\s*】 | （\s*） | \(\s*\) | 〔\s*〕 | \[\s*\] | 《\s*》 | “\s*”
    | [【\[][^】\]]{{0,12}}(?:名称|姓名|单位|时间|地点|日期|数据|填写|填入|插入)[^】\]]{{0,8}}[】\]]
    | [（(][^（）()，。]{{0,6}}(?:填写|填入|插入|待补充|待填)[^（）()，。]{{0,10}}[）)]
    """,
    re.VERBOSE,
)

_ORDINAL: Final = r"(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]|\d{1,2})"
_YEAR_DIGIT: Final = r"[\d〇○零一二三四五六七八九]"
_TIME: Final = re.compile(
    rf"""
      (?<!{_YEAR_DIGIT})(?P<first>{_YEAR_DIGIT}{{4}})\s*年?\s*[—–~～至到-]+\s*(?P<last>{_YEAR_DIGIT}{{4}})\s*年
    | (?<!{_YEAR_DIGIT})(?P<year>{_YEAR_DIGIT}{{4}})\s*年(?![前来间])
    | (?P<plenum>{_ORDINAL}届[一二三四五六七八九]中全会)
    | (?P<congress>第{_ORDINAL}届(?:全国人大|全国人民代表大会|全国代表大会|[省市县区]?人大|政协|亚运会|全运会))
    | (?:党的)(?P<party>十[二三四五六七八九]大|二十[一二三]?大)
    | (?<![{_NUMERAL}\d第])(?P<party_alone>十[六七八九]大|二十大)(?![类项任工行产重民举板攻领战亮])
    | [“"'‘](?P<quoted>十?[一二三四五六七八九]五|十五(?=[”"'’](?:计划|规划|期间|时期)))[”"'’]
    | (?<![{_NUMERAL}\d])(?P<plan>十[一二三四五六]五)(?![{_NUMERAL}\d个名人岁年天家条项次位元万亿亩户届])
    | (?P<anniversary>(?:\d+|[{_NUMERAL}]+)\s*周年)
    | (?P<told>(?<![如当现])今年(?![轻龄])|(?<!过)去年(?!代)|(?<![当目以之])前年(?![度龄])|(?<![文透光])明年
        |(?<![今以之])后年(?!度)|[本上]年度|上半年|下半年|今明两年|今冬明春|去冬今春
        |本届(?!时)|本世纪)
    """,
    re.VERBOSE,
)
_NAMED: Final = ("plenum", "congress", "quoted", "plan", "anniversary", "told")


def masks(text: str) -> tuple[Span, ...]:
    """Return the masks of a text: spans in code points, in order."""
    return tuple(match.span() for match in _MASK.finditer(text))


def times(text: str) -> tuple[str, ...]:
    """Return the times that a text names, each once, in the order of their first mention."""
    return tuple(dict.fromkeys(name for match in _TIME.finditer(text) for name in _names(match)))


def _names(match: re.Match[str]) -> tuple[str, ...]:
    if match["year"] or match["last"]:
        told = [match["year"]] if match["year"] else [match["first"], match["last"]]
        years = [_year(one) for one in told]
        return tuple(f"{year} 年" for year in years if year is not None)
    if party := match["party"] or match["party_alone"]:
        return (party,)
    return tuple("".join(match[name].split()) for name in _NAMED if match[name])


def _year(text: str) -> int | None:
    year = int("".join(str(number(character)) for character in text))
    return year if EARLIEST_YEAR <= year <= LATEST_YEAR else None
