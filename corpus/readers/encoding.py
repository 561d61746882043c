"""Bytes to text when nobody says which encoding (编码): UTF-8, UTF-16, GB18030 with GBK, Big5.

charset-normalizer takes short GBK text for Korean or Cyrillic, so it is asked last. The order is: a byte order mark;
strict UTF-8, which other encodings match by accident only; an encoding that the file itself declares; then the
Chinese encodings and UTF-16, each decoded and scored by how plausible its characters are in Chinese or English.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections import Counter
from functools import cache

# The commonest characters of modern Chinese, simplified and traditional.
_FREQUENT = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
    "日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政"
    "美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员"
    "解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件"
    "计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象"
    "完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运"
    "党委会议同志们作风建设工作坚持推进加强全面深入落实责任群众发展改革服务"
    "這個們來為國說時會對於過後裡種經麼學現當沒動開還進樣實軍無與長機業將兩間關點應戰頭體見產號話給"
    "東聲員論處義幾認條係氣題爾別變電數報結務場計決員隊社治馬則聽卻達強難權設記類據邊張該規萬觸術領"
    "確傳師觀讓識帶導爭運黨議風堅責眾發環總標準資興農質續貫徹區縣幹部講環"
)
_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》〈〉【】「」『』—…·％～ ×○〇●■□★☆　\ufeff\u200b")

_SAMPLE = 50_000
# Mean score per character: right text is far above, text decoded wrongly far below (measured in the tests).
_PLAUSIBLE = 0.2
# Stray bytes in an otherwise sound file become U+FFFD; more than this share of them is the wrong encoding.
_STRAY = 0.002

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ("gb18030", "cp950", "big5hkscs", "utf-16-le", "utf-16-be", "utf-8")
# Names that files declare, and the superset that reads what such files really hold.
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "cp950", "iso8859-1": "cp1252", "ascii": "cp1252"}


class UndecodableError(ValueError):
    """The bytes are text in no encoding that we know."""


def decode(data: bytes, declared: str | None = None) -> str:
    """Return the text of ``data``, without a byte order mark.

    Args:
        data: The whole file.
        declared: The encoding that the file names itself, if it does; believed only where it fits.

    Raises:
        UndecodableError: No encoding gives plausible text; mostly the file is no text at all.
    """
    for text in (_marked(data), _strict(data, "utf-8"), _strict(data, _superset(declared))):
        if text is not None:
            return text
    return _best(data)


def _marked(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lenient(data, encoding)
    return None


def _strict(data: bytes, encoding: str | None) -> str | None:
    if encoding is None:
        return None
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    # NULs: UTF-16 of ASCII letters is valid UTF-8, and valid in most declared encodings.
    return None if "\0" in text or _control_share(text) > _STRAY else text


def _superset(declared: str | None) -> str | None:
    if declared is None:
        return None
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        return None
    return _SUPERSETS.get(name, name)


def _best(data: bytes) -> str:
    """The most plausible of all candidates, or charset-normalizer's answer where none is plausible."""
    texts = [_lenient(data, encoding) for encoding in _CANDIDATES]
    scored = [(score(text), text) for text in texts if text]
    best, text = max(scored, key=lambda pair: pair[0], default=(-1.0, ""))
    if best >= _PLAUSIBLE:
        return text

    from charset_normalizer import from_bytes  # 20 ms that few files need

    match = from_bytes(data[: 4 * _SAMPLE]).best()
    guess = _strict(data, match.encoding) if match else None
    if guess is None or score(guess) < _PLAUSIBLE:
        raise UndecodableError("no encoding gives plausible text")
    return guess


def _lenient(data: bytes, encoding: str) -> str | None:
    text = data.decode(encoding, "replace")
    return text if text.count("\ufffd") <= len(text) * _STRAY + 1 and "\0" not in text else None


def _control_share(text: str) -> float:
    controls = sum(text.count(chr(code)) for code in range(32) if chr(code) not in "\t\n\r\v\f\x1a")
    return controls / len(text) if text else 0.0


def score(text: str) -> float:
    """Mean plausibility of the characters of ``text`` as Chinese or English prose, from -8 to 3; 0 for no text."""
    counts = Counter(text[:_SAMPLE])
    for blank in "\n\r\t ":
        del counts[blank]
    total = counts.total()
    return sum(_worth(char) * count for char, count in counts.items()) / total if total else 0.0


@cache
def _worth(char: str) -> float:
    if char in _FREQUENT:
        return 3.0
    if char in _PUNCTUATION:
        return 2.0
    if char in _common():
        return 1.0
    if " " <= char <= "~":
        return 1.0 if char.isalnum() else 0.5
    if "\uff01" <= char <= "\uff5e":
        return 0.5
    category = unicodedata.category(char)
    if category in {"Cc", "Cn", "Co", "Cs"} or char == "\ufffd":
        return -8.0
    if "\u00c0" <= char <= "\u024f" and category[0] == "L":
        return -0.5
    # Rare ideographs, kana, zhuyin, Hangul, Greek, box drawing: what a wrong decoding is full of.
    return -2.0


@cache
def _common() -> frozenset[str]:
    """First levels of the two national sets: 3,755 characters of GB 2312 and 5,401 of Big5."""
    simplified = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    traditional = (bytes((row, cell)) for row in range(0xA4, 0xC7) for cell in (*range(0x40, 0x7F), *range(0xA1, 0xFF)))
    decoded = {
        *(pair.decode("gb2312", "ignore") for pair in simplified),
        *(pair.decode("big5", "ignore") for pair in traditional),
    }
    return frozenset(decoded - {""})
