"""The command line (命令行): ``jianggao``, one module a group of commands.

Exit codes: 0 all went well; 1 something failed or was not found; 2 nothing could be done, or the command was wrong;
130 broken off by Ctrl-C. What is asked for goes to standard output; notices, progress and errors go to standard error.
"""

from __future__ import annotations

from bot.cli.main import main

__all__ = ["main"]
