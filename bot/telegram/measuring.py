"""Where the Telegram side counts (计量): updates as they are handled, messages as they are sent."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from telegram import Update
from telegram.error import Forbidden, NetworkError
from telegram.ext import Application

from bot.monitoring.meters import Meters, Sent
from bot.telegram.request import CallRequest

OTHER = "other"
"""The kind of an update that is of none of the kinds known here."""

_NO_MESSAGES = frozenset({"sendChatAction"})


def kind_of(update: object) -> str:
    """Return what an update holds: one of ``Update.ALL_TYPES``, or ``OTHER``."""
    return next((str(kind) for kind in Update.ALL_TYPES if getattr(update, kind, None) is not None), OTHER)


class MeasuredApplication(Application[Any, Any, Any, Any, Any, Any]):
    """An application that notes each update it handles.

    Attributes:
        meters: Where to; set it once the application is built, for the builder alone may call the constructor.
    """

    meters = Meters()

    async def process_update(self, update: object) -> None:
        """Handle an update; its time counts from here, not from when it began to wait for its turn."""
        with self.meters.handling(kind_of(update)):
            await super().process_update(update)

    async def process_error(self, update: object, error: Exception, *more: Any, **how: Any) -> bool:  # noqa: ANN401 - passed on unread
        """Handle an error; somebody who has left the bot is none."""
        if not isinstance(error, Forbidden):
            self.meters.failed()
        return await super().process_error(update, error, *more, **how)


class MeasuredRequest(CallRequest):
    """Calls methods, and notes what became of the messages among them."""

    def __init__(self, meters: Meters, **how: Any) -> None:  # noqa: ANN401 - passed on unread
        super().__init__(**how)
        self._meters = meters

    async def do_request(self, url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:  # noqa: ANN401 - passed on unread
        """Send a request.

        Raises:
            NetworkError: As its base class says.
        """
        method = url.rpartition("/")[2]
        if not method.startswith(("send", "edit", "copy", "forward")) or method in _NO_MESSAGES:
            return await super().do_request(url, *args, **kwargs)
        try:
            code, payload = await super().do_request(url, *args, **kwargs)
        except NetworkError:
            self._meters.sent(Sent.UNANSWERED)
            raise
        self._meters.sent(_BY_STATUS.get(code, Sent.FAILED))
        return code, payload


_BY_STATUS = {int(HTTPStatus.OK): Sent.SENT, int(HTTPStatus.TOO_MANY_REQUESTS): Sent.REFUSED}
