"""Packages that need not be there (可选软件包): the slim install leaves out what only other models and training need.

Importing this module is cheap, and so is looking: nothing that is looked for is imported.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Final

from retrieval.errors import PackageMissing

WHOLE: Final = "pip install -r deploy/requirements.txt"
"""What installs all that the slim install leaves out."""

MODELS: Final = ("torch", "transformers", "sentence_transformers")
"""What any model but the built-in one needs."""
TRAINING: Final = ("scipy",)
"""What adapting the built-in model needs."""


def missing(names: Sequence[str]) -> list[str]:
    """Those of the modules that are not installed, in their order."""
    return [name for name in names if not _is_there(name)]


def require(names: Sequence[str], what: str, otherwise: str, install: str = WHOLE) -> None:
    """See that modules are installed.

    Args:
        names: Top-level modules.
        what: What needs them, for the message.
        otherwise: What to do instead of installing them, for the message.
        install: The command that installs them.

    Raises:
        PackageMissing: naming those that are not, how to install them, and what to do instead.
    """
    if absent := missing(names):
        packages = "、".join(name.replace("_", "-") for name in absent)
        raise PackageMissing(
            f"{what}需要的软件包没有装：{packages}（精简安装不含这些）。请运行 {install}，或{otherwise}"
        )


def _is_there(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):  # refused on the way, or half imported
        return False
