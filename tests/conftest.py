"""What holds for every test."""

from __future__ import annotations

from hypothesis import settings

from tests.postgres import postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]

# How long an example takes says more of the machine than of the code; ``make bench`` measures.
settings.register_profile("jianggao", deadline=None)
settings.load_profile("jianggao")
