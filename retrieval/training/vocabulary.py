"""The pieces that a text is cut into (词表): Chinese words and characters, English words and parts of words.

A Unigram model picks the likeliest way to cut raw text, so a request needs no segmentation; a character that it has
never seen becomes its bytes, whose vectors are zero, and never an unknown that stands for everything.
"""

from __future__ import annotations

import logging
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from tokenizers import Regex, Tokenizer
from tokenizers.models import BPE, Unigram
from tokenizers.normalizers import NFKC, Lowercase
from tokenizers.normalizers import Sequence as Normalizers
from tokenizers.pre_tokenizers import Sequence as PreTokenizers
from tokenizers.pre_tokenizers import Split
from tokenizers.trainers import BpeTrainer

LONGEST_CHINESE: Final = 4
"""Characters in the longest Chinese piece; measured: 2 and 3 find less, 6 finds no more."""

_LONGEST_ENGLISH: Final = 16
_RAREST_CHINESE: Final = 3
_RAREST_ENGLISH: Final = 2
_ENGLISH_PARTS: Final = 800
_CHARACTER_COST: Final = 6.0
"""How much less likely (natural logarithm) a character counts than a word as rare, so that words win."""

_BYTE: Final = -30.0
_HAN: Final = re.compile(r"[\u4e00-\u9fff]+")
_LATIN: Final = re.compile(r"[a-z]+")


def build_tokenizer(chinese: Sequence[str], english: Sequence[str], size: int) -> Tokenizer:
    """Build a tokenizer of at most ``size`` pieces from searched copies of Chinese and English texts.

    Characters and English come first; the most frequent Chinese words fill what is left.
    """
    counts = _characters((*chinese, *english)) | _english_words(english)
    words = _chinese_words(chinese)
    room = size - len(counts) - 256 - 1
    counts |= dict(islice(((word, count) for word, count in words.most_common() if len(word) > 1), max(room, 0)))
    for word in words:
        if len(word) == 1:  # how often it is a word by itself, not how often it occurs
            counts[word] = max(words[word], 1)
    return _unigram(counts)


def is_chinese(piece: str) -> bool:
    """Whether a piece consists of Chinese characters alone."""
    return _HAN.fullmatch(piece) is not None


def is_english(piece: str) -> bool:
    """Whether a piece consists of Latin letters alone."""
    return _LATIN.fullmatch(piece) is not None


def _characters(texts: Iterable[str]) -> dict[str, int]:
    seen = {character for text in texts for character in text if _HAN.match(character)}
    return dict.fromkeys((*"abcdefghijklmnopqrstuvwxyz0123456789", *sorted(seen)), 1)


def _chinese_words(texts: Iterable[str]) -> Counter[str]:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    counts = Counter(word for text in texts for word in jieba.dt.cut(text) if _HAN.fullmatch(word))
    return Counter({word: n for word, n in counts.items() if len(word) <= LONGEST_CHINESE and n >= _RAREST_CHINESE})


def _english_words(texts: Iterable[str]) -> dict[str, int]:
    """Count English words, and add parts by which a word never seen is cut."""
    words = [word for text in texts for word in _LATIN.findall(text)]
    counts = Counter(words)
    known = {
        word: count
        for word, count in sorted(counts.items())
        if count >= _RAREST_ENGLISH and 1 < len(word) <= _LONGEST_ENGLISH
    }
    parts = Tokenizer(BPE())
    parts.train_from_iterator(words, BpeTrainer(vocab_size=_ENGLISH_PARTS, show_progress=False))
    return {part: 1 for part in sorted(parts.get_vocab()) if len(part) > 1} | known


def _unigram(counts: dict[str, int]) -> Tokenizer:
    total = sum(counts.values())
    pieces = [("<unk>", 0.0), *((f"<0x{byte:02X}>", _BYTE) for byte in range(256))]
    for piece, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        cost = _CHARACTER_COST if len(piece) == 1 else 0.0
        pieces.append((piece, round(math.log(count / total) - cost, 3)))
    tokenizer = Tokenizer(Unigram(pieces, unk_id=0, byte_fallback=True))
    tokenizer.normalizer = Normalizers([NFKC(), Lowercase()])
    tokenizer.pre_tokenizer = PreTokenizers(
        [Split(Regex(r"[^\p{L}\p{N}]+"), "removed"), Split(Regex(r"\p{Han}+"), "isolated")]
    )
    return tokenizer
