"""Read one file, of whatever format, into documents (读取)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from itertools import islice
from pathlib import Path

from corpus.errors import BrokenFile, EmptyFile, OversizedFile, ReadError, UnsupportedFormat
from corpus.limits import Limits
from corpus.models import Document
from corpus.readers import archive
from corpus.readers.archive import Member
from corpus.readers.kinds import KINDS, ending, kind_of, unsupported

FORMATS: frozenset[str] = frozenset(KINDS)

# Imported when first needed: a process that reads text alone starts in a twentieth of a second.
_READERS: Mapping[str, str] = {
    "txt": "corpus.readers.txt",
    "md": "corpus.readers.markdown",
    "docx": "corpus.readers.docx",
    "doc": "corpus.readers.doc",
    "pdf": "corpus.readers.pdf",
    "html": "corpus.readers.html",
    "rtf": "corpus.readers.rtf",
    "odt": "corpus.readers.odt",
}
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\xad"
_DEFAULT = Limits()


def read_file(path: Path, name: str, limits: Limits = _DEFAULT) -> Document:
    """Read one file that is no archive, in this process; see ``corpus.sandbox`` for files of unknown origin.

    Args:
        path: Where it is.
        name: What its owner calls it; its ending counts where the content does not tell the format.
        limits: Bounds; those on time and memory hold in the sandbox only, LibreOffice's time excepted.

    Raises:
        ReadError: One of its kinds, with the reason in Chinese.
    """
    data = _load(path, name, limits)
    if _kind(data, name) == "zip":
        raise UnsupportedFormat(name, "压缩包里可能有许多文件，不能当一个文件读；请用导入")
    return _read(Member(name, lambda: data), limits)


def read_all(
    path: Path,
    name: str,
    limits: Limits = _DEFAULT,
    *,
    skip: int = 0,
    begin: Callable[[str], None] = lambda _: None,
) -> Iterator[Document | ReadError]:
    """Yield the one document of a file, or all of an archive; a file that cannot be read is yielded as its error.

    Args:
        path: Where it is.
        name: What its owner calls it.
        limits: Bounds on size and expansion.
        skip: How many results are known already, from the first on; they are not read again.
        begin: Told the name of each file before it is read.
    """
    begin(name)
    try:
        data = _load(path, name, limits)
        is_archive = _kind(data, name) == "zip"
    except ReadError as error:
        if not skip:
            yield error
        return
    members = archive.members(data, name, limits) if is_archive else iter([Member(name, lambda: data)])
    for member in islice(members, skip, None):
        begin(member.name)
        try:
            yield _read(member, limits)
        except ReadError as error:
            yield error


def _load(path: Path, name: str, limits: Limits) -> bytes:
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            most = limits.file_bytes / 1024**2
            raise OversizedFile(name, f"文件有 {size / 1024**2:.0f} MB，超过上限 {most:.0f} MB；请拆成几个文件")
        return path.read_bytes()
    except OSError as error:
        raise ReadError(name, f"打不开（{error.strerror}）；请检查文件是否还在、有没有读的权限") from error


def _kind(data: bytes, name: str) -> str:
    if ending(name) not in KINDS:
        raise unsupported(name)
    if not data:
        raise EmptyFile(name, "文件是空的（0 字节）；请检查是否下载完整")
    return kind_of(data, name)


def _read(member: Member, limits: Limits) -> Document:
    name = member.name
    try:
        data = member.content()
        reader = import_module(_READERS[_kind(data, name)])
        document: Document = reader.read(data, name, limits)
    except ReadError:
        raise
    except MemoryError as error:
        raise OversizedFile(name, "读它要的内存超过上限；请拆成几个文件，或另存为纯文本再导入") from error
    except Exception as error:
        reason = f"读取时出错（{type(error).__name__}），可能已损坏；请用原软件打开后另存为 .docx 或 .txt 再导入"
        raise BrokenFile(name, reason) from error
    return _checked(document, limits)


def _checked(document: Document, limits: Limits) -> Document:
    source = document.source
    if len(source) > limits.characters:
        reason = f"有 {len(source)} 字，超过上限 {limits.characters} 字；请拆成几个文件"
        raise OversizedFile(document.file, reason)
    lines = source.count("\n") + 1
    if lines > limits.lines:
        raise OversizedFile(document.file, f"有 {lines} 行，超过上限 {limits.lines} 行；请拆成几个文件")
    if not source.strip().strip(_INVISIBLE).strip():
        raise EmptyFile(document.file, "里面没有文字；请检查是否选错了文件")
    if "\0" in source or not _is_unicode(source):
        raise BrokenFile(document.file, "文字里有空字符或残缺字符，可能已损坏；请用原软件打开后另存再导入")
    return document


def _is_unicode(text: str) -> bool:
    """Whether no half of a surrogate pair stands alone: no database and no message can hold one."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
