"""Train the labeller on the labels of the starter library, or measure it (训练功能与形式的标注器).

::

    python -m retrieval.roles.train                     train on all labels and write retrieval/roles/model
    python -m retrieval.roles.train --cross-validate    ten folds by speech, thresholds chosen inside the folds
    python -m retrieval.roles.train --ablate            what each kind of features gives the functions
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from retrieval.roles.fit import Recipe, Sheet, train
from retrieval.roles.labeller import MODEL_FOLDER, Labeller
from retrieval.roles.labels import labelled
from retrieval.roles.validate import ablate, cross_validate


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m retrieval.roles.train", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--out", type=Path, default=MODEL_FOLDER, help="folder to write the weights into")
    parser.add_argument("--cross-validate", action="store_true", help="print how well held-out speeches are told")
    parser.add_argument("--ablate", action="store_true", help="print what each kind of features gives the functions")
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--seed", type=int, default=Recipe().seed)
    options = parser.parse_args(arguments)
    recipe = Recipe(seed=options.seed)
    sheet = Sheet.of(labelled())
    if options.cross_validate:
        _print(cross_validate(sheet, recipe, options.folds).table())
        return 0
    if options.ablate:
        _print(ablate(sheet, recipe, options.folds))
        return 0
    path = train(sheet, recipe).save(options.out)
    _print(f"{len(sheet.examples)} paragraphs; {path}: {Labeller.load(options.out).name}")
    return 0


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
