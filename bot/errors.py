"""The errors of this room, one tree.

::

    BotError
    ├── SettingsError        a setting is wrong; the message names each variable, its value and what would be right
    └── StoreError           people's data cannot be read or written
"""

from __future__ import annotations


class BotError(Exception):
    """Anything that goes wrong in ``bot``."""


class SettingsError(BotError):
    """A setting is wrong; the message names each variable, its value and what would be right."""


class StoreError(BotError):
    """People's data cannot be read or written."""
