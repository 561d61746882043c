"""Where the passages are to come from (出处): a region, a file, a kind of text (文种).

Only what is said of a text counts: 山东的报告里, 广东怎么说, 党课上, 《…讲话》里. A region of the theme stays one
(京津冀协同发展, 东北振兴), and 讲话 or 稿子 at large filter nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from retrieval.request.cues import asking, cues, regions, without

_PROVINCE: Final = r"(?:省|市|自治区|壮族自治区|回族自治区|维吾尔自治区|特别行政区)?(?:省委|市委|委|党委)?"
_DOCUMENT: Final = r"(?:政府工作报告|工作报告|党代会报告|报告|讲话稿?|稿子|稿|发言)(?!会|厅|团|人|文学|制度|精神|要求)"
_PAPER: Final = r"(?:材料|文件|文章|经验材料)"
_INSIDE: Final = r"(?:里面|里头|里|中(?!心|央|国|小|医)|上(?!级|海|报|市))"
_HOW: Final = r"(?:(?:是)?(?:怎么|如何|咋|怎样)(?:讲|说|写|提|谈|表述|部署|要求)(?:的|到)?|的|找)?"
_SAY: Final = r"(?=的|有没有|讲(?!话)|提|说|谈|写|关于|有关|怎么|如何|找|[ ,]|$)"
_TEXTS: Final = r"讲话|报告|致辞|致词|党课|发言|讲稿|演讲|主持词|稿"
_NAME_LIMIT: Final = 60


@dataclass(frozen=True, slots=True)
class Origin:
    """What one cue says of where passages come from; one of both at least, or neither for a text at large."""

    source: str | None = None
    kind: str | None = None


def read_origin(text: str) -> tuple[Origin, str] | None:
    """Find one cue and take it out; None without a cue.

    Args:
        text: What is left of a message, searched copy.
    """
    for pattern in _compiled():
        if match := pattern.search(text):
            groups = match.groupdict()
            region, kind = groups.get("region"), groups.get("kind")
            origin = Origin(
                regions()[region] if region else groups.get("name"),
                cues()["kinds"].get(kind) if kind else None,
            )
            return origin, without(text, match.start(), match.end())
    return None


def read_file(text: str) -> tuple[str, str] | None:
    """Find a file's or a speech's name (《…讲话》里, 年终总结.docx) while the marks of names still stand."""
    for pattern in (_TITLE, _PICKED, _FILE, _THAT_ONE):
        if match := pattern.search(text):
            return match["name"].strip(), without(text, match.start(), match.end())
    return None


def drop_texts(text: str) -> str:
    """Take out 讲话, 稿子 and their like at the ends: where years or a source are said, they name no theme."""
    return _TEXTS_AT_ENDS.sub("", text)


def whole_region(text: str) -> str | None:
    """Read words that name a region and nothing else (山东, 山东的报告), as they stand behind 不要."""
    match = _region().fullmatch(text)
    return regions()[match["region"]] if match else None


def whole_kind(text: str) -> str | None:
    """Read a kind of text and nothing else: 党课."""
    kind: str | None = cues()["kinds"].get(text)
    return kind


_TEXTS_AT_ENDS: Final = re.compile(
    r"^(?:speech(?:es)?|reports?|texts?)(?= (?:about|on|of|from)\b)"
    r"|^(?:讲话稿?|稿子|稿|文章|材料|素材|发言稿?)(?:[ ,]+|的|$)"
    r"|(?:的|[ ,]|(?<=..))(?:讲话稿?|稿子|文章|发言稿?)$"
)
_TITLE: Final = re.compile(
    rf"(?:从|在)?《(?P<name>[^《》]{{0,{_NAME_LIMIT}}}(?:{_TEXTS})[^《》]{{0,{_NAME_LIMIT}}})》"
    r"(?:这篇|那篇|一文)?(?:里面?|中|上)(?:的|找|选|摘|挑)?"
)
_PICKED: Final = re.compile(rf"(?:从|在)《(?P<name>[^《》]{{2,{_NAME_LIMIT}}})》(?:里面?|中)?(?:找|挑|选|摘|抄)")
_FILE: Final = re.compile(
    r"(?:从|在)?(?P<name>[\w\-]{1,60}\.(?:docx?|txt|md|pdf|odt|rtf|html?|wps))(?:里面?|中|上|这个文件)*(?:的|找|选|摘|挑)?"
)
_THAT_ONE: Final = re.compile(
    r"(?:从|在)?(?P<name>[\u4e00-\u9fff\d]{2,12}?)(?:的)?(?:那篇|这篇|那份|这份)(?:讲话稿?|稿子|稿|文章|报告|材料)?(?:里面?|中)(?:的|找)?"
)


@cache
def _region() -> re.Pattern[str]:
    return re.compile(rf"(?P<region>{_region_names()}){_PROVINCE}(?:那边|这边)?(?:的)?(?:{_DOCUMENT}|{_PAPER})?")


@cache
def _region_names() -> str:
    return "|".join(sorted(map(re.escape, regions()), key=len, reverse=True))


@cache
def _compiled() -> tuple[re.Pattern[str], ...]:
    kinds = "|".join(sorted(cues()["kinds"], key=len, reverse=True))
    region = rf"(?P<region>{_region_names()})"
    start = r"(?:^|(?<=[ ,、看找的自要是]))(?<!不[是看找要])(?<!别[看找要])(?:最好是?)?(?:从|在)?"
    link = r" ?(?:那边|这边)?(?:政府(?=的))?的?(?:(?:19|20)\d\d年(?:的)?)?(?:全会|党代会|两会)?"
    how = r"(?:那边|这边)?(?:是)?(?:怎么|如何|咋|怎样)(?:讲|说|写|提|谈|表述)(?:的|到)?"
    report = r"(?:'s|’s)?(?: provincial| province)?(?: government)?(?: work)?(?: reports?| speech(?:es)?)"
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"{start}{region}{_PROVINCE}{link}(?:(?P<kind>政府工作报告)|{_DOCUMENT})(?:{_INSIDE})?{_HOW}",
            rf"{start}{region}{_PROVINCE}(?:那边|这边)?的{_PAPER}(?:{_INSIDE})?{_HOW}",
            rf"^{region}{_PROVINCE}{how}",
            rf"^(?:各省|各地|各市|外省|外地|别的省|别的地方|兄弟省份?|其他省份?|其他地方){how}",
            rf"{region}{_PROVINCE}{how}$",
            rf"(?:^|(?<=[ ,]))(?:只?要|只看|只找|来自|限)?{region}{_PROVINCE}(?:那边|这边)?的$",
            rf"(?:只要|只看|只找|来自|限于){region}{_PROVINCE}(?:那边|这边)?(?:的)?",
            rf"(?:^|(?<=[ ,的]))(?:在|从)?(?P<kind>{kinds})(?:里面|里头|里|(?:中|上)(?!心|央|级|海){_SAY}){_HOW}",
            r"^[省市县区]?(?P<kind>政府工作报告)(?=[ ,])",
            rf"^(?P<kind>{kinds})的?(?=(?:{asking()['closing']}|{asking()['opening']})(?:$|[ ,的怎]))",
            rf"(?:^|(?<=[ ,的]))(?:在|从)?(?:领导)?(?:讲话稿?|稿子|发言稿?|讲稿|文章){_INSIDE}{_SAY}{_HOW}",
            rf"\b(?<!not )(?:from|in|of) (?:the )?{region}{report}\b",
            rf"^(?:the )?{region}{report}(?= (?:on|about|of|regarding)\b)",
            rf"\b(?<!not )from {region}(?: province)?(?=$|,)",
            rf"^what (?:does|did) {region} say (?:about|on)\b",
        )
    )
