"""The systemd unit: what it locks up, and what it must leave open."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from bot.settings import PREFIX, load_settings
from bot.telegram.run import LONGEST_STOP
from tests.slim import ROOT

UNIT = ROOT / "deploy" / "jianggao.service"

LOCKED = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "PrivateUsers": "yes",
    "ProtectClock": "yes",
    "ProtectControlGroups": "yes",
    "ProtectHostname": "yes",
    "ProtectKernelLogs": "yes",
    "ProtectKernelModules": "yes",
    "ProtectKernelTunables": "yes",
    "CapabilityBoundingSet": "",
    "LockPersonality": "yes",
    "MemoryDenyWriteExecute": "yes",
    "RestrictNamespaces": "yes",
    "RestrictRealtime": "yes",
    "RestrictSUIDSGID": "yes",
    "SystemCallArchitectures": "native",
    "UMask": "0077",
    "LimitCORE": "0",
}


@pytest.fixture(scope="module")
def service() -> dict[str, list[str]]:
    """Every value of ``[Service]``, in order."""
    section = UNIT.read_text(encoding="utf-8").partition("[Service]\n")[2].partition("\n[Install]")[0]
    found = defaultdict(list)
    for name, value in re.findall(r"^(\w+)=(.*)$", section, flags=re.MULTILINE):
        found[name].append(value)
    return dict(found)


def test_it_is_locked_up(service: dict[str, list[str]]) -> None:
    """A bot that was taken over could reach little more than its own two folders and the network."""
    assert {name: service.get(name) for name in LOCKED} == {name: [value] for name, value in LOCKED.items()}
    assert service["RestrictAddressFamilies"] == ["AF_INET AF_INET6 AF_UNIX"]
    assert service["User"] != ["root"]
    assert service["MemoryMax"]


def test_files_can_still_be_read_in_their_sandbox(service: dict[str, list[str]]) -> None:
    """Its worker sets limits on itself, and only the bot is told to stop: it ends its workers itself."""
    assert service["SystemCallFilter"] == ["@system-service", "~@privileged"]
    assert service["SystemCallErrorNumber"] == ["EPERM"]
    assert service["KillMode"] == ["mixed"]


def test_it_has_time_to_answer_what_is_queued_and_comes_back(service: dict[str, list[str]]) -> None:
    """30 seconds at the least; after a failure it is started again, however often."""
    assert int(service["TimeoutStopSec"][0]) >= 30 > LONGEST_STOP
    assert service["Restart"] == ["on-failure"]
    assert "StartLimitIntervalSec=0" in UNIT.read_text(encoding="utf-8")


def test_it_writes_where_it_may(service: dict[str, list[str]]) -> None:
    """Home, cache and models lie in the folders that systemd makes for it; settings come from a file."""
    environment = dict(pair.split("=", 1) for line in service["Environment"] for pair in line.split())
    settings = load_settings({name: value for name, value in environment.items() if name.startswith(PREFIX)}, None)
    assert settings.home == Path("/var/lib") / service["StateDirectory"][0]
    cache = Path("/var/cache") / service["CacheDirectory"][0]
    assert all(Path(environment[name]).is_relative_to(cache) for name in ("XDG_CACHE_HOME", "HF_HOME"))
    assert service["WorkingDirectory"] == [str(settings.home)]
    assert service["EnvironmentFile"] == ["/etc/jianggao/env"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_understands_it_and_finds_little_exposed(tmp_path: Path) -> None:
    """No unknown line, and an exposure of 2.0 at most where 10 is everything."""
    text = UNIT.read_text(encoding="utf-8")
    unit = tmp_path / UNIT.name
    unit.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.MULTILINE), encoding="utf-8")
    verify = ("systemd-analyze", "verify", "--man=no", str(unit))
    verified = subprocess.run(verify, capture_output=True, text=True, check=False)
    if "Failed to" in verified.stderr and "initialize" in verified.stderr:
        pytest.skip(f"systemd-analyze does not work here: {verified.stderr.strip()}")
    assert (verified.returncode, verified.stderr) == (0, "")
    judge = ("systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", str(unit))
    judged = subprocess.run(judge, capture_output=True, text=True, check=False)
    assert judged.returncode == 0, judged.stdout[-500:]
