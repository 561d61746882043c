"""``deploy/env.example``: every setting, explained, with its default."""

from __future__ import annotations

import re
from pathlib import Path

from bot.settings import PREFIX, Settings, load_settings
from tests.slim import ROOT

EXAMPLE = ROOT / "deploy" / "env.example"
LINES = EXAMPLE.read_text(encoding="utf-8").splitlines()
SETTING = re.compile(rf"#({PREFIX}[A-Z_]+)=(.*)")


def blocks() -> list[list[str]]:
    """Lines that stand together."""
    found: list[list[str]] = [[]]
    for line in LINES:
        if line:
            found[-1].append(line)
        else:
            found.append([])
    return [block for block in found if any(SETTING.fullmatch(line) for line in block)]


def test_every_setting_is_there_once_and_no_other() -> None:
    """As the product has them."""
    named = [match[1] for line in LINES if (match := SETTING.fullmatch(line))]
    assert len(named) == len(set(named))
    assert set(named) == {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}


def test_each_is_explained_in_chinese_first_and_in_english_second() -> None:
    """Two lines over each setting, or over two that belong together."""
    for block in blocks():
        chinese, english, *settings = block
        assert re.match(r"# .*[\u4e00-\u9fff].*[。；！]$", chinese), chinese
        assert re.fullmatch(r"# [\x20-\x7e]+\.", english), english
        assert settings
        assert all(SETTING.fullmatch(line) for line in settings)


def test_every_default_is_the_product_s(tmp_path: Path) -> None:
    """With every line taken into use the settings are what they are without the file."""
    used = tmp_path / "env"
    used.write_text("\n".join(SETTING.sub(r"\1=\2", line) for line in LINES), encoding="utf-8")
    assert load_settings({}, used) == load_settings({}, None)
    assert load_settings({}, used).chosen() == {}


def test_it_loads_as_it_is_and_with_values_filled_in(tmp_path: Path) -> None:
    """A value that replaces a line is read, whatever stands around it."""
    filled = tmp_path / "env"
    text = EXAMPLE.read_text(encoding="utf-8")
    filled.write_text(text.replace("#JIANGGAO_ALLOW=", "JIANGGAO_ALLOW=12 34"), encoding="utf-8")
    assert load_settings({}, EXAMPLE) == load_settings({}, None)
    assert load_settings({}, filled).allow == frozenset({12, 34})
