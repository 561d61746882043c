"""Write ``deploy/requirements-slim.txt``: what a bot with the built-in encoder needs, pinned as in the full list.

::

    python -m deploy.slim       # in an environment that has all of requirements.txt; make lock runs it

It walks from what ``pyproject.toml`` asks for to what each of those asks for, by what is installed, and leaves out what
only other models, training and work on the project need. The list is complete in itself, so it is installed with
``--no-deps``; without that pip fetches a little more, and all works the same.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import distribution
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT: Final = Path(__file__).resolve().parents[1]
FULL: Final = ROOT / "deploy" / "requirements.txt"
SLIM: Final = ROOT / "deploy" / "requirements-slim.txt"

LEFT_OUT: Final[Mapping[str, str]] = {
    "torch": "models other than the built-in one",
    "sentence-transformers": "models other than the built-in one",
    "scipy": "jianggao train",
    # tokenizers asks for it, and uses it only to fetch a tokenizer by name; ours is a file.
    "huggingface-hub": "fetching models",
}
"""Distributions that are asked for and left out, with what needs them."""

HEAD: Final = """\
# What a bot with the built-in encoder needs, and nothing else: no torch, no training, no tests. Written by make lock.
# pip install --no-deps -r deploy/requirements-slim.txt && pip install --no-deps .
"""


def pins(path: Path) -> dict[str, str]:
    """The ``name==version`` lines of a list, by canonical name, in their order."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return {canonicalize_name(line.partition("==")[0]): line for line in lines if line and not line.startswith("#")}


def asked() -> list[Requirement]:
    """What the product itself asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [Requirement(line) for line in project["dependencies"]]


def needed(roots: Iterable[Requirement]) -> set[str]:
    """Canonical names of ``roots`` and of all that they need here, without what is left out."""
    found: set[str] = set()
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = list(roots)
    while waiting:
        one = waiting.pop()
        name, extras = canonicalize_name(one.name), frozenset(one.extras)
        if name in LEFT_OUT or (name, extras) in seen:
            continue
        seen.add((name, extras))
        found.add(name)
        waiting.extend(_needs(name, extras))
    return found


def _needs(name: str, extras: frozenset[str]) -> Iterator[Requirement]:
    for line in distribution(name).requires or ():
        one = Requirement(line)
        if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in extras | {""}):
            yield one


def main() -> None:
    """Write the list."""
    full = pins(FULL)
    names = needed(asked())
    if unpinned := sorted(names - full.keys()):
        sys.exit(f"not in {FULL.name}, so not pinned: {', '.join(unpinned)}")
    SLIM.write_text(HEAD + "".join(f"{line}\n" for name, line in full.items() if name in names), encoding="utf-8")


if __name__ == "__main__":
    main()
