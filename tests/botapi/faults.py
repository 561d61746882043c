"""What can go wrong between a bot and the Bot API, to be put in the way of the next calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.botapi.rules import Refused


@dataclass
class Fault:
    """Trouble for the next ``times`` calls of a method that ``matches``.

    Attributes:
        method: The method's name, or ``*`` for any.
        refusal: What to answer instead of doing it, or None.
        drop: ``before`` closes the connection and does nothing; ``after`` does it, and closes the connection unsaid.
        delay: Seconds to wait first.
        body: What to answer instead, byte for byte, with HTTP 200.
        times: How many calls are left to meet it.
        matches: Which calls meet it, by their parameters.
    """

    method: str
    refusal: Refused | None = None
    drop: str | None = None
    delay: float = 0.0
    body: bytes | None = None
    times: int = 1
    matches: Callable[[Mapping[str, Any]], bool] = lambda parameters: True


def too_many(method: str, retry_after: int, **more: Any) -> Fault:
    """HTTP 429 with ``retry_after`` in seconds."""
    return Fault(method, Refused(f"Too Many Requests: retry after {retry_after}", 429, retry_after), **more)


def broken(method: str, status: int = 500, **more: Any) -> Fault:
    """A server's own error, or with 404 a server that is not there yet."""
    return Fault(method, Refused("Internal Server Error" if status == 500 else "Not Found", status), **more)
