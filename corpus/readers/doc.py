"""Word 97-2003 documents (.doc): LibreOffice turns them into .docx, which is then read (旧版 Word 文档)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from corpus.errors import BrokenFile, MissingConverter, ReaderTimeout
from corpus.limits import Limits
from corpus.models import Document
from corpus.readers import docx

_PROGRAMS = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_ADVICE = "请安装 LibreOffice（Debian/Ubuntu：apt install libreoffice-writer），或用 Word、WPS 另存为 .docx 再导入"
# A fresh profile: no macros, and nothing fetched from addresses that a document names.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
</oor:items>
"""


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Convert with LibreOffice in a profile and folder of its own, and read the result.

    Raises:
        MissingConverter: LibreOffice is not installed.
        ReaderTimeout: The conversion takes more than ``limits.seconds``.
        BrokenFile: LibreOffice cannot read it.
    """
    program = converter()
    if program is None:
        raise MissingConverter(name, f"读取 .doc 需要 LibreOffice，本机没有；{_ADVICE}")
    with tempfile.TemporaryDirectory(prefix="doc-") as folder:
        converted = _convert(data, name, program, Path(folder), limits)
        return replace(docx.read(converted, name, limits), format="doc")


def converter() -> str | None:
    """Return the path of LibreOffice, or None where it is not installed."""
    return next((path for path in map(shutil.which, _PROGRAMS) if path), None)


def _convert(data: bytes, name: str, program: str, folder: Path, limits: Limits) -> bytes:
    source = folder / "in.doc"
    source.write_bytes(data)
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck"]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder), str(source)]
    try:
        with _own_memory():
            subprocess.run(  # noqa: S603 - a fixed command; the one name in it is ours
                command,
                env={**os.environ, "HOME": str(folder)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=limits.seconds,
                check=False,
            )
    except subprocess.TimeoutExpired as error:
        raise ReaderTimeout(name, f"LibreOffice 转换超过 {limits.seconds:.0f} 秒；请另存为 .docx 再导入") from error
    except OSError as error:
        raise MissingConverter(name, f"LibreOffice 启动不了（{error.strerror}）；{_ADVICE}") from error
    target = folder / "in.docx"
    if not target.is_file():
        raise BrokenFile(name, "LibreOffice 打不开这个 .doc，可能已损坏；请用 Word 或 WPS 另存为 .docx 再导入")
    return target.read_bytes()


@contextmanager
def _own_memory() -> Iterator[None]:
    """Let a child start with the hard limit of memory: LibreOffice maps far more than a reader may.

    The soft limit is what counts for a process and what its children take over.
    """
    if sys.platform == "win32":
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
