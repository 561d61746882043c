"""Train the built-in encoder, or measure one (训练内置编码器).

::

    python -m retrieval.train --data DATA --out retrieval/model            train on everything and save
    python -m retrieval.train --data DATA --out FOLDER --held-out          leave out what --evaluate measures on
    python -m retrieval.train --data DATA --evaluate FOLDER                print the figures of a saved model

``DATA`` holds ``speeches/**/*.txt``, ``parallel/*.tsv`` and ``judgments/dev.jsonl``.
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
from retrieval.training.evaluation import Figures, evaluate
from retrieval.training.fit import Recipe, digest, save, train
from retrieval.training.texts import Pair, read_paragraphs, read_translations, speech_files

_EVERY: Final = 8
"""One file and one translation in so many is held out."""


@dataclass(frozen=True, slots=True)
class Material:
    """Files of speeches and translated sentences."""

    files: tuple[Path, ...]
    translations: tuple[Pair, ...]


def split(data: Path) -> tuple[Material, Material]:
    """Return what to train on when measuring, and what is held out: an eighth, and the speeches that are judged."""
    files = speech_files(data)
    translations = read_translations(data)
    held = tuple(path for place, path in enumerate(files) if place % _EVERY == 3 or path.parent.name == "seed")
    return (
        Material(
            tuple(path for path in files if path not in held),
            tuple(pair for place, pair in enumerate(translations) if place % _EVERY != 3),
        ),
        Material(held, translations[3::_EVERY]),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m retrieval.train", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with speeches, parallel and judgments")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--out", type=Path, help="train, and save the model in this folder")
    what.add_argument("--evaluate", type=Path, metavar="FOLDER", help="measure the model in this folder")
    parser.add_argument("--held-out", action="store_true", help="leave out of training what --evaluate measures on")
    parser.add_argument("--seed", type=int, default=Recipe().seed)
    options = parser.parse_args(arguments)
    if not speech_files(options.data):
        parser.error(f"--data {options.data}: no speeches/**/*.txt in it")
    seen, held = split(options.data)
    if options.evaluate:
        encoder = BuiltinEncoder.load(options.evaluate)
        _print(describe(evaluate(encoder, options.data, held.files, held.translations)))
        return 0
    if not options.held_out:
        seen = Material(speech_files(options.data), read_translations(options.data))
    started = time.monotonic()
    paragraphs = [paragraph for path in seen.files for paragraph in read_paragraphs(path)]
    model = train(paragraphs, seen.translations, load_lexicon().themes, Recipe(seed=options.seed))
    save(model, options.out)
    _print(f"{len(paragraphs)} paragraphs, {len(seen.translations)} translations, {time.monotonic() - started:.0f} s")
    _print(f"{options.out}: weights sha256 {digest(options.out)}")
    return 0


def describe(figures: Figures) -> str:
    """Return the figures as lines of text."""
    judged = figures.judged
    return (
        f"judged requests ({judged.requests}): nDCG@5 {judged.ndcg:.3f}"
        f" (Chinese {judged.chinese:.3f}, English {judged.english:.3f}), success@1 {judged.success:.3f}\n"
        f"opening sentence to the rest of its paragraph (1 in {figures.titles_of}): MRR {figures.titles:.3f}\n"
        f"Chinese to English (1 in {figures.translations_of}): MRR {figures.chinese_to_english:.3f},"
        f" English to Chinese: MRR {figures.english_to_chinese:.3f}"
    )


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
