"""Cues of the functions: what the headings announce, how the text begins and speaks, where it stands (功能).

All functions take the searched copy of a text (``retrieval.normalize``). Headings are told from reports and speeches
alike: 工作回顾 announces 成绩, 主要预期目标 目标, 加强组织领导 要求.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from corpus.models import Place
from retrieval.models import Function

_HEADINGS: Final = tuple(
    map(
        re.compile,
        (
            r"回顾|过去[一五]年|去年|成绩|成效|成就|看变化|总的印象|主要工作完成|这一年|[今一五]年来|工作情况|取得|变了样|亮点",
            r"问题|不足|差距|困难|挑战|短板|毛病|病[在根象]|差什么|差在|照镜子|照照|镜子|短处|教训|看不见|难处|忧患|症结",
            r"意义|认识|为什么|为何|重要性|看清|看透|形势|分量|担子|想明白|想清|大势|机遇|时代|懂|凭什么|为了什么|敬意|价值",
            r"总体要求|总体思路|基本思路|指导思想|目标|原则|总要求|预期|战略安排|总体部署",
            r"任务|举措|措施|重点工作|工作安排|工作部署|怎么[干办做学改]|推进|着力|实施|建设|发展|深化|扩大|提升|保障和改善|抓[好实]|办好|干",
            r"组织领导|加强领导|责任|保障措施|自身建设|政府建设|带头|纪律|作风|队伍|干部|落实|表率|靠谁|党的领导|几点要求|怎么带",
        ),
    )
)
_BEGINS: Final = tuple(
    map(
        re.compile,
        (
            r"^(?:同志们|各位|朋友们|大家)",
            r"^(?:今天|刚才|会前|开会|这次会议|现在,?我|各位代表[:,。]?\s*现在)",
            r"^(?:最后|课就要|话就|讲到这里|时间)",
            r"^(?:一年来|过去|去年|五年来|这[几些一]年|先说(?:家底|成绩)|应当说|总的看|肯定|我们(?:坚持|深入|扎实|全力|大力|着力))",
            r"^(?:但|可是|也要|同时|在看到|在肯定|再说|必须清醒|我们也)",
            r"^(?:今年|到(?:今年|年底|20)|[^。]{0,16}(?:总体要求|总要求|主要目标|预期目标|目标)(?:是|:))",
            r"^(?:\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+[要是]|第[一二三四五六七八九十]|[①-⑳\d]+[.、])",
            r"^(?:为什么|什么是|[^。,?]{1,12}\?)",
        ),
    )
)
_SPEAKS: Final = tuple(
    map(
        re.compile,
        (
            r"今天(?:我们)?(?:召开|开|的会|这个会)|主要任务是|下面,?我|我讲|我代表|讲[几三四五两]|提[几三四五两]点",
            r"谢谢|祝[大各愿同你]|预祝|祝福|让我们|携手|奋勇|团结奋斗|新的更大|伟大复兴|愿[大你我]",
            r"取得|完成|实现|增长|提高到|达到|突破|新增|建成|下降|荣获|稳居|同比|圆满|显著|明显|迈出|累计",
            r"辛苦|感谢|敬意|归功于|得益于",
            r"不足|问题|不够|短板|差距|困难|不强|不高|不实|不平衡|压力|风险|薄弱|毛病|形式主义",
            r"有的|个别|一些(?:同志|单位|地方|干部)|存在|根子|原因|病根",
            r"总体要求|总要求|预期目标|主要目标|目标是|力争|以上|左右|以内|为指导|指导思想|坚持稳中求进|全面贯彻",
            r"月底前|年底前|年内|牵头|负责|启动|开展|实施|推进|建设|推动|加快|完善|健全|支持|培育|打造",
            r"必须|要(?:带头|以身作则|扛起|压实|强化|严格|坚持|加强|敢于|善于)|第一责任人|责任|督查|考核|问责|通报|追究|纪律|作风",
            r"关系|事关|意味着|根本|基石|意义|历史|时代|大局|说到底|本质|决定|迫切|关键",
            r"党员干部|领导干部|各级|主要负责同志|书记|一把手|各部门|党委|政府工作人员",
            r"^[^。]{0,30}(?:多|少|两|三|四|五|六|七)(?:个|条|点|种|张)(?:问题|毛病|短板|病|现象|难题)",
        ),
    )
)

_ANNOUNCED: Final = (
    (Function.PROBLEMS, re.compile(r"(?:存在|面临)的?.{0,8}(?:问题|困难|挑战)|(?:问题|困难)[与和](?:挑战|不足)")),
    (Function.GOALS, re.compile(r"总体要求|(?:预期|主要|奋斗|发展)目标(?!任务)|指导思想|基本原则")),
    (
        Function.ACHIEVEMENTS,
        re.compile(r"回顾|过去[一五].?年.{0,4}工作|年.{0,14}工作(?:情况|总结)|主要成就|发展成就|取得的?成[绩效就]"),
    ),
    (Function.REQUIREMENTS, re.compile(r"组织领导|自身建设|保障措施|工作要求|几点要求")),
)
_BOTH: Final = re.compile(
    r"成[绩就效].{0,10}(?:目标|问题)|(?:问题|目标).{0,10}成[绩就效]|回顾.{0,12}(?:目标|要求|思路)|目标.{0,3}任务"
)

PRIOR: Final = 1.5
"""What an announcing heading adds to the score of its function, in natural-logarithm odds. Set by hand: the starter
library, whose headings are free, holds hardly one of them, and so cannot teach it."""

PARTS: Final = 6 * 2 + 8 + 12
POSITIONS: Final = 16


def parts(text: str, headings: Sequence[str]) -> list[float]:
    """What the innermost heading and those above it announce, how the text begins, and what it speaks of, 0 to 1."""
    last = headings[-1] if headings else ""
    above = " ".join(headings[:-1])
    start = text[:60]
    return [
        *(float(pattern.search(last) is not None) for pattern in _HEADINGS),
        *(float(pattern.search(above) is not None) for pattern in _HEADINGS),
        *(float(pattern.search(start) is not None) for pattern in _BEGINS),
        *(min(len(pattern.findall(text)), 3) / 3 for pattern in _SPEAKS),
    ]


def announced(headings: Sequence[str]) -> Function | None:
    """The function that the innermost announcing heading gives out in so many words; None where it names two."""
    for heading in reversed(headings):
        if _BOTH.search(heading):
            return None
        for function, pattern in _ANNOUNCED:
            if pattern.search(heading):
                return function
    return None


def position(paragraph: int, paragraphs: int, place: Place, depth: int, length: int) -> list[float]:
    """Where a passage stands: first, last and near them, how far on, below how many headings; and how long it is.

    Args:
        paragraph: Number of the natural paragraph, from 1.
        paragraphs: How many the speech has.
        place: As ``corpus`` knows it.
        depth: Number of headings above it.
        length: Characters.
    """
    far = (paragraph - 1) / max(1, paragraphs - 1)
    return [
        far,
        far * far,
        float(paragraph == 1),
        float(paragraph == 2),
        float(paragraph == paragraphs),
        float(paragraph == paragraphs - 1),
        float(place is Place.OPENING),
        float(place is Place.CLOSING),
        float(depth == 0),
        float(depth > 1),
        *(float(abs(far - centre) < 0.1) for centre in (0.1, 0.3, 0.5, 0.7, 0.9)),
        min(length, 400) / 400,
    ]
