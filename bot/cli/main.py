"""The command line's entry: options that all commands share, and how errors are told."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import click

from bot.cli.console import PATH, Console
from bot.errors import BotError
from bot.settings import load_settings

COMMANDS = {
    "init": "bot.cli.library",
    "add": "bot.cli.library",
    "list": "bot.cli.library",
    "remove": "bot.cli.library",
    "show": "bot.cli.showing",
    "ask": "bot.cli.asking",
    "themes": "bot.cli.themes",
    "favourites": "bot.cli.favourites",
    "eval": "bot.cli.evaluation",
    "opinions": "bot.cli.opinions",
    "train": "bot.cli.training",
    "chat": "bot.cli.serving",
    "bot": "bot.cli.serving",
    "backup": "bot.cli.backup",
    "restore": "bot.cli.backup",
    "doctor": "bot.cli.doctor",
}
"""Every command and the module that holds it as ``<name>_command``; a module is imported when its command runs."""


FAILED, BROKEN_OFF = 2, 130
"""Exit codes of a command that could do nothing, and of one ended by Ctrl-C."""


class Commands(click.Group):
    """A group whose commands are imported one by one, so that ``list`` does not pay for ``chat``."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(COMMANDS[cmd_name]), f"{cmd_name}_command")
        return command if isinstance(command, click.Command) else None


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--home", type=PATH, help="Folder of library, index and favourites.")
@click.version_option(package_name="jianggao")
@click.pass_context
def cli(context: click.Context, home: Path | None) -> None:
    """Real passages from Chinese official speeches, with their source.

    Without a command: the Telegram bot where JIANGGAO_TELEGRAM_TOKEN is set, else a chat in the terminal.
    """
    settings = load_settings(home=home)
    context.obj = Console(settings)
    if context.invoked_subcommand is None:
        command = cli.get_command(context, "bot" if settings.telegram_token else "chat")
        if command is not None:
            context.invoke(command)


def main() -> None:
    """Run the command line and exit with its code.

    An error that a person can act on is one line on standard error; anything else is a fault of ours, shown with its
    trace.
    """
    from corpus.errors import CorpusError
    from retrieval.errors import RetrievalError

    try:
        code = cli.main(standalone_mode=False, prog_name="jianggao")
    except (click.exceptions.Abort, KeyboardInterrupt):
        sys.exit(BROKEN_OFF)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (BotError, CorpusError, RetrievalError) as error:
        click.echo(str(error), err=True)
        sys.exit(FAILED)
    sys.exit(code if isinstance(code, int) else 0)
