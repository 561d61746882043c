"""The errors of this room, one tree.

::

    BotError
    ├── SettingsError        a setting is wrong; the message names each variable, its value and what would be right
    ├── HomeError            the home folder cannot be made or written
    ├── StoreError           people's data cannot be read or written
    ├── GivenUp              an update that was begun again and again and never finished
    ├── ImportRefused        a file of favourites that is none
    ├── BackupError          a backup cannot be written, or is damaged, of a newer version or none
    ├── ParcelLost           a file that a person sends cannot be fetched
    ├── ParcelTooLarge       … is larger than is taken
    └── Refused              a button that is old, unknown or somebody else's; what to tell the person is in it
"""

from __future__ import annotations

from bot.replies import Outcome
from bot.texts.backup import backup_texts
from bot.texts.filling import fill


class BotError(Exception):
    """Anything that goes wrong in ``bot``."""


class SettingsError(BotError):
    """A setting is wrong; the message names each variable, its value and what would be right."""


class HomeError(BotError):
    """The home folder cannot be made or written; the message names it, the reason and another way."""


class StoreError(BotError):
    """People's data cannot be read or written."""


class Refused(BotError):
    """A button that is old, unknown or somebody else's.

    Attributes:
        outcome: What to tell the person who pressed it.
    """

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.toast)
        self.outcome = outcome


class ImportRefused(BotError):
    """A file of favourites cannot be read; the message says why and what would do."""


class GivenUp(BotError):
    """An update was begun again and again and never finished; it is not begun once more."""


class BackupError(BotError):
    """A backup cannot be written, or is damaged, of a newer version or none.

    Attributes:
        sentence: The name of the sentence in ``bot.texts.backup``.
        values: What is filled in.
    """

    def __init__(self, sentence: str, **values: object) -> None:
        self.sentence = sentence
        self.values = values
        super().__init__(self.told("zh"))

    def told(self, language: str) -> str:
        """Return what to tell a person, in their language."""
        return fill(getattr(backup_texts(language), self.sentence), **self.values)


class ParcelLost(BotError):
    """A file that a person sends cannot be fetched; the message holds neither its name nor where it was."""


class ParcelTooLarge(BotError):
    """A file that a person sends is larger than is taken; the message says how large, and how much is."""
