"""A reader a format: from the bytes of a file to its text and what its markup knows (读取)."""

from corpus.readers.files import FORMATS, read_all, read_file

__all__ = ["FORMATS", "read_all", "read_file"]
