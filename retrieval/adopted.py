"""The encoder adapted to a library (适配模型): a folder of a home, in use from one step to the next, and as easily not.

::

    model/
    ├── current           the name of the model in use; replaced in one step
    └── fit-5f1c…/        never changed once it has its name: the model's files, and what was measured

A model being made is called ``fit-….tmp``; it is swept away by the next one.
"""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path
from typing import Final

from retrieval.errors import ModelError

_POINTER: Final = "current"
_PREFIX: Final = "fit-"


def adopted(folder: Path) -> Path | None:
    """Return the model in use, or None where the built-in one is.

    Raises:
        ModelError: The pointer cannot be read, or points to nothing.
    """
    try:
        if not (folder / _POINTER).exists():
            return None
    except OSError:
        return None  # a home that cannot be looked into is told of where it is opened
    try:
        name = (folder / _POINTER).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise ModelError(f"适配模型的指针读不出来：{folder / _POINTER}（{fault}）。{REMEDY}") from fault
    if not name.startswith(_PREFIX) or "/" in name or "\\" in name or not (folder / name).is_dir():
        raise ModelError(f"适配模型的指针指向不存在的 {name[:40]!r}：{folder / _POINTER}。{REMEDY}")
    return folder / name


def stage(folder: Path) -> Path:
    """Return a new empty folder in which to make a model; what a crash left of an earlier one is removed.

    Raises:
        OSError: It cannot be made.
    """
    for left in folder.glob(f"{_PREFIX}*.tmp"):
        shutil.rmtree(left, ignore_errors=True)
    staging = folder / f"{_PREFIX}{secrets.token_hex(8)}.tmp"
    staging.mkdir(parents=True)
    return staging


def adopt(staging: Path) -> Path:
    """Take the model of ``staging`` into use, and remove those before it.

    Raises:
        OSError: The folder cannot be written; the model before is then still in use.
    """
    folder, model = staging.parent, staging.with_suffix("")
    staging.replace(model)
    pointer = folder / f"{_POINTER}.tmp"
    with pointer.open("w", encoding="ascii") as file:
        file.write(model.name)
        file.flush()
        os.fsync(file.fileno())
    pointer.replace(folder / _POINTER)
    for other in folder.glob(f"{_PREFIX}*"):
        if other != model:
            shutil.rmtree(other, ignore_errors=True)
    return model


def abandon(folder: Path) -> bool:
    """Go back to the built-in model; returns whether another was in use.

    Raises:
        OSError: The folder cannot be written.
    """
    used = (folder / _POINTER).exists()
    (folder / _POINTER).unlink(missing_ok=True)
    for model in folder.glob(f"{_PREFIX}*"):
        shutil.rmtree(model, ignore_errors=True)
    return used


REMEDY: Final = "请运行 jianggao train 重新适配，或用 jianggao train --undo 改回内置模型"
