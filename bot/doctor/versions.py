"""Python and the installed packages (版本)."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from bot.doctor.finding import Finding, judged
from bot.texts import fill
from bot.texts.doctor import DoctorTexts

LOCK: Final = Path(__file__).parents[2] / "deploy" / "requirements.txt"
"""The versions this was tested with; not there where only the package was installed."""

_SHOWN = 5
_PINNED = re.compile(r"([A-Za-z0-9._-]+)==([^\s;#]+)")


def versions(texts: DoctorTexts, lock: Path = LOCK) -> Iterator[Finding]:
    """Whether Python is new enough, and which packages are others than those in ``lock``.

    A package that is not installed is no finding: a slim install does without some.
    """
    found = platform.python_version()
    new_enough = sys.version_info >= (3, 11)
    yield judged("python", new_enough, texts.python_well.format(version=found), texts.python_old.format(version=found))
    try:
        lines = lock.read_text(encoding="utf-8").splitlines()
    except OSError:
        return
    pinned = [(match[1], match[2]) for line in lines if (match := _PINNED.match(line))]
    installed = {name: held for name, _ in pinned if (held := _installed(name)) is not None}
    others = [
        f"{name} {installed[name]} ≠ {wanted}"
        for name, wanted in pinned
        if name in installed and installed[name].partition("+")[0] != wanted.partition("+")[0]
    ]
    shown = ", ".join(others[:_SHOWN]) + (" …" if len(others) > _SHOWN else "")
    yield judged(
        "packages",
        not others,
        fill(texts.packages_well, count=len(installed)),
        fill(texts.packages_ill, count=len(others), packages=shown),
    )


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
