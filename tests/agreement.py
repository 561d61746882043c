"""``python -m tests.agreement``: how far two passes of labels agree, by Cohen's kappa for each label.

The second pass saw the label guide and the speeches, not the labels of the first; it covers a fifth of the paragraphs.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sklearn.metrics import cohen_kappa_score

from corpus.bundled import BUNDLED_FOLDER

FUNCTIONS = ("开场", "意义", "成绩", "问题", "目标", "举措", "要求", "结尾")
FORMS = ("排比", "对仗小标题", "引用", "比喻", "数字", "设问", "金句")


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of one label: how often each pass gave it, and Cohen's kappa of the two, at most 1."""

    label: str
    first: int
    second: int
    kappa: float


def read(name: str) -> dict[tuple[str, int], dict[str, Any]]:
    """The labels of a file by speech and paragraph."""
    lines = (BUNDLED_FOLDER / name).read_text(encoding="utf-8").splitlines()
    return {(one["speech"], one["paragraph"]): one for one in map(json.loads, lines)}


def agreement() -> tuple[Agreement, ...]:
    """Compare the passes on the paragraphs that both have."""
    first, second = read("labels.jsonl"), read("labels_second.jsonl")
    pairs = [(first[key], label) for key, label in second.items()]

    def compare(label: str, ones: list[bool], others: list[bool]) -> Agreement:
        return Agreement(label, sum(ones), sum(others), float(cohen_kappa_score(ones, others)))

    functions = [
        compare(name, [one["function"] == name for one, _ in pairs], [other["function"] == name for _, other in pairs])
        for name in FUNCTIONS
    ]
    forms = [
        compare(name, [name in one["forms"] for one, _ in pairs], [name in other["forms"] for _, other in pairs])
        for name in FORMS
    ]
    return (*functions, *forms)


def main() -> None:
    """Print the table of ``corpus/LABELS.md``."""
    print("| label | first pass | second pass | kappa |\n|---|---|---|---|")
    for one in agreement():
        print(f"| {one.label} | {one.first} | {one.second} | {one.kappa:.2f} |")


if __name__ == "__main__":
    main()
