"""The errors of this room, one tree.

::

    CorpusError
    ├── ReadError            a file cannot be read; ``reason`` is one line for its owner
    │   ├── UnsupportedFormat    no reader for this kind of file
    │   ├── EncryptedFile        a password is needed
    │   ├── BrokenFile           damaged, or not what its name says
    │   ├── EmptyFile            nothing in it, or no text that belongs to a speech
    │   ├── ScannedFile          a PDF of pictures: OCR is needed
    │   ├── OversizedFile        over a limit of size, pages or expansion
    │   ├── UnsafeArchive        a path in an archive points outside it
    │   ├── ReaderTimeout        the reader took too long
    │   └── MissingConverter     a program such as LibreOffice is not installed
    ├── LibraryError         the database cannot be opened or migrated
    │   └── UnknownId            no speech or passage of this id
    └── IntegrityError       a stored passage is no longer a slice of its speech

Messages are Chinese: they are read by the owner of the file. Each carries the value at fault and what to do next.
"""

from __future__ import annotations


class CorpusError(Exception):
    """Anything that goes wrong in ``corpus``."""


class ReadError(CorpusError):
    """A file that cannot be read.

    Attributes:
        file: The name of the file as its owner knows it.
        reason: One line in Chinese: what is wrong and what to do.
    """

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}：{reason}")
        self.file = file
        self.reason = reason

    def __reduce__(self) -> tuple[type[ReadError], tuple[str, str]]:
        """Survive the way from a reader's subprocess."""
        return type(self), (self.file, self.reason)


class UnsupportedFormat(ReadError):
    """No reader for this kind of file."""


class EncryptedFile(ReadError):
    """A password is needed."""


class BrokenFile(ReadError):
    """Damaged, or not what its name says."""


class EmptyFile(ReadError):
    """Nothing in it, or no text that belongs to a speech."""


class ScannedFile(ReadError):
    """A PDF of pictures: OCR is needed."""


class OversizedFile(ReadError):
    """Over a limit of size, pages or expansion."""


class UnsafeArchive(ReadError):
    """A path in an archive points outside it."""


class ReaderTimeout(ReadError):
    """The reader took too long."""


class MissingConverter(ReadError):
    """A program that this format needs is not installed."""


class LibraryError(CorpusError):
    """The database cannot be opened, migrated or written."""


class UnknownId(LibraryError):
    """No speech or passage of this id."""


class IntegrityError(CorpusError):
    """A stored passage is no longer a slice of its speech."""
