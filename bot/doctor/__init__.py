"""The examination (体检): everything that can be wrong with a home, each with its remedy. It changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from bot.app import App
from bot.doctor import data as data_
from bot.doctor import machine, searching
from bot.doctor import telegram as telegram_
from bot.doctor.clock import clock
from bot.doctor.configuration import configuration
from bot.doctor.finding import Finding, Level, hint, ill
from bot.doctor.versions import versions
from bot.texts.console import console_texts
from bot.texts.doctor import doctor_texts

__all__ = ["Finding", "Level", "examine"]


def examine(app: App) -> Iterator[Finding]:
    """Every finding, cheapest first. A part that cannot be opened is one finding and does not stop the others.

    A home that is not there yet is not made: then there is no library and no index to examine.
    """
    settings = app.settings
    texts = doctor_texts(settings.language)
    yield from versions(texts)
    yield from configuration(settings, texts)
    fault = machine.home_fault(settings.home)
    there = fault is None and settings.home.exists()
    if fault is not None:
        message = console_texts(settings.language).home_unusable
        yield ill("home", message.format(home=settings.home, reason=fault))
    elif there:
        yield machine.disk(settings.home, texts)
    else:
        yield hint("home", texts.home_missing.format(home=settings.home))
    yield from machine.memory(texts)
    kept = data_.Data()
    try:
        # A database elsewhere is there whatever becomes of the home.
        if there or settings.database_url is not None:
            yield from data_.data(settings, texts, kept)
        yield from searching.model(app, texts)
        if there:
            yield from searching.terms(app, texts)
            if kept.library is not None:
                yield from searching.index(app, kept.library, texts)
    finally:
        kept.close()
    yield machine.converter(texts)
    heard = telegram_.Heard()
    if settings.telegram_token is not None:
        heard = telegram_.ask(settings)
        yield from telegram_.telegram(heard, settings, texts)
    yield from clock((heard.now, kept.now), texts)
