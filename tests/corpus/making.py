"""Speeches made by hand, for tests that need values and no files."""

from __future__ import annotations

import random
from collections.abc import Sequence
from textwrap import wrap

from corpus import ids
from corpus.models import Cut, Frame, Passage, PassageKind, Place, Section, Speech

NOTICE = "本文仅供学习参考\n"

SUBJECTS = wrap("干部群众企业社区乡镇机关支部学校医院园区河湖农田道路市场窗口车间仓库工地林区水库", 2)
VERBS = wrap("检查完善推进落实改造巡查登记公开协调培训走访评估督办修缮统计规范服务联系监测总结", 2)
OBJECTS = wrap("台账制度流程设备隐患清单责任承诺预案档案标准渠道平台通道预算进度质量作风安全效率", 2)


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


POINT = "一是压实责任。"
LONG = sentences(3, 4) + POINT + sentences(4, 4)
"""A long paragraph with a point in it."""


def other_speech(seed: int, *, shared: str | None = None) -> Speech:
    """Three paragraphs like none of another seed, and ``shared`` as a fourth."""
    paragraphs = [sentences(seed * 100 + number) for number in range(3)]
    return make_speech(
        [*paragraphs, *([shared] if shared else [])], file=f"{seed}.txt", title=f"第{seed}次会议上的讲话"
    )
