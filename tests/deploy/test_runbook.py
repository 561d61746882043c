"""The runbook: what it names is there."""

from __future__ import annotations

import re

import pytest
import yaml

from bot.cli.main import COMMANDS
from bot.monitoring.figures import Figures
from bot.monitoring.metrics import PrometheusMeters
from bot.settings import PREFIX, Settings
from corpus.models import Counts
from tests.slim import ROOT

DEPLOY = ROOT / "deploy"
UNWANTED = ("pypi.", "download.pytorch", "pythonhosted", "docker.io", "ghcr.io", "/home/", "/root/", "/users/")
RUNBOOK = (DEPLOY / "README.md").read_text(encoding="utf-8")


@pytest.mark.skipif("backup" not in COMMANDS, reason="jianggao backup is not there yet")
def test_every_command_it_names_exists() -> None:
    """``jianggao …`` runs."""
    named = set(re.findall(r"\b(?:jianggao|jg)(?: --home \S+)? ([a-z]+)\b", RUNBOOK))
    assert {"backup", "restore", "doctor", "train"} <= named
    commands = re.findall(r"(?:`|^|&& |bin/)(?:jianggao|jg)(?: --home \S+)? ([a-z]+)\b", RUNBOOK, flags=re.MULTILINE)
    assert set(commands) <= set(COMMANDS)


def test_every_setting_it_names_exists() -> None:
    """And every variable of the compose file is one that it takes."""
    settings = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", RUNBOOK)) <= settings
    compose = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    for name in ("POSTGRES_PASSWORD", "BOT_DOMAIN", "BOT_MEMORY", "SLIM", "TORCH_INDEX", "LIBREOFFICE"):
        assert name in RUNBOOK
        assert f"${{{name}:-" in compose


def test_every_file_and_target_it_names_exists() -> None:
    """Those of the folder in the table, and the profiles of the compose file."""
    table = RUNBOOK.partition("| file |")[2].partition("\n\n")[0]
    files = set(re.findall(r"`([\w.-]+)`", table)) - {"make lock"}
    assert files == {path.name for path in DEPLOY.iterdir() if path.is_file()} - {"README.md", "__init__.py"}
    rules = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)`", RUNBOOK)) <= rules
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
    profiles = {profile for service in services.values() for profile in service["profiles"]}
    assert set(re.findall(r"--profile (\w+)|profile `(\w+)`", RUNBOOK)) <= {(p, "") for p in profiles} | {
        ("", p) for p in profiles
    }


def test_every_metric_is_explained_and_no_other() -> None:
    """The table has the names that Prometheus reads; the alerts use no other."""
    figures = Figures(0, 0.0, 0, Counts(0, 0, 0), 0, True, 0.0)
    text = PrometheusMeters("polling", "sqlite").text(figures).decode()
    exported = set(re.findall(r"^# TYPE (jianggao_\w+)", text, flags=re.MULTILINE))
    explained = re.findall(r"^\| `(jianggao_\w+)` \|", RUNBOOK, flags=re.MULTILINE)
    assert sorted(explained) == sorted(exported)
    used = {name.removesuffix("_bucket") for name in re.findall(r"\bjianggao_\w+", RUNBOOK)}
    assert used <= exported


def test_nothing_in_the_folder_names_a_registry_or_a_machine() -> None:
    """Where packages come from is pip's own setting, and no path of somebody's machine is of use to another."""
    for path in (*DEPLOY.iterdir(), ROOT / "Makefile", ROOT / ".dockerignore", ROOT / "tests" / "slim.py"):
        if path.is_file():
            text = path.read_text(encoding="utf-8").lower()
            for word in UNWANTED:
                assert word not in text, (path.name, word)
