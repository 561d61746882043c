"""A small HTTP server that keeps silent: no banner, no access log, nothing of a request in any log (监听)."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.errors import SettingsError
from bot.settings import PREFIX, read_place

Answer = Callable[[web.Request], Awaitable[web.Response]]

FINISH = 5.0
"""Seconds that requests under way may take once no more are taken."""

_KEEPALIVE = 75.0  # seconds a connection may wait for its next request; longer than proxies keep one for it
_LINGER = 1.0  # seconds for reading what nobody wants to read, so that the answer arrives

# aiohttp writes what it could not parse into its log: a header with the secret, a body with somebody's words.
_SILENT = logging.getLogger("bot.listening.wire")
_SILENT.disabled = True


class Listener:
    """Answers every request to one host and port, whatever its path and method, with one function."""

    def __init__(self, setting: str, place: str, answer: Answer, *, body_bytes: int) -> None:
        """Take what ``open`` needs.

        Args:
            setting: The setting that names the place, for the error where it cannot be had.
            place: Host and port, as ``read_place`` takes it.
            answer: Called with every request.
            body_bytes: The largest body; reading a larger one raises ``web.HTTPRequestEntityTooLarge``.
        """
        self._setting = setting
        self._place = place
        app = web.Application(client_max_size=body_bytes)
        app.router.add_route("*", "/{path:.*}", answer)
        app.on_response_prepare.append(_without_banner)
        self._runner = web.AppRunner(
            app,
            access_log=None,
            logger=_SILENT,
            # Unpacking is work that anybody could order, before the secret is looked at.
            auto_decompress=False,
            keepalive_timeout=_KEEPALIVE,
            lingering_time=_LINGER,
            shutdown_timeout=FINISH,
        )

    @property
    def address(self) -> tuple[str, int]:
        """Host and port it listens at, once it does; the port that was chosen where the place says 0."""
        host, port = self._runner.addresses[0][:2]
        return host, port

    async def open(self) -> None:
        """Begin to listen.

        Raises:
            SettingsError: The place cannot be had: the port is taken, or the address is not this machine's.
        """
        host, port = read_place(self._place)
        await self._runner.setup()
        try:
            # reuse_address, as asyncio has it: a port whose last connections are still closing can be had.
            await web.TCPSite(self._runner, host or None, port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise SettingsError(
                f"{PREFIX}{self._setting.upper()}={self._place}：无法在此监听（{error.strerror or error}）；"
                "请换一个端口，或先停掉占用它的程序。"
            ) from error

    async def close(self) -> None:
        """Take no more requests, and finish those under way for at most ``FINISH`` seconds. Safe to call twice."""
        await self._runner.cleanup()


async def _without_banner(_: web.BaseRequest, response: web.StreamResponse) -> None:
    response.headers.popall("Server", None)
