"""What is counted while the bot runs (计数)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum


class Found(StrEnum):
    """What a request for passages came to."""

    ANSWERED = "answered"
    EMPTY = "empty"
    FAILED = "failed"


class Sent(StrEnum):
    """What became of a message that we sent, or edited."""

    SENT = "sent"
    REFUSED = "refused"
    """Too many, said Telegram (429)."""
    FAILED = "failed"
    """Any other error that Telegram answered with."""
    UNANSWERED = "unanswered"
    """No answer: it may have arrived, or not."""


class Call(StrEnum):
    """What a call of our webhook came to."""

    TAKEN = "taken"
    UNREADABLE = "unreadable"
    REFUSED = "refused"
    FAILED = "failed"


class Meters:
    """Counts nothing; ``bot.monitoring.metrics.PrometheusMeters`` does. Every method may be called from any thread."""

    def received(self, kind: str) -> None:
        """Note an update that came, of a kind that ``Update.ALL_TYPES`` names, or ``other``."""

    @contextmanager
    def handling(self, kind: str) -> Iterator[None]:  # noqa: ARG002 - nothing is counted here
        """Note that an update is being handled while the body runs, and how that ended; not where it was cancelled."""
        yield

    def failed(self) -> None:
        """Note that what is being handled has failed, though its handler ends well: the person was told."""

    def searched(self, found: Found, seconds: float) -> None:
        """Note a request for passages."""

    def sent(self, sent: Sent) -> None:
        """Note a message that was sent or edited, or was to be."""

    def repeated(self) -> None:
        """Note that a message is sent again after a refusal that was waited out."""

    def called(self, call: Call) -> None:
        """Note a call of the webhook."""
