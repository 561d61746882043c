"""What is set, and whether it goes together (设置)."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.doctor.finding import Finding, hint, ill
from bot.settings import EVERYBODY, Settings, read_place
from bot.texts.doctor import DoctorTexts

_TELEGRAM = "api.telegram.org"
_PORTS = frozenset({443, 80, 88, 8443})
_ANYWHERE = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - what is looked for


def configuration(settings: Settings, texts: DoctorTexts) -> Iterator[Finding]:
    """Which settings are not the defaults, and what is wrong with them together."""
    chosen = " ".join(f"{variable}={value}" for variable, value in settings.chosen().items())
    yield Finding("settings", texts.settings_chosen.format(chosen=chosen) if chosen else texts.settings_well)
    if settings.telegram_token is None:
        yield hint("telegram", texts.telegram_missing)
    else:
        yield from _people(settings, texts)
    yield from _webhook(settings, texts)
    yield from _monitor(settings, texts)


def _people(settings: Settings, texts: DoctorTexts) -> Iterator[Finding]:
    if not settings.allow and not settings.admins:
        yield ill("people", texts.nobody_allowed)
        return
    if settings.allow == EVERYBODY:
        yield hint("people", texts.everybody_allowed)
    if not settings.admins:
        yield hint("admins", texts.no_admins)


def _webhook(settings: Settings, texts: DoctorTexts) -> Iterator[Finding]:
    if settings.webhook_url is None:
        if settings.webhook_secret is not None:
            yield hint("webhook", texts.webhook_unused)
        return
    place = urlsplit(settings.webhook_url)
    # A Bot API server of one's own calls what it is told to.
    by_telegram = urlsplit(settings.telegram_base_url).hostname == _TELEGRAM
    if by_telegram and place.scheme != "https":
        yield ill("webhook", texts.webhook_http)
    elif by_telegram and place.port is not None and place.port not in _PORTS:
        yield ill("webhook", texts.webhook_port.format(port=place.port))
    else:
        yield Finding("webhook", texts.webhook_well)


def _monitor(settings: Settings, texts: DoctorTexts) -> Iterator[Finding]:
    if settings.monitor_listen is None:
        return
    host, port = read_place(settings.monitor_listen)
    # Port 0 is any that is free.
    if settings.webhook_url is not None and port and port == read_place(settings.webhook_listen)[1]:
        yield ill("monitor", texts.monitor_port.format(port=port))
    elif host in _ANYWHERE:
        yield hint("monitor", texts.monitor_open.format(place=settings.monitor_listen))
    else:
        yield Finding("monitor", texts.monitor_well.format(place=settings.monitor_listen))
