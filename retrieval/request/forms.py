"""What the passage is to be made of (形式): 来段排比, 引用古语的, "with figures". ``data/cues.toml`` has the names.

A name inside a theme is none: 数字经济, 大数据, 饮用水, 古诗词进校园.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from retrieval.models import Form
from retrieval.request.cues import cues, either, without

_BEFORE: Final = r"(?=[ ,:]|$|讲|说|谈|写|论|来|的|和|与|及|、|结尾|开头|开场|收尾|金句)"
"""What may follow a name that stands first."""
_JOINTS: Final = re.compile(r"(?:和|与|及|跟|[ ,、](?:或|带|用|要|有|来个?)|,? and| with| using)$|^(?:和|与|及) ?")
"""What led to the words that are cut out, and leads nowhere now."""
_ENGLISH_LINK: Final = r"(?:of|for|in|with|on|about|to|regarding)"


@dataclass(frozen=True, slots=True)
class _Cue:
    """One form, and the constructions of its names; ``attached`` must not end a word of the theme."""

    form: Form
    sure: re.Pattern[str]
    attached: re.Pattern[str]


def read_form(text: str) -> tuple[Form, str] | None:
    """Find a cue of one form and take it out; None without a cue.

    Args:
        text: What is left of a message, searched copy.
    """
    for cue in _compiled():
        match = cue.sure.search(text) or cue.attached.search(text)
        if match is not None and match[0] and not _is_theme(text, match):
            rest = without(text, match.start(), match.end(), match.groupdict().get("theme") or "")
            return cue.form, _JOINTS.sub("", rest)
    return None


def _is_theme(text: str, match: re.Match[str]) -> bool:
    guard = cues()["form_guard"]
    before = re.search(rf"(?:{guard['before']})$", text[: match.start()])
    behind = re.match(rf"(?:{guard['behind']})", text[match.end() :])
    return (before is not None and match[0][0] not in "的 ,") or behind is not None


@cache
def _compiled() -> tuple[_Cue, ...]:
    found = []
    for one, value in cues()["forms"].items():
        name, clause, english = either([value["name"]]), either([value["clause"]]), either([value["english"]])
        sure = (
            rf"^{name}的?{_BEFORE}",
            rf"(?:的|[ ,、:])(?:要)?{name}$",
            rf"(?<=[ ,])(?:带|用|有|要)?{name}的?(?=[ ,])",
            clause,
            rf"^{english}(?: {_ENGLISH_LINK}\b|$|(?=,))",
            rf"(?:(?<=[ ,])|\b(?:using|in the form of|as) ){english}(?=$|,)",
            rf"(?<= )(?:using|including) {english}\b",
        )
        found.append(_Cue(Form(one), re.compile("|".join(sure)), re.compile(rf"(?<=[\u4e00-\u9fff]){name}$")))
    return tuple(found)
