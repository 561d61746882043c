"""What the lexicon holds, and how much of its English stands in official translations (词表自查).

::

    python -m retrieval.themes.check --data DATA [--own FILE]

``DATA`` holds ``parallel/*.tsv``: Chinese TAB English, a sentence a line. ``FILE`` is an operator's own file of terms.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import TermsError
from retrieval.normalize import normalize
from retrieval.themes.lexicon import EVERYDAY, Lexicon, configure, load_lexicon
from retrieval.themes.names import fold


@dataclass(frozen=True, slots=True)
class Confirmed:
    """How many themes stand in the Chinese of translations, and of how many an English name stands in the sentence.

    Attributes:
        met: Themes whose term or synonym stands in a Chinese sentence.
        confirmed: Those of them of which an English name stands in the English of one such sentence.
        names: English names of the themes met.
        names_confirmed: Those that stand so.
    """

    met: int
    confirmed: int
    names: int
    names_confirmed: int


def read_pairs(data: Path) -> list[tuple[str, str]]:
    """Read the translated sentences below ``data``: normalised Chinese, and English folded as names are."""
    lines = [
        line
        for path in sorted((data / "parallel").glob("*.tsv"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    pairs = (line.split("\t") for line in lines if line.count("\t") == 1)
    return [(normalize(chinese), f" {fold(english)} ") for chinese, english in pairs]


def confirm(lexicon: Lexicon, pairs: Iterable[tuple[str, str]]) -> Confirmed:
    """Look for the themes in Chinese sentences and for their English names in the translations of these."""
    sentences = list(pairs)
    met = confirmed = names = names_confirmed = 0
    for theme in lexicon.themes:
        words = [word for word in (theme.term, *theme.synonyms) if len(word) > 1]
        english = [translation for chinese, translation in sentences if any(word in chinese for word in words)]
        if english:
            found = sum(any(f" {fold(name)} " in translation for translation in english) for name in theme.english)
            met += 1
            confirmed += found > 0
            names += len(theme.english)
            names_confirmed += found
    return Confirmed(met, confirmed, names, names_confirmed)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m retrieval.themes.check", description="自查词表")
    parser.add_argument("--data", type=Path, help="folder with parallel/*.tsv")
    parser.add_argument("--own", type=Path, help="an operator's own file of terms")
    options = parser.parse_args(arguments)
    try:
        configure(options.own)
    except TermsError as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    lexicon = load_lexicon()
    _print(describe(lexicon))
    if options.data:
        pairs = read_pairs(options.data)
        if not pairs:
            parser.error(f"--data {options.data}: no parallel/*.tsv in it")
        found = confirm(lexicon, pairs)
        _print(
            f"official translations ({len(pairs)} sentences): {found.met} themes met,"
            f" {found.confirmed} ({found.confirmed / found.met:.0%}) with an English name that is used there;"
            f" names {found.names_confirmed} of {found.names}"
        )
    return 0


def describe(lexicon: Lexicon) -> str:
    """Return the counts as lines of text."""
    themes = lexicon.themes
    groups = Counter(theme.group for theme in themes)
    full = sum(bool(theme.synonyms and theme.near and theme.english) for theme in themes)
    return "\n".join(
        (
            f"themes {len(themes)}, of them {sum(theme.group not in EVERYDAY for theme in themes)} to be offered,"
            f" {full} with synonyms, near words and English",
            f"terms and synonyms {sum(1 + len(theme.synonyms) for theme in themes)}, words {len(set(lexicon.words()))}",
            f"everyday wordings {sum(len(theme.spoken) for theme in themes)},"
            f" English names {sum(len(theme.english) for theme in themes)},"
            f" wider themes {sum(len(theme.broader) for theme in themes)}",
            "groups " + ", ".join(f"{group} {count}" for group, count in groups.most_common()),
        )
    )


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
