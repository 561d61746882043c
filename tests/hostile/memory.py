"""How much memory processes hold (内存)."""

from __future__ import annotations

import gc
import os
from pathlib import Path


def ours() -> int:
    """Bytes that this process holds, garbage aside; 0 where the system does not say."""
    gc.collect()
    return _resident("self")


def of_children() -> int:
    """Bytes that the processes hold which this one started; 0 where the system does not say."""
    children = " ".join(path.read_text() for path in Path("/proc/self/task").glob("*/children"))
    return sum(map(_resident, children.split()))


def _resident(process: str) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:  # another system, or it has ended
        return 0
