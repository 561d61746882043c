"""Ask the bot of this container whether it lives: exit code 0 where it does. Python alone, so that it starts fast."""

from __future__ import annotations

import os
import sys
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104 - where it listens, not where we do
SECONDS = 4.0


def main() -> int:
    """Ask ``/healthz`` where ``JIANGGAO_MONITOR_LISTEN`` says; where it says nothing there is nobody to ask."""
    place = os.environ.get("JIANGGAO_MONITOR_LISTEN", "").strip()
    if not place:
        return 0
    parts = urlsplit(f"//{place}")
    host = parts.hostname or ""
    connection = HTTPConnection("127.0.0.1" if host in EVERYWHERE else host, parts.port, timeout=SECONDS)
    try:
        connection.request("GET", "/healthz")
        return int(connection.getresponse().status != 200)
    except (OSError, HTTPException) as error:
        sys.stderr.write(f"{place}: {error}\n")
        return 1
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
