"""A library of speeches written for these tests, and an encoder that needs no model."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from corpus.library import Library
from corpus.models import Document
from corpus.splitting import build_speech
from retrieval.dense import unit
from retrieval.encoder import Vectors

WORK_STYLE = """在全县作风建设推进会上的讲话
同志们：
今天我们召开全县作风建设推进会，主要任务是查摆作风问题，部署下一步整改工作。
一、深刻认识作风建设的重要意义
作风建设关系人心向背。干部作风实不实，群众看得最清楚，也感受得最真切。
形式主义和官僚主义让基层疲于应付，材料写了一摞又一摞，问题却还留在原地。
二、扎实推进作风整改
要畅通群众评议渠道，把评判权交给办事的企业和群众，让作风好坏有人说、说了算。
要严明节日期间的纪律，逢年过节不收礼、不吃请，廉洁过节要成为习惯。
同志们，作风建设没有旁观者。让我们从今天改起，从自己改起，用好作风换来好光景。
"""
WORK_SAFETY = """在全市安全生产工作会议上的讲话
同志们：
今天的会议主要任务是分析安全生产形势，安排汛期和暑期安全防范工作。
一、坚决守住安全生产底线
安全生产一刻也不能放松。企业负责人要把安全责任落实到每一个班组、每一道工序。
矿山、危化、消防等重点行业要逐项排查安全隐患，能立即整改的立即整改，不能立即整改的停产整改。
二、全力做好防汛备汛
进入汛期，各级要严格执行值班值守制度，雨情水情要第一时间通报到村到户。
同志们，安全生产重于泰山。让我们守土尽责，守护好万家灯火，守护好人民平安。
"""
VILLAGES = """在全县乡村振兴现场会上的讲话
同志们：
今天我们在柳河村召开现场会，主要任务是交流乡村振兴的做法，推动产业往实里走。
一、让产业立起来
产业兴旺是乡村振兴的根本。要立足本地林果资源，延长加工链条，让农民更多分享增值收益。
二、让村庄美起来
人居环境整治要久久为功，厕所、垃圾、污水一件一件办，房前屋后一处一处清。
同志们，乡村振兴是一场接力跑。让我们一茬接着一茬干，把家乡建设得更加美好。
"""
SPEECHES = {"作风.txt": WORK_STYLE, "安全.txt": WORK_SAFETY, "乡村.txt": VILLAGES}


class HashEncoder:
    """Texts that share pairs of characters are near; knows nothing of meaning. Counts what it encodes."""

    def __init__(self, name: str = "hash-64", dimension: int = 64) -> None:
        self.name = name
        self.dimension = dimension
        self.encoded: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.encoded += texts
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for pair in pairwise(text):
                slot = zlib.crc32(f"{self.name}{pair}".encode())
                vectors[row, slot % self.dimension] += 1 if slot & 0x10000 else -1
        return unit(vectors)


def add(library: Library, file: str, text: str) -> str:
    """Put a speech into a library; returns its id."""
    return library.add(build_speech(Document(file, "txt", text))).info.id


def filled_library(folder: Path) -> Library:
    """A library of the three speeches above."""
    library = Library.open(f"sqlite:///{folder / 'library.db'}")
    for file, text in SPEECHES.items():
        add(library, file, text)
    return library
