"""The pieces that a text is cut into (词表): Chinese words and characters, English words and parts of words.

A Unigram model picks the likeliest way to cut raw text, so a request needs no segmentation; a character that it has
never seen becomes its bytes, whose vectors are zero, and never an unknown that stands for everything.
"""

from __future__ import annotations

import logging
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
_RAREST_GLOSS: Final = 12
"""Glosses of the dictionary that an English word of no report must stand in."""
_ENGLISH_PARTS: Final = 800
_CHARACTER_COST: Final = 6.0
"""How much less likely (natural logarithm) a character counts than a word as rare, so that words win."""

_EVERYDAY: Final = 75.0
"""How much larger jieba's counts, of the language at large, are than those of the reports."""

_BYTE: Final = -30.0
_HAN: Final = re.compile(r"[\u4e00-\u9fff]+")
_LATIN: Final = re.compile(r"[a-z]+")


def build_tokenizer(
    chinese: Sequence[str], english: Sequence[str], glosses: Mapping[str, Sequence[str]], size: int
) -> Tokenizer:
    """Build a tokenizer of at most ``size`` pieces from searched copies of Chinese and English texts.

    Characters and English come first, then the most frequent Chinese words of the texts; everyday words of the
    dictionary, most frequent first, fill what is left.

    Args:
        chinese: Texts.
        english: Texts.
        glosses: What words of the dictionary mean in English.
        size: Most pieces.
    """
    counts = _characters((*chinese, *english, *glosses)) | _english_words(english, glosses)
    words = _chinese_words(chinese)
    room = max(size - len(counts) - 256 - 1, 0)
    longer = {word: float(count) for word, count in words.most_common() if len(word) > 1}
    everyday = {word: count for word, count in _everyday(glosses).items() if word not in longer}
    counts |= dict(islice((longer | everyday).items(), room))
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


def _characters(texts: Iterable[str]) -> dict[str, float]:
    seen = {character for text in texts for character in text if _HAN.match(character)}
    return dict.fromkeys((*"abcdefghijklmnopqrstuvwxyz0123456789", *sorted(seen)), 1.0)


def _chinese_words(texts: Iterable[str]) -> Counter[str]:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    counts = Counter(word for text in texts for word in jieba.dt.cut(text) if _HAN.fullmatch(word))
    return Counter({word: n for word, n in counts.items() if len(word) <= LONGEST_CHINESE and n >= _RAREST_CHINESE})


def _everyday(words: Iterable[str]) -> dict[str, float]:
    """Return how often words of two characters and more would occur in the reports, most frequent first."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    known = ((word, jieba.dt.FREQ.get(word, 0)) for word in words if len(word) > 1)
    often = sorted((-count, word) for word, count in known if count)
    return {word: -count / _EVERYDAY for count, word in often}


def _english_words(texts: Iterable[str], glosses: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Count English words, and add parts by which a word never seen is cut."""
    words = [word for text in texts for word in _LATIN.findall(text)]
    counts = Counter(words)
    spelled = Counter(word for meanings in glosses.values() for gloss in meanings for word in _LATIN.findall(gloss))
    known = {
        word: float(counts[word] or 1)
        for word in sorted(counts.keys() | spelled.keys())
        if (counts[word] >= _RAREST_ENGLISH or spelled[word] >= _RAREST_GLOSS) and 1 < len(word) <= _LONGEST_ENGLISH
    }
    parts = Tokenizer(BPE())
    parts.train_from_iterator(words, BpeTrainer(vocab_size=_ENGLISH_PARTS, show_progress=False))
    return {part: 1.0 for part in sorted(parts.get_vocab()) if len(part) > 1} | known


def _unigram(counts: dict[str, float]) -> Tokenizer:
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
