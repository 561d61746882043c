"""Forms of address (称谓): "同志们：", "各位代表！", "尊敬的各位领导、各位来宾："."""

from __future__ import annotations

import re

from corpus.simplified import simplified

_PEOPLE = (
    "同志|朋友|女士|先生|老师|同学|代表|委员|战友|乡亲|父老乡亲|家长|孩子|青年|干部|职工|工友|伙伴|姐妹|兄弟|校友|官兵|嘉宾|来宾"
    "|企业家|师生|同仁|同事|领导|专家|学者|评委|党员|学员|选手|客商|会员|理事|董事|股东|院士|使节|院长|主任|书记|部长|局长|市长|省长"
    "|主席|会长|总经理|董事长|负责人|委员长|常委|教授|医生|护士|教练|裁判|员工|家属|建设者|获奖者|劳动者|居民|村民|记者|使者|志愿者"
)
_INNER = "[^，。；：！？、,.;:!?的\\s]"
_OF = "[^，。；：！？、,.;:!?\\s]"  # as _INNER, with 的: 各位窗口的同事
_SAYS = "[要是都应须能请把将了]"  # what makes a clause of 各位…: 各位同志要做到
_ROLE_ENDS = "[长员师生友人者户客士兵工手属民亲辈宾主家]"  # 各位河长、各位网格员、各位店主
_STRONG = (
    rf"(?:(?:尊敬|亲爱|敬爱)的[^，。；：！？、,;:!?]{{1,24}}"
    rf"|(?:在座的?)?各位{_OF}{{0,10}}?(?:{_PEOPLE})们?"
    rf"|(?:在座的?)?各位(?:(?!{_SAYS}){_OF}){{1,9}}?{_ROLE_ENDS}们?(?=[\s：:！!，,、和]|$)"
    rf"|{_INNER}{{0,6}}?(?:{_PEOPLE})们)"
)
# Whoever is addressed beside others who are known: 各位新进中层，同志们.
_WHOEVER = rf"各位(?:(?!{_SAYS}){_OF}){{1,10}}"
_ANY = rf"(?:{_STRONG}|{_WHOEVER}|{_INNER}{{0,10}}?(?:{_PEOPLE})|{_INNER}{{1,6}}的(?:{_PEOPLE})们?)"
_LIST = rf"(?:{_ANY}[、，,和\s]\s*)*{_STRONG}(?:[、，,和\s]\s*{_ANY})*"

_BARE = re.compile(rf"{_LIST}\s*[：:！!，,。]?\s*(?:(?:大家)?(?:上午|下午|早上|晚上)?好[！!。]?)?")
_LEADING = re.compile(rf"(?:{_WHOEVER}[、，,]\s*)*{_STRONG}(?:[、，,]\s*{_STRONG})*\s*[：:！!，,]")
_LONGEST = 60


def is_salutation(line: str) -> bool:
    """Whether a line is a form of address and nothing else."""
    return len(line) <= _LONGEST and _BARE.fullmatch(simplified(line)) is not None


def leading_salutation(line: str) -> str | None:
    """The form of address that a line of prose starts with, its punctuation included ("同志们，"), or None."""
    match = _LEADING.match(simplified(line[:_LONGEST]))
    return line[: match.end()] if match else None
