"""Models from a folder or from the hub (模型来源): found, fetched where that is needed, and told where it cannot be.

What the hub has given before needs no network. Importing this module is cheap.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from retrieval.errors import ModelError, ModelNotFound
from retrieval.known import known

_HUB_NAME: Final = re.compile(r"[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)?")
_HUB_SECONDS: Final = 10.0
_SAMPLE: Final = 1 << 20
"""A file up to so many bytes goes into a folder's digest whole; a larger one with its head, its tail and its size."""

Model = TypeVar("Model")
Open = Callable[[str, bool], Model]
"""Opens a model by its folder or name; the second argument forbids the network."""


def load(model: str, owner: str, variable: str, open_model: Open[Model], *, trust: bool) -> tuple[Model, str]:
    """Open a model from a folder, else from what the hub gave before, else from the hub.

    Args:
        model: A folder, or a name on the hub.
        owner: Whose models a name without an owner means.
        variable: The setting that named it, for messages.
        open_model: Opens it; whatever it raises is told as a ``ModelError``.
        trust: Whether the model may run code from its own repository.

    Returns:
        The model, and where it came from: its name with its revision or its folder's digest.

    Raises:
        ModelNotFound: There is no such folder, and the hub does not have the model or cannot be reached.
        ModelError: The model is damaged, of a foreign kind, or wants to run its own code.
    """

    def opened(name: str, *, offline: bool = False) -> Model:
        return _opened(name, variable, lambda: open_model(name, offline))

    folder = Path(model).expanduser()
    if folder.is_dir():
        return opened(str(folder)), f"{folder.resolve().name}@{_digest(folder)}"
    if not _HUB_NAME.fullmatch(model):
        raise ModelNotFound(f"没有模型文件夹 {model}。请检查 {variable}，或去掉它")
    name = model if "/" in model else f"{owner}/{model}"
    entry = known(name)
    if entry is not None and entry.remote_code and not trust:
        raise _needs_trust(name)  # before a gigabyte is fetched for nothing
    if _cached(name) is not None:
        try:
            return opened(name, offline=True), f"{name}@{_cached(name)}"
        except ModelError:  # a download that broke off: the hub has the rest
            pass
    _ask_hub(name, variable)
    return opened(name), f"{name}@{_cached(name)}"


def bound_threads() -> None:
    """Let torch use no more threads than this process may run on; it counts the machine's cores by itself."""
    import torch

    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    torch.set_num_threads(min(torch.get_num_threads(), allowed))


def _opened(name: str, variable: str, open_model: Callable[[], Model]) -> Model:
    from transformers.utils import logging

    logging.disable_progress_bar()
    try:
        return open_model()
    except Exception as error:  # a foreign model fails in any way; each is told with its cause
        if "trust_remote_code" in str(error):
            raise _needs_trust(name) from error
        cause = f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error).strip() else '无说明'}"
        raise ModelError(f"模型 {name} 读不进来（{cause}）。请检查文件是否完整，或换一个模型（{variable}）") from error


def _needs_trust(name: str) -> ModelError:
    return ModelError(
        f"模型 {name} 要运行其仓库自带的程序，默认不许。"
        "请先审阅该程序，再设 JIANGGAO_TRUST_REMOTE_CODE=true，或换一个模型"
    )


def _cached(name: str) -> str | None:
    """Return the revision that the hub gave before, or None."""
    from huggingface_hub import try_to_load_from_cache

    for file in ("modules.json", "config.json"):
        path = try_to_load_from_cache(name, file)
        if isinstance(path, str):
            return Path(path).parent.name
    return None


def _ask_hub(name: str, variable: str) -> None:
    """Ask once whether the hub has the model: its client tries for a minute before it says that there is no network."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError

    try:
        HfApi().model_info(name, timeout=_HUB_SECONDS)
    except GatedRepoError as error:
        raise ModelNotFound(
            f"模型 {name} 须先在 Hugging Face 上接受其许可，并设置 HF_TOKEN。也可去掉 {variable}"
        ) from error
    except RepositoryNotFoundError as error:
        raise ModelNotFound(
            f"找不到模型 {name}：没有这个文件夹，Hugging Face 上也没有。请检查 {variable}，或去掉它"
        ) from error
    except Exception as error:  # no network, a proxy, a time-out: the client has a kind for each
        raise ModelNotFound(
            f"找不到模型 {name}：没有这个文件夹，也连不上 Hugging Face（{type(error).__name__}）。"
            f"请检查网络，或把模型下载到本机、用 {variable} 写明其文件夹，或去掉它"
        ) from error


def _digest(folder: Path) -> str:
    """Digest the files of a model, of large ones a sample: enough to notice that another model lies there now."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".md" and not path.name.startswith("."):
            size = path.stat().st_size
            digest.update(f"{path.relative_to(folder).as_posix()} {size}\n".encode())
            with path.open("rb") as file:
                digest.update(file.read(_SAMPLE))
                file.seek(max(size - _SAMPLE, 0))
                digest.update(file.read(_SAMPLE))
    return digest.hexdigest()[:16]
