"""The commands put together, and what their mistakes look like from outside."""

from __future__ import annotations

import errno
import os
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from app import faults
from app.cli import (
    benching,
    doctoring,
    listing,
    measuring,
    numbers,
    opening,
    photographing,
    rendering,
    simulating,
    training,
    verifying,
)
from app.cli.catalogue import racing
from app.cli.parts.release import program_version
from engines.errors import SeparatrixError, nearest

# typer brings its own copy of click or uses the installed one, depending on its version.
_MISUSE: Any = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")
OPEN = "open"
UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EIO)  # what a stream says that takes no more


class _Commands(TyperGroup):
    """A first word that is no command is a preset or a file, which is opened."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args:
            args = [OPEN]
        elif args[0] not in self.commands and not args[0].startswith("-"):
            near = nearest(args[0], self.commands, like=0.75)
            args = [OPEN, *(["--meant", near] if near else []), *args]
        return super().parse_args(ctx, args)


def _version(asked: bool) -> None:
    if asked:
        print(f"separatrix {program_version()}")
        raise typer.Exit


def _main(
    show_version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version."
    ),
) -> None:
    """A laboratory for things that move. Without a command: separatrix [PRESET | FILE] opens it."""


def program() -> typer.Typer:
    """The typer application with every command of the house."""
    app = typer.Typer(
        name="separatrix",
        cls=_Commands,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=False,
    )
    app.callback()(_main)
    app.command(OPEN, help="Open the window (the default command).")(opening.open_window)
    app.command("list")(listing.list_presets)
    app.command("render")(rendering.render)
    app.command("data")(numbers.data)
    app.command("shot")(photographing.shot)
    app.command("verify")(verifying.verify)
    app.command("train")(training.train)
    app.command("simulate")(simulating.simulate)
    app.command("measure")(measuring.measure)
    app.command("race")(racing.race)
    app.command("bench")(benching.bench)
    app.command("doctor")(doctoring.doctor)
    return app


def run(arguments: list[str]) -> int:
    """Run the command in `arguments`; every mistake becomes one sentence on stderr.

    Returns:
        The exit status, see `app.__main__.main`.
    """
    if sys.stdout is None:  # closed by whoever started us; what nobody reads is thrown away
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    command = typer.main.get_command(program())
    try:
        status = command.main(args=arguments, prog_name="separatrix", standalone_mode=False)
        sys.stdout.flush()
        return status if isinstance(status, int) else 0
    except typer.Exit as leaving:
        return int(leaving.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except BrokenPipeError:
        # The reader of our output has gone; the interpreter must not complain when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.errno not in UNWRITABLE:
            faults.tell(error)
            return 70
        faults.tell(SeparatrixError(f"cannot write the output: {error.strerror}"))
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except SystemExit as leaving:
        # typer leaves with 1 when nobody reads our output, which is no failure of ours
        gone = type(sys.stdout).__name__ == "PacifyFlushWrapper"
        return 0 if gone else int(leaving.code or 0)
    except SeparatrixError as error:
        faults.tell(error)
        return 2
    except _MISUSE as error:
        _tell_misuse(error)
        return 2
    except Exception as error:
        faults.tell(error)
        return 70


def _tell_misuse(error: Any) -> None:
    words = " ".join(error.format_message().split()).rstrip(".")
    context = getattr(error, "ctx", None)
    name = context.info_name if context is not None and context.parent is not None else ""
    command = f"separatrix {name}" if name and name != OPEN else "separatrix"
    print(f"{command}: {words[:1].lower() + words[1:]}; see '{command} --help'", file=sys.stderr)
