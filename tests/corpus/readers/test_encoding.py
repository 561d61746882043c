"""Encodings are told apart on short text and long, simplified and traditional; what is no text is refused."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.readers.encoding import UndecodableError, decode, score

SIMPLIFIED = (
    "同志们：今天我们召开全县作风建设推进会，主要任务是总结上半年工作，分析存在的问题，部署下一阶段任务。\n"
    "一、提高认识，把思想统一到县委的要求上来\n"
    "作风连着民心。半年来，各乡镇、各部门跑项目、解难题，办成了一批群众看得见、摸得着的实事，但也要看到，"
    "个别窗口推诿扯皮，有的同志坐在办公室里等材料，对企业的难处说不清、对村里的账目算不明。\n"
    "（一）问题要见底。不遮丑、不护短，把群众反映的每一件事都列成清单，谁的问题谁来改，改到什么程度由群众说了算。\n"
    "（二）责任要到人。一是主要领导带头改，二是分管领导盯着改，三是经办同志马上改。XX镇的做法，**县可以借鉴。\n"
    "同志们，路是一步一步走出来的，让我们埋头苦干，用过硬的作风交出一份让群众满意的答卷！谢谢大家。\n"
)
TRADITIONAL = (
    "同志們：今天我們召開全縣作風建設推進會，主要任務是總結上半年工作，分析存在的問題，部署下一階段任務。\n"
    "一、提高認識，把思想統一到縣委的要求上來\n"
    "作風連著民心。半年來，各鄉鎮、各部門跑項目、解難題，辦成了一批群眾看得見、摸得著的實事，但也要看到，"
    "個別窗口推諉扯皮，有的同志坐在辦公室裡等材料，對企業的難處說不清、對村裡的賬目算不明。\n"
    "（一）問題要見底。不遮醜、不護短，把群眾反映的每一件事都列成清單，誰的問題誰來改，改到什麼程度由群眾說了算。\n"
    "（二）責任要到人。一是主要領導帶頭改，二是分管領導盯著改，三是經辦同志馬上改。XX鎮的做法，**縣可以借鑒。\n"
    "同志們，路是一步一步走出來的，讓我們埋頭苦幹，用過硬的作風交出一份讓群眾滿意的答卷！謝謝大家。\n"
)
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32")


@pytest.mark.parametrize("size", [15, 30, 60, 200, len(SIMPLIFIED)])
@pytest.mark.parametrize(
    ("text", "encoding"),
    [(SIMPLIFIED, name) for name in ENCODINGS] + [(TRADITIONAL, name) for name in (*ENCODINGS, "cp950", "big5")],
)
def test_every_stretch_of_text_comes_back(text: str, encoding: str, size: int) -> None:
    """Any stretch of 15 characters or more is read in the encoding that it was written in."""
    for start in range(0, max(1, len(text) - size), 7):
        piece = text[start : start + size]
        assert decode(piece.encode(encoding)) == piece


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-8"])
def test_long_text_comes_back(encoding: str) -> None:
    """A text of 200,000 characters is read whole, not only the sample that is scored."""
    text = (SIMPLIFIED * 1000)[:200_000]
    assert decode(text.encode(encoding)) == text


def test_characters_beyond_gbk_come_back() -> None:
    """GB18030 writes rare characters in four bytes."""
    text = SIMPLIFIED + "人名里的𬱖、㛃、䶮三字。"
    assert decode(text.encode("gb18030")) == text


def test_line_ends_do_not_hide_utf_16() -> None:
    """UTF-16 without a mark holds NUL bytes at each line end, and is no broken file."""
    text = "一、开场\r\n\r\n二、结尾\r\n谢谢大家\r\n"
    assert decode(text.encode("utf-16-le")) == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_stray_byte_costs_a_character_not_the_file(encoding: str) -> None:
    """One damaged byte in a long text becomes U+FFFD, and the rest is read."""
    data = bytearray((SIMPLIFIED * 5).encode(encoding))
    data[len(data) // 2] = 0xFF
    text = decode(bytes(data))
    assert 1 <= text.count("\ufffd") <= 3
    assert text.startswith(SIMPLIFIED)


def test_a_declared_encoding_is_believed_where_it_fits() -> None:
    """Two characters are too few to guess from, but a page says what it is."""
    assert decode("縣長".encode("big5"), declared="big5") == "縣長"
    assert decode("县长".encode("gbk"), declared="gb2312") == "县长"


def test_a_declared_encoding_is_not_believed_where_it_does_not_fit() -> None:
    """Pages in UTF-8 that still say gb2312 are common; an unknown name is passed over."""
    assert decode(SIMPLIFIED.encode(), declared="gb2312") == SIMPLIFIED
    assert decode(SIMPLIFIED.encode("gb18030"), declared="x-none") == SIMPLIFIED


def test_western_text_is_left_to_the_detector() -> None:
    """English with curly quotes from Windows is no Chinese, and is still read."""
    text = "The county’s work was hard, and “hard work” pays: a café in every village, it seems."
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize("size", [64, 500, 5000])
def test_random_bytes_are_no_text(size: int) -> None:
    """Binary junk is refused, whatever its size."""
    dice = random.Random(size)
    for _ in range(40):
        with pytest.raises(UndecodableError):
            decode(dice.randbytes(size))


def test_nul_bytes_are_no_text() -> None:
    """A program is not read as text, although its bytes are valid UTF-8."""
    with pytest.raises(UndecodableError):
        decode(b"MZ\0\0\1\0\0\0text\0\0\0" * 20)


def test_right_text_scores_far_above_wrong() -> None:
    """The distance that the choice lives on."""
    data = SIMPLIFIED.encode("gb18030")
    assert score(SIMPLIFIED) > 1.5
    assert score(TRADITIONAL) > 1.2
    assert score(data.decode("big5", "replace")) < 0
    assert score(TRADITIONAL.encode("big5").decode("gb18030", "replace")) < 0


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])))
def test_utf_8_always_comes_back(text: str) -> None:
    """Whatever is written in UTF-8 is read as it was, but for a mark at its start."""
    assert decode(text.encode()) == text.removeprefix("\ufeff")
