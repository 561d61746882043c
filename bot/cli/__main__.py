"""``python -m bot.cli`` is ``jianggao``."""

from __future__ import annotations

from bot.cli.main import main

main()
