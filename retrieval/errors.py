"""The errors of this room, one tree.

::

    RetrievalError
    ├── ModelError           a model cannot be used
    │   ├── ModelNotFound        no such folder, or the hub cannot be reached
    │   ├── PackageMissing       a package that the slim install leaves out
    │   ├── ModelMismatch        a vector of another dimension, or not finite
    │   └── TooLittleToLearn     a library too small to adapt a model to
    ├── IndexFault            the index cannot be built or read
    │   ├── IndexDamaged         a checksum, a manifest or a file is wrong: rebuild
    │   └── IndexOutdated        built from another library, encoder or format: rebuild
    ├── JudgmentsError       a file of judged requests is malformed
    └── TermsError           a file of terms is malformed

"Nothing found" is no error: it is a ``SearchResult`` with a note.
"""

from __future__ import annotations


class RetrievalError(Exception):
    """Anything that goes wrong in ``retrieval``."""


class ModelError(RetrievalError):
    """A model cannot be used."""


class ModelNotFound(ModelError):
    """No such folder, or the hub cannot be reached."""


class PackageMissing(ModelError):
    """A package is not installed: the slim install leaves out what only other models and training need."""


class ModelMismatch(ModelError):
    """A vector of another dimension than the index has, or one that is not finite."""


class TooLittleToLearn(ModelError):
    """A library too small to adapt a model to, and to tell whether anything was gained."""


class IndexFault(RetrievalError):
    """The index cannot be built or read."""


class IndexDamaged(IndexFault):
    """A checksum, a manifest or a file is wrong; the index must be rebuilt from the library."""


class IndexOutdated(IndexFault):
    """Built from another library, encoder or format; the index must be brought up to date."""


class JudgmentsError(RetrievalError):
    """A file of judged requests is malformed."""


class TermsError(RetrievalError):
    """A file of terms cannot be read or is malformed; each line at fault is named."""
