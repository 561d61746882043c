"""Speeches made by hand, for tests that need values and no files."""

from __future__ import annotations

import random
from collections.abc import Sequence

from corpus import ids
from corpus.models import Cut, Frame, Passage, PassageKind, Place, Section, Speech

NOTICE = "本文仅供学习参考\n"

SUBJECTS = (
    "干部 群众 企业 社区 乡镇 机关 支部 学校 医院 园区 河湖 农田 道路 市场 窗口 车间 仓库 工地 林区 水库"
).split()
VERBS = ("检查 完善 推进 落实 改造 巡查 登记 公开 协调 培训 走访 评估 督办 修缮 统计 规范 服务 联系 监测 总结").split()
OBJECTS = (
    "台账 制度 流程 设备 隐患 清单 责任 承诺 预案 档案 标准 渠道 平台 通道 预算 进度 质量 作风 安全 效率"
).split()


def sentences(seed: int, count: int = 6) -> str:
    """A paragraph like no other of another seed, the same each time."""
    chance = random.Random(seed)
    return "".join(
        f"{chance.choice(SUBJECTS)}要在{chance.randint(1, 999)}天内{chance.choice(VERBS)}{chance.choice(OBJECTS)}，"
        f"并{chance.choice(VERBS)}{chance.choice(SUBJECTS)}的{chance.choice(OBJECTS)}。"
        for _ in range(count)
    )


def make_speech(
    paragraphs: Sequence[str],
    *,
    title: str = "在全市工作会议上的讲话",
    file: str = "讲话.txt",
    points: Sequence[str] = (),
    year: int | None = 2024,
) -> Speech:
    """A speech of a title, a heading and ``paragraphs``, its source a notice longer; ``points`` stand in paragraphs."""
    heading = "一、总体要求"
    text = "\n".join((title, heading, *paragraphs))
    speech_id = ids.speech_id(text)
    passages: list[Passage] = []
    at = len(title) + 1 + len(heading) + 1
    for number, paragraph in enumerate(paragraphs, start=1):
        place = Place.OPENING if number == 1 else Place.CLOSING if number == len(paragraphs) else Place.BODY
        whole = make_passage(speech_id, text, at, at + len(paragraph), number, heading, place=place)
        passages.append(whole)
        for point in points:
            if point in paragraph:
                start = at + paragraph.index(point)
                passages.append(
                    make_passage(speech_id, text, start, start + len(point), number, heading, whole.id, place)
                )
        at += len(paragraph) + 1
    start = len(title) + 1
    return Speech(
        id=speech_id,
        text=text,
        source=NOTICE + text,
        cuts=(Cut("notices", 0, len(NOTICE)),),
        frame=Frame(title=title, title_inferred=False, year=year, speaker="王明"),
        sections=(Section(1, start, start + len(heading), heading, None),),
        passages=tuple(passages),
        file=file,
        format="txt",
        themes=("安全",),
        licence="CC0-1.0",
    )


def make_passage(
    speech_id: str,
    text: str,
    start: int,
    end: int,
    paragraph: int,
    heading: str,
    parent_id: str | None = None,
    place: Place = Place.BODY,
) -> Passage:
    """The slice of ``text`` from ``start`` to ``end`` as a passage; a point where it has a parent."""
    sha256 = ids.digest(text[start:end])
    key = ids.passage_key(speech_id, start, end, sha256)
    return Passage(
        id=ids.passage_id(key),
        key=key,
        speech_id=speech_id,
        start=start,
        end=end,
        text=text[start:end],
        sha256=sha256,
        kind=PassageKind.PARAGRAPH if parent_id is None else PassageKind.POINT,
        section=(heading,),
        paragraph=paragraph,
        parent_id=parent_id,
        place=place,
    )
