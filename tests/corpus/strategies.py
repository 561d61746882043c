"""Generated speeches for property tests: all kinds of numbering, masks, broken lines and page chrome."""

from __future__ import annotations

from hypothesis import strategies as st

_CLAUSES = (
    "要把责任扛在肩上",
    "坚持问题导向和目标导向相统一",
    "全市实现地区生产总值XX亿元",
    "同比增长5.8％",
    "压紧压实各方责任",
    "让群众看得见、摸得着",
    "PM2.5年平均浓度降至**微克",
    "做到“两手抓、两手硬”",
    "以钉钉子精神釆取有力措施",
    "有的干部“不想为”",
    "深入推进____专项行动",
    "确保件件有着落、事事有回音",
)
_TOPICS = (
    "强化政治自觉",
    "抓好安全生产",
    "改进工作作风",
    "推动项目建设",
    "保障改善民生",
    "守牢底线红线",
    "加强组织领导",
)
_CHROME = ("下载", "打印", "【字号： 加大 还原 减小 】", "相关报道：", "仅供学习 禁止外传", "- 3 -", "来源：××日报")
_SINGLE = ("各位代表！", "同志们，新的征程已经开启。", "附件", "结束语", "谢谢大家！", "", "　　", "\u3000\ufeff")
_DIGITS = "一二三四五六七八九十"


def sentences() -> st.SearchStrategy[str]:
    """One sentence of one to four clauses."""
    clauses = st.lists(st.sampled_from(_CLAUSES), min_size=1, max_size=4)
    return st.builds(
        lambda parts, end: "，".join(parts) + end, clauses, st.sampled_from(["。", "。", "。", "！", "；"])
    )


@st.composite
def paragraphs(draw: st.DrawFn) -> str:
    """A paragraph of some sentences, at times with points, so that some are over the threshold for points."""
    parts = draw(st.lists(sentences(), min_size=1, max_size=6))
    if draw(st.booleans()):
        style = draw(st.sampled_from(["{}是", "{}要", "第{}，"]))
        count = draw(st.integers(2, 6))
        points = [
            style.format(_DIGITS[index]) + "".join(draw(st.lists(sentences(), min_size=1, max_size=4)))
            for index in range(count)
        ]
        parts.extend(points)
    return "".join(parts)


@st.composite
def headings(draw: st.DrawFn) -> str:
    """A heading of any family, alone or with its body in the same line; the numbers need not follow one another."""
    number = draw(st.integers(1, 10))
    style = draw(
        st.sampled_from(
            [
                "{c}、",
                "（{c}）",
                "({c})",
                "{n}.",
                "{w}．",
                "（{n}）",
                "{n}）",
                "第{c}部分　",
                "第{c}，",
                "{c}是",
                "——",
                "",
            ]
        )
    )
    prefix = style.format(c=_DIGITS[number - 1], n=number, w=chr(0xFF10 + number % 10))
    body = draw(st.sampled_from(["", "", "。", "。" + "".join(draw(st.lists(sentences(), min_size=1, max_size=3)))]))
    return prefix + draw(st.sampled_from(_TOPICS)) + body


@st.composite
def speech_texts(draw: st.DrawFn) -> str:
    """The text of a file: perhaps a frame, then headings, paragraphs, addresses and chrome in any order."""
    lines: list[str] = []
    if draw(st.booleans()):
        lines.append(
            draw(st.sampled_from(["在全市安全生产工作会议上的讲话", "2024年××县政府工作报告", "抓落实　见成效"]))
        )
    if draw(st.booleans()):
        lines.append(draw(st.sampled_from(["（2024年3月5日）", "——在全县三级干部大会上的报告", "县委书记 李明"])))
    if draw(st.booleans()):
        lines.append(draw(st.sampled_from(["同志们：", "各位代表：", "尊敬的各位领导，同志们："])))
    parts = st.one_of(
        paragraphs(),
        paragraphs(),
        headings(),
        st.sampled_from(
            [
                "各位代表！",
                "同志们，新的征程已经开启。",
                "附件",
                "结束语",
                "谢谢大家！",
                "",
                "　　",
                "\u3000\u3000\ufeff",
            ]
        ),
        st.sampled_from(_CHROME),
    )
    lines.extend(draw(st.lists(parts, min_size=1, max_size=14)))
    indent = draw(st.sampled_from(["", "　　", "  ", "\t"]))
    text = draw(st.sampled_from(["\n", "\n\n", "\r\n"])).join(indent + line for line in lines)
    return _broken(draw, text) if draw(st.booleans()) else text


def _broken(draw: st.DrawFn, text: str) -> str:
    """The text with a line broken somewhere inside, as scanned and copied files have it."""
    place = draw(st.integers(0, len(text)))
    return text[:place] + "\n" + text[place:]
