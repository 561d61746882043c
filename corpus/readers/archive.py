"""ZIP archives of files (压缩包), read in memory: nothing is ever written where an archive says."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from lzma import LZMAError
from pathlib import PurePosixPath

from corpus.errors import BrokenFile, EmptyFile, EncryptedFile, OversizedFile, ReadError, UnsafeArchive
from corpus.limits import Limits
from corpus.names import showable
from corpus.readers.kinds import KINDS, ending, kind_of, unsupported
from corpus.readers.package import is_bomb

# Archives inside archives: two are met in practice, more only in bombs.
_NESTED = 2
_JUNK = re.compile(r"(?:^|/)(?:__MACOSX/|\.(?!\.?(?:/|$))|~\$|(?:thumbs\.db|desktop\.ini)$)", re.IGNORECASE)
_FAULTS = (zipfile.BadZipFile, zlib.error, LZMAError, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its name as shown ("a.zip/会议/讲话.txt"), and its bytes or the :class:`ReadError`."""

    name: str
    content: Callable[[], bytes]


@dataclass(slots=True)
class _Budget:
    """What an archive and those inside it may still cost together."""

    bytes: int
    members: int


def members(data: bytes, name: str, limits: Limits) -> Iterator[Member]:
    """Yield the files of an archive and of archives inside it, sorted by name; whatever cannot be had is a member too.

    The order and the number of members depend on ``data`` alone, so that a reader can go on where it stopped.
    """
    yield from _walk(data, name, _Budget(limits.expanded_bytes, limits.members), limits, nested=0)


def _walk(data: bytes, name: str, budget: _Budget, limits: Limits, nested: int) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _FAULTS:
        yield _failed(BrokenFile(name, "压缩包已损坏，打不开；请重新下载或重新压缩成 .zip"))
        return
    with archive:
        named = ((_name(info), info) for info in archive.infolist() if not info.is_dir())
        files = sorted(named, key=lambda pair: pair[0])
        wanted = [(path, info) for path, info in files if not _JUNK.search(path)]
        budget.bytes -= sum(info.file_size for _, info in files)
        budget.members -= len(files)
        if budget.bytes < 0 or budget.members < 0:
            most = f"{limits.expanded_bytes / 1024**2:.0f} MB 或 {limits.members} 个文件"
            yield _failed(OversizedFile(name, f"压缩包展开后超过上限（{most}）；请拆成几个压缩包，或解压后导入文件夹"))
            return
        if not wanted:
            yield _failed(EmptyFile(name, "压缩包里没有文件；请检查是否选错了压缩包"))
        for path, info in wanted:
            full = f"{name}/{showable(path)}"
            refusal = _refusal(full, path, info, limits)
            content = partial(_content, archive, info, full)
            if refusal is not None:
                yield _failed(refusal)
            elif ending(path) == "zip":
                yield from _inner(Member(full, content), budget, limits, nested + 1)
            else:
                yield Member(full, content)


def _inner(member: Member, budget: _Budget, limits: Limits, nested: int) -> Iterator[Member]:
    try:
        data = member.content()
        is_archive = kind_of(data, member.name) == "zip"
    except ReadError as error:
        yield _failed(error)
        return
    except MemoryError:
        yield _failed(OversizedFile(member.name, "展开它要的内存超过上限，像是压缩炸弹；请解压检查后再导入"))
        return
    if not is_archive:
        yield Member(member.name, lambda: data)
    elif nested > _NESTED:
        yield _failed(OversizedFile(member.name, f"压缩包套压缩包超过 {_NESTED} 层；请解压后导入文件夹"))
    else:
        yield from _walk(data, member.name, budget, limits, nested)


def _refusal(full: str, path: str, info: zipfile.ZipInfo, limits: Limits) -> ReadError | None:
    """What is wrong with a member before a byte of it is read."""
    if _is_unsafe(path, info):
        return UnsafeArchive(full, "压缩包里的路径指向包外，或是链接，为安全不读；请解压检查后再导入")
    if ending(path) not in KINDS:
        return unsupported(full)
    if info.flag_bits & 0x1:
        return EncryptedFile(full, "压缩包有密码；请解压后导入文件夹")
    if info.file_size > limits.file_bytes:
        size, most = (value / 1024**2 for value in (info.file_size, limits.file_bytes))
        return OversizedFile(full, f"展开后有 {size:.0f} MB，超过上限 {most:.0f} MB；请拆成几个文件")
    if is_bomb(info):
        return OversizedFile(full, "压缩比高得不正常，像是压缩炸弹，为安全不读；请解压检查后再导入")
    return None


def _is_unsafe(path: str, info: zipfile.ZipInfo) -> bool:
    pure = PurePosixPath(path)
    is_link = stat.S_ISLNK(info.external_attr >> 16)
    return is_link or pure.is_absolute() or ".." in pure.parts or bool(re.match(r"[A-Za-z]:", path)) or "\0" in path


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, full: str) -> bytes:
    try:
        return archive.read(info)
    except _FAULTS as error:
        raise BrokenFile(full, "在压缩包里已损坏，或压缩方法不支持；请重新压缩成普通 .zip") from error


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a member: without the UTF-8 flag, Chinese Windows writes GBK, macOS UTF-8 all the same."""
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def _failed(error: ReadError) -> Member:
    def content() -> bytes:
        raise error

    return Member(error.file, content)
