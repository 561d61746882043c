"""The image, the compose file and the proxy: what they promise, as far as it can be read."""

from __future__ import annotations

import fnmatch
import json
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from sqlalchemy import make_url

from bot.settings import PREFIX, load_settings, read_place
from bot.telegram.run import LONGEST_STOP
from deploy import healthcheck
from tests.slim import ROOT

DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
CADDYFILE = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
BOTS = {name: service for name, service in SERVICES.items() if service["image"] == "jianggao"}


def instructions() -> list[tuple[str, str]]:
    """The instructions of the last stage of the Dockerfile, in order."""
    joined = re.sub(r"\\\n", " ", "\n".join(line for line in DOCKERFILE.splitlines() if not line.startswith("#")))
    found = [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in joined.splitlines() if line)]
    last = max(at for at, (word, _) in enumerate(found) if word == "FROM")
    return found[last:]


def image_settings() -> dict[str, str]:
    """What the image sets."""
    (environment,) = (rest for word, rest in instructions() if word == "ENV")
    return dict(pair.split("=", 1) for pair in shlex.split(environment))


def seconds(text: str) -> int:
    """``40s`` as a number."""
    return int(text.removesuffix("s"))


def filled(value: str) -> str:
    """A value with ``${NAME:-default}`` as its default."""
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value)


def test_the_image_runs_as_a_fixed_user_that_is_not_root() -> None:
    """By number, so that a cluster can check it and a volume keeps its owner."""
    assert [rest for word, rest in instructions() if word == "USER"] == ["10001:10001"]


def test_the_image_is_told_to_stop_and_asked_whether_it_lives_without_a_shell() -> None:
    """SIGTERM goes to the bot itself; the check is Python's own, and reads the place from the same variable."""
    found = dict(instructions())
    assert found["STOPSIGNAL"] == "SIGTERM"
    assert json.loads(found["ENTRYPOINT"]) + json.loads(found["CMD"]) == ["jianggao", "bot"]
    check = found["HEALTHCHECK"].partition("CMD ")[2]
    assert json.loads(check) == ["python", "/opt/jianggao/healthcheck.py"]
    assert "deploy/healthcheck.py /opt/jianggao/healthcheck.py" in DOCKERFILE


def test_the_settings_of_the_image_are_good() -> None:
    """They load; the home is the volume; everything written goes below it; the monitor is not open to others."""
    found = image_settings()
    settings = load_settings({name: value for name, value in found.items() if name.startswith(PREFIX)}, None)
    volume = dict(instructions())["VOLUME"]
    assert str(settings.home) == volume
    assert all(found[name].startswith(volume) for name in ("HOME", "XDG_CACHE_HOME", "HF_HOME"))
    assert read_place(settings.monitor_listen or "")[0] == "127.0.0.1"


def test_what_the_image_copies_is_let_in_and_nothing_else() -> None:
    """``.dockerignore`` names what goes in: no ``.env``, no home, no tests."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = {line.removeprefix("!") for line in lines if line.startswith("!")}
    copies = [
        line.split()[1:-1] for line in DOCKERFILE.splitlines() if line.startswith("COPY") and "--from" not in line
    ]
    assert "*" in lines
    assert {source for copy in copies for source in copy} == let_in
    assert not any(fnmatch.fnmatch(name, ".env*") for name in let_in)


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_locked_up(name: str) -> None:
    """Read-only, without capabilities, without new privileges, with bounded memory, and started again."""
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["restart"] == "unless-stopped"
    assert service["mem_limit"]
    assert service["tmpfs"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "caddy" else [])
    assert "privileged" not in service


def test_the_profiles() -> None:
    """A bot alone; with PostgreSQL; two of them behind a proxy."""
    of = {
        profile: {name for name, service in SERVICES.items() if profile in service["profiles"]}
        for profile in ("bot", "postgres", "webhook")
    }
    assert of == {
        "bot": {"bot"},
        "postgres": {"bot-postgres", "postgres"},
        "webhook": {"bot-1", "bot-2", "postgres", "caddy"},
    }


@pytest.mark.parametrize("name", BOTS)
def test_every_bot_has_its_own_home_its_secrets_from_a_file_and_time_to_stop(name: str) -> None:
    """No two share a home; what is queued is answered before Docker loses patience."""
    bot = BOTS[name]
    (home,) = bot["volumes"]
    assert home.endswith(":/data")
    assert home.partition(":")[0] in COMPOSE["volumes"]
    assert [home in other["volumes"] for other in BOTS.values()].count(True) == 1
    assert bot["env_file"] == [".env"]
    assert not any("TOKEN" in variable for variable in bot["environment"])
    assert seconds(bot["stop_grace_period"]) >= 30 > LONGEST_STOP
    assert bot["build"]["context"] == ".."
    assert set(bot["build"]["args"]) <= set(re.findall(r"^ARG (\w+)", DOCKERFILE, flags=re.MULTILINE))


@pytest.mark.parametrize("name", BOTS)
def test_the_settings_of_every_bot_are_good(name: str) -> None:
    """They exist and load; the monitor listens where the health check asks, and no port of a bot is published."""
    given = {name: filled(value) for name, value in BOTS[name]["environment"].items() if name.startswith(PREFIX)}
    settings = load_settings(given, None)
    assert {f"{PREFIX}{field.upper()}" for field in type(settings).model_fields} >= set(given)
    assert settings.monitor_listen
    assert "ports" not in BOTS[name]
    if settings.database_url:
        url = make_url(settings.database)
        assert url.get_backend_name() == "postgresql"
        assert url.host == "postgres"
        assert url.password is None  # it comes by PGPASSWORD, in which nothing has to be escaped
        assert "PGPASSWORD" in BOTS[name]["environment"]
        assert BOTS[name]["depends_on"]["postgres"] == {"condition": "service_healthy"}
        assert (url.username, url.database) == tuple(
            SERVICES["postgres"]["environment"][variable] for variable in ("POSTGRES_USER", "POSTGRES_DB")
        )


def test_only_the_proxy_is_open_and_only_for_the_webhook() -> None:
    """Its ports are the published ones; it passes on one path, to where the bots listen, and never to the monitor."""
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"caddy"}
    assert SERVICES["caddy"]["ports"] == ["80:80", "443:443"]
    webhooks = [bot["environment"] for bot in BOTS.values() if "JIANGGAO_WEBHOOK_URL" in bot["environment"]]
    (path,) = {urlsplit(filled(one["JIANGGAO_WEBHOOK_URL"])).path for one in webhooks}
    (port,) = {read_place(one["JIANGGAO_WEBHOOK_LISTEN"])[1] for one in webhooks}
    assert re.findall(r"^\s*path (.+)$", CADDYFILE, flags=re.MULTILINE) == [path]
    (targets,) = re.findall(r"reverse_proxy ([^{]+) \{", CADDYFILE)
    names = {name for name, bot in BOTS.items() if "webhook" in bot["profiles"]}
    assert set(targets.split()) == {f"{name}:{port}" for name in names}
    assert port not in {read_place(one["JIANGGAO_MONITOR_LISTEN"])[1] for one in webhooks}
    assert "BOT_DOMAIN" in SERVICES["caddy"]["environment"]


def test_the_database_is_reached_by_the_bots_alone() -> None:
    """It stands in a network that leads nowhere."""
    assert SERVICES["postgres"]["networks"] == ["back"]
    assert COMPOSE["networks"]["back"] == {"internal": True}
    assert SERVICES["caddy"]["networks"] == ["front"]
    assert SERVICES["postgres"]["healthcheck"]["test"][:2] == ["CMD", "pg_isready"]


@contextmanager
def monitor(status: int) -> Iterator[str]:
    """A port that answers ``/healthz`` with a status."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/healthz" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield str(server.server_port)
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "[::]", ""])
@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
def test_the_health_check_tells_by_its_exit_code(
    host: str, status: int, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever the monitor listens, this machine itself is asked."""
    with monitor(status) as port:
        monkeypatch.setenv("JIANGGAO_MONITOR_LISTEN", f"{host}:{port}")
        assert healthcheck.main() == code


def test_the_health_check_of_a_dead_bot_fails_and_of_one_without_a_monitor_does_not() -> None:
    """Nobody at the port is a failure; no port at all is what the operator wanted."""
    with monitor(200) as port:
        pass
    run = (sys.executable, "-I", str(DEPLOY / "healthcheck.py"))
    dead = subprocess.run(run, env={"JIANGGAO_MONITOR_LISTEN": f":{port}"}, capture_output=True, check=False)
    without = subprocess.run(run, env={}, capture_output=True, check=False)
    assert (dead.returncode, without.returncode) == (1, 0)
