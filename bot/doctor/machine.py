"""The machine: the home folder, disk, memory, programs (机器)."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot.doctor.finding import Finding, hint, judged
from bot.texts.doctor import DoctorTexts

FREE_MB: Final = 200
"""Less free disk than this is a finding: a new index is built beside the old one."""

MEMORY_MB: Final = 300
"""Less available memory than this is a finding: building an index takes about as much."""

_MEMINFO = Path("/proc/meminfo")
_CGROUP = Path("/sys/fs/cgroup")


def home_fault(home: Path) -> str | None:
    """Why the home can be neither written nor made, in the system's words; None where it can."""
    probe = home / ".doctor"
    try:
        probe.touch()
        probe.unlink()
    except FileNotFoundError:
        above = next(folder for folder in home.parents if folder.exists())
        return None if os.access(above, os.W_OK | os.X_OK) else os.strerror(errno.EACCES)
    except OSError as error:
        return error.strerror or str(error)
    return None


def disk(home: Path, texts: DoctorTexts) -> Finding:
    """How much room is left."""
    free = shutil.disk_usage(home).free // 2**20
    return judged(
        "disk", free >= FREE_MB, texts.disk_well.format(free=free), texts.disk_ill.format(free=free, home=home)
    )


def memory(texts: DoctorTexts, meminfo: Path = _MEMINFO, cgroup: Path = _CGROUP) -> Iterator[Finding]:
    """How much memory can be had, of the machine's and of the container's; nothing where the system does not say."""
    known = [free for free in (_of_machine(meminfo), _of_container(cgroup)) if free is not None]
    if known:
        free = min(known) // 2**20
        yield judged(
            "memory", free >= MEMORY_MB, texts.memory_well.format(free=free), texts.memory_ill.format(free=free)
        )


def converter(texts: DoctorTexts) -> Finding:
    """Whether old .doc files can be read: worth knowing, and nothing is wrong without."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return Finding("converter", texts.converter_well) if found else hint("converter", texts.converter_missing)


def _of_machine(meminfo: Path) -> int | None:
    try:
        for line in meminfo.read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        pass
    return None


def _of_container(cgroup: Path) -> int | None:
    """Version 2 of control groups; ``max`` is no limit. Pages of files, which can be given back, count as free."""
    try:
        limit = int((cgroup / "memory.max").read_text(encoding="ascii"))
        used = int((cgroup / "memory.current").read_text(encoding="ascii"))
        held = dict(line.split() for line in (cgroup / "memory.stat").read_text(encoding="ascii").splitlines())
        return limit - used + int(held.get("inactive_file", 0))
    except (OSError, ValueError):
        return None
