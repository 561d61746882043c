"""The clock (时钟): what depends on it is wrong where it is, from the age of a message to a certificate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from bot.doctor.finding import Finding, judged
from bot.texts.doctor import DoctorTexts

OFF: Final = 60
"""Seconds by which a clock may be off."""


def clock(pairs: Sequence[tuple[datetime, datetime] | None], texts: DoctorTexts) -> Iterator[Finding]:
    """Compare another's clock with ours, in pairs of one moment, the first that is known; nothing where none is."""
    known = next((pair for pair in pairs if pair is not None), None)
    if known is None:
        return
    theirs, ours = ((one if one.tzinfo else one.replace(tzinfo=UTC)) for one in known)
    seconds = round(abs((theirs - ours).total_seconds()))
    yield judged(
        "clock", seconds <= OFF, texts.clock_well.format(seconds=seconds), texts.clock_ill.format(seconds=seconds)
    )
