"""How large the slim install is, and that it answers: ``make slim``.

Makes a virtual environment in ``build/slim``, without pip, with nothing but ``deploy/requirements-slim.txt`` and the
product, weighs it as ``du`` does (blocks on disk, folders included), asks it a question, and prints the figures. Exit
code 1 where it weighs more than it may or does not answer.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "slim"
LIST = ROOT / "deploy" / "requirements-slim.txt"

MOST = 400_000_000
"""Bytes that a slim install may take on disk."""

_BLOCK = 4096
_PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")


def names() -> list[str]:
    """The distributions of the slim list."""
    return re.findall(r"^([\w.-]+)==", LIST.read_text(encoding="utf-8"), re.MULTILINE)


def weight(folder: Path) -> int:
    """Bytes on disk of a folder and all below it, as ``du`` counts them."""
    seen: dict[tuple[int, int], int] = {}
    for path in (folder, *folder.rglob("*")):
        state = path.lstat()
        seen[state.st_dev, state.st_ino] = 512 * state.st_blocks
    return sum(seen.values())


def weight_of(name: str) -> int:
    """Bytes on disk of an installed distribution: its files with the folders they lie in, compiled modules included."""
    paths = set(_files(distribution(name)))
    folders = {path.parent for path in paths}
    return sum(_BLOCK * -(-path.stat().st_size // _BLOCK) for path in paths) + _BLOCK * len(folders)


def _files(found: Distribution) -> Iterator[Path]:
    for file in found.files or ():
        path = Path(str(found.locate_file(file)))
        if path.is_file():
            yield path
        if path.suffix == ".py":
            yield from (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc")


def make(folder: Path) -> None:
    """Install the slim product into a new environment at ``folder``, from the package index that pip knows."""
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=False, symlinks=True)
    with TemporaryDirectory() as wheels:
        built = (*_PIP, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", wheels, str(ROOT))
        subprocess.run(built, check=True)
        (wheel,) = Path(wheels).glob("jianggao-*.whl")
        target = ("--python", str(folder / "bin" / "python"), "install", "--no-deps")
        subprocess.run((*_PIP, *target, "--requirement", str(LIST), str(wheel)), check=True)


def ask(folder: Path) -> str:
    """What the installed product answers to one request, over a new library."""
    with TemporaryDirectory() as home:
        done = subprocess.run(
            (folder / "bin" / "jianggao", "--home", home, "ask", "作风建设", "--number", "1"),
            env={"PATH": os.defpath, "HOME": home, "LANG": "C.UTF-8"}, cwd=home, check=True, capture_output=True,
        )  # fmt: skip
    return done.stdout.decode()


def main() -> int:
    """Make, weigh, ask, and say so."""
    make(FOLDER)
    size = weight(FOLDER)
    answer = ask(FOLDER)
    heaviest = sorted(((weight_of(name), name) for name in names()), reverse=True)[:8]
    print(answer)
    print("the heaviest:", ", ".join(f"{name} {bytes_ / 1e6:.0f}" for bytes_, name in heaviest))
    print(f"{len(names())} packages and jianggao: {size / 1e6:.0f} MB on disk, {MOST / 1e6:.0f} at most")
    return int(size > MOST or "作风" not in answer)


if __name__ == "__main__":
    sys.exit(main())
