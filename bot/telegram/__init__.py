"""Telegram: replies become messages, messages and presses become calls of the dialogue.

Nothing outside this package knows Telegram. ``PTB_TIMEDELTA`` opts in to what python-telegram-bot will do anyway
(periods as ``timedelta``); without it every ``RetryAfter`` also raises a deprecation warning.
"""

import os

os.environ.setdefault("PTB_TIMEDELTA", "true")
